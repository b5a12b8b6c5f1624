#!/bin/bash
# Goal: a therapist who reads no entries sees at a glance what is new, what a patient asks and what changed, and the answer
# and an acknowledged flag reach the patient.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# days_ago N: that day, as a date.
days_ago() {
    date -u -d "-$1 days" +%F
}

# assessment SCORE: the answers of an ALSFRS-R, all alike.
assessment() {
    for question in 1 2 3 4 5 6 7 8 9 10 11 12; do
        printf '"q%d":%d,' "$question" "$1"
    done
}

# Two months, of which the second is worse.
two_months() {
    for ((day = 56; day >= 1; day--)); do
        printf '{"kind":"pain","at":"%sT09:00Z","fields":{"worst":%d}}\n' "$(days_ago "$day")" "$((day > 28 ? 2 : 6))"
    done
    for day in 40 10; do
        printf '{"kind":"alsfrs_r","at":"%sT10:00Z","fields":{%s"version":"r","administered":"self","gastrostomy":false}}\n' "$(days_ago "$day")" \
            "$(assessment "$((day > 28 ? 4 : 2))")"
    done
    printf '{"kind":"fall_event","at":"%sT12:00Z","fields":{"kind":"fall","place":"bathroom","activity":"turn","injury":"minor",' \
        "$(days_ago 2)"
    printf '"head_strike":false,"could_get_up":"with_help"}}\n'
    printf '{"kind":"aid_use","at":"%sT11:00Z","fields":{"aid":"rollator","status":"in_use"}}\n' "$(days_ago 5)"
}

found_circle

two_months >"$WORK/months.ndjson"
as ines log --stdin <"$WORK/months.ndjson" >>"$WORK/said" || fail 'the entries are refused'
as ines ask 'May I swim again?' >"$WORK/asked"
grep -q 'nobody watches' "$WORK/asked" || fail 'nobody is told that nobody watches all the time'
expect_status 0 as ines log daily_checkin overall=4 'question_for_team=Is the collar too high?'
expect_status 1 as theo ask 'May I ask?'
start_agent ines theo
expect_status 0 as ines sync --wait 20
expect_status 0 as theo sync --wait 20
expect_status 0 as theo questions --json
expect_equal 'Is the collar too high? May I swim again?' \
    "$(jq -r '[.questions[].text] | sort | join(" ")' <<<"$output")"
expect_equal 0 "$(as theo list --json | jq -s '[.[] | select(.kind == "daily_checkin")] | length')"
expect_status 0 as theo patients
expect_contains "$output" 'Ines Marlowe  received today  '
expect_contains "$output" '2 questions'
expect_contains "$output" '!!! Ines'
expect_status 0 as theo patients --json
flag=$(jq -r '.patients[0].flag' <<<"$output")
expect_equal "R16@$(days_ago 2)" "$flag"
expect_status 0 as theo changes --since "$(days_ago 28)"
expect_contains "$output" 'Pain, worst: median 6'
expect_contains "$output" ': worse (2 matters, '
expect_contains "$output" 'ALSFRS-R, total: 24/48 on '
expect_contains "$output" "Urgent flag $flag: "
expect_contains "$output" "King's stage "
expect_contains "$output" 'ollator in use: new, '
expect_status 0 as ines changes --since "$(days_ago 28)"
expect_lacks "$output" "King's stage "
expect_status 2 as theo changes --since "$(date -u -d '2 days' +%F)"
expect_status 0 as theo questions --json
swim=$(jq -r '.questions[] | select(.text | test("swim")).id' <<<"$output")

expect_status 4 as theo answer 0000 'Yes.'
expect_status 1 as ines answer "$swim" 'Yes, I may.'
expect_status 0 as theo answer "$swim" 'Yes, with somebody beside you.'
expect_status 2 as theo ack R16@
expect_contains "$errors" 'R16@2026-08-12'
expect_status 4 as theo ack R16@2020-01-01
expect_status 4 as theo ack R01
expect_status 0 as theo ack r16 --action call --message 'I will call on Tuesday.'
expect_contains "$output" "Of $flag "
expect_status 0 as theo patients --json
expect_equal 0 "$(jq '.patients[0].urgent' <<<"$output")"

# raised_flags: of the last output, what is raised, without what only one of them is told.
raised_flags() {
    jq -s -c '[.[] | select(.state == "raised" and .rule != "R25") | {rule, tier, since, ref, text}]' <<<"$output"
}

# A flag is the same on both devices, though the therapist reads no entry.
expect_status 0 as theo flags --json --all
flagged=$(raised_flags)
expect_contains "$flagged" '"rule":"R18","tier":"review"'
expect_equal "$(date -u +%F)" "$(jq -rs '[.[] | select(.ref == "'"$flag"'")][0].received' <<<"$output")"
expect_status 0 as ines flags --json --all
expect_equal "$flagged" "$(raised_flags)"


# A plan sets the limit that holds, within its range.
expect_status 2 as theo plan set monitoring rule=R18.moderate rule.threshold=11
expect_contains "$errors" 'The threshold of R18.moderate is from 1 to 10.'
expect_status 2 as theo plan set monitoring rule=R99 rule.threshold=1
expect_contains "$errors" 'There is no rule of that name'
expect_status 0 as theo plan set monitoring rule=R18.moderate rule.threshold=5 --from "$(days_ago 3)"
expect_status 0 as theo flags
expect_contains "$(tr '\n' ' ' <<<"$output" | tr -s ' ')" 'thresholds set by Theodora Quist on'

# What is not shared is not judged, which is not called normal; at home it still is.
expect_status 0 as ines share pain.worst withheld
expect_status 0 as theo sync --wait 20
expect_status 0 as ines sync --wait 20
expect_status 0 as theo sync --wait 20
expect_status 0 as theo flags --json
expect_contains "$(jq -r 'select(.rule == "R18") | "\(.state) \(.text)"' <<<"$output")" \
    'undetermined Too little is known, which does not mean that all is well: "Pain, worst" is not shared day by day.'
stop_agent ines theo

expect_status 0 as ines questions
expect_contains "$output" 'collar'
expect_lacks "$output" 'swim'
expect_status 0 as ines questions --all
expect_contains "$output" 'answered by Theodora Quist'
expect_status 0 as ines status
expect_contains "$output" "$flag seen by Theodora Quist on "
expect_contains "$output" 'I will call on Tuesday.'
expect_contains "$output" 'Yes, with somebody beside you.'
expect_contains "$output" 'Ines Marlowe asked: '
expect_status 0 as ines list --kind flag_ack
expect_contains "$output" ' by Theodora Quist'
expect_status 0 as ines list --kind monitoring_plan
expect_contains "$output" 'rule (rule_id R18.moderate, threshold 5)'
expect_status 0 as ines flags
expect_contains "$output" 'seen by Theodora Quist on '
expect_contains "$output" $'Tuesday.\n\n'
expect_status 0 as ines flags --json
expect_equal 'Theodora Quist' "$(jq -r "select(.ref == \"$flag\").acknowledged[0].by" <<<"$output")"
if command -v script >/dev/null; then
    expect_status 0 script -qec "daybook --home '$(journal_of ines)' --passphrase-file '$WORK/ines/passphrase' checkin" \
        /dev/null <<<q
    expect_contains "$output" "$flag seen by Theodora Quist on "
fi
expect_status 0 as caro verify
expect_status 0 as theo verify
