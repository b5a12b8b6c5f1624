# What a therapist waits for, measured: taking in all summaries, and looking at all patients.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced

# patients_figure NAME: the number of a row of the table in $output.
patients_figure() {
    awk -F'|' -v name=" $1 " '$2 == name { print $3 + 0 }' <<<"$output"
}

# patients_below LIMIT NAME: fail unless that figure is there and lower.
patients_below() {
    awk -v figure="$(patients_figure "$2")" -v limit="$1" 'BEGIN { exit !(figure > 0 && figure < limit) }' ||
        fail "$2: $(patients_figure "$2") is not below $1"
}

# expect_patients_at_a_glance COUNT DAYS: of so many patients with so many days each.
expect_patients_at_a_glance() {
    local circles=$DAYBOOK_BUILD/tests/bench/circles
    expect_status 0 "$circles" make "$WORK/therapist" "$1" "$2"
    printf '%s\n' "$output"
    patients_below 60 'taking in all summaries'
    patients_below 64 'resident at most while doing so'
    expect_status 0 "$circles" measure "$WORK/therapist"
    printf '%s\n' "$output"
    patients_below 100 'patients, the same day'
    patients_below 64 'resident at most until then'
}
