# What the tests of a killed change of the passphrase share.
# shellcheck shell=bash

# opens_with FILE: this passphrase opens the journal, with its entry in it.
opens_with() {
    daybook list --no-input --passphrase-file "$1" 2>>"$WORK/said" | grep -q 'a quiet day'
}

# kill_while_changing PASSPHRASE-FILE TIMES: the passphrase is changed back and forth and the command killed at random moments of it; the
# old or the new one opens the journal each time, and never both.
kill_while_changing() {
    local now=$1 next=$HOME/next spent killed=0 swap
    printf 'the next passphrase\n' >"$next"
    spent=$EPOCHREALTIME
    expect_status 0 daybook passphrase --key-memory 64 --no-input --passphrase-file "$now" --new-passphrase-file "$next"
    spent=$((${EPOCHREALTIME/./} - ${spent/./}))
    swap=$now now=$next next=$swap
    for ((i = 0; i < $2; i++)); do
        daybook passphrase --key-memory 64 --no-input --passphrase-file "$now" --new-passphrase-file "$next" \
            >/dev/null 2>>"$WORK/said" &
        local process=$! wait_us=$((RANDOM * 32768 % spent + RANDOM % 1000))
        read -r -t "$(printf '%d.%06d' $((wait_us / 1000000)) $((wait_us % 1000000)))" <> <(:) || true
        kill -KILL "$process" 2>/dev/null || true
        if ! wait "$process" 2>/dev/null; then killed=$((killed + 1)); fi
        if opens_with "$next"; then
            ! opens_with "$now" || fail "both passphrases open after kill $i"
            swap=$now now=$next next=$swap
        else
            opens_with "$now" || fail "neither passphrase opens after kill $i"
        fi
    done
    printf '%d of %d were killed before their end\n' "$killed" "$2"
    [ "$killed" -gt 0 ] || fail "no change was killed before its end"
}
