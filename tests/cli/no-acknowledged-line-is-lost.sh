# The rounds of the two tests that kill a stream of lines: after each, every id that was printed is in the journal.
# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=a-journal.sh
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

# kill_in_the_middle ROUND: log until some answers are there, then kill without warning.
kill_in_the_middle() {
    local answers=$WORK/answers-$1 process
    mkfifo "$WORK/lines-$1"
    lines_without_end >"$WORK/lines-$1" &
    daybook --passphrase-file "$passphrase_file" --no-input log --stdin <"$WORK/lines-$1" >"$answers" &
    process=$!
    expect_soon 30 has_lines $((RANDOM % 3000 + 1)) "$answers"
    kill -KILL "$process"
    wait "$process" 2>/dev/null || true
    jq -Rr 'fromjson? | .id // empty' "$answers" >>"$WORK/acknowledged"
    rm "$answers" "$WORK/lines-$1"
}

# no_acknowledged_line_is_lost ROUNDS
no_acknowledged_line_is_lost() {
    local round seed=${DAYBOOK_SEED:-$$}
    printf 'seed %s\n' "$seed"
    RANDOM=$seed
    for ((round = 1; round <= $1; round++)); do
        kill_in_the_middle "$round"
    done
    expect_status 0 as_person list --json
    jq -r .id "$WORK/output" | sort >"$WORK/listed"
    sort "$WORK/acknowledged" >"$WORK/expected"
    [ -s "$WORK/expected" ] || fail 'no line was acknowledged at all'
    expect_equal '' "$(comm -23 "$WORK/expected" "$WORK/listed")"
    expect_status 0 as_person verify
}
