#!/bin/bash
# labels: nightly
# Goal: in a cluster, too, a device reads its circle and writes below its own name, and every other way to read, to write,
# to take what is retained or to be another device is refused or comes to nothing. RabbitMQ's only refusal is to hang up.
# shellcheck source-path=SCRIPTDIR source=with-cluster
source "$(dirname "${BASH_SOURCE[0]}")/with-cluster"

start_cluster
circle=$(seats circle add)
other=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
ben=$(seats device add "$circle" "$work/ben")
carl=$(seats device add "$circle" "$work/carl")
mallory=$(seats device add "$other" "$work/mallory")
inbox=daybook/1/$circle/$anna/s/ops

published() {
    as "$1" mosquitto_pub -V mqttv311 "${@:4}" -t "$2" -m "$3"
}
# waits_for SEAT NODE: what lies in this device's session, fetched at that node.
waits_for() {
    at_node "$2"
    as "$1" mosquitto_sub -V mqttv311 -c -W 1 -t "daybook/1/$circle/+/s/ops" || true
    at_node 1
}
# refused WHAT COMMAND...: as must_not, with a line for what was tried.
tried=0
refused() {
    must_not "$@"
    tried=$((tried + 1))
    printf '  not so: %s\n' "$1"
}
# sessions_of DEVICE: what it has at the broker, and what it is subscribed to.
sessions_of() {
    asked bindings | jq -r --arg device "$1" '.[] | select(.destination | contains($device)) | .routing_key'
}

must 'a device may read its circle' as "$work/ben" mosquitto_sub -V mqttv311 -c -E -t "daybook/1/$circle/+/s/ops"
must 'a device may write below its own name' published "$work/anna" "$inbox" allowed

# Foreign subscriptions, and with them whatever is retained: none is made, and nothing comes.
published "$work/anna" "daybook/1/$circle/$anna/s/have" kept -r
for filter in "daybook/1/$circle/#" "$inbox" "daybook/1/$circle/$anna/s/have" '#' 'daybook/1/+/#' '+/+/+/+/s/ops' \
    "daybook/1/$circle/../$other" "\$share/all/daybook/1/$circle/#" "\$SYS/#"; do
    as "$work/mallory" mosquitto_sub -V mqttv311 -c -W 1 -t "$filter" >>"$work/heard" || true
    tried=$((tried + 1))
    printf '  in vain: %s\n' "${filter//$circle/CIRCLE}"
done
published "$work/anna" "$inbox" 'allowed too'
[[ $(sessions_of "$mallory" | grep -v '^mqtt-subscription') == '' ]] || fail 'no foreign subscription is made'
[[ ! -s $work/heard ]] || fail 'a foreign subscription hears nothing'
as "$work/carl" mosquitto_sub -V mqttv311 -W 1 -t "daybook/1/$circle/$anna/s/have" >"$work/heard" || true
[[ ! -s $work/heard ]] || fail 'nothing is retained, for nobody'

# Foreign writes.
refused 'a device may write below another name' published "$work/anna" "daybook/1/$circle/$ben/s/ops" forged
refused 'a device may write to another circle' published "$work/mallory" "$inbox" foreign
refused 'a device may write to another circle below its own name' published "$work/mallory" \
    "daybook/1/$circle/$mallory/s/ops" foreign
refused 'a device may write outside every circle' published "$work/anna" elsewhere astray
refused 'a device may write into another one'"'"'s session' published "$work/mallory" "mqtt-subscription-${ben}qos1" planted
# A will is sent for whom the broker hangs up on.
as "$work/mallory" mosquitto_pub -V mqttv311 \
    --will-topic "$inbox" --will-payload will --will-qos 1 -t "$inbox" -m foreign || true
tried=$((tried + 1))

# Another device's client id: neither what waits for it nor its place is taken, whether it is away or there.
jq -c --arg id "$ben" '.client_id = $id' "$work/mallory" >"$work/as-ben"
refused 'what waits for another is handed over' as "$work/as-ben" mosquitto_sub -V mqttv311 -c -E -W 2 \
    -t "daybook/1/$other/#"
refused 'a session of another is cleared away' published "$work/as-ben" "daybook/1/$other/$mallory/s/ops" hello
# One that is there is hung up on, as RabbitMQ frees a name before it asks whose it is; it comes back and has lost nothing.
jq -c --arg id "$carl" '.client_id = $id' "$work/mallory" >"$work/as-carl"
as "$work/carl" mosquitto_sub -V mqttv311 -c -W 8 -C 1 -t "daybook/1/$circle/+/s/live" >"$work/live" &
live=$!
until sessions_of "$carl" | grep -q 'live$'; do sleep 0.05; done
refused 'another takes its place' published "$work/as-carl" "daybook/1/$other/$mallory/s/ops" hello
must 'Anna may write' published "$work/anna" "daybook/1/$circle/$anna/s/live" live
must 'who was impersonated goes on hearing' wait "$live"

# Passwords, names, and a connection without TLS.
jq -c '.password += "x"' "$work/anna" >"$work/wrong"
refused 'a wrong password is accepted' published "$work/wrong" "$inbox" hello
refused 'anonymous is accepted' timeout 5 mosquitto_pub -V mqttv311 -h 127.0.0.1 -p "$port" --cafile "$broker/ca.crt" \
    -i someone -q 1 -t x -m hello 2>"$work/errors"
refused 'a connection without TLS is accepted' timeout 5 mosquitto_pub -V mqttv311 -h 127.0.0.1 -p "$port" -i someone -q 1 \
    -t x -m hello 2>"$work/errors"

# MQTT 5 is closed without a word, also for who has every right: nothing goes past the rights that way.
refused 'MQTT 5 is accepted' as "$work/anna" mosquitto_pub -V mqttv5 -t "$inbox" -m 'by MQTT 5'

# Everything above reached nobody, and what was allowed is heard once, on another node than it was sent to.
[[ $(waits_for "$work/ben" 3) == $'allowed\nallowed too' ]] || fail 'only what was allowed reaches a device'

# Who left hears nothing more, also of what it subscribed to; who is disabled is hung up on and let in no more.
as "$work/carl" mosquitto_sub -V mqttv311 -c -E -t "daybook/1/$circle/+/s/ops"
seats leave "$circle" "$carl"
as "$work/ben" mosquitto_sub -V mqttv311 -c -W 8 -t "daybook/1/$circle/+/s/ops" >"$work/heard" &
until asked "connections/username/$ben" | jq -e 'length == 1' >"$work/output"; do sleep 0.05; done
seats device disable "$ben"
must 'the others go on' published "$work/anna" "$inbox" private
refused 'a disabled device connects' published "$work/ben" "daybook/1/$circle/$ben/s/ops" hello
refused 'a device that left may write' published "$work/carl" "daybook/1/$circle/$carl/s/ops" hello
[[ $(sessions_of "$ben") == '' ]] || fail 'nothing is kept for a disabled device'
[[ $(waits_for "$work/carl" 2) == '' && ! -s $work/heard ]] || fail 'who left or was disabled hears nothing more'
echo "three nodes, MQTT 3.1.1 and 5: $tried ways to what is another's tried, all refused or in vain"
