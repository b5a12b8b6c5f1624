#!/bin/bash
# Goal: a change of the passphrase interrupted at a hundred random moments never leaves a journal that neither opens.
# labels: nightly
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"
. "${BASH_SOURCE[0]%/*}/a-killed-passphrase.sh"

make_journal anna
expect_status 0 as_person log note --note 'a quiet day'
kill_while_changing "$passphrase_file" 100
