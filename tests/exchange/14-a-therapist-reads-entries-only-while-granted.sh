#!/bin/bash
# Goal: a therapist reads entries while the patient grants it, and of what is written after the grant was taken back gets
# the days' figures but no entry.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

days_of() {
    as "$1" trends --measure pain.worst --until 2026-08-29 --json 2>>"$WORK/said" | jq '.measures["pain.worst"].d7.n'
}
has_days() {
    [ "$(days_of "$1")" = "$2" ]
}

found_circle --grant log
start_agent ines caro theo

as ines log pain worst=3 --at 2026-08-27T09:00Z --note before --quiet
expect_soon 30 shows theo 'before '
expect_soon 30 has_days theo 1

expect_status 0 as ines circle grant Theodora no-log
settle_together 30 ines
as ines log pain worst=4 --at 2026-08-28T09:00Z --note patient-after --quiet
as caro log pain worst=5 --at 2026-08-29T09:00Z --note caregiver-after --quiet
settle_together 60 ines caro
expect_soon 30 has_days theo 3
expect_equal 'before caregiver-after patient-after ' "$(notes_of ines)"
expect_equal 'before caregiver-after patient-after ' "$(notes_of caro)"
expect_lacks "$(notes_of theo)" after

# Given back, all of it may be read again.
expect_status 0 as ines circle grant Theodora log
expect_soon 60 shows theo 'before caregiver-after patient-after '
