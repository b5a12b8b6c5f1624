#!/bin/bash
# Goal: while an agent runs, commands need no passphrase; locked, they say so; ended, the journal opens as before.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
printf 'not the passphrase\n' >"$HOME/wrong"
expect_status 4 daybook lock
expect_status 4 daybook agent --stop
expect_status 3 daybook agent --background --passphrase-file "$HOME/wrong"
expect_status 3 daybook unlock --no-input

# In the background, by "unlock"; the test ends it in any case.
ended=
trap 'ended=$?; daybook agent --stop --quiet 2>/dev/null || true; harness_end "$ended"' EXIT
expect_status 0 as_person unlock
expect_contains "$errors" started
expect_status 0 daybook log pain worst=3 --no-input --json
id=$(jq -r .id <<<"$output")
expect_status 0 daybook list --no-input --json
expect_equal "$id" "$(jq -r .id <<<"$output")"
expect_status 5 as_person agent --background

expect_status 0 daybook lock
expect_status 3 daybook list --no-input
expect_contains "$errors" unlock
expect_status 3 daybook unlock --passphrase-file "$HOME/wrong"
expect_status 0 as_person unlock
expect_status 0 daybook show "$id" --no-input --json

jq -nc 'range(1000) | {kind: "pain", at: "-1d", fields: {worst: (. % 11)}}' >"$WORK/many"
expect_status 0 daybook log --stdin --no-input <"$WORK/many"
expect_equal 1000 "$(jq -r .id "$WORK/output" | sort -u | wc -l)"

expect_status 0 daybook agent --stop
expect_status 3 daybook list --no-input
expect_status 0 as_person list --json
expect_equal 1001 "$(wc -l <"$WORK/output")"

# In the foreground, until a signal ends it.
start_in_background daybook agent --passphrase-file "$passphrase_file"
expect_soon 30 daybook list --no-input --quiet
stop_background "$started"
expect_status 0 as_person list --json
