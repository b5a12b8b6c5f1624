#!/bin/bash
# Goal: a journal on a read-only disk, or in somebody else's folder, gets one clear sentence and keeps every byte.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

# Nothing is read-only for root: the commands then run as nobody.
as_ordinary=(env)
if [ "$(id -u)" -eq 0 ]; then
    need_program setpriv
    as_ordinary=(setpriv --reuid 65534 --regid 65534 --clear-groups)
    "${as_ordinary[@]}" test -x "$(dirname "$WORK")" || skip 'nobody may not get to the folder of the tests'
    "${as_ordinary[@]}" daybook version >"$WORK/version" 2>&1 || skip 'nobody may not run this build'
fi

# refused COMMAND…: it ends with status 1 and the sentence, and the file is what it was.
refused() {
    expect_status 1 "${as_ordinary[@]}" daybook --passphrase-file "$passphrase_file" --no-input "$@"
    expect_contains "$errors" 'The journal cannot be written where it lies'
    cmp "$journal/store.db" "$WORK/before" || fail "the file was changed by: $*"
    [ ! -e "$journal/store.db-wal" ] || fail "a log was left by: $*"
}

make_journal Ana
expect_status 0 as_person log note --note 'seen from the window'
journal=$XDG_DATA_HOME/daybook
cp "$journal/store.db" "$WORK/before"
if [ "$(id -u)" -eq 0 ]; then
    chown -R 65534:65534 "$WORK"
fi

chmod 500 "$journal"
refused list
refused verify
refused log note --note again

chmod 700 "$journal"
chmod 400 "$journal/store.db"
refused list
refused verify

chmod 600 "$journal/store.db"
expect_status 0 "${as_ordinary[@]}" daybook --passphrase-file "$passphrase_file" --no-input verify
