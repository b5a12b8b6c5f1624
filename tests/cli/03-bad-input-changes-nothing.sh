#!/bin/bash
# Goal: a slip of the fingers is explained in a sentence, names what was probably meant, and changes nothing.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna

# refused STATUS PART ARGUMENT…: exit status and sentence; nothing on standard output.
refused() {
    local status=$1 part=$2
    shift 2
    expect_status "$status" as_person "$@"
    expect_equal '' "$output"
    expect_contains "$errors" 'daybook: '
    expect_contains "$errors" "$part"
}

refused 2 'did you mean "log"' lgo pain worst=3
refused 2 'did you mean "circle approve"' circle aprove
refused 2 'did you mean --note' log pain worst=3 --ntoe x
refused 2 '--at needs a value' log pain worst=3 --at
refused 2 '--at is given twice' log pain worst=3 --at now --at now
refused 2 'whole number' sync --wait soon
refused 2 'takes no value' list --json=yes
refused 2 'Log what?' log
refused 2 'daybook show ID' show
refused 2 'daybook undo' undo everything
refused 2 'UTF-8' log pain worst=3 --note $'\xff'
refused 4 'did you mean "pain"' log pian worst=3
refused 2 '0 to 10' log pain worst=11
refused 2 worst log pain average=3
refused 2 '' log pain worst=3 colour=red
refused 2 '' log pain worst=3 --at 'once upon a time'
refused 2 'What should change' amend 0123
refused 2 'log' circle grant Anna everything
refused 2 '--yes' circle remove Anna
refused 2 'terminal' checkin
refused 4 'cannot be opened' broker "$WORK/no-such-seat.json"
printf '[]' >"$WORK/seat.json"
refused 2 'no seat' broker "$WORK/seat.json"
printf '{"broker":"wss://broker.example:443/mqtt","circle":"0123456789abcdef","client_id":"0123456789abcdef"}' >"$WORK/seat.json"
refused 2 'WebSocket' broker "$WORK/seat.json"
expect_contains "$errors" 'mqtts://host:port'

expect_status 0 as_person list --json
expect_equal '' "$output"

