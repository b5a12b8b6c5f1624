#!/bin/bash
# Goal: a patient and a caregiver write ninety days without a network; single exchanges, one device at a time, make their
# journals equal to the byte, and the therapist, who gets no entry, sees the figures that scipy computed.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/the-same-journal.sh"

found_circle
stop_broker
log_ninety_days
expect_status 6 as ines sync --wait 1
expect_equal here "$(as ines list --json | jq -r .sync | sort -u)"

# What is not exchanged yet is not there: the expectations below can fail.
figures_of ines "$WORK/before"
[ -n "$(jq -r --slurpfile reference "$golden/reference-90d.json" \
    -f "$DAYBOOK_SOURCE/tests/exchange/same-figures.jq" "$WORK/before")" ] || fail 'the comparison of figures sees nothing'

start_broker
settle_in_turn 6 ines caro theo
expect_the_same_journal
expect_no_entries_at theo
