#!/bin/bash
# Goal: a caregiver comes in with a code, both sides see the same four words, and what one writes the other reads.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

seats() {
    "$DAYBOOK_SOURCE/broker-config/seats" "$WORK/broker" "$@"
}

start_broker
circle=$(seats circle add)
seats device add "$circle" "$WORK/anna.seat" >/dev/null
seats device add "$circle" "$WORK/ben.seat" >/dev/null

make_journal ben --role caregiver
make_journal anna
expect_status 6 as_person sync
expect_status 4 as_person broker
expect_status 0 as_person broker "$WORK/anna.seat"
expect_lacks "$output" "$(jq -r .password "$WORK/anna.seat")"
expect_status 0 as_person broker --json
expect_equal 'daybook.broker/1 true' "$(jq -r '"\(.schema) \(.has_password)"' <<<"$output")"
as_person log pain worst=3 --quiet

expect_status 2 as_person circle invite --name Ben
expect_status 0 as_person circle pending
expect_status 4 as_person circle approve
expect_status 0 as_person circle invite --name Ben --role caregiver --seat "$WORK/ben.seat" --qr
code=$(tail -n 1 <<<"$output")
expect_contains "$output" '█'
expect_contains "$errors" 'circle join'
expect_status 0 as_person circle pending
expect_contains "$output" 'Ben (caregiver), has not called yet'

# Ben calls and waits, with the code from standard input as a mail program wrapped it.
fold -w 60 <<<"$code" >"$WORK/code"
use_person ben
join_from_file() {
    exec daybook --passphrase-file "$passphrase_file" --no-input circle join - --wait 120 <"$WORK/code"
}
start_in_background join_from_file
ben=$started

# Anna's agent answers him while she compares the words.
use_person anna
start_in_background daybook --passphrase-file "$passphrase_file" --no-input agent
anna=$started
expect_soon 30 daybook list --no-input --quiet
expect_status 0 as_person circle pending --wait 60
words=$(sed -n 's/.*the four words: //p' <<<"$output")
expect_contains "$output" 'Ben (caregiver), has called'
expect_soon 30 grep -q -F "${words%%,*}" "$WORK/background-0"
expect_status 0 as_person circle approve Ben --wait 10 --json
expect_equal 'daybook.approve/1 true' "$(jq -r '"\(.schema) \(.approved)"' <<<"$output")"
wait "$ben" || fail "Ben is not in: $(cat "$WORK/background-0")"

# Now both know the circle, and the entry crosses once both are there.
use_person ben
start_in_background daybook --passphrase-file "$passphrase_file" --no-input agent
use_person anna
expect_status 0 as_person sync --wait 30
stop_background "$anna"
expect_status 0 as_person circle members
expect_contains "$output" 'Ben (caregiver)'
expect_status 2 as_person circle grant ben log
expect_contains "$errors" 'therapists'
use_person ben
one_entry_is_here() {
    [ "$(daybook list --json --no-input | wc -l)" -eq 1 ]
}
expect_soon 30 one_entry_is_here
expect_status 0 daybook circle members --no-input --json
expect_equal 2 "$(jq '.members | length' <<<"$output")"
expect_status 0 daybook status --no-input
expect_contains "$output" 'The journal of anna: 1 entry'

use_person anna
expect_status 2 as_person circle remove ben
expect_status 0 as_person circle remove ben --yes
expect_status 0 as_person circle members
expect_contains "$output" 'removed'
