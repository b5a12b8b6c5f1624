#!/bin/bash
# Goal: the patient erases an entry; every device drops it, whichever way it was written and corrected, says that it did,
# and keeps a journal that is whole; the therapist's page no longer knows the figure.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# pain_of PERSON: the worst pain of a day as this person's trends have it.
pain_of() {
    as "$1" trends --measure pain.worst --until 2026-06-02 --json 2>>"$WORK/said" | jq '.measures["pain.worst"].d7.median'
}
pain_is() {
    [ "$(pain_of "$1")" = "$2" ]
}
# confirmed_by PERSON ID: who has erased it, as this person knows.
confirmed_by() {
    as "$1" show "$2" --json 2>>"$WORK/said" | jq -r '[.confirmed[].name] | sort | join(" ")'
}
knows_confirmed() {
    [ "$(confirmed_by "$1" "$2")" = "$3" ]
}

found_circle
expect_status 0 as ines circle grant Theodora log
as caro log pain worst=3 --at 2026-06-01T09:00 --json >"$WORK/kept" 2>>"$WORK/said"
kept=$(jq -r .id "$WORK/kept")
settle_in_turn 6 ines caro theo
id=$(as caro log pain worst=8 --at 2026-06-01T10:00 --note 'what nobody should read' --json 2>>"$WORK/said" | jq -r .id)
settle_in_turn 6 ines caro theo
expect_status 0 as ines amend "$id" worst=9
settle_in_turn 6 ines caro theo
for person in ines caro theo; do
    expect_status 0 as "$person" show "$id" --history --json
    expect_contains "$output" 'what nobody should read'
    expect_soon 20 pain_is "$person" 9
done

# Nobody is asked in a script, so nothing happens there by mistake; who has no right to it changes nothing.
expect_status 2 as ines erase "$id"
expect_contains "$errors" '--yes'
expect_status 1 as theo erase "$id" --yes
expect_contains "$errors" 'Only its author'

# Caro corrects it without knowing that it goes.
expect_status 0 as ines erase "$id" --yes --json
expect_equal 'daybook.erase/1 Ines Marlowe 1 2' \
    "$(jq -r '"\(.schema) \(.erased_by) \(.confirmed | length) \(.not_confirmed | length)"' <<<"$output")"
expect_equal '1 1' "$(as ines status --json | jq -r '.circles[0] | "\(.erased) \(.erased_waiting)"')"
expect_status 0 as caro amend "$id" --note 'nor this'
settle_in_turn 8 ines caro theo

for person in ines caro theo; do
    expect_status 0 as "$person" list --json
    expect_equal "$kept" "$(jq -r .id <<<"$output")"
    expect_status 0 as "$person" list --erased --json
    expect_equal "$id true Ines Marlowe" "$(jq -r '"\(.id) \(.erased) \(.erased_by)"' <<<"$output")"
    expect_status 0 as "$person" show "$id" --history --json
    [[ $output != *nobody* && $output != *'nor this'* ]] || fail "$person still shows it"
    expect_soon 20 pain_is "$person" 3
    expect_status 0 as "$person" verify --json
    expect_equal 'true null' "$(jq -r '"\(.sound) \(.damage)"' <<<"$output")"
    expect_status 0 knows_confirmed "$person" "$id" 'Carolin Abendroth Ines Marlowe Theodora Quist'
    expect_equal '1 0' "$(as "$person" status --json | jq -r '.circles[0] | "\(.erased) \(.erased_waiting)"')"
done
cmp <(digest_of ines) <(digest_of caro) || fail 'patient and caregiver show different journals'
cmp <(digest_of ines) <(digest_of theo) || fail 'patient and therapist show different journals'

# It is over: nothing corrects it, nothing takes the erasure back.
expect_status 5 as ines erase "$id" --yes
expect_status 4 as caro amend "$id" worst=1
expect_contains "$errors" 'was erased'
expect_status 0 as ines show "$id"
expect_contains "$output" 'confirmed by:'
expect_contains "$output" 'Theodora Quist (therapist)'
