#!/bin/bash
# labels: bench
# Goal: an agent beside which other programs run for weeks has less than 16 MiB resident, whatever it was asked before.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

need_program jq

# Less than 16 MiB is resident in ada's agent, once it rests, with the witness of the tests in it.
agent_is_small() {
    [ "$(awk '$1 == "VmRSS:" { print $2 }' "/proc/${circle_agents[ada]}/status")" -lt 16384 ]
}

make_journal ada Ada patient
start_broker
new_circle ada
start_agent ada
expect_soon 30 as ada sync --wait 10
expect_soon 5 agent_is_small

jq -nc 'range(30000) | {kind: "pain", at: (now - (30000 - .) * 8640 | floor | todate), fields: {worst: (. % 11)}}' \
    >"$WORK/lines"
log_file ada "$WORK/lines"
expect_soon 5 agent_is_small
expect_equal 30000 "$(as ada list --json | wc -l)"
expect_soon 5 agent_is_small
expect_status 0 as ada trends --json
expect_soon 5 agent_is_small
expect_status 0 as ada lock
expect_status 0 as ada unlock
expect_soon 5 agent_is_small
stop_agent ada
