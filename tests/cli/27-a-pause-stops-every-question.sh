#!/bin/bash
# Goal: one word stops every question, for some days or until one goes on; what is written down is kept all the same.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

need_program script
make_journal anna

expect_status 4 as_person resume
expect_contains "$errors" 'Nothing is paused'
expect_status 2 as_person pause --until yesterday
expect_status 0 as_person list --json
expect_equal '' "$output"

expect_status 0 as_person pause --reason 'In hospital.'
expect_contains "$errors" 'Everything pauses'
check_in 7
expect_contains "$output" 'Everything pauses since'
expect_lacks "$output" 'How is your day'
expect_status 0 as_person log pain worst=3
expect_status 0 as_person resume
expect_status 4 as_person resume
check_in 7 q
expect_contains "$output" 'How is your day'

# A pause with a last day is over after it; the latest word counts.
expect_status 0 as_person log pause days=2 --at -2d
expect_status 0 as_person pause --until "$(date -u -d '+3 days' +%F)" --json
expect_equal "true $(date -u +%F) $(date -u -d '+3 days' +%F)" "$(jq -r '"\(.paused) \(.since) \(.until)"' <<<"$output")"
expect_status 0 as_person resume
expect_status 0 as_person list --kind pause --json
expect_equal '0 0 2 4 36500' "$(jq .fields.days <<<"$output" | sort -n | paste -sd' ')"
