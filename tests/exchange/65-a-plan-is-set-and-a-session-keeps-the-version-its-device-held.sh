#!/bin/bash
# Goal: a therapist sets every kind of plan at a terminal and changes one while the patient is offline; everybody sees
# who changed what, and a session keeps the version its device held.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/a-killed-plan.sh"

need_program script
found_circle

# exchange: what the therapist wrote reaches the others, and back.
exchange() {
    start_agent ines caro theo
    settle_together 30 ines caro theo
    stop_agent ines caro theo
}

# A plan from words; what cannot be is said in one sentence and changes nothing.
expect_status 0 as theo plan set exercise item=calf item.type=stretch 'item.instructions=20 s, slowly' \
    item.days_per_week=5 'item.stop_rule=stop at pain' goal='Stairs alone' --from yesterday
expect_contains "$output" 'Exercise plan, from '
expect_contains "$output" 'version 1 by Theodora Quist, in force'
expect_status 2 as theo plan set exercise item.sets=3
expect_contains "$errors" 'item=NAME comes before item.FIELD=VALUE'
expect_status 2 as theo plan set exercise item=calf item.sets=30
expect_status 2 as theo plan set exercise item=calf item.weight=3
expect_status 4 as theo plan set exercise no-item=arms
expect_status 2 as theo plan set exercise no-item=calf
expect_contains "$errors" '"daybook plan end" ends it'
expect_status 4 as theo plan set juggling goal=x
expect_status 2 as theo plan set exercise
expect_status 1 as ines plan set exercise goal=mine
expect_status 0 as theo plan history exercise --json
expect_equal 1 "$(jq '.history | length' <<<"$output")"

# One from a file, with names and defaults filled in; the others in words.
cat >"$WORK/medicines.json" <<'JSON'
{"item": [{"drug": "Riluzole", "dose": 50, "unit": "mg", "route": "oral", "schedule": "times", "times": ["00:00", "00:01"]},
          {"drug": "Baclofen", "route": "oral", "schedule": "prn"}]}
JSON
expect_status 0 as theo plan set medication --file "$WORK/medicines.json" item=baclofen item.dose=5 --json
expect_equal 'riluzole baclofen 5' "$(jq -r '"\(.fields.item[0].item_id) \(.fields.item[1].item_id) \(.fields.item[1].dose)"' <<<"$output")"
expect_status 4 as theo plan set medication --file "$WORK/none.json"
printf '[' >"$WORK/broken.json"
expect_status 2 as theo plan set medication --file "$WORK/broken.json"
expect_status 0 as theo plan set respiratory niv=night target_hours=8 known_lung_disease=no --quiet
expect_status 0 as theo plan set nutrition baseline_weight=71 kcal_target=2100 --quiet
expect_status 0 as theo plan set therapy discipline=slp goal=Understood --quiet
expect_status 0 as theo plan set therapy discipline=ot goal='Eats alone' --quiet
expect_status 0 as theo plan set therapy discipline=ot frequency=weekly --quiet
expect_status 5 as theo plan set therapy frequency=daily
expect_status 0 as theo plan set education topic=hoist assigned_to=carolin --quiet
expect_status 0 as theo plan set aid aid=rollator reason='Falls when turning' --quiet
expect_status 0 as theo plan set brace site=ankle_foot side=l findings='Foot drop' recommended=yes --quiet
expect_status 0 as theo plan set home area=bathroom hazard='Loose rug' recommendation='Take it away' --json
visit=$(jq -r .id <<<"$output")
expect_status 0 as theo plan set home-task eval_ref="$visit" task='Rug away' owner=caregiver --quiet
expect_status 0 as theo plan set monitoring watch=pain watch.cadence=weekly rule=R18 rule.threshold=5 quiet_from=21:00 --quiet
expect_status 0 as theo plan set monitoring no-rule=R18 --json
expect_equal null "$(jq -c '.fields.rule' <<<"$output")"
printf '{"item":[{"type":"balance","instructions":"Holding on","days_per_week":2,"stop_rule":"at pain"}]}' >"$WORK/nameless.json"
expect_status 0 as theo plan set exercise --file "$WORK/nameless.json" --new --json
expect_equal 'balance balance' "$(jq -r '.fields.item[0] | "\(.item_id) \(.name)"' <<<"$output")"
expect_status 0 as theo undo
exchange

# What is shown has labels, units and choices in the words of the catalogue, and no name of a field.
expect_status 0 as ines plan show
for shown in '  Exercise calf' '    Type: Stretch' '    Most effort: 4 of 10' 'Mask hours: 8 h' 'Breathing mask: Night' \
    'Lung disease: no' 'Usual weight: 71 kg' '  Watched pain (Pain)' '    How often: Weekly' 'Medicine riluzole' 'Times: 00:00, 00:01'; do
    expect_contains "$output" "$shown"
done
expect_lacks "$output" _

for person in ines caro theo; do
    expect_status 0 as "$person" plan show --json
    expect_equal 'aid_recommendation brace_evaluation education_plan exercise_plan home_evaluation home_mod_task medication_plan monitoring_plan nutrition_plan respiratory_plan therapy_plan therapy_plan' \
        "$(jq -r '[.plans[].kind] | sort | join(" ")' <<<"$output")"
    expect_equal in_force "$(jq -r '[.plans[].state] | unique | join(" ")' <<<"$output")"
    expect_equal 'Eats alone weekly 2' "$(jq -r '.plans[] | select(.fields.discipline == "ot") |
        "\(.fields.goal[0]) \(.fields.frequency) \(.number)"' <<<"$output")"
done

