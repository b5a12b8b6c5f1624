#!/bin/bash
# Goal: a check-in asks at most eight questions, saves each answer at once, and goes on where it was stopped.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

need_program script
make_journal anna

# check_in ANSWER…: type them at a terminal; what it shows is in $output.
check_in() {
    printf '%s\n' "$@" >"$WORK/typed"
    expect_status 0 script -qec "daybook --passphrase-file '$passphrase_file' checkin" /dev/null <"$WORK/typed"
}

as_person log daily_checkin overall=5 fatigue=4 --at yesterday --quiet

# 11 is too much and is asked again; an empty answer skips; "=" is yesterday's; "q" stops.
check_in 11 7 = '' q
expect_contains "$output" 'yesterday: 5'
expect_contains "$output" '0 to 10'
expect_contains "$output" '2 answers are saved'
expect_status 0 as_person list --kind daily_checkin --since today --json
expect_equal '7 4 null' "$(jq -r '"\(.fields.overall) \(.fields.fatigue) \(.fields.stiffness)"' <<<"$output")"

# Later that day it goes on with what has no answer; the end of input is a pause, not an error.
check_in 2 1 3 n
expect_status 0 as_person list --since today --json
expect_equal '7 2 false' "$(jq -r 'select(.kind == "daily_checkin") |
    "\(.fields.overall) \(.fields.stiffness) \(.fields.morning_headache)"' <<<"$output")"
expect_equal 1 "$(jq 'select(.kind == "pain") | .fields.worst' <<<"$output")"
expect_equal 3 "$(jq 'select(.kind == "breathlessness") | .fields.severity' <<<"$output")"

# The first answer of a kind may be any of its questions.
make_journal ben
check_in '' 6 q
expect_status 0 as_person list --json
expect_equal 'skipped 6' "$(jq -r '"\(.fields.overall.absent) \(.fields.fatigue)"' <<<"$output")"
