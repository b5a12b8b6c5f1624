#!/bin/bash
# Goal: the broker's store is put back to an older copy, with old retained statements and old queues; everyone still agrees.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/the-same-journal.sh"
. "${BASH_SOURCE[0]%/*}/broker-faults.sh"

found_circle
log_file ines "$golden/patient-90d.ndjson"
sync_once ines
stop_broker
cp -r "$WORK/broker/store" "$WORK/older"

# The others take and give; then none of it happened, as far as the broker knows.
start_broker
log_file caro "$golden/caregiver-90d.ndjson"
sync_once caro
sync_once ines
kill_broker
rm -rf "$WORK/broker/store"
cp -r "$WORK/older" "$WORK/broker/store"
start_broker
settle_in_turn 6 ines caro theo

# And once more under running agents, with the whole journal as what is old.
start_agent ines caro theo
kill_broker
rm -rf "$WORK/broker/store"
cp -r "$WORK/older" "$WORK/broker/store"
start_broker
expect_status 0 as caro log pain worst=4
expect_soon 60 everywhere caro
expect_soon 60 everywhere ines
expect_equal 967 "$(as ines list --json | wc -l)"
expect_equal "$(digest_of ines)" "$(digest_of caro)"
figures_of theo "$WORK/theo.figures"
expect_reference "$WORK/theo.figures"
