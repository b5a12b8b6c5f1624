#!/bin/bash
# Goal: a patient is online for a moment in the morning and a therapist only in the afternoon; the broker died and forgot
# everything in between. The caregiver's device, always on, passes on the trends, and the entries to whom they were granted.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/broker-faults.sh"

# trends_of PERSON: the figures of the last days, without how they came to this device.
trends_of() {
    as "$1" trends --until 2026-08-29 --json | jq -c 'del(.contact, .contact_text, .received, .news)'
}

# show_the_same PERSON PERSON
show_the_same() {
    [ "$(trends_of "$1")" = "$(trends_of "$2")" ]
}

# meets PERSON: an exchange of this person in which another device was there, and nothing was owed in the end.
meets() {
    sync_once "$1" 10
    jq -e '.present > 0 and .settled' "$WORK/$1.sync"
}

found_circle
make_journal tess 'Tessa Lund' therapist
start_agent ines
pair ines tess 'Tessa Lund' therapist --grant log
stop_agent ines

# In the morning: the patient writes, and is connected with the caregiver's device alone.
for day in 24 25 26 27 28 29; do
    as ines log pain site=neck worst="$((day - 20))" --at "2026-08-$day 09:00" --quiet
done
start_agent ines caro
expect_soon 60 holds caro 6
expect_soon 60 show_the_same ines caro

# The broker dies with all it kept; the patient leaves; a broker that knows nothing takes its place.
kill_broker
rm -rf "$WORK/broker/store"
stop_agent ines
start_broker

# In the afternoon: the therapists come, one after the other.
began=$SECONDS
start_agent theo
expect_soon 120 show_the_same ines theo
printf 'the trends reached the therapist %d s after coming online\n' $((SECONDS - began))
expect_equal 0 "$(as theo list --json | wc -l)"
stop_agent theo

began=$SECONDS
start_agent tess
expect_soon 120 holds tess 6
expect_soon 120 show_the_same ines tess
printf 'the entries reached the therapist they are granted to %d s after coming online\n' $((SECONDS - began))
expect_equal "$(digest_of ines)" "$(digest_of tess)"
stop_agent tess

# A therapist who reads no entries holds none and passes none on: with only that device there, the entries wait.
as ines log note --note 'for the caregiver' --quiet
sync_once ines
expect_soon 60 holds caro 7
stop_agent caro
kill_broker
rm -rf "$WORK/broker/store"
start_broker
start_agent theo
expect_soon 60 meets tess
expect_equal 6 "$(as tess list --json | wc -l)"
expect_status 0 as theo verify --json
expect_equal 0 "$(jq .entries <<<"$output")"
start_agent caro tess
expect_soon 120 holds tess 7
stop_agent theo caro tess
