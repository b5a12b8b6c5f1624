#!/bin/bash
# Goal: a new journal shows its recovery words this once, and is never made over an old one.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

use_person anna
expect_status 0 as_person init --name Anna --json
expect_equal daybook.init/1 "$(jq -r .schema <<<"$output")"
expect_equal Anna "$(jq -r .name <<<"$output")"
expect_equal patient "$(jq -r .role <<<"$output")"
expect_equal 24 "$(jq '.recovery | length' <<<"$output")"
expect_file "$(jq -r .home <<<"$output")/store.db"

before=$(sha256sum "$XDG_DATA_HOME/daybook/store.db")
expect_status 5 as_person init --name Anna
expect_equal '' "$output"
expect_contains "$errors" 'daybook: '
expect_equal "$before" "$(sha256sum "$XDG_DATA_HOME/daybook/store.db")"

# For a person the words are numbered, with what to do with them.
use_person ben
expect_status 0 as_person init --name Ben --role caregiver
expect_contains "$output" '  1  '
expect_contains "$output" ' 24  '
expect_contains "$output" 'on paper'
expect_contains "$output" 'Next: "daybook circle join -"'
expect_lacks "$output" checkin

# Without a name nothing is made.
use_person cleo
expect_status 2 as_person init
expect_no_file "$XDG_DATA_HOME/daybook"
