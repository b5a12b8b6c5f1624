#!/bin/bash
# labels: bench
# Goal: trends and flags of a year are measured, and where pandas or R is there, they are the figures these compute.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program jq
bench=$DAYBOOK_SOURCE/tests/bench/trends/run

expect_status 0 "$bench" --years 1 --rounds 1
printf '%s\n' "$output"
for row in '1 years, all trends, an agent running' '1 years, all flags, an agent running' \
    'the longest, one new entry logged' 'the longest, one measure after it'; do
    expect_contains "$output" "| $row "
done
expect_lacks "$output" '[1-9][0-9]* differ'

expect_status 2 "$bench" --years 0
expect_status 2 "$bench" --rounds 0
expect_status 0 "$bench" --help
