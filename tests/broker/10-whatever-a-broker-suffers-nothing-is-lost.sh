#!/bin/bash
# labels: nightly
# Goal: a broker that overflows, has no connection left, is killed with all it had queued, or runs out of disk, loses nothing
# for good; and a device that does not get in says why in one sentence, also when its own clock is wrong.
#
# A broker that forgets all or goes back: exchange.04 to 06. One that takes only small messages: exchange.50. A certificate
# that expired or is another's: exchange.52. Two devices with one seat: exchange.51.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
need_program jq

settings=$WORK/broker-config/mosquitto/mosquitto.conf

# start_with NAME VALUE: the broker starts anew with this setting in the place of the product's.
start_with() {
    stop_broker
    rm -rf "$WORK/broker-config"
    cp -r "$DAYBOOK_SOURCE/broker-config" "$WORK/"
    sed -i "s/^$1 .*/$1 $2/" "$settings"
    grep -q "^$1 $2$" "$settings" || fail "there is no setting $1"
    "$WORK/broker-config/private-broker" start "$WORK/broker" >>"$WORK/said"
}

kill_broker() {
    kill -KILL "$(<"$WORK/broker/pid")"
    rm -f "$WORK/broker/pid"
}

# notes PERSON FROM TO: log that many, the text of each its number.
notes() {
    seq "$2" "$3" | jq -c '{kind: "note", note: "note \(.)"}' >"$WORK/notes"
    log_file "$1" "$WORK/notes"
}

holds() {
    [ "$(as "$1" list --json 2>>"$WORK/said" | wc -l)" -eq "$2" ]
}

# agree COUNT: in the end both hold so many entries, and the same.
agree() {
    start_agent ines caro
    expect_soon 40 holds caro "$1"
    expect_soon 40 holds ines "$1"
    settle_together 40 ines caro
    stop_agent ines caro
    expect_equal "$(digest_of ines)" "$(digest_of caro)"
}

# told_why PERSON WORD: this person does not get in and reads one sentence with the word.
told_why() {
    expect_status 6 as "$1" sync
    # shellcheck disable=SC2154 # set by expect_status
    expect_equal 1 "$(printf '%s\n' "$errors" | wc -l)"
    expect_contains "$errors" "$2"
    printf '  %s\n' "$errors"
}

start_broker
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle ines
pair ines caro 'Carolin Abendroth' caregiver

echo 'queue overflow: the broker keeps ten messages for who is away'
start_with max_queued_messages 10
for round in 1 2 3 4; do
    notes ines "$((round * 10 - 9))" "$((round * 10))"
    sync_once ines
done
grep -q 'messages are being dropped' "$WORK/broker/log" || fail 'nothing overflowed'
agree 40

echo 'killed with what it had queued'
notes ines 41 60
sync_once ines
kill_broker
start_broker
agree 60

echo 'no connection left'
start_with max_connections 1
start_agent ines
expect_soon 10 as ines sync
as caro log note --note 'kept until there is room' --quiet
told_why caro 'connection'
stop_agent ines
stop_broker
start_broker
agree 61

echo 'a clock of five years ago'
clock=$DAYBOOK_BUILD/tests/harness/libwrong_clock.so
if [ -e "$clock" ]; then
    as_was=${LD_PRELOAD:-}
    export WRONG_CLOCK_SECONDS=-157680000 LD_PRELOAD="$clock${as_was:+ $as_was}"
    told_why caro 'clock'
    export LD_PRELOAD=$as_was
    unset WRONG_CLOCK_SECONDS
fi

echo 'a full disk'
stop_broker
# A disk of its own for what the broker saves, which goes with its last process. Not everybody may mount one.
if unshare --mount true 2>/dev/null; then
    rm -rf "$WORK/broker/store"
    mkdir "$WORK/broker/store"
    unshare --mount bash -c 'mount -t tmpfs -o size=16k tmpfs "$1/store" && head -c 16384 /dev/zero >"$1/store/full" &&
        "$2/broker-config/private-broker" start "$1"' - "$WORK/broker" "$DAYBOOK_SOURCE" >>"$WORK/said"
    notes ines 62 160
    sync_once ines
    notes caro 161 200
    sync_once caro
    expect_soon 10 grep -q 'No space left' "$WORK/broker/log"
    kill_broker
    start_broker
    agree 200
else
    echo '  left out: nobody here may mount a disk'
fi
