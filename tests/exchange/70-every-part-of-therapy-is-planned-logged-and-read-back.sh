#!/bin/bash
# Goal: the therapist plans every part of therapy, patient and caregiver see the plans and log by them, and the therapist
# reads each part's figures and plans on the own device: what every-part.json says, through the broker.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

parts=$DAYBOOK_SOURCE/tests/exchange/every-part.json
plan_count=$(jq '[.[].plans[]] | length' "$parts")

# plan_every_part: one plan after the other, from the first of the month on.
plan_every_part() {
    local plan
    while read -r plan; do
        jq .fields <<<"$plan" >"$WORK/plan"
        as theo plan set "$(jq -r .kind <<<"$plan")" --file "$WORK/plan" --from 2026-08-01 >>"$WORK/said" 2>&1 ||
            fail "not planned: $plan"
    done < <(jq -c '.[].plans[]' "$parts")
}

# plans_of PERSON: the plans as this person sees them, one a line, in one order.
plans_of() {
    as "$1" plan show --all --on 2026-08-28 --json 2>>"$WORK/said" |
        jq -cS '.plans[] | {kind, author, from, fields}' | LC_ALL=C sort
}

# has_every_plan PERSON
has_every_plan() {
    [ "$(plans_of "$1" | wc -l)" -eq "$plan_count" ]
}

# What was planned is what is shown; one value of several that were possible is a list of one.
as_lists='[.kind, (.fields | map_values(if type == "array" then . else [.] end))]'
planned() {
    jq -cS ".[].plans[] | $as_lists" "$parts" | LC_ALL=C sort
}

# log_as PERSON: what this person logs of all parts, in one stream.
log_as() {
    jq -c --arg by "$1" '.[].log[] | select(.by == $by) | del(.by)' "$parts" >"$WORK/$1.lines"
    log_file "$1" "$WORK/$1.lines"
}

# unread ANSWER: each last value and each figure of a part that an answer of `daybook trends --json` has otherwise, one a
# line. A figure is named by the members it lies in.
unread() {
    jq -r --slurpfile answer "$1" '
        def differs($other): . == null or (if type == "number" then . - $other | . > 1e-6 or . < -1e-6 else . != $other end);
        .[] | .part as $part
        | (.reads | to_entries[] | {key, value, read: $answer[0].measures[.key].last.value}),
          (.figures // {} | to_entries[] | {key, value, read: ((.key / "/") as $path | $answer[0].figures | getpath($path))})
        | .value as $expected | select(.read | differs($expected))
        | "\($part): \(.key) is \(.read), not \(.value)"' "$parts"
}

found_circle
start_agent ines caro theo
plan_every_part
expect_soon 30 has_every_plan ines
expect_soon 30 has_every_plan caro
plans_of theo >"$WORK/theo.plans"
expect_equal "$(planned)" "$(jq -cS "$as_lists" "$WORK/theo.plans" | LC_ALL=C sort)"
for person in ines caro; do
    expect_equal "$(cat "$WORK/theo.plans")" "$(plans_of "$person")"
done

log_as ines
log_as caro
settle_together 30 ines caro theo

# A session and a dose cite the plan they were held by.
expect_equal "$(jq '[.[].log[] | select(.kind == "exercise_session" or .kind == "medication_dose")] | length' "$parts")" \
    "$(as ines list --json | jq -s 'map(select(.plan_ref // "" | contains("."))) | length')"

as theo trends --until 2026-08-29 --json >"$WORK/theo.trends" 2>>"$WORK/said"
expect_equal '' "$(unread "$WORK/theo.trends")"
expect_equal "$(cat "$WORK/theo.plans")" "$(plans_of theo)"

# What strains the caregiver is for the therapist alone.
expect_equal null "$(as ines trends --until 2026-08-29 --json 2>>"$WORK/said" | jq '.measures["strain.score"].last')"
expect_equal '' "$(as ines list --json | jq -r 'select(.kind == "caregiver_strain")')"
