#!/bin/bash
# Goal: the recovery words come in English, or in Spanish to whoever asks for it.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

# all_in LIST: every word of the answer stands in this list.
all_in() {
    jq -r '.recovery[]' <<<"$output" | sort -u >"$WORK/words"
    [ "$(LC_ALL=C.UTF-8 grep -cxFf "$DAYBOOK_SOURCE/schema/words/$1.txt" "$WORK/words")" -eq "$(wc -l <"$WORK/words")" ]
}

use_person anna
expect_status 0 as_person init --key-memory 64 --name anna --json
expect_equal 24 "$(jq '.recovery | length' <<<"$output")"
all_in english || fail "a word is not English"

use_person elena
expect_status 2 as_person init --key-memory 64 --name elena --words de
expect_contains "$errors" "es"
expect_no_file "$XDG_DATA_HOME/daybook/store.db"
expect_status 0 as_person init --key-memory 64 --name elena --words es --json
expect_equal 24 "$(jq '.recovery | length' <<<"$output")"
all_in spanish || fail "a word is not Spanish"
