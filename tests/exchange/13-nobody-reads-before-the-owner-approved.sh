#!/bin/bash
# Goal: who called with a code sees four words, the same as the owner, and nothing else until the owner approves; then
# everything; and the code lets nobody else in.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

need_program jq
spare_passphrases
start_broker
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
make_journal eve 'Carolin Abendroth' caregiver
new_circle ines
as ines log pain worst=3 --note 'only for my circle' --quiet
start_agent ines
code=$(invite ines caro 'Carolin Abendroth' caregiver)

# Nobody has approved: she gets the words, and her journal stays empty.
status=0
as caro circle join - --wait 8 --json <<<"$code" >"$WORK/join" 2>>"$WORK/said" || status=$?
[ "$status" -ne 0 ] || fail 'she is in without approval'
expect_equal words "$(jq -r .stage "$WORK/join")"
theirs=$(jq -c .words "$WORK/join")
expect_equal 4 "$(jq length <<<"$theirs")"
expect_equal "$theirs" "$(as ines circle pending --json | jq -c '.pending[0].words')"
as caro list --json >"$WORK/listed" 2>>"$WORK/said" || true
expect_equal '' "$(cat "$WORK/listed")"
as caro circle members >"$WORK/members" 2>>"$WORK/said" || true
expect_lacks "$(cat "$WORK/members")" Ines
expect_status 0 as caro verify --json
expect_equal 0 "$(jq .operations <<<"$output")"

# She goes on, the owner approves, and she reads.
start_in_background become caro circle join --wait 60
joining=$started
expect_status 0 as ines circle approve Carolin --wait 60
wait "$joining" || fail 'she did not come in'
start_agent caro
reads_the_note() {
    as caro list --json | grep -q 'only for my circle'
}
expect_soon 30 reads_the_note

# The code is used up: whoever found it is told nothing.
status=0
as eve circle join - --wait 5 --json <<<"$code" >"$WORK/join" 2>>"$WORK/said" || status=$?
[ "$status" -ne 0 ] || fail 'the code was used twice'
as eve list --json >"$WORK/listed" 2>>"$WORK/said" || true
expect_equal '' "$(cat "$WORK/listed")"
expect_equal 2 "$(as ines circle members --json | jq '.members | length')"
