#!/bin/bash
# Goal: somebody who just cloned the repository sees three people exchange three months, and nothing stays behind.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
need_program daybook
need_program mosquitto
need_program pgrep

trial=$WORK/trial
use_home somebody
expect_status 0 "$DAYBOOK_SOURCE/client/quickstart" --folder "$trial" <&-
page=$output
expect_contains "$errors" '8/8'
expect_contains "$page" 'Ana Sample'
expect_contains "$page" "$(date -d yesterday +%F)"
expect_contains "$page" "$trial/cleo trends"
expect_status 1 pgrep -f -- "$trial"

# What only one person may read, only that person may read; and no secret is told to the log.
expect_equal '' "$(find "$trial/people" -type f -perm /077)"
expect_equal '' "$(find "$trial" -name '*.seat')"
expect_lacks "$(cat "$trial/quickstart.log")" "$(cat "$trial/people/ana/passphrase")"

# The three commands it made go on working, and the home of whoever typed it was left alone.
expect_status 0 "$trial/ana" log pain worst=3
expect_status 0 "$trial/ben" list --since yesterday
expect_status 0 "$trial/cleo" trends
expect_no_file "$XDG_DATA_HOME/daybook"

# A folder in use is never touched again, and a second run in a folder of its own works like the first.
before=$(find "$trial" -type f | sort)
expect_status 1 "$DAYBOOK_SOURCE/client/quickstart" --folder "$trial"
expect_contains "$errors" 'is not an empty folder'
expect_equal "$before" "$(find "$trial" -type f | sort)"
TMPDIR=$WORK expect_status 0 "$DAYBOOK_SOURCE/client/quickstart"
expect_contains "$output" "$WORK/daybook-quickstart."
expect_status 1 pgrep -f -- "$WORK/daybook-quickstart."
