# What a person writes, reads and is told while something happens to the broker, row by row of a table.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after circle.sh, for a circle of ines and caro.

written=0
patience=120 # seconds for two devices to agree

# row NAME: what follows is about this.
row() {
    row=$1
    printf '%s\n' "$1"
}

# said HOW SENTENCE: what a person read, in this row. print_rows: all of it, as a table.
said() {
    printf '  %s: %s\n' "$1" "$2"
    printf '| %s | %s | %s |\n' "$row" "$1" "$2" >>"$WORK/rows"
}
print_rows() {
    printf '\n| what happens | asked by | a device says |\n|---|---|---|\n'
    cat "$WORK/rows"
}

# write PERSON COUNT: log that many notes, the text of each its number.
write() {
    seq $((written + 1)) $((written + $2)) | jq -c '{kind: "note", note: "note \(.)"}' >"$WORK/notes"
    written=$((written + $2))
    log_file "$1" "$WORK/notes"
}

# write_long PERSON: log one note that hardly gets smaller and is larger than 1900 bytes when sealed.
write_long() {
    written=$((written + 1))
    as "$1" log note --note "$(head -c 20000 /dev/urandom | tr -dc 'a-zA-Z0-9' | head -c 1990)" --quiet
}

connected() {
    as "$1" status --json 2>>"$WORK/said" | jq -e .exchange.connected >>"$WORK/said"
}

# agree: in the end both hold all that was written, and the same. agree_running: the same with agents that run already.
agree() {
    start_agent ines caro
    agree_running
    stop_agent ines caro
}
agree_running() {
    expect_soon "$patience" holds caro "$written"
    expect_soon "$patience" holds ines "$written"
    settle_together "$patience" ines caro
    expect_equal "$(digest_of ines)" "$(digest_of caro)"
}

# told_why PERSON WORDS: this person does not get in, reads one sentence with these words, loses nothing, and reads it in
# `status` as well while an agent tries.
told_why() {
    expect_status 6 as "$1" sync
    expect_equal 1 "$(printf '%s\n' "$errors" | wc -l)"
    expect_equal 1 "$(printf '%s\n' "$errors" | grep -o '\.\( \|$\)' | wc -l)"
    expect_contains "$errors" "$2"
    expect_contains "$errors" 'everything is kept here'
    said 'sync (6)' "$errors"
    expect_status 0 as "$1" status
    expect_contains "$output" 'no agent runs'
    start_agent "$1"
    expect_soon 40 stands_in_status "$1" "$2"
    tell_status "$1"
    stop_agent "$1"
}

# tells_nothing PERSON: this one gets in and hears of nothing wrong.
tells_nothing() {
    expect_status 0 as "$1" sync
    expect_equal '' "$errors"
    said 'sync (0)' "$output"
}

stands_in_status() {
    as "$1" status 2>>"$WORK/said" | grep -qF -- "$2"
}

# tell_status PERSON: what an agent says of the exchange.
tell_status() {
    local line
    while IFS= read -r line; do
        said status "$line"
    done < <(as "$1" status | sed -n '/^Exchange: /,$p')
}

# at_another_time SECONDS COMMAND…: it lives so many seconds later, or earlier.
at_another_time() {
    WRONG_CLOCK_SECONDS=$1 LD_PRELOAD="$DAYBOOK_BUILD/tests/harness/libwrong_clock.so${LD_PRELOAD:+ $LD_PRELOAD}" "${@:2}"
}

# believe_another_time PERSON: with a clock that is wrong by five years, either way, this one reads of both dates.
believe_another_time() {
    local days
    for days in -1826 1826; do
        row "a clock that is wrong by $days days"
        write "$1" 1
        at_another_time $((days * 86400)) told_why "$1" \
            "and the clock here says $(date -u -d "$days days" +%F): set a wrong clock right"
    done
}

# make_authority FILES: one that no seat trusts.
make_authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj /CN=other -days 30 \
        -out "$1.crt" 2>>"$WORK/said"
}

# sign_certificate AUTHORITY DAYS [SECONDS]: for the broker's key, by this authority's files; it ends in so many days and
# begins in so many seconds. shown PORT: is it what is shown there?
sign_certificate() {
    printf 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n' >"$WORK/extensions"
    openssl req -new -key "$WORK/broker/server.key" -subj /CN=broker -out "$WORK/request" 2>>"$WORK/said"
    at_another_time "${3:-0}" openssl x509 -req -in "$WORK/request" -CA "$1.crt" -CAkey "$1.key" -CAcreateserial -days "$2" \
        -extfile "$WORK/extensions" -out "$WORK/broker/server.crt" 2>>"$WORK/said" || fail 'openssl signs nothing'
}
shown() {
    cmp -s <(openssl s_client -connect "127.0.0.1:$1" </dev/null 2>/dev/null | openssl x509) \
        <(openssl x509 -in "$WORK/broker/server.crt")
}

# start_flapping PORT: what listens there accepts every connection and closes it. stop_flapping ends it; what it accepted
# until then is counted in $WORK/accepted, a line each.
start_flapping() {
    : >"$WORK/accepted"
    start_in_background exec python3 -c '
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
accepted = open(sys.argv[2], "a", buffering=1)
while True:
    listener.accept()[0].close()
    print("one", file=accepted)' "$1" "$WORK/accepted"
    flapping=$started
    expect_soon 10 dials "$1"
}
dials() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}
stop_flapping() {
    stop_background "$flapping"
}
