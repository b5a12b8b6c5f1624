#!/bin/bash
# Goal: devices that only ever come for a single exchange agree although the broker dies during some exchanges and forgets
# all it kept; it takes them no more than one exchange with somebody who is there.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/the-same-journal.sh"
. "${BASH_SOURCE[0]%/*}/broker-faults.sh"

found_circle
log_ninety_days
for person in ines caro theo; do
    sync_once "$person" 5 &
    exchange=$!
    some_moment
    forget_broker
    wait "$exchange"
done
forget_broker
settle_in_turn 8 ines caro theo
expect_the_same_journal
expect_no_entries_at theo
