#!/bin/bash
# Goal: in a desktop session the keyring opens the journal without asking; without one, or when it does not answer, the
# passphrase does, and nothing is waited for.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

# A stand-in for libsecret that keeps its secret in a file.
mkdir -p "$WORK/lib"
cp "$DAYBOOK_BUILD/tests/vault/libfake_secret.so" "$WORK/lib/libsecret-1.so.0"
export DAYBOOK_FAKE_KEYRING=$WORK/keyring

# in_session COMMAND…: as in a desktop session with that library.
in_session() {
    DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent \
        LD_LIBRARY_PATH="$WORK/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" "$@"
}
unset DBUS_SESSION_BUS_ADDRESS

make_journal anna
expect_status 0 as_person log note --note 'a quiet day'
expect_status 0 in_session daybook keyring status --no-input
expect_contains "$output" 'off'
expect_status 3 in_session daybook list --no-input
expect_no_file "$DAYBOOK_FAKE_KEYRING"

# Outside of a session there is no keyring.
expect_status 4 as_person keyring on
expect_contains "$errors" 'no keyring'

expect_status 0 in_session as_person keyring on
expect_contains "$output" 'on'
expect_status 0 in_session daybook list --no-input
expect_contains "$output" 'a quiet day'
expect_status 3 daybook list --no-input
expect_status 0 as_person list
expect_status 1 grep -a -q "$(cut -d= -f2 "$DAYBOOK_FAKE_KEYRING")" "$XDG_DATA_HOME/daybook/store.db"

# A secret that is another's, a keyring that refuses, and none at all: the passphrase opens.
cp "$DAYBOOK_FAKE_KEYRING" "$WORK/kept"
printf '%s=%064d' "$(cut -d= -f1 "$WORK/kept")" 7 >"$DAYBOOK_FAKE_KEYRING"
expect_status 3 in_session daybook list --no-input
expect_status 0 in_session as_person list
printf 'refuse' >"$DAYBOOK_FAKE_KEYRING"
expect_status 3 in_session daybook list --no-input
expect_status 0 in_session as_person list
rm "$WORK/lib/libsecret-1.so.0"
printf 'not a library' >"$WORK/lib/libsecret-1.so.0"
expect_status 0 in_session as_person list
cp "$DAYBOOK_BUILD/tests/vault/libfake_secret.so" "$WORK/lib/libsecret-1.so.0"

# The agent starts with it. A changed key takes it away; switching it on again brings it back.
cp "$WORK/kept" "$DAYBOOK_FAKE_KEYRING"
expect_status 0 in_session daybook agent --background --no-input
expect_status 0 daybook list --no-input
expect_status 0 daybook agent --stop
expect_status 0 in_session as_person rekey --key-memory 64
expect_status 3 in_session daybook list --no-input
expect_status 0 in_session as_person keyring on
expect_status 0 in_session daybook list --no-input

# Off means off, here and in the keyring.
expect_status 0 in_session as_person keyring off
expect_contains "$output" 'off'
expect_no_file "$DAYBOOK_FAKE_KEYRING"
expect_status 3 in_session daybook list --no-input
expect_status 2 as_person keyring maybe
