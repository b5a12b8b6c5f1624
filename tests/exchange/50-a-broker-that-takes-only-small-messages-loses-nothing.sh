#!/bin/bash
# Goal: over a broker that takes no message above 4000 bytes, two hundred notes arrive all the same; a note that is too large
# by itself is said in `status` and in nobody else's way, and arrives once the broker takes it.
# labels: nightly
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# limit BYTES: what the broker takes from now on; 0: anything.
limit() {
    sed -i '/^message_size_limit/d' "$WORK/broker/mosquitto.conf"
    printf 'message_size_limit %d\n' "$1" >>"$WORK/broker/mosquitto.conf"
    kill -HUP "$(<"$WORK/broker/pid")"
    sleep 0.5 # the signal is not answered
}

# text SIZE: letters that hardly get smaller.
text() {
    head -c "$1" /dev/urandom | base64 -w 0 | head -c "$1"
}

set_aside() {
    as "$1" status --json 2>>"$WORK/said" | jq -e ".exchange.set_aside $2 0" >>"$WORK/said"
}

need_program jq
start_broker
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle ines
pair ines caro 'Carolin Abendroth' caregiver
limit 4000
for ((note = 0; note < 200; note++)); do
    printf '{"kind":"note","note":"%s"}\n' "$(text 300)"
done >"$WORK/notes"
log_file ines "$WORK/notes"
start_agent ines caro
expect_soon 60 holds caro 200
set_aside ines ==

limit 1900
as ines log note --note "$(text 1990)" --quiet
expect_soon 90 set_aside ines '>'
expect_status 0 as ines status
expect_contains "$output" 'The broker lets something'
as caro log note --note 'not in the way' --quiet
expect_soon 30 holds ines 202
holds caro 201

limit 0
expect_status 0 as ines sync --wait 30
expect_soon 60 holds caro 202
expect_soon 30 set_aside ines ==
stop_agent ines caro
expect_equal "$(digest_of ines)" "$(digest_of caro)"
