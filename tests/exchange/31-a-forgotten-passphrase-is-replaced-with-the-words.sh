#!/bin/bash
# Goal: Ines forgot her passphrase. The words set a new one on the same machine, the old one opens nothing, and the
# circle is told that the sheet was used.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

umask 077
found_circle
grep -oE '[0-9]+  [a-z]+' "$WORK/ines/recovery-words" | sort -n | awk '{ printf "%s ", $2 }' >"$WORK/words"
as ines log pain worst=3 --note kept --quiet
printf 'eleven grey cranes at dawn\n' >"$WORK/new"
recover() {
    daybook --home "$(journal_of ines)" --no-input recover --words-file "$1" --new-passphrase-file "$WORK/new"
}

# Words of another sheet, one word missing, one misspelt: one sentence, nothing changed.
awk '{ $24 = ""; print }' "$WORK/words" >"$WORK/short"
expect_status 2 recover "$WORK/short"
expect_equal 'daybook: Recovery word 24 is missing: a recovery sheet has 24 words.' "$errors"
awk '{ $5 = "qqqq"; print }' "$WORK/words" >"$WORK/wrong"
expect_status 2 recover "$WORK/wrong"
expect_contains "$errors" 'Recovery word 5 '
grep -oE '[0-9]+  [a-z]+' "$WORK/caro/recovery-words" | sort -n | awk '{ printf "%s ", $2 }' >"$WORK/other"
expect_status 3 recover "$WORK/other"
expect_equal 1 "$(wc -l <<<"$errors")"
expect_status 0 as ines list

expect_status 0 recover "$WORK/words"
expect_contains "$output" 'Everybody in the circle is told'
expect_status 3 as ines list
cp "$WORK/new" "$WORK/ines/passphrase"
expect_contains "$(as ines list)" kept
expect_contains "$(as ines status)" 'The recovery sheet was used'

start_agent ines caro theo
for person in caro theo; do
    expect_soon 30 told_of "$person" recovery-used
done
expect_equal 3 "$(as caro circle members --json | jq '[.members[].devices[]] | length')"

# While an agent holds the journal open nothing is forgotten.
expect_status 5 recover "$WORK/words"
expect_contains "$errors" 'daybook passphrase'
