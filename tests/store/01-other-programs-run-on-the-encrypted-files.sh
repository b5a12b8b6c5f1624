#!/bin/bash
# Goal: what SQLite does to its files works on sealed ones, whatever the page size, the journal or the number of
# processes. SQLite's own tests show it in full (run-sqlite-suite); this is what fits into a few seconds.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

extension=$DAYBOOK_BUILD/tests/store/daybookvfs
command -v sqlite3 >/dev/null || skip "there is no sqlite3 shell on this machine"
[ -e "$extension.so" ] || fail "the extension was not built: $extension.so"
canary='the canary sings in the coal mine'

# on_sealed FILE: SQL from standard input, on the encrypting VFS.
on_sealed() {
    { printf '.load "%s"\n.open "%s"\n.timeout 20000\n' "$extension" "$1" && cat; } | sqlite3 -batch -bail
}

# fill PAGE-SIZE MODE: SQL that makes, changes, spills, rolls back and vacuums.
fill() {
    cat <<SQL
PRAGMA page_size=$1;
PRAGMA journal_mode=$2;
PRAGMA cache_size=10;
CREATE TABLE note (note_no INTEGER PRIMARY KEY, text TEXT, extra BLOB);
CREATE INDEX note_text ON note (text);
INSERT INTO note (text, extra) SELECT '$canary ' || value, zeroblob(value % 300) FROM generate_series(1, 1500);
BEGIN; DELETE FROM note WHERE note_no % 2 = 0; UPDATE note SET text = upper(text); ROLLBACK;
BEGIN; SAVEPOINT one; DELETE FROM note; ROLLBACK TO one; DELETE FROM note WHERE note_no > 1400; COMMIT;
VACUUM;
INSERT INTO note (text, extra) VALUES ('$canary', randomblob(200000));
PRAGMA page_size;
SELECT count(*) FROM note;
PRAGMA integrity_check;
SQL
}

for mode in delete persist wal; do
    for page_size in 512 1024 4096 16384 65536; do
        printf -v expected '%s\n%s\n1401\nok' "$mode" "$page_size"
        said=$(fill "$page_size" "$mode" | on_sealed "$WORK/$mode-$page_size.db")
        [ "$said" = "$expected" ] || fail "$mode, pages of $page_size: $said"
        again=$(printf 'SELECT count(*) FROM note; PRAGMA integrity_check;' | on_sealed "$WORK/$mode-$page_size.db")
        [ "$again" = $'1401\nok' ] || fail "$mode, pages of $page_size, opened again: $again"
    done
done

# Two processes write the same file at once; a third one moves the log into it meanwhile.
for mode in delete wal; do
    fill 4096 "$mode" | on_sealed "$WORK/two-$mode.db" >"$WORK/said"
    for writer in 1 2; do
        (for _ in {1..40}; do printf "INSERT INTO note (text) VALUES ('%s');\n" "$canary $writer"; done |
            on_sealed "$WORK/two-$mode.db") &
        writers[writer]=$!
    done
    for _ in {1..10}; do
        printf 'PRAGMA wal_checkpoint;' | on_sealed "$WORK/two-$mode.db" >"$WORK/said"
    done
    wait "${writers[1]}" || fail "the first writer failed"
    wait "${writers[2]}" || fail "the second writer failed"
    said=$(printf 'SELECT count(*) FROM note; PRAGMA integrity_check;' | on_sealed "$WORK/two-$mode.db")
    [ "$said" = $'1481\nok' ] || fail "two writers, $mode: $said"
done

# While a log is full and its owner dead, nothing of it can be read; plain SQLite shows everything.
# shellcheck disable=SC2016 # the process is to be named by the shell that it starts
leave_a_log() {
    { fill 4096 wal && printf '.shell kill -9 $PPID\n'; } | "$@" >"$WORK/said" 2>&1 || true # it is killed
}
leave_a_log on_sealed "$WORK/killed.db"
leave_a_log sqlite3 -batch "$WORK/plain.db"
[ -s "$WORK/killed.db-wal" ] || fail "the killed process left no log"
grep -qaF "$canary" "$WORK"/plain.db* || fail "the search finds nothing in a plain file either"
rm "$WORK"/plain.db* "$WORK/said"
for readable in "$canary" 'SQLite format 3' 'CREATE TABLE' note_text; do
    ! grep -qaF "$readable" "$WORK"/*.db "$WORK"/*-wal || fail "readable in a file: $readable"
done
said=$(printf 'SELECT count(*) FROM note; PRAGMA integrity_check;' | on_sealed "$WORK/killed.db")
[ "$said" = $'1401\nok' ] || fail "after the kill: $said"
