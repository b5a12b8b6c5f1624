#!/bin/bash
# labels: nightly
# Goal: in a cluster, too, a device reads its circle and writes below its own name, and every other way to read, to write,
# to take what is retained or to be another device is refused or comes to nothing. RabbitMQ's only refusal is to hang up.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/at_seat.sh"
. "${BASH_SOURCE[0]%/*}/../harness/cluster.sh"
need_program jq
need_program curl
need_program mosquitto_pub

start_cluster
circle=$(seats circle add)
other=$(seats circle add)
anna=$(seats device add "$circle" "$WORK/anna")
ben=$(seats device add "$circle" "$WORK/ben")
carl=$(seats device add "$circle" "$WORK/carl")
mallory=$(seats device add "$other" "$WORK/mallory")
inbox=daybook/1/$circle/$anna/s/ops

# as SEAT PROGRAM ARGUMENT…: a client as the device of a seat; what it says of errors is nobody's business.
as() {
    as_device "$@" 2>>"$WORK/said"
}
published() {
    as "$1" mosquitto_pub -V mqttv311 "${@:4}" -t "$2" -m "$3"
}
# waits_for SEAT NODE: what lies in this device's session, fetched at that node.
waits_for() {
    port=$(port_of "$2") as "$1" mosquitto_sub -V mqttv311 -c -W 1 -t "daybook/1/$circle/+/s/ops" || true
}
# refused WHAT COMMAND…: the command fails; a line for what was tried.
tried=0
refused() {
    ! "${@:2}" || fail "it is so that $1"
    tried=$((tried + 1))
    printf '  not so: %s\n' "$1"
}
# sessions_of DEVICE: what it has at the broker, and what it is subscribed to.
sessions_of() {
    asked bindings | jq -r --arg device "$1" '.[] | select(.destination | contains($device)) | .routing_key'
}

as "$WORK/ben" mosquitto_sub -V mqttv311 -c -E -t "daybook/1/$circle/+/s/ops" || fail 'a device may not read its circle'
published "$WORK/anna" "$inbox" allowed || fail 'a device may not write below its own name'

# A session lies on all three nodes, for 30 days after its device was last there.
asked queues | jq -e --arg device "$ben" '.[] | select(.name | contains($device)) | .type == "quorum" and (.members | length) == 3
    and .arguments["x-expires"] == 30 * 24 * 3600 * 1000' >>"$WORK/said" || fail 'a session is not what it should be'

# Foreign subscriptions, and with them whatever is retained: none is made, and nothing comes.
published "$WORK/anna" "daybook/1/$circle/$anna/s/have" kept -r
for filter in "daybook/1/$circle/#" "$inbox" "daybook/1/$circle/$anna/s/have" '#' 'daybook/1/+/#' '+/+/+/+/s/ops' \
    "daybook/1/$circle/../$other" "\$share/all/daybook/1/$circle/#" "\$SYS/#"; do
    as "$WORK/mallory" mosquitto_sub -V mqttv311 -c -W 1 -t "$filter" >>"$WORK/heard" || true
    tried=$((tried + 1))
    printf '  in vain: %s\n' "${filter//$circle/CIRCLE}"
done
published "$WORK/anna" "$inbox" 'allowed too'
expect_equal '' "$(sessions_of "$mallory" | grep -v '^mqtt-subscription')"
expect_equal '' "$(<"$WORK/heard")"
as "$WORK/carl" mosquitto_sub -V mqttv311 -W 1 -t "daybook/1/$circle/$anna/s/have" >"$WORK/heard" || true
expect_equal '' "$(<"$WORK/heard")"

# Foreign writes.
refused 'a device may write below another name' published "$WORK/anna" "daybook/1/$circle/$ben/s/ops" forged
refused 'a device may write to another circle' published "$WORK/mallory" "$inbox" foreign
refused 'a device may write to another circle below its own name' published "$WORK/mallory" \
    "daybook/1/$circle/$mallory/s/ops" foreign
refused 'a device may write outside every circle' published "$WORK/anna" elsewhere astray
refused 'a device may write into another one'"'"'s session' published "$WORK/mallory" "mqtt-subscription-${ben}qos1" planted
# A will is sent for whom the broker hangs up on.
as "$WORK/mallory" mosquitto_pub -V mqttv311 \
    --will-topic "$inbox" --will-payload will --will-qos 1 -t "$inbox" -m foreign || true
tried=$((tried + 1))

# Another device's client id: neither what waits for it nor its place is taken, whether it is away or there.
jq -c --arg id "$ben" '.client_id = $id' "$WORK/mallory" >"$WORK/as-ben"
refused 'what waits for another is handed over' as "$WORK/as-ben" mosquitto_sub -V mqttv311 -c -E -W 2 \
    -t "daybook/1/$other/#"
refused 'a session of another is cleared away' published "$WORK/as-ben" "daybook/1/$other/$mallory/s/ops" hello
# One that is there is hung up on, as RabbitMQ frees a name before it asks whose it is; it comes back and has lost nothing.
jq -c --arg id "$carl" '.client_id = $id' "$WORK/mallory" >"$WORK/as-carl"
as "$WORK/carl" mosquitto_sub -V mqttv311 -c -W 8 -C 1 -t "daybook/1/$circle/+/s/live" >"$WORK/live" &
live=$!
subscribes_to_live() {
    sessions_of "$carl" | grep 'live$'
}
expect_soon 30 subscribes_to_live
refused 'another takes its place' published "$WORK/as-carl" "daybook/1/$other/$mallory/s/ops" hello
published "$WORK/anna" "daybook/1/$circle/$anna/s/live" live
wait "$live" || fail 'who was impersonated does not go on hearing'

