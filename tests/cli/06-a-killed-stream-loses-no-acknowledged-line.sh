#!/bin/bash
# Goal: whatever kills the program, an id that was printed stands for an entry that is there, 3 times in a row.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/no-acknowledged-line-is-lost.sh"

make_journal anna
no_acknowledged_line_is_lost 3
