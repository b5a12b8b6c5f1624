# The rounds of the tests that kill a therapist's "plan set": after each, the plan is as before or as it was to be.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after circle.sh, when theo has set an exercise plan with the item calf.
. "${BASH_SOURCE[0]%/*}/../harness/killed-at-writes.sh"

# plan_now: number of its version, days a week and repetitions of the exercise.
plan_now() {
    as theo plan show exercise --json 2>>"$WORK/said" |
        jq -r '.plans[0] | "\(.number) \(.fields.item[] | select(.item_id == "calf") | "\(.days_per_week) \(.reps)")"'
}

# plan_killed_at NUMBER: two fields at once, which are never apart.
plan_killed_at() {
    local days=$(($1 % 6 + 1)) number was now
    was=$(plan_now)
    number=${was%% *}
    killed_at "$1" become theo plan set exercise item=calf item.days_per_week="$days" item.reps="$((days + 10))" --json
    now=$(plan_now)
    if [ "$now" = "$was" ]; then
        [ ! -s "$WORK/printed" ] || fail "version $((number + 1)) was told before change $1, and is not there"
    else
        expect_equal "$((number + 1)) $days $((days + 10))" "$now"
    fi
}

# a_killed_plan_is_whole_or_as_before STEP: killed before each STEP-th change of the disk.
a_killed_plan_is_whole_or_as_before() {
    killed_at_every "$1" plan_killed_at
    expect_status 0 as theo verify
}