# A check-in asks for what is planned beside the daily core, a minute in all; what does not fit waits. Weekly and monthly
# scales are offered when they are due, and what was left out is written down as that.
printf '%s\n' 7 '' '' 0 0 n n n  yes no forgot  p  6,5 71 '' '' >"$WORK/typed"
expect_status 0 script -qec "daybook --home '$WORK/ines/journal' --passphrase-file '$WORK/ines/passphrase' checkin" \
    /dev/null <"$WORK/typed"
for shown in 'Riluzole 50 mg: 00:00' 'calf: 20 s, slowly' 'It is time for: ALSFRS-R' '1 more question waits until tomorrow'; do
    expect_contains "$output" "$shown"
done
expect_lacks "$output" Baclofen
expect_status 0 as ines list --json
expect_equal 'taken riluzole skipped forgot' "$(jq -r 'select(.kind == "medication_dose") |
    if .fields.status == "taken" then "taken \(.plan_ref | split("#")[1])" else "skipped \(.fields.reason)" end' <<<"$output" | paste -sd' ')"
expect_equal 'partial calf' "$(jq -r 'select(.kind == "exercise_session") | "\(.fields.status) \(.plan_ref | split("#")[1])"' <<<"$output")"
expect_equal '6.5 night estimate' "$(jq -r 'select(.kind == "niv_use") | .fields | "\(.hours) \(.part) \(.source)"' <<<"$output")"
expect_equal 'skipped r self' "$(jq -r 'select(.kind == "alsfrs_r") | .fields | "\(.q7.absent) \(.version) \(.administered)"' <<<"$output")"
expect_equal 'skipped' "$(jq -r 'select(.kind == "daily_checkin") | .fields.fatigue.absent' <<<"$output")"

# The plan changes while the patient is offline and logs; the session cites what the device held.
expect_status 0 as theo plan set exercise item=calf item.days_per_week=3 item=arms item.type=strength \
    item.instructions=Light item.days_per_week=2 item.stop_rule='stop at pain' goal= --note 'Tired after five days.'
expect_status 0 as ines log exercise_session type=stretch status=done plan_item_ref=calf minutes=10
expect_status 0 as ines log medication_dose drug=RILUZOLE status=taken
expect_status 0 as ines list --json
plan=$(as theo plan show exercise --json | jq -r '.plans[0].id')
offline=$(jq -r 'select(.kind == "exercise_session" and .fields.status == "done").plan_ref' <<<"$output")
expect_equal "$plan.1" "${offline%~*}"
expect_equal calf "${offline#*#}"
expect_equal riluzole "$(jq -r 'select(.fields.drug == "RILUZOLE").plan_ref | split("#")[1]' <<<"$output")"
exchange
expect_status 0 as ines log exercise_session type=strength status=done
expect_status 0 as ines list --json
expect_equal "$plan.2 arms" "$(jq -r 'select(.fields.type == "strength").plan_ref | "\(split("~")[0]) \(split("#")[1])"' <<<"$output")"
expect_equal "$offline" "$(jq -r 'select(.fields.minutes == 10).plan_ref' <<<"$output")"

expect_status 0 as ines plan history "${plan:0:8}"
expect_contains "$output" 'Exercise calf, Days a week: 5 -> 3'
expect_contains "$output" 'Goal, gone: Stairs alone'
expect_contains "$output" 'Exercise arms, new:
    Type: Strength'
expect_contains "$output" 'Tired after five days.'
expect_status 0 as ines plan show exercise --on yesterday
expect_contains "$output" 'version 1'
expect_contains "$output" 'Then: Exercise plan'

# A caregiver is not asked what the patient answered today, but what the patient left out, and what is the caregiver's own.
printf '%s\n' 3 '' '' '' '' '' 6 mostly >"$WORK/typed"
expect_status 0 script -qec "daybook --home '$WORK/caro/journal' --passphrase-file '$WORK/caro/passphrase' checkin" \
    /dev/null <"$WORK/typed"
expect_lacks "$output" 'How is your day'
expect_lacks "$output" Riluzole
expect_status 0 as caro list --json
expect_equal '3 skipped unknown' "$(jq -r 'select(.kind == "daily_checkin" and .author_role == "caregiver") | .fields |
    "\(.fatigue) \(.stiffness.absent) \(.overall.absent)"' <<<"$output")"
expect_equal '6 mostly' "$(jq -r 'select(.kind == "caregiver_strain") | .fields | "\(.strain) \(.coping)"' <<<"$output")"

# What changed since a day is one line a plan, however many versions there were: against the one of that day.
expect_status 0 as theo plan set exercise item=calf item.days_per_week=4 --quiet
expect_status 0 as theo changes --since today --json
expect_equal 1 "$(jq '[.changes[] | select(.kind == "exercise_plan")] | length' <<<"$output")"
expect_equal '3 null' "$(jq -r '.changes[] | select(.kind == "exercise_plan") | "\(.version) \(.version_before)"' <<<"$output")"
expect_status 0 as theo changes --since today
expect_contains "$output" 'Exercise plan, new from '
expect_contains "$output" 'Brace evaluation, new on '

# Whatever kills it, a new version is there as a whole or not at all.
a_killed_plan_is_whole_or_as_before 10

# It ends with a reason the patient reads, and once.
expect_status 2 as theo plan end exercise
expect_status 2 as theo plan end brace --reason over
expect_status 0 as theo plan end exercise --reason 'Too tiring for now.' --as revoked
expect_status 4 as theo plan end exercise --reason again
exchange
expect_status 0 as ines plan show exercise --json
expect_equal 0 "$(jq '.plans | length' <<<"$output")"
expect_status 0 as ines plan show exercise --all
expect_contains "$output" 'revoked'
expect_contains "$output" 'Too tiring for now.'
expect_status 0 as ines plan show exercise --on yesterday --json
expect_equal in_force "$(jq -r '.plans[0].state' <<<"$output")"
expect_status 0 as theo verify
