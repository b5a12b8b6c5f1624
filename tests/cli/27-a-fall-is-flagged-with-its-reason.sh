#!/bin/bash
# Goal: what is urgent is flagged on the day it is logged, with what was seen and whom to contact; what lacks entries says so.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
export TZ=UTC

# An empty journal flags nothing, and does not call that normal.
expect_status 0 as_person flags
expect_contains "$errors" 'Nothing is flagged.'
expect_status 0 as_person flags --json
expect_equal '' "$output"

today=$(date +%F)
for days in 3 2 1; do
    expect_status 0 as_person log daily_checkin overall=6 --at "-${days}d"
done
expect_status 0 as_person log fall_event kind=fall place=bathroom activity=turn injury=needs_care head_strike=yes \
    could_get_up=with_help
expect_status 0 as_person log cough_flow best=220
expect_status 0 as_person flags
output=$(tr '\n' ' ' <<<"$output" | tr -s ' ') # lines are broken where the terminal ends
expect_contains "$output" "!!! R16@$today Falls, contact now"
expect_contains "$output" 'A fall with an injury, a blow to the head, or unable to get up alone: 1 that day.'
expect_contains "$output" 'reported by patient'
expect_contains "$output" 'Not a diagnosis; default'
expect_contains "$output" 'Contact your team now. If it cannot wait, call the emergency number.'
expect_contains "$output" 'This journal is not watched in real time'
expect_contains "$output" " R11@$today Cough and secretions, review"
expect_contains "$output" 'Undetermined, which does not mean that all is well:'
expect_contains "$output" 'R01 Oxygen level at rest, since'

# One line of JSON a flag; the urgent one first.
expect_status 0 as_person flags --json
expect_equal "daybook.flag/1 R16 urgent_contact raised $today R16@$today unverified" \
    "$(head -1 <<<"$output" | jq -r '"\(.schema) \(.rule) \(.tier) \(.state) \(.since) \(.ref) \(.mark)"')"
expect_equal '[]' "$(head -1 <<<"$output" | jq -c .contact.team)"
expect_equal 'R11 review raised' "$(sed -n 2p <<<"$output" | jq -r '"\(.rule) \(.tier) \(.state)"')"
expect_equal 'undetermined' "$(tail -1 <<<"$output" | jq -r .state)"

# What was not so on a day is not told of that day; a day to come is today.
expect_status 0 as_person flags --until yesterday --json
expect_equal '' "$(grep raised <<<"$output")"
expect_status 0 as_person flags --until 2090-01-01 --json
expect_equal "R16@$today" "$(head -1 <<<"$output" | jq -r .ref)"

# More than three reviews in a week are one line; each is there for who asks.
expect_status 0 as_person log lung_function posture=upright fvc_pct=45 snip=35
expect_status 0 as_person log aid_use aid=afo status=in_use skin_redness_min=45
expect_status 0 as_person flags
output=$(tr '\n' ' ' <<<"$output" | tr -s ' ')
expect_contains "$output" "4 looks in the week from $today: "
expect_contains "$output" "R24@$today Skin and braces"
expect_contains "$output" "!!! R16@$today Falls, contact now"
expect_lacks "$output" 'Skin red for 45 min'
expect_status 0 as_person flags --all
expect_contains "$(tr '\n' ' ' <<<"$output" | tr -s ' ')" 'Skin red for 45 min'

# What was taken back is no flag.
id=$(as_person list --kind fall_event --json | jq -r .id)
expect_status 0 as_person retract "$id" --reason mistake
expect_status 0 as_person flags --json --all
expect_equal '' "$(grep '"R16".*raised' <<<"$output")"
expect_status 2 as_person flags --until soon

# The rules are there to be read, and a plan sets no limit that makes no sense.
expect_status 0 as_person flags --rules
expect_contains "$output" 'R18.severe             On two of three days, from 7  (1 to 10; confirmed)'
expect_contains "$output" 'R16.injury             contact now'
expect_status 0 as_person flags --rules --json
expect_equal 25 "$(jq '.rules | length' <<<"$output")"
