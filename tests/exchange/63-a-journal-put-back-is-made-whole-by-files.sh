#!/bin/bash
# Goal: a journal that was put back to an older copy, and went on under numbers it had given away, loses nothing when only
# files go between it and the others: a few each way, and both show the same.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

export DAYBOOK_STATE=$WORK/state

# hand FROM TO
hand() {
    rm -f "$WORK/stick"
    expect_status 0 as "$1" sync --to "$WORK/stick" --quiet
    expect_status 0 as "$2" sync --from "$WORK/stick"
}

# together COUNT: patient and caregiver list the same, so many entries.
together() {
    [ "$(as ines list --json | wc -l)" -eq "$1" ] && [ "$(digest_of ines)" = "$(digest_of caro)" ]
}

# hand_until_together COUNT: a file each way, at most six times; says how often.
hand_until_together() {
    local round
    for ((round = 1; round <= 6; round++)); do
        hand ines caro
        hand caro ines
        if together "$1"; then
            printf 'the same after %d files each way\n' "$round"
            expect_status 0 as ines notices --seen # verify tells of an older copy until it was seen
            expect_status 0 as ines verify --json
            expect_status 0 as caro verify --json
            return
        fi
    done
    as ines list >&2
    as caro list >&2
    fail 'files do not bring the same journal'
}

found_circle
stop_broker
note ines 'before the copy'
hand_until_together 1
cp -a "$WORK/ines/journal" "$WORK/older"

# With the state file: noticed at the next opening.
note ines 'after the copy'
note caro 'by the caregiver'
hand_until_together 3
rm -rf "$WORK/ines/journal"
cp -a "$WORK/older" "$WORK/ines/journal"
note ines 'after the first return'
hand_until_together 4

# Without it: under numbers that were given away.
rm -rf "$WORK/ines/journal" "$DAYBOOK_STATE"
cp -a "$WORK/older" "$WORK/ines/journal"
note ines 'after the second return'
hand_until_together 5
