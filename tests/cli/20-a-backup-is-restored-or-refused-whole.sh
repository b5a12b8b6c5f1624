#!/bin/bash
# Goal: Ana keeps her journal in one file. It comes back with the passphrase or the words; a file that was cut off,
# altered, lengthened or put together anew is refused in one sentence, and leaves nothing behind.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

spare_passphrases # sixty files are opened, and none for what a passphrase costs
make_journal Ana
# shellcheck disable=SC2154 # the harness sets it
grep -oE '[0-9]+  [a-z]+' <<<"$output" | sort -n | awk '{ printf "%s ", $2 }' >"$WORK/words"
as_person log pain worst=3 --note 'kept in the file' --quiet
for ((i = 0; i < 400; i++)); do
    printf '{"kind":"pain","fields":{"worst":4},"note":"%0400d"}\n' "$i"
done >"$WORK/lines"
as_person log --stdin <"$WORK/lines" >"$WORK/logged"

backup=$WORK/backup
expect_status 0 as_person backup "$backup" --json
expect_equal "$(stat -c %s "$backup")" "$(jq .size <<<"$output")"
expect_equal 600 "$(stat -c %a "$backup")"
expect_equal 1 "$(find "$WORK" -maxdepth 1 -name 'backup*' | wc -l)"
if grep -qa 'kept in the file' "$backup"; then
    fail 'the backup can be read without a key'
fi
expect_status 5 as_person backup "$backup"
expect_equal 1 "$(find "$WORK" -maxdepth 1 -name 'backup*' | wc -l)"
expect_status 0 as_person backup --force "$backup"
expect_status 1 as_person backup "$WORK/nowhere/backup"

digest() {
    daybook --home "$1" --passphrase-file "$passphrase_file" --no-input list --json | jq -cS 'del(.sync)' | sort | sha256sum
}
restore() {
    local home=$1 file=$2
    shift 2
    daybook --home "$home" --no-input restore "$file" --new-passphrase-file "$passphrase_file" "$@"
}

# By the passphrase it can be read; by the words it can be written too.
expect_status 0 restore "$WORK/read" "$backup" --passphrase-file "$passphrase_file"
expect_equal "$(digest "$XDG_DATA_HOME/daybook")" "$(digest "$WORK/read")"
expect_status 1 daybook --home "$WORK/read" --passphrase-file "$passphrase_file" --no-input log pain worst=1
expect_contains "$errors" 'recovery words'
# The words open that copy as well, which nobody typed so far, and make it a device of hers.
expect_status 0 daybook --home "$WORK/read" --no-input recover --words-file "$WORK/words" \
    --new-passphrase-file "$passphrase_file"
expect_status 0 daybook --home "$WORK/read" --passphrase-file "$passphrase_file" --no-input log pain worst=1
expect_status 0 restore "$WORK/written" "$backup" --words-file "$WORK/words"
expect_status 0 daybook --home "$WORK/written" --passphrase-file "$passphrase_file" --no-input log pain worst=1
expect_status 0 daybook --home "$WORK/written" --passphrase-file "$passphrase_file" --no-input verify
expect_status 5 restore "$WORK/written" "$backup" --words-file "$WORK/words"

# A wrong passphrase, a file that is none.
printf 'not the passphrase\n' >"$WORK/wrong"
expect_status 3 restore "$WORK/none" "$backup" --passphrase-file "$WORK/wrong"
expect_contains "$errors" 'does not open this backup'
expect_no_file "$WORK/none"
expect_status 4 restore "$WORK/none" "$WORK/nowhere" --words-file "$WORK/words"
expect_no_file "$WORK/none"

refused() {
    local what=$1 status=0
    restore "$WORK/none" "$WORK/damaged" --words-file "$WORK/words" >"$WORK/output" 2>"$WORK/errors" || status=$?
    [ "$status" -eq 1 ] || [ "$status" -eq 3 ] || fail "$what: ended with $status"
    expect_equal 1 "$(grep -c '^daybook: ' "$WORK/errors")"
    expect_no_file "$WORK/none"
}
size=$(stat -c %s "$backup")
chunk=65553 start=4168
[ "$size" -gt $((start + 3 * chunk)) ] || fail 'the backup has too few chunks for this test'

for length in 0 1 15 48 4143 4144 $((start - 1)) "$start" $((start + 1)) $((start + chunk - 1)) $((start + chunk)) \
    $((start + chunk + 1)) $((size - chunk)) $((size - 1)); do
    head -c "$length" "$backup" >"$WORK/damaged"
    refused "cut off at $length"
done
for ((i = 0; i < 40; i++)); do
    at=$((i < 20 ? i * 211 % start : start + (i - 20) * (size - start) / 20 + i))
    cp "$backup" "$WORK/damaged"
    byte=$(od -An -tu1 -j "$at" -N 1 "$backup")
    # shellcheck disable=SC2059 # the format is the byte
    printf "\\x$(printf %x $((byte ^ (1 << (i % 8)))))" | dd of="$WORK/damaged" bs=1 seek="$at" conv=notrunc status=none
    refused "a bit flipped at $at"
done
{ cat "$backup"; printf x; } >"$WORK/damaged"
refused 'a byte appended'
{ cat "$backup"; tail -c "$chunk" "$backup"; } >"$WORK/damaged"
refused 'a chunk appended'
piece() {
    dd if="$backup" iflag=skip_bytes,count_bytes skip="$1" count="$2" status=none
}
{ piece 0 "$start"; piece $((start + chunk)) "$chunk"; piece "$start" "$chunk"; piece $((start + 2 * chunk)) "$size"; } \
    >"$WORK/damaged"
expect_equal "$size" "$(stat -c %s "$WORK/damaged")"
refused 'two chunks exchanged'
