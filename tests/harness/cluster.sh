# A cluster of three RabbitMQ nodes in place of the private broker, with every person's device at a node of its own choice.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after circle.sh. Without RabbitMQ the test is skipped.

[ -e /usr/lib/rabbitmq/bin/rabbitmq-server ] || skip 'rabbitmq-server is not installed, and nothing else here is a cluster'

declare -A node_of=()

# cluster ACTION ARGUMENT…: what private-cluster can do, on the one of this test.
cluster() {
    "$DAYBOOK_SOURCE/broker-config/cluster/private-cluster" "$1" "$WORK/broker" "${@:2}"
}

start_cluster() {
    trap 'end_cluster $?' EXIT
    cluster start >>"$WORK/said" || fail 'the cluster did not start'
}
end_cluster() {
    cluster stop >>"$WORK/said" 2>&1
    harness_end "$1"
}

# give_seat PERSON: as in circle.sh, but the seat names the node in node_of.
give_seat() {
    seats device add "$circle" "$WORK/$1.first" >>"$WORK/said"
    (umask 077 && jq -c --arg node "$(cat "$WORK/broker/node-${node_of[$1]:-1}/address")" '.broker = $node' \
        "$WORK/$1.first" >"$WORK/$1.seat")
}
