#!/bin/bash
# Goal: the therapist plans every part of therapy, patient and caregiver see the plans and log by them, and the therapist
# reads each part's figures and plans on the own device: what every-part.json says, through the broker.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

parts=$DAYBOOK_SOURCE/tests/exchange/every-part.json

# log_as PERSON: what this person logs of all parts, in one stream.
log_as() {
    jq -c --arg by "$1" '.[].log[] | select(.by == $by) | del(.by)' "$parts" >"$WORK/$1.lines"
    log_file "$1" "$WORK/$1.lines"
}

# unread ANSWER: each figure of a part that an answer of `daybook trends --json` has otherwise, one a line.
unread() {
    jq -r --slurpfile answer "$1" '
        .[] | .part as $part | .reads | to_entries[]
        | .value as $expected | $answer[0].measures[.key].last.value as $read
        | select($read == null or ($read - $expected | . > 1e-6 or . < -1e-6))
        | "\($part): \(.key) is \($read), not \($expected)"' "$parts"
}

found_circle
log_as ines
log_as caro
settle_in_turn 6 ines caro theo

as theo trends --until 2026-08-29 --json >"$WORK/theo.trends" 2>>"$WORK/said"
expect_equal '' "$(unread "$WORK/theo.trends")"
