#!/bin/bash
# Goal: whatever step of whatever command seats is killed at, or the broker's answer is lost at, the same command again ends
# it: the accounts, the seat file that opens them and the journal of changes are as if nothing had been cut off.
#
# A sample of the steps; 14 takes them all, at night.
# It has thousands of small files kept, so its disk is memory where there is room.
TMPDIR=$([[ -w /dev/shm ]] && echo /dev/shm || echo /tmp)
export TMPDIR
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

start_broker
must 'what was cut off is finished by repeating it' "$config/../tests/broker/killed.py" "$broker" "${STEPS_EVERY:-61}"
