#!/bin/bash
# Goal: Ines lost her machine and her passphrase. With the backup and the words alone she goes on elsewhere; what came
# after the backup comes back from the others, everybody is told, and the old machine counts for nothing any more.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

umask 077
# words_of PERSON: the sheet as it was printed, on one line.
words_of() {
    grep -oE '[0-9]+  [a-z]+' "$WORK/$1/recovery-words" | sort -n | awk '{ printf "%s ", $2 }'
}

found_circle
words_of ines >"$WORK/words"
expect_equal 24 "$(wc -w <"$WORK/words")"
as ines log pain worst=3 --note before --quiet
expect_status 0 as ines backup "$WORK/backup"
as ines log pain worst=4 --note after --quiet
start_agent ines caro theo
expect_soon 30 shows caro 'after before '
stop_agent ines

# Ines' machine is stolen; an entry that nobody received is on it. The others go on.
as ines log pain worst=9 --note stolen --quiet
as caro log pain worst=5 --note from-caro --quiet
mv "$WORK/ines" "$WORK/thief"

# Elsewhere: the file, the words, and a passphrase that is new.
mkdir "$WORK/ines"
printf 'eleven grey cranes at dawn\n' >"$WORK/ines/passphrase"
expect_status 0 daybook --home "$WORK/ines/journal" --no-input restore "$WORK/backup" --words-file "$WORK/words" \
    --new-passphrase-file "$WORK/ines/passphrase"
shows ines 'before ' || fail 'the backup is not what is shown'
as ines log pain worst=2 --note again --quiet
start_agent ines
for person in ines caro; do
    expect_soon 60 shows "$person" 'after again before from-caro '
done
for person in ines caro theo; do
    expect_soon 30 told_of "$person" recovery-used
    expect_soon 30 told_of "$person" retired-by-recovery
    expect_contains "$(as "$person" status)" 'The recovery sheet was used'
done
settle_together 60 ines caro theo
expect_equal "$(digest_of ines)" "$(digest_of caro)"
for person in ines caro theo; do
    expect_status 0 as "$person" verify --json
    expect_equal true "$(jq .sound <<<"$output")"
done

# The stolen machine comes back with its entry: it is retired, and what it says counts for nothing.
stop_agent ines
sync_once thief 10
start_agent ines
sync_once thief 10
as caro log pain worst=6 --note later --quiet
expect_soon 30 shows ines 'after again before from-caro later '
shows caro 'after again before from-caro later ' || fail 'the stolen entry counts'
expect_lacks "$(notes_of thief)" later
