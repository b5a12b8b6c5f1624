#!/bin/bash
# labels: bench
# Goal: whoever plans a broker gets a table of what many seats cost an exchange and a change, with every figure in it.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program jq
need_program mosquitto_sub
bench=$DAYBOOK_SOURCE/tests/bench/broker/full

expect_status 0 "$bench" --circles 3 --rounds 1 --entries 20 --messages 50
for row in '3 | 612' '20 entries, caregiver there' '20 entries, caregiver away' '50 messages, one each' 'nothing is changed' \
    'seats circle add' 'seats device add'; do
    expect_contains "$output" "| $row |"
done
# A figure that was not measured would leave its column empty.
expect_lacks "$output" '| |'
expect_lacks "$output" '|  |'
expect_lacks "$output" '|  ms'

expect_status 2 "$bench" --rounds 0
expect_status 2 "$bench" --circles
expect_status 0 "$bench" --help
