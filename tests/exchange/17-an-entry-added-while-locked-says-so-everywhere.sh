#!/bin/bash
# Goal: what somebody added to a caregiver's locked journal reaches the other devices, as of when it was written, and says
# on each of them that nobody's identity was checked.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

sealed_of() {
    as "$1" list --json | jq -c 'select(.method == "locked") | {id, at, recorded_at, author, on_behalf_of, fields, note}'
}

found_circle
expect_status 0 daybook --home "$(journal_of caro)" --no-input log --sealed pain worst=6 --at "2026-03-04T05:06" \
    --note "said on the stairs"
expect_status 0 daybook --home "$(journal_of caro)" --no-input log --sealed note --note "for nobody" --for "nobody at all"
expect_status 0 as caro list --json
expect_contains "$(as caro notices)" "could not be added"
settle_in_turn 6 ines caro theo
expect_equal 1 "$(sealed_of ines | wc -l)"
expect_equal "$(sealed_of caro)" "$(sealed_of ines)"
expect_equal '"2026-03-04T05:06:00Z" "said on the stairs" 6' \
    "$(sealed_of ines | jq -r '[.at, .note, .fields.worst] | map(tojson) | join(" ")')"
expect_equal Ines "$(sealed_of ines | jq -r .on_behalf_of | cut -c 1-4)"
expect_contains "$(as ines list)" "added while locked"
