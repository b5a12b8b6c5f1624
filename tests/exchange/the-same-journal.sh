# What must be so once ninety days of a patient and a caregiver were exchanged with a therapist.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced

golden=$DAYBOOK_SOURCE/tests/golden/journals
as_lists='[.at, .kind, (.fields | map_values(if type == "array" then . else [.] end))]'

# log_ninety_days: the patient and the caregiver write, with no broker in reach.
log_ninety_days() {
    log_file ines "$golden/patient-90d.ndjson"
    log_file caro "$golden/caregiver-90d.ndjson"
}

# entries_of PERSON FILE: the journal as a program reads it, in one order.
entries_of() {
    as "$1" list --json >"$2.unsorted" 2>>"$WORK/said" || fail "$1 cannot list"
    LC_ALL=C sort "$2.unsorted" >"$2"
}

# Without how figures came to this device, and what only therapists see.
for_everybody='del(.contact, .contact_text, .received, .news,
    (.figures.function.alsfrs_r? | .kings?, .mitos?, .delta_fs?, .delta_fs_band?))'

# figures_of PERSON FILE: the trends on the last of the ninety days.
figures_of() {
    as "$1" trends --until 2026-08-29 --json >"$2.all" 2>>"$WORK/said" || fail "$1 has no trends"
    jq -c "$for_everybody" "$2.all" >"$2"
}

# expect_reference FILE: every figure is the one that was computed elsewhere.
expect_reference() {
    expect_equal '' "$(jq -r --slurpfile reference "$golden/reference-90d.json" \
        -f "$DAYBOOK_SOURCE/tests/exchange/same-figures.jq" "$1")"
}

# expect_the_same_journal: entries equal to the byte at both who may read them, figures equal at all three.
expect_the_same_journal() {
    local person
    entries_of ines "$WORK/ines.entries"
    entries_of caro "$WORK/caro.entries"
    expect_equal 966 "$(wc -l <"$WORK/ines.entries")"
    cmp "$WORK/ines.entries" "$WORK/caro.entries" || fail 'patient and caregiver show different journals'
    expect_equal everywhere "$(jq -r .sync "$WORK/ines.entries" | sort -u)"
    # What was typed is what is shown, in whatever order; one value of several that were possible is a list of one.
    jq -cS "$as_lists" "$golden"/{patient,caregiver}-90d.ndjson | sort >"$WORK/typed"
    jq -cS "$as_lists" "$WORK/ines.entries" | sort >"$WORK/shown"
    cmp "$WORK/typed" "$WORK/shown" || fail 'the journal shows something else than was typed'

    for person in ines caro theo; do
        figures_of "$person" "$WORK/$person.figures"
        expect_reference "$WORK/$person.figures"
        expect_equal "$([ "$person" = theo ] && echo 3 || echo null)" \
            "$(jq -r .figures.function.alsfrs_r.kings "$WORK/$person.figures.all")"
        cmp "$WORK/ines.figures" "$WORK/$person.figures" || fail "ines and $person show different figures"
        expect_status 0 as "$person" verify --json
        expect_equal 'true null' "$(jq -r '"\(.sound) \(.damage)"' <<<"$output")"
    done
}

# expect_no_entries_at PERSON: no entry is shown, and none is there: no operation of a log feed was received.
expect_no_entries_at() {
    expect_status 0 as "$1" list --json
    expect_equal '' "$output"
    expect_status 0 as "$1" verify --json
    expect_equal 0 "$(jq .entries <<<"$output")"
}
