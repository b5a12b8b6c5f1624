#!/bin/bash
# Goal: Caro restores her backup with her passphrase: she can read at once, and after a new invitation she writes and
# exchanges again; no entry is doubled, and none is lost.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

umask 077
found_circle
start_agent ines caro
as ines log pain worst=3 --note of-ines --quiet
as caro log pain worst=4 --note of-caro --quiet
expect_soon 30 shows ines 'of-caro of-ines '
expect_soon 30 shows caro 'of-caro of-ines '
# While the agent owns the journal.
expect_status 0 as caro backup "$WORK/backup"
stop_agent caro
as ines log pain worst=5 --note since --quiet

mv "$WORK/caro" "$WORK/broken"
rm "$WORK/caro.seat"
mkdir "$WORK/caro"
printf 'a passphrase of her own\n' >"$WORK/caro/passphrase"
expect_status 0 daybook --home "$WORK/caro/journal" --no-input restore "$WORK/backup" \
    --passphrase-file "$WORK/broken/passphrase" --new-passphrase-file "$WORK/caro/passphrase"
expect_equal 'of-caro of-ines ' "$(notes_of caro)"
expect_status 1 as caro log pain worst=1
expect_contains "$errors" 'circle join'
expect_equal null "$(as caro notices --json | jq '[.notices[].kind] | index("recovery-used")')"

pair ines caro 'Carolin Abendroth' caregiver
start_agent caro
expect_soon 30 shows caro 'of-caro of-ines since '
as caro log pain worst=6 --note again --quiet
expect_soon 30 shows ines 'again of-caro of-ines since '
expect_status 0 as caro verify --json
expect_equal true "$(jq .sound <<<"$output")"
