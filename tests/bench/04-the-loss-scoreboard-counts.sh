#!/bin/bash
# labels: bench
# Goal: whoever puts a system through the script of faults gets a row for each, and the count of what one loses and doubles.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program jq
need_program python3
run=$DAYBOOK_SOURCE/tests/bench/loss/run

expect_status 0 "$run" --entries 10 --patience 60 double
expect_contains "$output" '| half of the messages come twice, half late and out of order | 30 | 0 | 0 | 0 |'

# An engine that loses one entry, doubles another and is stuck with a third is found out.
expect_status 1 "$run" --entries 10 --patience 1 --engine careless offline
expect_contains "$output" '| two devices write with no network | 20 | 1 | 1 | 1 |'

expect_status 2 "$run" --entries none
expect_status 2 "$run" no_such_fault
expect_status 2 "$run" --engine no-such-engine
expect_status 0 "$run" --help
