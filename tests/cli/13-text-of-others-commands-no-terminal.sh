#!/bin/bash
# Goal: a note with control characters, which another device may have sent, cannot play tricks on a terminal.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
jq -nc '{kind: "pain", at: "-1d", fields: {worst: 3}, note: "red \u001b[31m bell \u009b\u0007 end"}' >"$WORK/line"
expect_status 0 as_person log --stdin <"$WORK/line"
for command in list "show $(jq -r '.id[:8]' <<<"$output")"; do
    # shellcheck disable=SC2086 # a command and its word
    expect_status 0 as_person $command
    expect_contains "$output" 'end'
    expect_lacks "$output" $'\033'
    expect_lacks "$output" $'\007'
    expect_lacks "$output" $'\302\233'
done
