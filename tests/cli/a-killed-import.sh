# The rounds of the two tests that kill an import: after each, all nights of the file are in the journal, or none is.
# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR source=a-journal.sh
. "${BASH_SOURCE[0]%/*}/a-journal.sh"
. "${BASH_SOURCE[0]%/*}/../harness/killed-at-writes.sh"

NIGHTS=3

# nights MONTH/YEAR: what an oximeter recorded in the first nights of a month.
nights() {
    local day second
    printf 'Time,Oxygen Level,Pulse Rate,Motion\n'
    for ((day = 1; day <= NIGHTS; day++)); do
        for ((second = 0; second < 180; second += 4)); do
            printf '22:%02d:%02d %02d/%s,94,60,0\n' $((second / 60)) $((second % 60)) "$day" "$1"
        done
    done
}

# become_person COMMAND…: as as_person, in place of this shell.
become_person() {
    exec daybook --passphrase-file "$passphrase_file" --no-input "$@"
}

# import_killed_at NUMBER: a file of a month of its own.
import_killed_at() {
    local before after acknowledged
    nights "$(printf '%02d/%d' $(($1 % 12 + 1)) $((1990 + $1 / 12)))" >"$WORK/nights.csv"
    before=$(as_person list --kind oximetry_night --json 2>>"$WORK/said" | wc -l)
    killed_at "$1" become_person import "$WORK/nights.csv" --dates day-first --json
    acknowledged=$(jq -Rr 'fromjson? | .logged // empty' "$WORK/printed")
    after=$(as_person list --kind oximetry_night --json 2>>"$WORK/said" | wc -l)
    case $((after - before)) in
    "$NIGHTS") ;;
    0) [ -z "$acknowledged" ] || fail "acknowledged $acknowledged nights before change $1, and none is there" ;;
    *) fail "$((after - before)) of $NIGHTS nights are there after a kill before change $1" ;;
    esac
}

# a_killed_import_is_whole_or_not_at_all STEP: killed before each STEP-th change of the disk.
a_killed_import_is_whole_or_not_at_all() {
    make_journal anna
    killed_at_every "$1" import_killed_at
    expect_status 0 as_person verify
}
