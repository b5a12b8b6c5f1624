#!/bin/bash
# Goal: whatever kills an import, all nights of its file are in the journal, or none is, and told ones are: before each
# eighth change of the disk.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-killed-import.sh"

a_killed_import_is_whole_or_not_at_all 8
