#!/bin/bash
# labels: bench
# Goal: of 500 patients with 90 days each, a therapist's journal takes in all summaries within a minute, shows all at a glance
# within 100 ms, and never has more than 64 MiB resident.
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
expect_status 0 "$circles" make "$WORK/therapist" "${DAYBOOK_CIRCLES:-500}" "${DAYBOOK_DAYS:-90}"
printf '%s\n' "$output"
below 60 'taking in all summaries'
below 64 'resident at most while doing so'
expect_status 0 "$circles" measure "$WORK/therapist"
printf '%s\n' "$output"
below 100 'patients, the same day'
below 64 'resident at most until then'
