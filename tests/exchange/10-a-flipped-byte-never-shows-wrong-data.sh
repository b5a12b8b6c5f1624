#!/bin/bash
# Goal: one byte of the journal's file is altered, here and there; either nothing was in it and all is as before, or it is
# told; never is anything else shown than what was written.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/a-flipped-byte.sh"

# In the header: the magic, the store's id, the first slot's check.
altered_bytes_are_told 1 0 35 76
