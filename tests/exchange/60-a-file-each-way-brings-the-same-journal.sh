#!/bin/bash
# Goal: two devices that joined once and never meet on a broker again come to show the same journal by handing each other
# files. A file that is replayed, old, cut, altered, a stranger's or a removed member's stores nothing wrong.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# hand FROM TO [OPTION…]: a file from one to the other, by way of a stick.
hand() {
    local from=$1 to=$2
    shift 2
    rm -f "$WORK/stick"
    expect_status 0 as "$from" sync --to "$WORK/stick" "$@"
    expect_equal 600 "$(stat -c %a "$WORK/stick")"
    expect_status 0 as "$to" sync --from "$WORK/stick"
}

# expect_same PERSON PERSON COUNT
expect_same() {
    expect_equal "$3" "$(as "$1" list --json | wc -l)"
    expect_equal "$(digest_of "$1")" "$(digest_of "$2")"
}

# expect_unchanged: nothing of ines changed, and all of it is whole.
expect_unchanged() {
    expect_equal "$before" "$(digest_of ines)"
    expect_status 0 as ines verify --json
}

# altered FILE POSITION: the file with one byte of another value, in $WORK/altered.
altered() {
    python3 - "$1" "$2" "$WORK/altered" <<'PYTHON'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[int(sys.argv[2])] ^= 0x41
open(sys.argv[3], "wb").write(data)
PYTHON
}

need_program python3
found_circle
sync_once ines
stop_broker
rm -rf "$WORK/broker/store"

# Both wrote; a file each way, and both hold all of it. What nobody lacks is not written again.
for number in 1 2 3; do
    note ines "by the patient $number"
    note caro "by the caregiver $number"
done
hand ines caro
expect_contains "$output" 'of the circle of Ines Marlowe'
hand caro ines
expect_same ines caro 6
expect_status 0 as ines list --json
expect_equal everywhere "$(jq -r .sync <<<"$output" | sort -u)"
hand ines caro # which says that it arrived
expect_status 0 as caro sync --to "$WORK/again" --for Ines --json
expect_equal 0 "$(jq .operations <<<"$output")"

# The therapist gets trends, and no entry; what was for another is nobody else's.
as ines log pain site=neck worst=6 --quiet
hand ines theo --for Theo
expect_status 0 as theo list --json
expect_equal '' "$output"
expect_status 0 as theo verify --json
expect_equal 0 "$(jq .entries <<<"$output")"
as theo trends --json --until "$(date -u +%F)" | jq -e '.. | .value? // empty' >"$WORK/figures" ||
    fail 'the therapist has no figure from the file'

# Nothing is replaced unasked, and what is asked for wrongly is said.
cp "$WORK/stick" "$WORK/kept"
expect_status 5 as ines sync --to "$WORK/stick"
cmp "$WORK/stick" "$WORK/kept" || fail 'a file was replaced'
expect_status 0 as ines sync --to "$WORK/stick" --force --all
expect_status 4 as ines sync --to "$WORK/other" --for Nobody
expect_status 2 as ines sync --from "$WORK/stick" --for Caro
expect_status 2 as ines sync --from "$WORK/stick" --to "$WORK/other"
expect_status 4 as ines sync --from "$WORK/nothing"
expect_status 2 as ines sync --from "$WORK/ines/passphrase"
expect_no_file "$WORK/other"

# Nothing readable, and no name, is in the file.
LC_ALL=C grep -aqE 'by the|Ines|Caro|pain|neck' "$WORK/stick" && fail 'the file can be read'

# Cut anywhere, or altered anywhere: what is whole is taken, never anything else; the whole file brings the rest.
for number in 4 5 6; do
    note caro "by the caregiver $number"
done
hand ines caro # so that the next file has what caro lacks of nobody
rm -f "$WORK/file"
as caro sync --to "$WORK/file" --for Ines --all --quiet
before=$(digest_of ines)
size=$(stat -c %s "$WORK/file")
start_agent ines
tries=${DAYBOOK_DAMAGES:-12}
for ((number = 0; number < tries; number++)); do
    head -c $((size * number / tries)) "$WORK/file" >"$WORK/cut"
    status=0
    as ines sync --from "$WORK/cut" >"$WORK/said.cut" 2>&1 || status=$?
    [ "$status" -eq 1 ] || [ "$status" -eq 2 ] || fail "a file cut at $number of $tries ends with $status"
    altered "$WORK/file" $((size * number / tries))
    status=0
    as ines sync --from "$WORK/altered" >"$WORK/said.cut" 2>&1 || status=$?
    [ "$status" -ne 0 ] || fail "a file altered at $number of $tries is taken without a word"
done
expect_status 0 as ines sync --from "$WORK/file"
stop_agent ines
expect_status 0 as ines verify --json
expect_same ines caro 10

# Again, and an older one: nothing is new, nothing is lost.
before=$(digest_of ines)
expect_status 0 as ines sync --from "$WORK/file" --json
expect_equal 0 "$(jq .new <<<"$output")"
expect_status 0 as ines sync --from "$WORK/again" --json
expect_equal 0 "$(jq .new <<<"$output")"
expect_unchanged

# A stranger's file, of a circle of their own.
start_broker
make_journal nora 'Nora Vance' patient
make_journal otto 'Otto Brandt' caregiver
new_circle nora
pair nora otto 'Otto Brandt' caregiver
stop_broker
note nora 'in another circle'
as nora sync --to "$WORK/foreign" --quiet
expect_status 1 as ines sync --from "$WORK/foreign"
expect_contains "$errors" 'Nothing in this file is for this journal'
expect_unchanged

# Killed in the middle, again and again: the rest comes with the next attempt.
for ((number = 1; number <= 60; number++)); do
    printf '{"kind":"note","note":"one of many %d"}\n' "$number"
done >"$WORK/many"
log_file caro "$WORK/many"
rm -f "$WORK/file"
as caro sync --to "$WORK/file" --quiet
for delay in 0.00 0.01 0.02 0.03 0.05 0.08; do
    become ines sync --from "$WORK/file" >"$WORK/said.killed" 2>&1 &
    read -r -t "$delay" <> <(:) || true
    kill -KILL $! 2>/dev/null || true
    wait $! || true
    expect_status 0 as ines verify --json
done
expect_status 0 as ines sync --from "$WORK/file"
expect_same ines caro 70

# Who was removed still hands over; what they wrote later is kept apart and shown to nobody.
as ines circle remove Carolin --yes --quiet
note caro 'written after the removal'
rm -f "$WORK/file"
as caro sync --to "$WORK/file" --all --quiet
before=$(digest_of ines)
expect_status 0 as ines sync --from "$WORK/file"
expect_unchanged
rm -f "$WORK/file"
as ines sync --to "$WORK/file" --all --quiet
expect_status 1 as caro sync --from "$WORK/file"
expect_contains "$errors" 'Nothing in this file is for this journal'
