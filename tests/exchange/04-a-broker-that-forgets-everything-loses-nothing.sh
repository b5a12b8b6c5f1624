#!/bin/bash
# Goal: the broker is killed and all it kept is deleted, again and again while three agents exchange; nothing is missing.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/the-same-journal.sh"
. "${BASH_SOURCE[0]%/*}/broker-faults.sh"

found_circle
start_agent ines caro theo
split -n l/5 "$golden/patient-90d.ndjson" "$WORK/part.ines."
split -n l/5 "$golden/caregiver-90d.ndjson" "$WORK/part.caro."
for part in aa ab ac ad ae; do
    log_file ines "$WORK/part.ines.$part"
    log_file caro "$WORK/part.caro.$part"
    some_moment
    forget_broker
done
settle_together 120 ines caro theo
expect_the_same_journal
expect_no_entries_at theo
