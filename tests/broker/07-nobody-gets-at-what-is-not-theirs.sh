#!/bin/bash
# Goal: every way one device could read, write, take or be what belongs to another circle or device is refused or reaches
# nobody, in MQTT 5 and in 3.1.1. Run by hand, this prints the table of all of them with the broker's answers.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

start_broker
circle=$(seats circle add)
other=$(seats circle add)
for name in anna ben; do
    seats device add "$circle" "$work/$name" >"$work/output"
done
seats device add "$other" "$work/mallory" >"$work/output"
must 'nobody gets at what is not theirs' "$config/../tests/broker/isolation.py" "$circle" "$other" "$work"/{anna,ben,mallory}
must 'the accounts are as seats wrote them' seats health >"$work/output"
