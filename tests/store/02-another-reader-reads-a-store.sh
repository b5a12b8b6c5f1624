#!/bin/bash
# Goal: a program written after schema/store/format.md alone opens a store with the passphrase or the words, closed or in
# the middle of an agent's work, and finds in it what daybook shows.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

need_program jq
need_program sqlite3
need_program python3

note='the violet umbrella stayed at the ferry landing'
reader=$DAYBOOK_SOURCE/tests/store/read_a_store.py

# read_store FOLDER passphrase|words FILE: into $WORK/plain.db.
read_store() {
    python3 "$reader" "$1" "$2" "$3" "$WORK/plain.db"
}

# What the other reader found, and what daybook lists, in the same words: whole seconds and whether it was changed.
found() {
    sqlite3 -separator ' ' "$WORK/plain.db" "SELECT lower(hex(entity)), kind, at_ms / 1000, amended, retracted FROM entry
        ORDER BY 1"
}
listed() {
    as ada list --json | jq -r '[.id, .kind, (.at[0:19] + "Z" | fromdate), (.amended, .retracted | if . then 1 else 0 end)] |
        join(" ")' | LC_ALL=C sort
}

make_journal ada 'Ines Marlowe' patient
grep -oE '[0-9]+  +[a-z]+' "$WORK/ada/recovery-words" | sort -n | awk '{ print $2 }' >"$WORK/words"
expect_equal 24 "$(wc -l <"$WORK/words")"
head -n 300 "$DAYBOOK_SOURCE/tests/golden/journals/patient-90d.ndjson" >"$WORK/lines"
log_file ada "$WORK/lines"

# While an agent works, what it wrote last is in the log. Between two requests the files stand still, until it has rested for a
# while and moves the log into the store.
start_agent ada
as ada log pain worst=3 --note "$note" --quiet
as ada log body_weight weight=71.5 --quiet
mkdir "$WORK/copy"
as ada undo --quiet
cp "$WORK/ada/journal/store.db" "$WORK/ada/journal/store.db-wal" "$WORK/copy"
listed >"$WORK/listed"
stop_agent ada
expect_status 0 read_store "$WORK/copy" passphrase "$WORK/ada/passphrase"
expect_lacks "$output" ' 0 transactions'
expect_equal ok "$(sqlite3 "$WORK/plain.db" 'PRAGMA integrity_check')"
expect_equal 302 "$(wc -l <"$WORK/listed")"
expect_equal "$(<"$WORK/listed")" "$(found)"
expect_equal 1 "$(sqlite3 "$WORK/plain.db" "SELECT count(*) FROM operation WHERE instr(body, CAST('$note' AS BLOB)) > 0")"

# A transaction torn at the end of the log is none.
transactions=$(awk '{ print $3 }' <<<"$output")
frames=$((($(stat -c %s "$WORK/copy/store.db-wal") - 72) / 4160))
for ((frame = frames; frame > 0; frame--)); do
    offset=$((72 + (frame - 1) * 4160))
    # Zeros lie behind the last frame.
    if cmp -s -n 4160 -i "$offset:0" "$WORK/copy/store.db-wal" /dev/zero; then
        continue
    fi
    break
done
cp -r "$WORK/copy" "$WORK/torn"
printf 'torn' | dd of="$WORK/torn/store.db-wal" bs=1 seek=$((offset + 1000)) conv=notrunc status=none
expect_status 0 read_store "$WORK/torn" passphrase "$WORK/ada/passphrase"
expect_equal $((transactions - 1)) "$(awk '{ print $3 }' <<<"$output")"

# Closed, it is one file.
expect_status 0 read_store "$WORK/ada/journal" words "$WORK/words"
expect_contains "$output" ' 0 transactions'
expect_equal "$(listed)" "$(found)"

# And it opens nothing with another secret, and no altered page.
echo 'another passphrase' >"$WORK/other"
expect_status 1 read_store "$WORK/copy" passphrase "$WORK/other"
expect_contains "$errors" 'no slot opens'
mkdir "$WORK/flipped"
cp "$WORK/ada/journal/store.db" "$WORK/flipped"
printf 'flipped' | dd of="$WORK/flipped/store.db" bs=1 seek=$((8192 + 2 * 4096 + 100)) conv=notrunc status=none
expect_status 1 read_store "$WORK/flipped" words "$WORK/words"
expect_contains "$errors" 'page 3 does not open'
