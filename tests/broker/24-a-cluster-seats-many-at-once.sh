#!/bin/bash
# labels: nightly
# Goal: a cluster that runs takes 200 circles of four devices and five therapists at once; every seat file opens its own
# circle and no other, and three of them carry the everyday work of a patient, a caregiver and a therapist.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/cluster.sh"

declare -A seat_of=()

# give_seat PERSON: one of the many, which was made before anybody was there to sit in it.
give_seat() {
    (umask 077 && cp "${seat_of[$1]}" "$WORK/$1.seat")
}
# writes_below FILE CIRCLE: may the device of this seat write into a circle, asked at node 2?
writes_below() {
    port=$(port_of 2) as_device "$1" mosquitto_pub -V mqttv311 -t "daybook/1/$2/$(seat_field "$1" client_id)/x" -m hello \
        2>>"$WORK/said"
}
has_both() {
    [ "$(as "$1" list --json 2>>"$WORK/said" | jq -r '.note // empty' | sort | tr '\n' ' ')" = 'hers his ' ]
}

need_program jq
need_program mosquitto_pub
start_cluster
began=$(date +%s%3N)
expect_equal '200 circles, 1000 seats' "$(seats bulk "$WORK/many" 200 4 5 40)"
printf '1000 seats in 200 circles: %d ms\n' $(($(date +%s%3N) - began))
began=$(date +%s%3N)
expect_equal '200 5' "$(seats circle list | awk '{ print $2 }' | sort | uniq -c | awk '{ print $1, $2 }')"
printf 'all circles listed: %d ms\n' $(($(date +%s%3N) - began))

# The first, one in the middle and the last open; each its own circle alone.
mapfile -t circles < <(find "$WORK/many/circles" -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort)
for number in 0 99 199; do
    for place in 1 4; do
        file=$WORK/many/circles/${circles[$number]}/$place.seat
        writes_below "$file" "${circles[$number]}" || fail "seat $place of circle $number does not open"
        ! writes_below "$file" "${circles[42]}" || fail "seat $place of circle $number opens another circle"
    done
done
last=$WORK/many/circles/${circles[199]}/4.seat
seats device disable "$(jq -r .client_id "$last")"
! writes_below "$last" "${circles[199]}" || fail 'a device of many cannot be disabled'

circle=${circles[7]}
seat_of[ines]=$WORK/many/circles/$circle/1.seat
seat_of[caro]=$WORK/many/circles/$circle/2.seat
seat_of[theo]=$(find "$WORK/many/therapists" -name "$circle.seat")
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
make_journal theo 'Theodora Quist' therapist
give_seat ines
expect_status 0 as ines broker "$WORK/ines.seat"
start_agent ines
pair ines caro 'Carolin Abendroth' caregiver
pair ines theo 'Theodora Quist' therapist --grant log
start_agent caro theo
as ines log pain worst=3 --note hers --quiet 2>>"$WORK/said"
as caro log pain worst=4 --note his --quiet 2>>"$WORK/said"
for person in ines caro theo; do
    expect_soon 180 has_both "$person"
done
stop_agent ines caro theo

# It is all gone with the circle.
seats circle close "$circle"
! writes_below "$WORK/ines.seat" "$circle" || fail 'a seat of a closed circle opens'
expect_equal 199 "$(seats circle list | wc -l)"
