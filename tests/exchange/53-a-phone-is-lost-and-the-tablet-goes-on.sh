#!/bin/bash
# Goal: a patient writes on a phone and a tablet; the phone is lost, and from then on the tablet ends it, the others go
# on, the phone reads nothing new, and everybody can see who did what.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# device_of PERSON: the short id of this device, as 'circle members' shows it.
device_of() {
    as "$1" circle members --json 2>>"$WORK/said" | jq -r '.members[].devices[] | select(.self) | .id[:8]'
}

need_program jq
spare_passphrases
start_broker
make_journal phone 'Ines Marlowe' patient
make_journal tablet 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle phone
start_agent phone
pair phone caro 'Carolin Abendroth' caregiver

# The tablet comes in by a code that names nobody anew; only who may invite can make one.
give_seat tablet
expect_status 2 as phone circle invite --device
expect_contains "$errors" '--seat'
expect_status 1 as caro circle invite --device --seat "$WORK/tablet.seat"
expect_contains "$errors" 'ask them'
code=$(as phone circle invite --device --seat "$WORK/tablet.seat" --auto-approve --json 2>>"$WORK/said" | jq -r .code)
expect_status 0 as tablet circle join "$code" --wait 60
start_agent tablet caro
expect_equal 'Ines Marlowe' "$(as tablet status --json | jq -r '[.circles[].patient] | join(" ")')"
expect_equal 2 "$(as caro circle members --json | jq '.members | length')"

as phone log pain worst=3 --note from-phone --quiet
as tablet log pain worst=4 --note from-tablet --quiet
expect_soon 60 shows caro 'from-phone from-tablet '
expect_soon 60 shows phone 'from-phone from-tablet '
expect_soon 60 shows tablet 'from-phone from-tablet '

# The phone is lost. Its name fits two devices, so its id is wanted, and nobody is asked anything without a terminal.
lost=$(device_of phone)
stop_agent phone
expect_status 2 as tablet circle retire "$lost"
expect_contains "$errors" '--yes'
expect_status 5 as tablet circle retire Ines --yes
expect_status 1 as caro circle retire "$(device_of tablet)" --yes
expect_status 0 as tablet circle retire "$lost" --yes
as tablet log pain worst=5 --note after --quiet
expect_soon 60 shows caro 'after from-phone from-tablet '
start_agent phone
settle_together 60 tablet caro
expect_lacks "$(notes_of phone)" after

# The last device stays, and rights go to who may have them.
expect_status 1 as tablet circle retire Ines --yes
expect_status 0 as tablet circle grant Carolin co-owner
expect_status 0 as tablet circle revoke Carolin co-owner
expect_status 0 as tablet circle rotate
settle_together 60 tablet caro
expect_status 0 as caro circle log
expect_contains "$output" "a device of Ines Marlowe is retired, device $lost, by Ines Marlowe"
expect_contains "$output" 'the rights of Carolin Abendroth, granted: co_owner, by Ines Marlowe'
expect_lacks "$output" REFUSED

# One line for the tablet, none for the phone.
expect_status 0 as caro status
expect_equal 1 "$(grep -c 'Ines Marlowe (patient): heard' <<<"$output")"
expect_status 0 as caro list
expect_lacks "$output" 'no other device'
stop_agent phone tablet caro
