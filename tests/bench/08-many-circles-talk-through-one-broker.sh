#!/bin/bash
# labels: bench
# Goal: whoever measures what a broker carries gets a row for each number of circles, and learns that everything sent was
# heard by everybody in the circle, once, and by nobody else.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program jq
need_program mosquitto_sub
run=$DAYBOOK_SOURCE/tests/bench/broker/run

expect_status 0 "$run" --engine mosquitto --circles 10 --seconds 1 --every 1 --entries 1
row='\| 10 \| 40( \| [0-9.]+( ms| MiB| KiB)?){6} \|'
grep -Eq "^$row$" <<<"$output" || fail "no row of connections: $output"
# Forty devices, each a message a second, and more as fast as it goes: sent, none lost, none doubled.
row='\| 10 \| 40( \| [0-9.]+ ms){4} \| [0-9]+ % \| [0-9]+( \| [0-9]+ µs){2} \| [0-9]{3,} \| 0 \| 0 \|'
grep -Eq "^$row$" <<<"$output" || fail "no row of messages: $output"

expect_status 2 "$run" --circles 10,
expect_status 2 "$run" --engine carrier-pigeon
expect_status 0 "$run" --help
