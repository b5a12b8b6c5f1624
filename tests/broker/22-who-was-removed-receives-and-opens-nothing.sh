#!/bin/bash
# labels: nightly
# Goal: on a cluster a device that was removed may go on receiving, because a subscription outlives its rights there; it opens
# nothing all the same, for the keys have changed. Who is disabled, or leaves, is hung up on and receives nothing more.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/cluster.sh"

node_of[ines]=1
node_of[dora]=1
node_of[caro]=2
node_of[theo]=3

# listen_as PERSON: write down all that this person's device receives from now on: retained flag, topic, payload in
# hexadecimal. It is in $WORK/PERSON.heard, the process in $started.
listen_as() {
    local person=$1
    start_in_background become_device "$WORK/$person.seat" mosquitto_sub -V mqttv311 -c -t "daybook/1/$circle/#" -F '%r %t %x'
    ln "$WORK/background-$((${#harness_processes[@]} - 1))" "$WORK/$person.heard"
    expect_soon 30 is_subscribed "$person"
}
is_subscribed() {
    asked bindings | jq -e --arg device "$(seat_value "$1" client_id)" --arg circle "$circle" \
        'any(.[]; (.destination | contains($device)) and .routing_key == "daybook.1.\($circle).#")'
}
# from_others PERSON: the messages this device received that it did not send.
from_others() {
    grep "/$circle/" "$WORK/$1.heard" | grep -v "/$circle/$(seat_value "$1" client_id)/" || true
}
received() {
    from_others "$1" | wc -l
}
has_received() {
    [ "$(received "$1")" -ge "$2" ]
}
# tried PERSON FROM: what the copy of this person's home opens of the messages from this number on.
tried() {
    from_others "$1" | tail -n "+$2" |
        "$DAYBOOK_BUILD/tests/exchange/keyholder" "$WORK/copy/journal" "$WORK/copy/passphrase"
}
# opens_batches PERSON: the copy has the right keys for what this person was sent.
opens_batches() {
    tried "$1" 1 | grep '^opened .*/ops$'
}
# have_all_heard PERSON…: their agents end, and what these sent has reached the listening device: the last word of each
# device comes after it.
have_all_heard() {
    local person
    stop_agent "$@"
    for person in "$@"; do
        as_device "$WORK/$person.seat" mosquitto_pub -V mqttv311 -c \
            -t "daybook/1/$circle/$(seat_value "$person" client_id)/last" -m word 2>>"$WORK/said" || fail "$person cannot write"
    done
    expect_soon 60 heard_last_words $#
}
heard_last_words() {
    [ "$(grep -c '/last ' "$WORK/caro.heard")" -eq "$1" ]
}
is_not_subscribed() {
    ! is_subscribed "$1"
}
is_connected() {
    asked "connections/username/$(seat_value "$1" username)" | jq -e 'length > 0'
}
# ended_after PERSON WORD COMMAND…: this command of seats ends what the listening device receives.
ended_after() {
    local person=$1 word=$2 began=${EPOCHREALTIME/./} ended before
    shift 2
    seats "$@"
    ended=${EPOCHREALTIME/./}
    expect_soon 10 is_not_subscribed "$person"
    before=$(received "$person")
    as ines log pain worst=2 --note "$word" --quiet
    expect_soon 180 knows dora "$word"
    expect_equal "$before" "$(received "$person")"
    as_device "$WORK/$person.seat" mosquitto_pub -V mqttv311 -t "daybook/1/$circle/$(seat_value "$person" client_id)/x" \
        -m hello 2>>"$WORK/said" && fail "who $word goes on writing"
    printf '%s: the command took %d ms, and nothing was received after it\n' "$word" $(((ended - began) / 1000))
}

need_program jq
need_program curl
need_program mosquitto_sub
expect_file "$DAYBOOK_BUILD/tests/exchange/keyholder"
start_cluster
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
make_journal theo 'Theodora Quist' therapist
make_journal dora 'Dora Nachfolger' caregiver
new_circle ines
start_agent ines
pair ines caro 'Carolin Abendroth' caregiver
pair ines theo 'Theodora Quist' therapist
pair ines dora 'Dora Nachfolger' caregiver
start_agent caro theo dora
as ines log pain worst=3 --note before --quiet
for person in caro dora; do
    expect_soon 180 shows "$person" 'before '
done

# Her device, with all its keys and a subscription that stands.
stop_agent caro
cp -a "$WORK/caro" "$WORK/copy"
listen_as caro
as ines log pain worst=4 --note heard --quiet
as dora log pain worst=4 --note heard-too --quiet
expect_soon 180 shows ines 'before heard heard-too '
expect_soon 180 opens_batches caro
opened_before=$(tried caro 1 | grep -c '^opened .*/ops$')

# Her rights go, by hand, and the broker goes on delivering: what is left to keep her out are the keys.
order 1 clear_permissions "$(seat_value caro username)"
expect_status 0 as ines circle remove Carolin --yes
expect_soon 180 knows_of_the_removal dora
expect_soon 180 knows_of_the_removal theo
# What was sealed before they knew is hers to read, and some of it may still be on its way.
have_all_heard ines dora theo
before=$(received caro)
start_agent ines dora theo
as ines log pain worst=5 --note after --quiet
as dora log pain worst=6 --note later --quiet
expect_soon 180 shows dora 'after before heard heard-too later '
expect_soon 180 shows ines 'after before heard heard-too later '
expect_soon 180 has_received caro $((before + 4))
expect_equal '[]' "$(asked "users/$(seat_value caro username)/permissions")"
tried caro $((before + 1)) >"$WORK/tried-after"
delivered=$(wc -l <"$WORK/tried-after")
opened_after=$(grep -c '^opened ' "$WORK/tried-after" || true)
closed_after=$(grep -c '^closed .*/\(ops\|have\)$' "$WORK/tried-after" || true)
printf 'while its subscription stood: before the removal %s batches opened; after it was known %s messages were delivered ' \
    "$opened_before" "$delivered"
printf 'without a right: %s opened, %s batches and lists among them stayed closed\n' "$opened_after" "$closed_after"
if [ "$delivered" -lt 4 ] || [ "$closed_after" -lt 2 ]; then
    fail 'too little was delivered after the removal to say anything'
fi
expect_equal 0 "$opened_after"

# Disabled in the proper way it is hung up on, and let in no more.
expect_soon 5 is_connected caro
ended_after caro 'disabled' device disable "$(seat_value caro username)"
# A device that leaves hears nothing more, whatever it was subscribed to.
stop_agent theo
listen_as theo
ended_after theo 'left' leave "$circle" "$(seat_value theo username)"
stop_agent ines dora
for person in ines dora; do
    expect_status 0 as "$person" verify
done
