#!/bin/bash
# Goal: a journal that was copied to a second machine and is used on both is noticed on both: they push each other off the
# broker, say so, come back ever more rarely, and still lose nothing.
# labels: nightly
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# arrivals: how often the seat connected by now.
arrivals() {
    grep -c "as $(seat_value ines client_id) " "$WORK/broker/log" || true
}

has_notes() {
    as "$1" list --json 2>>"$WORK/said" | jq -r '.note // empty' | grep -cx "$2" >>"$WORK/said"
}

need_program jq
start_broker
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle ines
pair ines caro 'Carolin Abendroth' caregiver
cp -a "$WORK/ines" "$WORK/twin"
sed -i 's/^connection_messages.*/connection_messages true/' "$WORK/broker/mosquitto.conf"
kill -HUP "$(<"$WORK/broker/pid")"
start_agent caro ines twin
expect_soon 180 told_of ines seat-shared
expect_soon 180 told_of twin seat-shared
before=$(arrivals)
sleep 60
after=$(arrivals)
printf 'the seat connected %d times before both said so, and %d times in the minute after\n' "$before" "$((after - before))"
[ "$((after - before))" -le 8 ] || fail "the two homes fight: $((after - before)) connections in a minute"

as ines log note --note from-the-first --quiet
as twin log note --note from-the-second --quiet
expect_soon 300 has_notes caro from-the-first
expect_soon 300 has_notes caro from-the-second
stop_agent caro ines twin
