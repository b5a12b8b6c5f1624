#!/bin/bash
# Goal: a caregiver of two patients is asked about whom a check-in is, or says so; each answer reaches that patient's
# journal with the caregiver's name, and no other.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

need_program script
need_program jq
spare_passphrases
start_broker
make_journal ana 'Ana Lund' patient
make_journal anabel 'Ana Lundgren' patient
make_journal caro 'Carolin Abendroth' caregiver
for patient in ana anabel; do
    new_circle "$patient"
    pair "$patient" caro 'Carolin Abendroth' caregiver
    rm "$WORK/caro.seat"
done

# check_in OPTIONS ANSWER…: type them as the caregiver; what is shown is in $output.
check_in() {
    local options=$1
    shift
    printf '%s\n' "$@" >"$WORK/typed"
    expect_status 0 script -qec "daybook --home '$WORK/caro/journal' --passphrase-file '$WORK/caro/passphrase' checkin $options" \
        /dev/null <"$WORK/typed"
}

check_in '' 'Ana' 2 6 q
expect_contains "$output" 'Whose check-in?'
expect_contains "$output" 'Type the number, or how the name begins.'
expect_contains "$output" 'About Ana Lundgren, as you see it'
check_in "--patient 'Ana Lund'" 4 q
expect_lacks "$output" 'Whose check-in?'
expect_contains "$output" 'About Ana Lund, as you see it'
expect_status 5 as caro checkin --json
expect_contains "$errors" 'say whose with --patient'
expect_status 0 as caro checkin --json --patient 'Ana Lundg'
expect_equal 'Ana Lundgren' "$(jq -r .patient <<<"$output")"

start_agent ana anabel caro
settle_together 30 caro
stop_agent ana anabel caro
for told in ana:4 anabel:6; do
    expect_status 0 as "${told%:*}" list --json
    expect_equal "${told#*:} Carolin Abendroth caregiver" \
        "$(jq -r '"\(.fields.overall) \(.author) \(.author_role)"' <<<"$output")"
done
