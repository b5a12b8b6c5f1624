#!/bin/bash
# Goal: agents are killed while they write and exchange, 6 times; every entry whose id was printed is on both devices.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/a-killed-agent.sh"

found_circle
killed_agents_lose_nothing 6
