#!/bin/bash
# Goal: a check-in saves each answer at once, and that one was left out, asks for more where something is there, and goes
# on where it was stopped.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

need_program script
make_journal anna

as_person log daily_checkin overall=5 fatigue=4 --at yesterday --quiet

# 11 is too much and is asked again; an empty answer skips; "=" is yesterday's; "q" stops.
check_in 11 7 = '' q
expect_contains "$output" 'yesterday: 5'
expect_contains "$output" '0 to 10'
expect_contains "$output" '2 answers are saved'
expect_status 0 as_person list --kind daily_checkin --since today --json
expect_equal '7 4 skipped fatigue null' "$(jq -r '"\(.fields.overall) \(.fields.fatigue) \(.fields.stiffness.absent) \(.fields.as_yesterday[0]) \(.fields.morning_headache)"' <<<"$output")"

# Later that day it goes on with what was not asked; more is asked where there is something, and nothing where there is
# not; the end of input is a pause, not an error.
check_in 1 leg,back 0 n
expect_contains "$output" 'Where does it hurt?'
expect_lacks "$output" 'When are you short of breath?'
expect_status 0 as_person list --since today --json
expect_equal '7 skipped false' "$(jq -r 'select(.kind == "daily_checkin") |
    "\(.fields.overall) \(.fields.stiffness.absent) \(.fields.morning_headache)"' <<<"$output")"
expect_equal '1 leg back' "$(jq -r 'select(.kind == "pain") | "\(.fields.worst) \(.fields.site | join(" "))"' <<<"$output")"
expect_equal '0 not_applicable' "$(jq -r 'select(.kind == "breathlessness") | "\(.fields.severity) \(.fields.situation.absent)"' <<<"$output")"

# A fall opens its questions; the scales that are due are offered after the core, and left out only when that is said.
check_in n y fall bathroom turn none n alone 71,5 ''
expect_status 0 as_person list --since today --json
expect_equal 'true bathroom alone' "$(jq -rs '"\(map(select(.kind == "daily_checkin"))[0].fields.any_fall) \(map(select(.kind == "fall_event"))[0].fields | "\(.place) \(.could_get_up)")"' <<<"$output")"
expect_equal '71.5' "$(jq 'select(.kind == "body_weight") | .fields.weight' <<<"$output")"

# A choice is named by its number or by how it begins, and nothing but a choice is taken.
make_journal dora
check_in 5 0 0 4 2,FOO 0 q
expect_contains "$output" '   2  Back'
expect_lacks "$output" 'number of a choice'
expect_status 0 as_person list --kind pain --json
expect_equal 'back foot' "$(jq -r '.fields.site | join(" ")' <<<"$output")"
make_journal emil
check_in 5 0 0 4 99 h hi,,2 hip q
expect_equal 3 "$(grep -c 'number of a choice' <<<"$output")"
expect_status 0 as_person list --kind pain --json
expect_equal 'hip' "$(jq -r '.fields.site | join(" ")' <<<"$output")"

# Another program asks for itself what is to be asked.
expect_status 0 as_person checkin --json
expect_equal 'daybook.checkin/1 true false' \
    "$(jq -r '"\(.schema) \(.questions | length > 0) \(any(.questions[]; .field == "overall"))"' <<<"$output")"

# The first answer of a kind may be any of its questions. Where there is no yesterday, "=" repeats nothing.
make_journal ben
check_in '' = 6 q
expect_contains "$output" 'There is no answer of yesterday'
expect_lacks "$output" 'whole number'
expect_status 0 as_person list --json
expect_equal 'skipped 6' "$(jq -r '"\(.fields.overall.absent) \(.fields.fatigue)"' <<<"$output")"

# All as yesterday is an answer for each, and says so; what was left out twice is not asked on the third day.
make_journal cleo
for days in 2 1; do
    as_person log daily_checkin overall=6 fatigue=3 'stiffness=?skipped' --at "-${days}d" --quiet
    as_person log pain worst=2 site=leg --at "-${days}d" --quiet
done
check_in '=='
expect_lacks "$output" 'How stiff'
expect_status 0 as_person list --since today --json
expect_equal '6 3 overall fatigue true null' "$(jq -r 'select(.kind == "daily_checkin") | .fields |
    "\(.overall) \(.fatigue) \(.as_yesterday | join(" ")) \(.same_as_yesterday) \(.stiffness)"' <<<"$output")"
expect_equal '2 leg worst site' "$(jq -r 'select(.kind == "pain") | .fields | "\(.worst) \(.site[0]) \(.as_yesterday | join(" "))"' <<<"$output")"

# A scale is asked in full when it is accepted, in the words of its own; one of several activities asks for each.
check_in 0 n n n 70 yes n 4 4 4 4 3 3 3 3 3 3 3 3 yes 6 '' 5 q
expect_contains "$output" 'It is time for: ALSFRS-R'
expect_status 0 as_person list --since today --json
expect_equal 'r self false 4 3' "$(jq -r 'select(.kind == "alsfrs_r") | .fields | "\(.version) \(.administered) \(.gastrostomy) \(.q1) \(.q12)"' <<<"$output")"
expect_equal 'eating 6 oral_hygiene skipped toileting 5' "$(jq -r 'select(.kind == "adl_status") | .fields |
    "\(.activity) \(.level.absent? // .level)"' <<<"$output" | LC_ALL=C sort | paste -sd' ')"
check_in
expect_lacks "$output" 'ALSFRS-R'
