#!/bin/bash
# Goal: agents are killed while they write and exchange, 50 times; every entry whose id was printed is on both devices.
# labels: nightly
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/a-killed-agent.sh"

found_circle
killed_agents_lose_nothing 50
