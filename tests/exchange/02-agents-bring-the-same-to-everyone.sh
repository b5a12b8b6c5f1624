#!/bin/bash
# Goal: the agents of three devices bring ninety days to everyone who may have them, and exactly that.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/the-same-journal.sh"

found_circle
start_agent ines caro theo
log_ninety_days
settle_together 60 ines caro theo
expect_the_same_journal
expect_no_entries_at theo
