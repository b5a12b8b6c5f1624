# A bad way to a bad broker: seats that lead through the faulty proxy, a broker that is killed and emptied all the time, and
# a memory of every entry that was acknowledged.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after black-box.sh and circle.sh. An entry is known by its note, a text that is used once.

seed=${DAYBOOK_SEED:-$$}
printf 'seed %s\n' "$seed" >&2
RANDOM=$seed
broker_killer=

# --- the way --------------------------------------------------------------------------------------------------------

# start_proxy: from now on give_seat leads through it; it is without faults until faults_are.
start_proxy() {
    need_program python3
    : >"$WORK/faults"
    start_in_background python3 "$DAYBOOK_SOURCE/tests/harness/faulty_proxy.py" "$WORK/proxy.port" \
        "${broker_address##*:}" "$WORK/broker/ca.crt" "$WORK/faults" "$WORK/proxy.json" "$seed"
    proxy=$started
    expect_soon 20 test -s "$WORK/proxy.port"
}

# give_seat PERSON: in the place of the one of circle.sh, a seat on this side of the proxy.
give_seat() {
    seats device add "$circle" "$WORK/$1.straight" >>"$WORK/said"
    (umask 077 && jq -c --arg broker "mqtt://127.0.0.1:$(<"$WORK/proxy.port")" '.broker = $broker | del(.ca)' \
        "$WORK/$1.straight" >"$WORK/$1.seat")
}

# faults_are ["NAME VALUE"…]: what the proxy does from now on, and nothing else of what it can.
faults_are() {
    printf '%s\n' "$@" | sed '/^$/d' >"$WORK/faults"
    kill -HUP "$proxy"
}

# proxy_count NAME: how often, by the proxy's report, which is a second old at most.
proxy_count() {
    jq --arg name "$1" '.[$name] // 0' "$WORK/proxy.json"
}

# --- the broker -----------------------------------------------------------------------------------------------------

# forget_broker: kill it, take its messages and sessions away, and start it again; the accounts stay.
forget_broker() {
    kill -KILL "$(cat "$WORK/broker/pid")" 2>/dev/null || true
    rm -rf "$WORK/broker/pid" "$WORK/broker/store"
    "$DAYBOOK_SOURCE/broker-config/private-broker" start "$WORK/broker" >>"$WORK/said" || true
}

# forget_broker_every SECONDS: until peace.
forget_broker_every() {
    (
        trap - EXIT ERR
        trap 'exit 0' TERM
        while true; do
            pause_for "$1"
            forget_broker
            echo >>"$WORK/broker-deaths"
        done
    ) &
    broker_killer=$!
    harness_processes+=("$broker_killer")
}

# peace: a way without faults to a broker that stays.
peace() {
    if [ -n "$broker_killer" ]; then
        kill "$broker_killer"
        wait "$broker_killer" || true
        broker_killer=
    fi
    "$DAYBOOK_SOURCE/broker-config/private-broker" start "$WORK/broker" >>"$WORK/said" || fail 'the broker stays away'
    faults_are
}

# --- time and entries -----------------------------------------------------------------------------------------------

# pause_for SECONDS: the world goes on; what a test waits for is asked for with expect_soon instead.
pause_for() {
    read -r -t "$1" <> <(:) || true
}

# entry_lines NAME COUNT: so many entries over the last months, each with a note of its own.
entry_lines() {
    jq -nc --arg name "$1" --argjson count "$2" \
        'range($count) | {kind: "pain", at: (now - ($count - .) * 1200 | floor | todate), fields: {worst: (. % 11)},
            note: "\($name) \(.)"}'
}

# log_noting PERSON NAME COUNT: write them down; the note of each that was acknowledged is remembered in
# $WORK/acknowledged. A command that is killed or meets a full disk acknowledges some.
log_noting() {
    local lines=$WORK/lines.$2 answers=$WORK/answers.$2
    entry_lines "$2" "$3" >"$lines"
    as "$1" log --stdin <"$lines" >"$answers" 2>>"$WORK/said" || true
    remember "$lines" "$answers"
}

# remember LINES ANSWERS: an answer with an id acknowledges the line it numbers. One that was cut short is none.
remember() {
    jq -nrR --slurpfile lines "$1" 'inputs | fromjson? | select(.id) | $lines[.line - 1].note' "$2" >>"$WORK/acknowledged"
}

# notes_at PERSON: what the journal shows, a note a line.
notes_at() {
    as "$1" list --json 2>>"$WORK/said" | jq -r .note | LC_ALL=C sort
}

# lost_at PERSON, doubled_at PERSON: notes that were acknowledged and are not shown; that are shown more than once.
lost_at() {
    notes_at "$1" | LC_ALL=C sort -u | LC_ALL=C comm -13 - <(LC_ALL=C sort -u "$WORK/acknowledged")
}
doubled_at() {
    notes_at "$1" | uniq -d
}

# all_equal PERSON…: they show the same entries, everything that was acknowledged among them.
all_equal() {
    local person first
    first=$(digest_of "$1")
    for person in "$@"; do
        [ -z "$(lost_at "$person")" ] && [ "$(digest_of "$person")" = "$first" ] || return 1
    done
}
