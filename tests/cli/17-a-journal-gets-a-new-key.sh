#!/bin/bash
# Goal: after a change of the data key everything is there, what opened the journal opens it, and an older copy is of no use.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
store=$XDG_DATA_HOME/daybook/store.db
printf 'not the passphrase\n' >"$HOME/wrong"
expect_status 0 as_person log note --note 'a quiet day'
cp "$store" "$WORK/older"

expect_status 3 daybook rekey --key-memory 64 --no-input --passphrase-file "$HOME/wrong"
expect_status 3 daybook rekey --key-memory 64 --no-input
cmp -n 8192 "$store" "$WORK/older" || fail "a refused change wrote to the header"

expect_status 0 as_person rekey --key-memory 64
expect_contains "$errors" '100 %'
expect_contains "$errors" 'new key'
expect_status 0 as_person list
expect_contains "$output" 'a quiet day'
expect_status 0 as_person verify

# No page is what it was: the old header before the new pages opens nothing.
cp "$store" "$WORK/newer"
dd if="$WORK/older" of="$store" bs=8192 count=1 conv=notrunc status=none
expect_status 1 as_person list
cp "$WORK/newer" "$store"

# The agent does the same, by the passphrase, and goes on.
expect_status 0 as_person agent --background
expect_status 3 daybook rekey --key-memory 64 --no-input --passphrase-file "$HOME/wrong"
expect_status 0 as_person rekey --key-memory 64
expect_status 0 daybook list --no-input
expect_contains "$output" 'a quiet day'
expect_status 0 daybook agent --stop
expect_status 0 as_person list
expect_no_file "$store.new"
