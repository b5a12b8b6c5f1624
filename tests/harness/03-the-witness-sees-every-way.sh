#!/bin/bash
# Goal: whatever way a program of Daybook writes a canary into a file, the test it belongs to fails and says where; what
# it says on its outputs, what was declared, and what others write is left alone.
. "${BASH_SOURCE[0]%/*}/black-box.sh"

library=$DAYBOOK_BUILD/tests/harness/libdaybook_witness.so
program=$DAYBOOK_BUILD/tests/harness/indiscretion
canary='the violet umbrella stayed at the ferry landing'
seen="wrote \"$canary\" at"

# under_witness TEST COMMAND…
under_witness() {
    "$DAYBOOK_SOURCE/tests/harness/witnessed" "$library" "$@"
}

ways=$("$program" --list)
[ "$(wc -l <<<"$ways")" -ge 10 ] || fail 'where are the ways?'
for way in $ways; do
    case $way in
    mapping | copying) # refused whatever they carry
        expect_status 1 under_witness none "$program" "$way" "$WORK/$way" harmless
        expect_contains "$errors" unseen
        continue
        ;;
    esac
    expect_status 0 under_witness none "$program" "$way" "$WORK/$way" harmless
    expect_status 1 under_witness none "$program" "$way" "$WORK/$way" "before $canary behind"
    expect_contains "$errors" "$seen"
    expect_lacks "$errors" before
    expect_lacks "$errors" behind
done

# A canary of the schema, in the middle of much else.
big=$(printf 'x%.0s' {1..90})
expect_status 1 under_witness none "$program" stream "$WORK/page" "$big CREATE TABLE $big"
expect_contains "$errors" 'wrote "CREATE TABLE" at 91 of'

# What a program says is the test's to judge, even in a file.
expect_status 0 under_witness none "$program" stream /dev/stdout "$canary"
expect_equal "$canary" "$output"

# The status of the test stays, and a sighting is worse than any.
expect_status 77 under_witness none sh -c 'exit 77'
expect_status 1 under_witness none sh -c "'$program' write '$WORK/page' '$canary'; exit 77"
# A process in the background, started by another and gone from it, belongs to the test as well.
expect_status 1 under_witness none sh -c "(exec '$program' write '$WORK/page' '$canary' >'$WORK/quiet' 2>&1) & wait; true"
# Shells and tools are the test, not what is tested.
expect_status 0 under_witness none sh -c "echo '$canary' >'$WORK/page'"

# A line of in-clear.txt holds for its test and its files.
declared=$(grep -v '^#' "$DAYBOOK_SOURCE/tests/harness/in-clear.txt" | head -n 1)
read -r test pattern reason <<<"$declared"
expect_contains "$reason" ' '
expect_status 0 under_witness "$test" "$program" write "$WORK/${pattern##*/}" "$canary"
expect_status 1 under_witness none "$program" write "$WORK/${pattern##*/}" "$canary"
expect_status 1 under_witness "$test" "$program" write "$WORK/page" "$canary"

# Where the witness is not loaded, nothing counts as seen.
expect_status 1 "$DAYBOOK_SOURCE/tests/harness/witnessed" "$WORK/no-library" none true
expect_contains "$errors" 'was not there'

# Each kind, name and word of a person in the list is one that a test writes.
while read -r word; do
    case $word in
    '' | '#'*) continue ;;
    esac
    grep -rqF --exclude=canaries.txt -e "$word" "$DAYBOOK_SOURCE/tests" || fail "no test writes what the list has: $word"
done < <(sed '1,/^# Kinds/d' "$DAYBOOK_SOURCE/tests/harness/canaries.txt")
