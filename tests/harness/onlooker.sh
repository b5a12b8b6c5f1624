# Somebody who sees and may send everything at the private broker: its keeper, or whoever broke in there.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after circle.sh. The broker runs.

# let_onlooker_in NAME: an account with every right. It is the test's own, so its password may be seen.
let_onlooker_in() {
    local name=$1 commands reply
    commands='{"commands":[{"command":"createRole","rolename":"all:'$name'","acls":[
        {"acltype":"subscribePattern","topic":"#","allow":true},
        {"acltype":"publishClientReceive","topic":"#","allow":true},
        {"acltype":"publishClientSend","topic":"#","allow":true}]},
        {"command":"createClient","username":"'$name'","password":"onlooker","roles":[{"rolename":"all:'$name'"}]}]}'
    reply=$(at_broker keeper mosquitto_rr -u admin -P "$(<"$WORK/broker/admin/password")" --quiet -V 5 -q 1 -W 10 \
        -e "\$CONTROL/dynamic-security/v1/response" -t "\$CONTROL/dynamic-security/v1" -m "$commands") ||
        fail 'the broker does not answer its keeper'
    expect_lacks "$reply" '"error"'
}

# at_broker ID PROGRAM ARGUMENT…: run a Mosquitto client against the private broker.
at_broker() {
    local id=$1 program=$2 port=${broker_address##*:}
    shift 2
    "$program" -i "$id" -h 127.0.0.1 -p "$port" --cafile "$WORK/broker/ca.crt" "$@"
}

# as_onlooker NAME PROGRAM ARGUMENT…
as_onlooker() {
    local name=$1 program=$2
    shift 2
    at_broker "$name-$$-$RANDOM" "$program" -u "$name" -P onlooker -q 1 "$@"
}

# In place of this shell, so that what runs in the background is the listener and nothing else.
capture_as() {
    local port=${broker_address##*:}
    exec mosquitto_sub -i "$1-$$-listens" -h 127.0.0.1 -p "$port" --cafile "$WORK/broker/ca.crt" -u "$1" -P onlooker \
        -q 1 -t '#' -F '%r %t %x'
}

# start_capture NAME: write down every message from now on: retained flag, topic, payload in hexadecimal. Sets $capture.
start_capture() {
    start_in_background capture_as "$1"
    capture=$WORK/background-$((${#harness_processes[@]} - 1))
    # The subscription stands once its own message comes back.
    expect_soon 10 capture_hears "$1"
}

capture_hears() {
    as_onlooker "$1" mosquitto_pub -t "onlooker/$1" -m here && sleep 0.05 && grep -q "onlooker/$1" "$capture"
}
