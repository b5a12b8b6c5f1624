#!/bin/bash
# Goal: the broker's keeper replays, swaps, cuts, alters and invents messages; no journal changes and no agent falls.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/onlooker.sh"
. "${BASH_SOURCE[0]%/*}/the-same-journal.sh"

seed=${DAYBOOK_SEED:-$$}
printf 'seed %s\n' "$seed"
RANDOM=$seed

# send TOPIC [OPTION…]: the bytes of standard input.
send() {
    local topic=$1
    shift
    echo "$topic" >>"$WORK/sent"
    as_onlooker watcher mosquitto_pub -t "$topic" -s "$@" >>"$WORK/said" 2>&1 || true
}

# bytes_of HEX
bytes_of() {
    xxd -r -p <<<"$1"
}

# altered HEX: one digit is another one.
altered() {
    local at=$((RANDOM % ${#1})) digits=0123456789abcdef digit
    digit=${1:at:1}
    digit=${digits:$(((16#$digit + 1 + RANDOM % 15) % 16)):1}
    printf '%s' "${1:0:at}$digit${1:$((at + 1))}"
}

# attack: everything with a message that was carried, and with topics that are used.
attack() {
    local topic payload other number
    while read -r topic payload; do
        other=$(shuf -n 1 --random-source="$WORK/chance" "$WORK/topics")
        bytes_of "$payload" | send "$topic"
        bytes_of "$payload" | send "$other"
        bytes_of "${payload:0:$((RANDOM % ${#payload} / 2 * 2))}" | send "$topic"
        bytes_of "$(altered "$payload")" | send "$topic" -r
    done
    for number in 1 2 3; do
        while read -r topic; do
            head -c $((number * number * 20000 + RANDOM)) /dev/urandom | send "$topic"
            { printf 'DB\001\00%d' "$number"; head -c 200 /dev/urandom; } | send "$topic" -r
        done < <(shuf -n 4 "$WORK/topics")
        : | send "$(head -1 "$WORK/topics")"
    done
}

need_program jq
start_broker
let_onlooker_in watcher
start_capture watcher
found_circle
start_agent ines caro theo
log_ninety_days
settle_together 60 ines caro theo
for person in ines caro; do
    entries_of "$person" "$WORK/$person.before"
done
figures_of theo "$WORK/theo.before"
members=$(as theo circle members --json | jq -cS '[.members[] | {id, name, role, removed, grants}]')

head -c 100000 /dev/urandom >"$WORK/chance"
cut -d ' ' -f 2 "$capture" | grep '^daybook/' | sort -u >"$WORK/topics"
grep ' daybook/' "$capture" | cut -d ' ' -f 2- | awk 'NF == 2' | shuf -n 25 --random-source="$WORK/chance" >"$WORK/captured"
[ "$(wc -l <"$WORK/captured")" -eq 25 ] || fail 'too little was captured'
attack <"$WORK/captured"
[ "$(wc -l <"$WORK/sent")" -gt 100 ] || fail 'the attack did not take place'

# The agents live, and what is written now reaches the others; so does it with agents that meet the retained forgeries.
for person in ines caro theo; do
    kill -0 "${circle_agents[$person]}" || fail "the agent of $person has fallen"
done
expect_status 0 as caro log pain worst=4 --at 2026-08-30T09:00Z
settle_together 60 ines caro theo
stop_agent ines caro theo
start_agent ines caro theo
expect_status 0 as ines log pain worst=5 --at 2026-08-30T10:00Z
settle_together 60 ines caro theo

for person in ines caro; do
    entries_of "$person" "$WORK/$person.after"
    expect_equal 966 "$(wc -l <"$WORK/$person.before")"
    expect_equal '' "$(LC_ALL=C comm -23 "$WORK/$person.before" "$WORK/$person.after")"
    expect_equal 2 "$(LC_ALL=C comm -13 "$WORK/$person.before" "$WORK/$person.after" | wc -l)"
    expect_status 0 as "$person" verify
done
figures_of theo "$WORK/theo.after"
cmp "$WORK/theo.before" "$WORK/theo.after"
expect_reference "$WORK/theo.after"
expect_no_entries_at theo
expect_equal "$members" "$(as theo circle members --json | jq -cS '[.members[] | {id, name, role, removed, grants}]')"
stop_agent ines caro theo
