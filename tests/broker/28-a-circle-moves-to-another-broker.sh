#!/bin/bash
# labels: nightly
# Goal: a circle leaves a broker that is full, or goes away, for another, one device after the other, as the README of
# broker-config says. What was written on either side of the move, or by who was away for all of it, reaches everybody.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
need_program jq

# at BROKER COMMAND…: seats there.
at() {
    local broker=$1
    shift
    "$DAYBOOK_SOURCE/broker-config/seats" "$WORK/$broker" "$@"
}
moves() {
    at new device add "$moved" "$WORK/$1.moved" >>"$WORK/said"
    as "$1" broker "$WORK/$1.moved" >>"$WORK/said" || fail "$1 cannot move"
}
# all_have COUNT PERSON…
all_have() {
    local count=$1 person
    shift
    for person in "$@"; do
        [ "$(as "$person" list --json | wc -l)" -eq "$count" ] || return
    done
}

start_broker
for person in ines caro dora; do
    make_journal "$person" "Somebody $person" "$(case $person in i*) echo patient ;; *) echo caregiver ;; esac)"
done
new_circle ines
start_agent ines
for person in caro dora; do
    pair ines "$person" "Somebody $person" caregiver
done
stop_agent ines
start_broker "$WORK/new"
moved=$(at new circle add)

as dora log note --note 'by who is away meanwhile' --quiet
as ines log note --note 'before she moves' --quiet
moves ines
as ines log note --note 'at the new broker' --quiet
as caro log note --note 'sent to the old one, where nobody is' --quiet
sync_once ines 1
sync_once caro 1
moves caro
start_agent ines caro
expect_soon 30 all_have 3 ines caro

# Who comes last finds the old circle closed and is told so; with the new seat nothing is missing.
at broker circle close "$circle"
expect_status 6 as dora sync --wait 1
printf "  %s\n" "$errors"
expect_contains "$errors" 'ask its keeper'
moves dora
start_agent dora
expect_soon 30 all_have 4 ines caro dora
stop_agent ines caro dora
expect_equal "$moved 3" "$(at new circle list)"
