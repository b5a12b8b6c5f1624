#!/bin/bash
# Goal: a copy of a removed caregiver's home, with every key and credential it had and every byte the broker carried, opens
# nothing that was written once the removal was known; what it goes on writing is in quarantine until the owner lets it in.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/onlooker.sh"

# late_things PERSON: how many entries and other things of hers are in quarantine there.
late_things() {
    as "$1" circle quarantine --json 2>>"$WORK/said" | jq '[.quarantined[] | select(.reason == "late")] | length'
}
has_nothing_late() {
    [ "$(late_things "$1")" = 0 ]
}
has_set_aside() {
    [ "$(late_things "$1")" -ge "$2" ]
}

# tried FROM TO: what the copy of her home opens of the messages with these numbers that others sent.
tried() {
    sed -n "$1,$2p" "$capture" | "$DAYBOOK_BUILD/tests/exchange/keyholder" "$WORK/copy/journal" "$WORK/copy/passphrase" |
        grep "/$circle/" | grep -v "/$(seat_value caro client_id)/"
}

found_circle
make_journal dora 'Dora Nachfolger' caregiver
pair ines dora 'Dora Nachfolger' caregiver
let_onlooker_in keeper
start_capture keeper
start_agent ines caro theo dora
as ines log pain worst=3 --note before --quiet
as caro log pain worst=4 --note hers --quiet
expect_soon 30 shows caro 'before hers '
expect_soon 30 shows dora 'before hers '
stop_agent caro
cp -a "$WORK/caro" "$WORK/copy"
last_before=$(wc -l <"$capture")

expect_status 0 as ines circle remove Carolin --yes
expect_soon 30 knows_of_the_removal dora
expect_soon 30 knows_of_the_removal theo
first_after=$(($(wc -l <"$capture") + 1))
as ines log pain worst=5 --note after --quiet
as dora log pain worst=6 --note later --quiet
expect_soon 30 shows dora 'after before hers later '
expect_soon 30 shows ines 'after before hers later '

# Her device does not know. It goes on with its old credential, old keys and what it hears; once more as a copy elsewhere.
as caro log pain worst=9 --note late --quiet
as caro log mood value=2 --quiet 2>>"$WORK/said" || true
start_agent caro
expect_soon 30 has_set_aside ines 1
expect_soon 30 has_set_aside dora 1
sync_once caro 5
stop_agent caro
expect_lacks "$(notes_of caro)" after
expect_lacks "$(notes_of caro)" later
expect_equal 'after before hers later ' "$(notes_of ines)"
expect_equal 'after before hers later ' "$(notes_of dora)"

# Everything the broker carried, with every key: what was sent before opens, or this would prove nothing.
last_after=$(wc -l <"$capture")
tried 1 "$last_before" >"$WORK/tried-before"
tried "$first_after" "$last_after" >"$WORK/tried-after"
opened_before=$(grep -c '^opened .*/ops$' "$WORK/tried-before" || true)
opened_after=$(grep -c '^opened ' "$WORK/tried-after" || true)
closed_after=$(grep -c '^closed .*/\(ops\|have\)$' "$WORK/tried-after" || true)
printf 'before the removal: %s batches opened; after it was known: %s messages opened, %s stayed closed\n' \
    "$opened_before" "$opened_after" "$closed_after"
[ "$opened_before" -ge 1 ] || fail 'no batch from before the removal opens: the keys were not tried rightly'
[ "$closed_after" -ge 4 ] || fail 'too little was sent after the removal to say anything'
expect_equal 0 "$opened_after"

# The list says who, what and why; only owners let it in; then it is shown on every device that reads entries.
as ines circle quarantine >"$WORK/quarantine" 2>>"$WORK/said"
grep -q 'entry (pain) by Carolin Abendroth: written after they were removed' "$WORK/quarantine" ||
    fail "the quarantine is not told: $(cat "$WORK/quarantine")"
expect_status 1 as dora circle admit Carolin --yes
expect_status 0 as ines circle admit Carolin --yes
expect_soon 30 shows ines 'after before hers late later '
expect_soon 30 shows dora 'after before hers late later '
expect_equal 0 "$(late_things ines)"
expect_soon 30 has_nothing_late dora
stop_agent ines theo dora
for person in ines dora theo; do
    expect_status 0 as "$person" verify
done
