#!/bin/bash
# Goal: a full disk or a reader that left is reported, so that nobody relies on output that is not there.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
jq -nc 'range(2000) | {kind: "pain", at: "-1d", fields: {worst: (. % 11)}}' >"$WORK/many"
expect_status 0 as_person log --stdin <"$WORK/many"

list_to_full_disk() {
    as_person list >/dev/full
}
expect_status 1 list_to_full_disk
expect_contains "$errors" 'could not be written'

list_to_nobody() {
    as_person list --json | true
    return "${PIPESTATUS[0]}"
}
expect_status 1 list_to_nobody

help_to_full_disk() {
    daybook help >/dev/full
}
expect_status 1 help_to_full_disk
