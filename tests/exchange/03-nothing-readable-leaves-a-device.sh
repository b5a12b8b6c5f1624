#!/bin/bash
# Goal: neither a thief of the disks nor the broker's keeper finds a note, a name, a kind of entry or a table: not in the
# journals' folders, not in what the broker keeps, not in anything it ever carried.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/onlooker.sh"

note='the violet umbrella stayed at the ferry landing'
plain=("$note" 'Ines Marlowe' 'Carolin Abendroth' 'Theodora Quist' Abendroth Theodora 'violet umbrella'
    "$EXCHANGE_PASSPHRASE" spo2_spot medication_dose muscle_symptom exercise_session breathlessness body_weight
    'CREATE TABLE' 'CREATE INDEX' 'SQLite format' operation dirty_day peer_position invitation)

# in_all_spellings WORD: as it is, in hexadecimal, and in base64 at each of the three places it may begin.
in_all_spellings() {
    local lead encoded
    printf '%s\n' "$1"
    printf '%s' "$1" | xxd -p | tr -d '\n'
    echo
    for lead in '' a ab; do
        encoded=$(printf '%s%s' "$lead" "$1" | base64 -w 0)
        encoded=${encoded%%=*}
        # What the neighbours on both sides have a part in is left out.
        encoded=${encoded:$((${#lead} > 0 ? ${#lead} + 1 : 0))}
        printf '%s\n' "${encoded%?}"
    done
}

# findings FILE-OR-FOLDER…: the canaries that are in there.
findings() {
    grep -r -a -o -h -F -f "$WORK/canaries" "$@" | sort -u
}

for word in "${plain[@]}"; do
    in_all_spellings "$word"
done >"$WORK/canaries"

# The broker is watched from before the first invitation on.
need_program jq
start_broker
let_onlooker_in watcher
start_capture watcher
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
make_journal theo 'Theodora Quist' therapist
new_circle ines
start_agent ines
pair ines caro 'Carolin Abendroth' caregiver
pair ines theo 'Theodora Quist' therapist --grant log
start_agent caro theo

as ines log body_weight weight=71.5 --note "$note" --quiet
as caro log pain worst=2 --note "$note" --quiet
log_file ines "$DAYBOOK_SOURCE/tests/golden/journals/patient-90d.ndjson"
settle_together 60 ines caro theo
expect_contains "$(as theo list --json)" "$note"

# The agents run on, so logs and temporary files are looked at as they are, deleted ones that are still open too.
mkdir "$WORK/open"
for person in ines caro theo; do
    for file in "/proc/${circle_agents[$person]}/fd"/*; do
        [ -f "$file" ] || continue
        # What ctest writes of all tests is open in each of them.
        [[ $(readlink "$file") != */Testing/Temporary/* ]] || continue
        # Others come and go: a socket, a connection.
        cat "$file" >"$WORK/open/$person-${file##*/}" 2>>"$WORK/said" || true
    done
    expect_contains "$(sha256sum "$WORK/open/$person"-*)" "$(sha256sum <"$WORK/$person/journal/store.db" | cut -d ' ' -f 1)"
    expect_equal '' "$(findings "$WORK/$person/journal")"
done
expect_equal '' "$(findings "$WORK/open")"
stop_agent ines caro theo
for person in ines caro theo; do
    expect_equal '' "$(findings "$WORK/$person/journal")"
done

stop_broker
expect_file "$WORK/broker/store/mosquitto.db"
expect_equal '' "$(findings "$WORK/broker/store" "$WORK/broker/log" "$WORK/broker/accounts/dynamic-security.json")"

# All it carried, topics and bytes, and the bytes in the clear.
cut -d ' ' -f 3 "$capture" | xxd -r -p >"$WORK/carried"
[ "$(stat -c %s "$WORK/carried")" -gt 50000 ] || fail 'the capture is too small to be true'
expect_equal '' "$(findings "$capture" "$WORK/carried")"

# The same search finds every one of them where they are.
printf '%s\n' "${plain[@]}" >"$WORK/plain"
base64 -w 0 "$WORK/plain" >"$WORK/plain.base64"
xxd -p "$WORK/plain" | tr -d '\n' >"$WORK/plain.hexadecimal"
expect_equal "$(printf '%s\n' "${plain[@]}" | sort -u | wc -l)" "$(grep -c -F -x -f "$WORK/plain" "$WORK/plain")"
for word in "${plain[@]}"; do
    in_all_spellings "$word" >"$WORK/canaries"
    for form in plain plain.base64 plain.hexadecimal; do
        [ -n "$(findings "$WORK/$form")" ] || fail "the search does not see $word in $form"
    done
done
