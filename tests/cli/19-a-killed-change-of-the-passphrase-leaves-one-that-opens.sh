#!/bin/bash
# Goal: whoever interrupts a change of the passphrase still opens the journal, with the old one or with the new.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"
. "${BASH_SOURCE[0]%/*}/a-killed-passphrase.sh"

make_journal anna
expect_status 0 as_person log note --note 'a quiet day'
kill_while_changing "$passphrase_file" 8