# Passwords, names, and a connection without TLS.
jq -c '.password += "x"' "$WORK/anna" >"$WORK/wrong"
refused 'a wrong password is accepted' published "$WORK/wrong" "$inbox" hello
refused 'anonymous is accepted' timeout 5 mosquitto_pub -V mqttv311 -h 127.0.0.1 -p "$(port_of 1)" --cafile "$WORK/broker/ca.crt" \
    -i someone -q 1 -t x -m hello 2>>"$WORK/said"
refused 'a connection without TLS is accepted' timeout 5 mosquitto_pub -V mqttv311 -h 127.0.0.1 -p "$(port_of 1)" -i someone -q 1 \
    -t x -m hello 2>>"$WORK/said"

# MQTT 5 is closed without a word, also for who has every right: nothing goes past the rights that way.
speaks_mqtt5() {
    as "$WORK/anna" mosquitto_pub -d -V mqttv5 -t "$inbox" -m 'by MQTT 5' >"$WORK/heard"
}
refused 'MQTT 5 is accepted' speaks_mqtt5
expect_contains "$(<"$WORK/heard")" 'sending CONNECT'
expect_lacks "$(<"$WORK/heard")" CONNACK

# Everything above reached nobody, and what was allowed is heard once, on another node than it was sent to.
expect_equal $'allowed\nallowed too' "$(waits_for "$WORK/ben" 3)"

# Who left hears nothing more, also of what it subscribed to; who is disabled is hung up on and let in no more.
as "$WORK/carl" mosquitto_sub -V mqttv311 -c -E -t "daybook/1/$circle/+/s/ops"
seats leave "$circle" "$carl"
as "$WORK/ben" mosquitto_sub -V mqttv311 -c -W 8 -t "daybook/1/$circle/+/s/ops" >"$WORK/heard" &
is_connected() {
    asked "connections/username/$1" | jq -e 'length == 1'
}
expect_soon 30 is_connected "$ben"
seats device disable "$ben"
published "$WORK/anna" "$inbox" private || fail 'the others do not go on'
refused 'a disabled device connects' published "$WORK/ben" "daybook/1/$circle/$ben/s/ops" hello
refused 'a device that left may write' published "$WORK/carl" "daybook/1/$circle/$carl/s/ops" hello
expect_equal '' "$(sessions_of "$ben")"
expect_equal '' "$(waits_for "$WORK/carl" 2)$(<"$WORK/heard")"

# Who is disabled hangs nobody up any more.
seats device disable "$mallory"
as "$WORK/anna" mosquitto_sub -V mqttv311 -W 5 -t "daybook/1/$circle/+/s/ops" &
live=$!
expect_soon 30 is_connected "$anna"
connection=$(asked "connections/username/$anna" | jq -r '.[0].name')
jq -c --arg id "$anna" '.client_id = $id' "$WORK/mallory" >"$WORK/as-anna"
refused 'a disabled device takes the place of another' published "$WORK/as-anna" "daybook/1/$other/$mallory/s/ops" hello
expect_equal "$connection" "$(asked "connections/username/$anna" | jq -r '.[0].name')"
wait "$live" || true # nothing was sent to it
# told PATH JSON: the keeper's door takes this. found_by_health WORDS: health says so of an account that a hand changed.
told() {
    printf 'user = "keeper:%s"\n' "$(<"$WORK/broker/admin/password")" |
        curl --silent --fail --config - --request PUT --header 'content-type: application/json' --data "$2" \
            "http://127.0.0.1:$(<"$WORK/broker/keeper-port")/api/$1"
}
found_by_health() {
    expect_status 1 seats health
    expect_contains "$output" "BAD  its accounts are not as seats writes them: $1"
}
expect_status 0 seats health
expect_contains "$output" 'its accounts are those of 2 circles, 4 devices'
expect_contains "$output" 'good 3 nodes run'
expect_contains "$output" 'good no node is short of disk or memory'
told "permissions/%2F/$carl" '{"configure": ".*", "write": ".*", "read": ".*"}'
found_by_health "$carl may use more than its own session"
seats device enable "$ben"
seats device remove "$carl"
told "topic-permissions/%2F/$ben" '{"exchange": "amq.topic", "write": ".*", "read": ".*"}'
found_by_health "$ben may read or write more than circles"
seats device remove "$ben"
told users/guest '{"password": "guest", "tags": "administrator"}'
found_by_health 'guest has no name of seats'

# What was exported brings back who was removed.
order 1 export_definitions "$WORK/exported"
seats device remove "$anna"
refused 'who was removed connects' published "$WORK/anna" "$inbox" hello
order 1 import_definitions "$WORK/exported"
published "$WORK/anna" "$inbox" hello || fail 'what was exported brings nobody back'
echo "three nodes, MQTT 3.1.1 and 5: $tried ways to what is another's tried, all refused or in vain"
