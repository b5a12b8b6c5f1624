#!/bin/bash
# Goal: every command that needs the journal answers a wrong passphrase with status 3 and one sentence, and shows nothing.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

need_program daybook
need_program jq
make_journal ines 'Ines Marlowe' patient
expect_status 0 as ines log pain worst=3 --json
id=$(jq -r .id <<<"$output")
printf 'no heron at all\n' >"$WORK/wrong"
printf 'another heron entirely\n' >"$WORK/new"
printf '{"broker":"mqtts://127.0.0.1:1","circle":"aaaaaaaaaaaaaaaaaaaa","client_id":"bbbbbbbbbbbbbbbbbbbb"}\n' >"$WORK/seat"
chmod 600 "$WORK/wrong" "$WORK/new" "$WORK/seat"

# refused COMMAND…: with the wrong passphrase; with the right one it would not be refused for that.
refused() {
    expect_status 3 daybook --home "$(journal_of ines)" --no-input --passphrase-file "$WORK/wrong" "$@" </dev/null
    expect_equal '' "$output"
    expect_equal 1 "$(grep -c . <<<"$errors")"
    case $errors in
    'daybook: '*.) ;;
    *) fail "expected one sentence from: $*
      but read: $errors" ;;
    esac
}

refused log pain worst=3
refused list
refused show "$id"
refused amend "$id" worst=4
refused retract "$id" --reason 'a slip'
refused undo
refused status
refused trends
refused sync
refused broker
refused broker "$WORK/seat"
refused circle members
refused circle pending
refused circle approve
refused circle invite --name Caro --role caregiver --seat "$WORK/seat"
refused circle grant Caro log
refused circle remove Caro --yes
refused passphrase --new-passphrase-file "$WORK/new"
refused agent
refused agent --background
refused verify

# The journal is as it was, and opens as before.
expect_status 0 as ines list --json
expect_equal "$id 3 false" "$(jq -r '"\(.id) \(.fields.worst) \(.amended)"' <<<"$output")"
expect_status 0 as ines verify
