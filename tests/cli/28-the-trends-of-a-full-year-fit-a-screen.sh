#!/bin/bash
# Goal: a year in which everything was logged is one screen; all of it, or one part, is there when asked for.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal ana
"$DAYBOOK_BUILD/client/sample/daybook-sample-days" --seed 7 --days 365 --end "$(date -d yesterday +%F)" --role patient --decline usual >"$WORK/year"
as_person log --stdin <"$WORK/year" >"$WORK/logged" || fail "the year is not logged"

LC_ALL=C expect_status 0 as_person trends
[ "$(wc -l <<<"$output")" -le 50 ] || fail "$(wc -l <<<"$output") lines are more than a screen"
[ "$(awk '{ print length }' <<<"$output" | sort -n | tail -1)" -le 80 ] || fail 'a line is wider than a terminal'
expect_contains "$output" 'What changed'
expect_contains "$output" 'It is not a diagnosis.'
expect_lacks "$output" 'Whole record'
expect_lacks "$output" "King's"

expect_status 0 as_person trends --all
expect_contains "$output" 'Whole record'
expect_contains "$output" 'Night, valid time '
expect_contains "$output" 'Power wheelchair: used since'
expect_lacks "$output" 'Power wheelchair, worn'
expect_status 0 as_person trends --part breathing
expect_contains "$output" 'FVC, upright'
expect_lacks "$output" 'ALSFRS-R, total'

# Nothing new is one sentence, and what nobody told about is said.
expect_status 0 as_person changes --since today
expect_contains "$errors" 'Nothing changed by as much as matters.'
