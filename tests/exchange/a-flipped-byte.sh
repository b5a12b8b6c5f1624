# The rounds of the two tests that alter bytes of a journal's file: a journal, and what it says after each.
# shellcheck shell=bash

need_program daybook
need_program jq
seed=${DAYBOOK_SEED:-$$}
printf 'seed %s\n' "$seed"
RANDOM=$seed

make_journal ines 'Ines Marlowe' patient
head -200 "$DAYBOOK_SOURCE/tests/golden/journals/patient-90d.ndjson" >"$WORK/lines"
log_file ines "$WORK/lines"
store=$(journal_of ines)/store.db
expect_status 0 as ines list --json
cp "$WORK/output" "$WORK/sound"
cp "$store" "$WORK/store"
size=$(stat -c %s "$store")
[ "$(wc -l <"$WORK/sound")" -eq 200 ] || fail 'the journal is not what it should be'

# flip POSITION: alter one bit of a byte, in a copy of the sound store and nothing beside it.
flip() {
    local byte
    rm -f "$store"*
    cp "$WORK/store" "$store"
    byte=$(od -An -tu1 -j "$1" -N 1 "$store")
    printf '%b' "\\0$(printf %o $((byte ^ (1 << RANDOM % 8))))" | dd of="$store" bs=1 seek="$1" conv=notrunc status=none
    ! cmp -s "$WORK/store" "$store" || fail 'the byte was not altered'
}

# run COMMAND…: its status is in $status; a crash ends the test.
run() {
    status=0
    as ines "$@" >"$WORK/output" 2>"$WORK/errors" </dev/null || status=$?
    [ "$status" -lt 128 ] || fail "crashed with $status at byte $position: $*"
}

# look WHERE POSITION: what verify and list say; WHERE is header or page.
look() {
    local where=$1
    position=$2
    flip "$position"
    run verify --json
    if [ "$status" -eq 0 ]; then
        expect_equal true "$(jq .sound "$WORK/output")"
        [ "$where" = header ] || fail "the altered byte $position of a page is not noticed"
        unnoticed=$((unnoticed + 1))
    else
        noticed=$((noticed + 1))
        [ -s "$WORK/errors" ] || fail "the damage at byte $position is not told"
    fi
    run list --json
    if [ "$status" -eq 0 ]; then
        cmp -s "$WORK/sound" "$WORK/output" || fail "something else is shown after byte $position was altered"
    else
        [ ! -s "$WORK/output" ] || cmp -n "$(stat -c %s "$WORK/output")" "$WORK/sound" "$WORK/output" ||
            fail "something else is shown before the error after byte $position was altered"
    fi
}

# altered_bytes_are_told ROUNDS HEADER-PLACE…: each place in both key headers; ROUNDS times the places of four pages.
altered_bytes_are_told() {
    local rounds=$1 place page pages cut
    shift
    noticed=0
    unnoticed=0

    # The key header: two copies of 4096 bytes.
    for place in "$@"; do
        look header "$place"
        look header $((4096 + place))
    done

    # Pages of 4096 bytes after 8192, each of sealed bytes, nonce and tag: the first, two of the middle, the last.
    pages=$(((size - 8192) / 4096))
    while [ $((rounds--)) -gt 0 ]; do
        for page in 0 $((pages - 1)) $((1 + RANDOM % (pages - 2))) $((1 + RANDOM % (pages - 2))); do
            place=$((RANDOM % 4056))
            look page $((8192 + page * 4096 + place))
        done
        look page $((8192 + RANDOM % pages * 4096 + 4056 + RANDOM % 24))
        look page $((8192 + RANDOM % pages * 4096 + 4080 + RANDOM % 16))
    done
    printf '%d alterations were told, %d hit what is kept twice or means nothing\n' "$noticed" "$unnoticed"
    [ "$noticed" -ge 6 ] || fail 'too few alterations were noticed'

    # A store cut short is told too, and the sound one opens as before.
    for cut in 100 8192 $((size - 1)) $((size - 4096)); do
        rm -f "$store"*
        head -c "$cut" "$WORK/store" >"$store"
        position=$cut
        run verify
        [ "$status" -ne 0 ] || fail "a store cut to $cut bytes passes"
        run list --json
        [ "$status" -ne 0 ] || cmp -s "$WORK/sound" "$WORK/output" ||
            fail "a store cut to $cut bytes shows something else"
    done
    rm -f "$store"*
    cp "$WORK/store" "$store"
    expect_status 0 as ines list --json
    cmp "$WORK/sound" "$WORK/output"
}
