#!/bin/bash
# Goal: a question reaches a therapist who reads no entries, and the answer and an acknowledged flag reach the patient.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

found_circle

as ines ask 'May I swim again?' >"$WORK/asked"
grep -q 'nobody watches' "$WORK/asked" || fail 'nobody is told that nobody watches all the time'
expect_status 0 as ines log daily_checkin overall=4 'question_for_team=Is the collar too high?'
expect_status 1 as theo ask 'May I ask?'
start_agent ines theo
expect_status 0 as ines sync --wait 20
expect_status 0 as theo sync --wait 20
expect_status 0 as theo questions --json
expect_equal 'Is the collar too high? May I swim again?' \
    "$(jq -r '[.questions[].text] | sort | join(" ")' <<<"$output")"
expect_equal 0 "$(as theo list --json | jq -s '[.[] | select(.kind == "daily_checkin")] | length')"
swim=$(jq -r '.questions[] | select(.text | test("swim")).id' <<<"$output")

expect_status 4 as theo answer 0000 'Yes.'
expect_status 1 as ines answer "$swim" 'Yes, I may.'
expect_status 0 as theo answer "$swim" 'Yes, with somebody beside you.'
expect_status 2 as theo ack R16
expect_contains "$errors" 'R16@2026-08-12'
expect_status 0 as theo ack R16@2026-08-12 --action call --message 'I will call on Tuesday.'
expect_status 0 as theo sync --wait 20
expect_status 0 as ines sync --wait 20
stop_agent ines theo

expect_status 0 as ines questions
expect_contains "$output" 'collar'
expect_lacks "$output" 'swim'
expect_status 0 as ines questions --all
expect_contains "$output" 'answered by Theodora Quist'
expect_status 0 as ines status
expect_contains "$output" 'R16@2026-08-12 seen by Theodora Quist on '
expect_contains "$output" 'I will call on Tuesday.'
expect_contains "$output" 'Yes, with somebody beside you.'
expect_status 0 as caro verify
expect_status 0 as theo verify
