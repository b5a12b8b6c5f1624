#!/bin/bash
# Goal: one byte of the journal's file is altered, at a hundred places of every kind; either nothing was in it and all is
# as before, or it is told; never is anything else shown than what was written.
# labels: nightly
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/a-flipped-byte.sh"

# In the header: magic, version, page size, generation, id; the first slot's type, kind, costs, salt, check, nonce and box;
# the second slot; the MAC; the rest.
altered_bytes_are_told 10 0 17 21 26 35 48 49 53 57 62 76 110 135 200 1104 2000
