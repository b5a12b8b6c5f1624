#!/bin/bash
# Goal: a test gets a broker of its own, keeps its address over a restart, and leaves none behind.
. "${BASH_SOURCE[0]%/*}/black-box.sh"

broker_answers() {
    local port=${broker_address##*:}
    (exec 3<>"/dev/tcp/127.0.0.1/${port%%[!0-9]*}") 2>/dev/null
}

start_broker
expect_soon 5 broker_answers
first_address=$broker_address

stop_broker
expect_status 1 broker_answers

start_broker
expect_equal "$first_address" "$broker_address"
expect_soon 5 broker_answers
