# A cluster of three RabbitMQ nodes in place of the private broker, with every person's device at a node of its own choice.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after at_seat.sh, or circle.sh. Where RabbitMQ is not installed start_cluster skips the test.

declare -A node_of=()

# cluster ACTION ARGUMENT…: what private-cluster can do, on the one of this test.
cluster() {
    "$DAYBOOK_SOURCE/broker-config/cluster/private-cluster" "$1" "$WORK/broker" "${@:2}"
}

start_cluster() {
    [ -e /usr/lib/rabbitmq/bin/rabbitmq-server ] || skip 'rabbitmq-server is not installed, and nothing else here is a cluster'
    trap 'end_cluster $?' EXIT
    cluster start >>"$WORK/said" || fail 'the cluster did not start'
}
end_cluster() {
    cluster stop >>"$WORK/said" 2>&1 || printf 'the cluster does not stop\n' >&2
    harness_end "$1"
}

# order NODE ARGUMENT…: have rabbitmqctl do it there. On a busy machine it gives up by itself, and is asked again.
order() {
    expect_soon 240 cluster ctl "$1" --quiet "${@:2}"
}
order_each() {
    local number
    for number in 1 2 3; do
        order "$number" "$@"
    done
}

# asked PATH: what the keeper's door of the cluster answers to a question.
asked() {
    printf 'user = "keeper:%s"\n' "$(<"$WORK/broker/admin/password")" |
        curl --silent --fail --config - "http://127.0.0.1:$(<"$WORK/broker/keeper-port")/api/$1"
}

# port_of NODE: where devices dial it.
port_of() {
    cat "$WORK/broker/node-$1/port"
}

# give_seat PERSON: as in circle.sh, but on a cluster the seat names the node in node_of.
give_seat() {
    local seat=$WORK/$1.seat node=$WORK/broker/node-${node_of[$1]:-1}
    seats device add "$circle" "$seat" >>"$WORK/said"
    if [ -e "$node" ]; then
        sed -i "s|\"broker\":\"[^\"]*\"|\"broker\":\"$(<"$node/address")\"|" "$seat"
    fi
}
