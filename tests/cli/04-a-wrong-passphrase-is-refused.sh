#!/bin/bash
# Goal: only the right passphrase opens the journal, it comes in on private ways only, and it can be changed.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
printf 'not the passphrase\n' >"$HOME/wrong"
printf 'another passphrase\n' >"$HOME/new"

expect_status 3 daybook list --no-input --passphrase-file "$HOME/wrong"
expect_contains "$errors" passphrase
expect_status 3 daybook list --no-input
expect_contains "$errors" --passphrase-fd

expect_status 0 daybook list --passphrase-fd 5 5<"$passphrase_file"
chmod 644 "$passphrase_file"
expect_status 2 as_person list
expect_contains "$errors" 'chmod 600'
chmod 600 "$passphrase_file"
expect_status 2 as_person list --passphrase-fd 5 5<"$passphrase_file"
expect_status 4 daybook list --passphrase-file "$HOME/no-such-file"

# Never an argument.
expect_status 2 daybook list --passphrase "$(cat "$passphrase_file")"

expect_status 3 daybook passphrase --passphrase-file "$HOME/wrong" --new-passphrase-file "$HOME/new"
expect_status 0 as_person passphrase --new-passphrase-file "$HOME/new"
expect_status 3 as_person list
expect_status 0 daybook list --passphrase-file "$HOME/new"
