# The rounds of the two tests that kill agents while they write and exchange.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced

seed=${DAYBOOK_SEED:-$$}
printf 'seed %s\n' "$seed"
RANDOM=$seed

# kill_agent PERSON: without a chance to save.
kill_agent() {
    kill -KILL "${circle_agents[$1]}"
    wait "${circle_agents[$1]}" 2>/dev/null || true
    unset "circle_agents[$1]"
}

# log_until_killed PERSON: the agent dies while it writes down, and sends, what it is given.
log_until_killed() {
    local answers=$WORK/answers process
    rm -f "$WORK/lines" "$answers"
    : >"$answers"
    mkfifo "$WORK/lines"
    lines_without_end >"$WORK/lines" &
    become "$1" log --stdin <"$WORK/lines" >"$answers" 2>>"$WORK/said" &
    process=$!
    expect_soon 30 has_lines $((RANDOM % 150 + 1)) "$answers"
    kill_agent "$1"
    # The command may find no agent for its next lines and open the journal itself: it is killed too.
    kill -KILL "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    jq -Rr 'fromjson? | .id // empty' "$answers" >>"$WORK/acknowledged"
}

# killed_agents_lose_nothing ROUNDS
killed_agents_lose_nothing() {
    local round person
    start_agent ines caro theo
    for ((round = 1; round <= $1; round++)); do
        person=caro
        if ((RANDOM % 2)); then
            person=ines
        fi
        log_until_killed "$person"
        start_agent "$person"
    done
    settle_together 60 ines caro theo
    [ -s "$WORK/acknowledged" ] || fail 'nothing was acknowledged at all'
    for person in ines caro; do
        expect_status 0 as "$person" list --json
        jq -r .id "$WORK/output" | LC_ALL=C sort >"$WORK/listed"
        expect_equal '' "$(LC_ALL=C sort "$WORK/acknowledged" | comm -23 - "$WORK/listed")"
        expect_status 0 as "$person" verify
    done
    expect_equal "$(digest_of ines)" "$(digest_of caro)"
}
