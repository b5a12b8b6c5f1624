#!/bin/bash
# labels: bench
# Goal: a therapist's journal in 500 circles opens within two seconds and has less than 64 MiB resident.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

# figure NAME: the number of a row of the table in $output.
figure() {
    awk -F'|' -v name=" $1 " '$2 == name { print $3 + 0 }' <<<"$output"
}

# below LIMIT NAME: fail unless that figure is there and lower.
below() {
    awk -v figure="$(figure "$2")" -v limit="$1" 'BEGIN { exit !(figure > 0 && figure < limit) }' ||
        fail "$2: $(figure "$2") is not below $1"
}

circles=$DAYBOOK_BUILD/tests/bench/circles
expect_status 0 "$circles" make "$WORK/therapist" "${DAYBOOK_CIRCLES:-500}"
expect_status 0 "$circles" measure "$WORK/therapist"
printf '%s\n' "$output"
below 2000 opening
below 64 'resident after opening, over an empty process'
below 50 'one idle journal_step()'
below 2000 'status of all'
expect_equal "$((${DAYBOOK_CIRCLES:-500} * 3))" "$(figure entries)"
