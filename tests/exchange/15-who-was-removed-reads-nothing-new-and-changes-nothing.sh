#!/bin/bash
# Goal: from the removal on a caregiver gets nothing new, and what their device goes on writing changes nobody's journal.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# has_set_aside PERSON COUNT: operations that came in and count for nothing.
has_set_aside() {
    as "$1" status --json 2>>"$WORK/said" | jq -e ".circles[0].quarantined == $2"
}

found_circle
start_agent ines caro theo
as ines log pain worst=3 --note before --quiet
expect_soon 30 shows caro 'before '

# Caro's device is away while she is removed; what she wrote there is not known to anybody yet.
stop_agent caro
expect_status 0 as ines circle remove Carolin --yes
expect_soon 30 knows_of_the_removal theo
as ines log pain worst=4 --note after --quiet
as caro log pain worst=9 --note from-outside --quiet
start_agent caro
expect_soon 30 has_set_aside ines 1
# Time for whatever else might come: an exchange that ends, on either side.
sync_once caro 5
sync_once ines 5
expect_lacks "$(notes_of caro)" after
expect_equal 'after before ' "$(notes_of ines)"

# The circle goes on without her.
make_journal dora 'Dora Nachfolger' caregiver
pair ines dora 'Dora Nachfolger' caregiver
start_agent dora
expect_soon 30 shows dora 'after before '
expect_lacks "$(notes_of dora)" outside
