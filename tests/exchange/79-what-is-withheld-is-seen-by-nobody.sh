#!/bin/bash
# Goal: what a patient withholds is taken back from the therapist's device, and "disclosed" tells exactly what is there; a
# caregiver's strain is seen by the therapist and never by the patient.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# trend_of PERSON MEASURE FILTER: what this person's trends say of a measure.
trend_of() {
    as "$1" trends --measure "$2" --until today --json 2>>"$WORK/said" | jq -r ".measures[\"$2\"]$3"
}
is_seen() {
    [ "$(trend_of "$1" "$2" .d7.n)" = "$3" ]
}
is_shared() {
    [ "$(trend_of theo "$1" .shared)" = "$2" ]
}
# disclosed_by PERSON: what theo can see of the team's days, as this person's device knows it.
disclosed_by() {
    as "$1" disclosed --to Theodora --json 2>>"$WORK/said" | jq -c '[.trends, .log, .entries, .plans, .names]'
}

is_the_same_to() {
    [ "$(disclosed_by "$1")" = "$(disclosed_by "$2")" ]
}

found_circle
start_agent ines caro theo
as ines log pain worst=3 --quiet
as ines log fatigue severity=5 --quiet
as caro log caregiver_strain strain=8 coping=no --quiet
expect_soon 30 is_seen theo pain.worst 1
expect_soon 30 is_seen theo strain.score 1

# The strain is its author's and the therapist's.
expect_equal 1 "$(trend_of caro strain.score .d7.n)"
expect_equal 0 "$(trend_of ines strain.score .d7.n)"
expect_lacks "$(as ines list --json)" caregiver_strain
expect_lacks "$(as ines trends --until today)" 'n strain'

# What is withheld goes from where it was, and is not called a lack of data.
expect_status 0 as ines share pain withheld
expect_soon 30 is_shared pain.worst withheld
expect_soon 30 is_seen theo pain.worst 0
expect_equal 1 "$(trend_of theo fatigue.severity .d7.n)"
expect_equal 1 "$(trend_of ines pain.worst .d7.n)"
expect_contains "$(as theo trends --measure pain.worst --until today)" 'not shared'

# The patient's device tells what the therapist's device really holds.
expect_soon 30 is_the_same_to ines theo
expect_lacks "$(disclosed_by ines)" pain.worst
expect_contains "$(disclosed_by ines)" fatigue.severity
expect_equal 0 "$(as ines disclosed --to Theodora --json | jq .kept_from_team.days)"
expect_equal 1 "$(as theo disclosed --to Theodora --json | jq .kept_from_team.days)"
expect_status 0 as ines disclosed --to Theodora
expect_contains "$output" 'No entry of the log, and no time of day.'
expect_contains "$output" '0 questions for the team, 0 messages of therapists'
expect_lacks "$output" pain.worst
expect_status 0 as ines share
expect_contains "$output" 'not shared'

# Only the patient chooses, and can take it back.
expect_status 1 as caro share pain daily
expect_contains "$errors" 'Only the patient'
expect_status 2 as ines share pain
expect_status 4 as ines share paine daily
expect_contains "$errors" 'such as pain.worst'
expect_status 0 as ines undo
expect_soon 30 is_seen theo pain.worst 1
expect_equal daily "$(trend_of theo pain.worst .shared)"

# What is asked in words is counted, too.
expect_status 0 as ines ask 'May I swim?'
expect_status 0 as ines disclosed --to Theodora
expect_contains "$output" '0 plans and evaluations, 1 question for the team, 0 messages'
