#!/bin/bash
# Goal: with --keep the agents and the broker stay, what is logged travels, and the lines it printed stop them.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
need_program daybook
need_program mosquitto

use_home somebody
trial=$WORK/trial
harness_brokers+=("$trial/broker")
expect_status 0 "$DAYBOOK_SOURCE/client/quickstart" --keep --folder "$trial" <&-
stop=$(printf '%s\n' "$output" | grep -E '^  (kill|.*private-broker stop) ')
for process in $(printf '%s\n' "$stop" | sed -n 's/^  kill //p'); do
    harness_processes+=("$process")
done
expect_equal 3 "${#harness_processes[@]}"
expect_status 0 "$DAYBOOK_SOURCE/broker-config/private-broker" status "$trial/broker"

bens_newest() {
    "$trial/ben" --no-input list --kind note | grep -F 'seen from the window'
}
expect_status 0 "$trial/ana" --no-input log note --note 'seen from the window'
expect_soon 30 bens_newest

bash -euc "$stop"
process_is_gone() {
    ! kill -0 "$1"
}
for process in "${harness_processes[@]}"; do
    expect_soon 10 process_is_gone "$process"
done
expect_status 1 "$DAYBOOK_SOURCE/broker-config/private-broker" status "$trial/broker"
