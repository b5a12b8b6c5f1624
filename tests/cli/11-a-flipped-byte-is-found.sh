#!/bin/bash
# Goal: a journal that was altered outside the program is told from a sound one.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna
expect_status 0 as_person log pain worst=3
expect_status 0 as_person verify --json
expect_equal 'daybook.verify/1 true null' "$(jq -r '"\(.schema) \(.sound) \(.damage)"' <<<"$output")"

store=$XDG_DATA_HOME/daybook/store.db
middle=$(($(stat -c %s "$store") / 2))
byte=$(od -An -tu1 -j "$middle" -N 1 "$store")
printf '%b' "\\0$(printf %o $((byte ^ 1)))" | dd of="$store" bs=1 seek="$middle" conv=notrunc status=none

expect_status 1 as_person verify --json
expect_equal false "$(jq .sound <<<"$output")"
expect_contains "$errors" 'daybook: '
