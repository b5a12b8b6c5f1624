#!/bin/bash
# Goal: what is written down is found again, can be corrected, taken back, and nothing is lost on the way.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
expect_status 0 as_person log pain worst=3 site=leg,back --at 2026-06-01T09:13 --note 'after the walk' --json
expect_equal daybook.log/1 "$(jq -r .schema <<<"$output")"
id=$(jq -r .id <<<"$output")
[[ $id =~ ^[0-9a-f]{32}$ ]] || fail "no id: $id"

expect_status 0 as_person list --json
expect_equal 1 "$(wc -l <<<"$output")"
expect_equal "$id pain 2026-06-01T09:13:00Z anna patient 3 leg false false here" "$(jq -r \
    '"\(.id) \(.kind) \(.at) \(.author) \(.author_role) \(.fields.worst) \(.fields.site[0]) \(.amended) \(.retracted) \(.sync)"' \
    <<<"$output")"
expect_equal 'after the walk' "$(jq -r .note <<<"$output")"

expect_status 0 as_person list --since 2026-06-01 --until 2026-06-01
expect_contains "$output" '2026-06-01'
expect_contains "$output" "09:13  pain  ${id:0:8}  worst 3, site leg+back"
expect_status 0 as_person list --until 2026-05-31
expect_equal '' "$output"

expect_status 0 as_person amend "${id:0:8}" worst=4
expect_status 0 as_person show "${id:0:8}" --json --history
expect_equal '4 3 logged amended' "$(jq -r \
    '"\(.fields.worst) \(.history[0].fields.worst) \(.history[0].type) \(.history[1].type)"' <<<"$output")"

expect_status 0 as_person undo
expect_equal "undone ${id:0:8}: amend pain  worst 3, site leg+back" "$output"
expect_status 0 as_person show "$id" --json
expect_equal 3 "$(jq .fields.worst <<<"$output")"

expect_status 0 as_person retract "$id" --reason 'wrong day'
expect_status 0 as_person list
expect_contains "$output" '· retracted'
expect_status 5 as_person retract "$id"
expect_status 4 as_person show 0123456789abcdef0123456789abcdef

# Of a long scale that was left out, the list says how much, and not each question.
expect_status 0 as_person log alsfrs_r version=r administered=self gastrostomy=?skipped \
    q{1,2,3,4,6,7,8,9,10,11,12}=?skipped q5=3 --quiet
expect_status 0 as_person list --kind alsfrs_r
expect_contains "$output" 'version r, administered self, q5 3, 12 questions (skipped)'
