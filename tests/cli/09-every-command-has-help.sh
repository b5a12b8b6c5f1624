#!/bin/bash
# Goal: help, version and completion answer without a journal, and every command and option is in help and manual.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program daybook
use_home nobody
manual=$DAYBOOK_SOURCE/client/cli/daybook.1

expect_status 0 daybook help
overview=$output
expect_status 0 daybook --help
expect_equal "$overview" "$output"
expect_status 2 daybook
expect_equal "$overview" "$errors"
expect_status 2 daybook circle
expect_contains "$errors" 'circle invite'
expect_status 0 daybook circle --help
expect_status 2 daybook help lisst
expect_contains "$errors" '"daybook help list"'

commands=$(sed -n 's/^  \([a-z]\+\( [a-z]\+\)\{0,1\}\)  .*/\1/p' <<<"$overview")
[ "$(wc -l <<<"$commands")" -ge 31 ] || fail "help lists too few commands"
while read -r command; do
    # shellcheck disable=SC2086 # a name may be two words
    expect_status 0 daybook help $command
    help=$output
    expect_contains "$help" "usage: daybook $command"
    # shellcheck disable=SC2086
    expect_status 0 daybook $command --help
    expect_equal "$help" "$output"
    grep -q "C[mc] $command" "$manual" || fail "$command is not in the manual"
    while read -r option; do
        grep -q -e "Fl -$option" "$manual" || fail "--$option of $command is not in the manual"
    done < <(sed -n 's/^  --\([a-z-]*\) .*/\1/p' <<<"$help")
done <<<"$commands"

expect_status 0 daybook --version
expect_equal "$output" "$(daybook version)"
[[ $output =~ ^daybook\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "no version: $output"
expect_equal '' "$(find "$HOME" -type f)"
