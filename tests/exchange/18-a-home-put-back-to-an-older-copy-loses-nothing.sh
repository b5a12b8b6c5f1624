#!/bin/bash
# Goal: a device's whole home is put back to an older copy. Verify says so at once while the state file is there; with or
# without it, everybody comes to show the same journal, with nothing lost or doubled.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/the-same-journal.sh"

export DAYBOOK_STATE=$WORK/state

# put_back PERSON FOLDER: the home becomes what it was.
put_back() {
    rm -rf "$WORK/$1/journal"
    cp -a "$2" "$WORK/$1/journal"
}

# expect_together COUNT: patient and caregiver list the same, so many entries, each once, and nothing is damaged.
expect_together() {
    local person
    entries_of ines "$WORK/ines.entries"
    entries_of caro "$WORK/caro.entries"
    jq -cS 'del(.sync)' "$WORK/ines.entries" >"$WORK/ines.shown"
    jq -cS 'del(.sync)' "$WORK/caro.entries" >"$WORK/caro.shown"
    cmp "$WORK/ines.shown" "$WORK/caro.shown" || fail 'patient and caregiver show different journals'
    expect_equal "$1" "$(wc -l <"$WORK/ines.shown")"
    expect_equal "$1" "$(jq -r .id "$WORK/ines.shown" | sort -u | wc -l)"
    for person in ines caro theo; do
        expect_status 0 as "$person" verify --json
    done
}

# all_hold COUNT: patient and caregiver list so many entries.
all_hold() {
    [ "$(as ines list --json | wc -l)" -eq "$1" ] && [ "$(as caro list --json | wc -l)" -eq "$1" ]
}

# settle COUNT: the others are there, as a device's author alone cannot bring back what it forgot.
settle() {
    start_agent ines caro theo
    expect_soon 60 all_hold "$1"
    settle_together 60 ines caro theo
    stop_agent ines caro theo
    expect_together "$1"
}

found_circle
note ines 'before the copy'
settle 1
cp -a "$WORK/ines/journal" "$WORK/older"

note ines 'after the copy'
note caro 'by the caregiver'
settle 3

# With the state file: noticed before anything is written.
put_back ines "$WORK/older"
expect_status 1 as ines verify
expect_contains "$errors" 'older copy'
expect_status 0 as ines status
expect_contains "$output" 'older copy'
expect_status 0 as ines list
expect_contains "$errors" notice
expect_status 0 as ines notices --seen
expect_status 0 as ines list --quiet
expect_equal '' "$errors"
note ines 'after the first return'
settle 4

# Without it: the device writes under numbers that were given away, and learns from the others.
put_back ines "$WORK/older"
rm -rf "$DAYBOOK_STATE"
expect_status 0 as ines verify
note ines 'after the second return'
settle 5
expect_status 0 as ines notices --json
expect_contains "$output" copy-in-use

# And it goes on as ever.
note ines 'at last'
settle 6
