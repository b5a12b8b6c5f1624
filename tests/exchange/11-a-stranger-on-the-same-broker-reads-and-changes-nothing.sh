#!/bin/bash
# Goal: a device of another circle, with its own seat at the same broker, hears nothing of ours and changes nothing in it.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/onlooker.sh"

# as_stranger PROGRAM ARGUMENT…: the stranger's own client id, name and password.
as_stranger() {
    local program=$1
    shift
    at_broker "$(seat_value otto client_id)" "$program" -V mqttv5 -q 1 -u "$(seat_value otto username)" \
        -P "$(seat_value otto password)" "$@"
}

found_circle
ours=$circle
theirs_topic=daybook/1/$ours/$(seat_value ines client_id)
make_journal otto 'Otto Fremd' patient
new_circle otto
let_onlooker_in watcher
start_capture watcher
as ines log pain worst=3 --quiet
sync_once ines
before=$(digest_of ines)

for filter in "daybook/1/$ours/#" "daybook/1/+/#" "$theirs_topic/#" '#'; do
    as_stranger mosquitto_sub -W 1 -t "$filter" >"$WORK/heard" 2>"$WORK/refusal" || true
    expect_equal '' "$(cat "$WORK/heard")"
    grep -q 'denied\|All subscription requests' "$WORK/refusal" || fail "the subscription of $filter was not refused"
done

# What he captured, were he the keeper's friend, he cannot send under our names; below his own he may.
grep "/ops " "$capture" | head -5 | while read -r _ topic payload; do
    xxd -r -p <<<"$payload" | as_stranger mosquitto_pub -t "$topic" -s >>"$WORK/said" 2>&1 || true
    xxd -r -p <<<"$payload" | as_stranger mosquitto_pub -t "$theirs_topic/join" -s >>"$WORK/said" 2>&1 || true
    xxd -r -p <<<"$payload" | as_stranger mosquitto_pub -t "daybook/1/$circle/$(seat_value otto client_id)/${topic##*/}" -s
done
heard_from_stranger() {
    grep -q "daybook/1/$circle/$(seat_value otto client_id)/ops" "$capture"
}
expect_soon 10 heard_from_stranger
expect_equal 1 "$(grep "/ops " "$capture" | grep " daybook/1/$ours/" | sort | uniq -c | awk '{ print $1 }' | sort -u)"

# His own circle works; ours is as it was.
expect_status 0 as otto log pain worst=9
sync_once otto
settle_in_turn 6 ines caro theo
expect_equal "$before" "$(digest_of ines)"
expect_equal "$before" "$(digest_of caro)"
expect_equal 1 "$(as otto list --json | wc -l)"
