#!/bin/bash
# Goal: whatever kills "plan set", the plan is as before or as it was to be, and a version that was told is there: before
# every single change of the disk. Patient and therapist then see the same plan.
# labels: nightly
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/a-killed-plan.sh"

found_circle
expect_status 0 as theo plan set exercise item=calf item.type=stretch item.instructions=Slowly item.days_per_week=5 \
    item.stop_rule='stop at pain'
a_killed_plan_is_whole_or_as_before 1
start_agent ines caro theo
settle_together 30 ines caro theo
stop_agent ines caro theo
plans() {
    as "$1" plan history exercise --json 2>>"$WORK/said" | jq -cS '[.history[] | {number, fields}]'
}
expect_equal "$(plans theo)" "$(plans ines)"
