#!/bin/bash
# labels: nightly
# Goal: what broker.10 shows for a Mosquitto holds for a cluster of RabbitMQ too, between a patient at node 1 and a caregiver
# at node 3: nothing is lost for good, and who looks meanwhile reads in one sentence what is wrong and whom to tell.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/faults.sh"
. "${BASH_SOURCE[0]%/*}/../harness/cluster.sh"
need_program jq
need_program openssl

# take_only BYTES: what the nodes take from now on.
take_only() {
    order_each eval "application:set_env(rabbit, max_message_size, $1)."
}

# Erlang keeps a certificate in memory for two minutes, and with a wrong one rabbitmqctl does not get in either: from now on
# the nodes look every other second.
look_at_certificates() {
    order 1 eval 'spawn(fun Look() -> timer:sleep(2000), rpc:multicall(ssl, clear_pem_cache, []), Look() end).'
}

# show_certificate AUTHORITY DAYS [SECONDS]: the nodes show from now on one that sign_certificate makes.
show_certificate() {
    sign_certificate "$@"
    expect_soon 60 shown "$(port_of 1)"
    expect_soon 60 shown "$(port_of 3)"
}

# takes_nothing WORDS SETTING LOW GOOD: with this setting so low a node has an alarm with these words, and keeps nothing.
# A node that raises an alarm reads no more from who is connected to any node. Who connects only then is read all the
# same, so after 45 seconds without an answer a device may get through by coming back.
takes_nothing() {
    start_agent ines caro
    expect_soon 60 connected caro
    expect_soon 60 connected ines
    order 1 "$2" "$3"
    expect_soon 60 alarmed "$1"
    write caro 3
    expect_status 6 as caro sync
    expect_contains "$errors" 'takes nothing'
    said 'sync (6)' "$errors"
    expect_soon 40 stands_in_status caro 'takes nothing'
    tell_status caro
    order 1 "$2" "$4"
    agree_running
    stop_agent ines caro
}
alarmed() {
    cluster ctl 1 status | grep -qi "$1 alarm on node"
}

# stays_alone NODE: killed and started again it waits in vain for the others; no order reaches those that run.
stays_alone() {
    local log=$WORK/broker/node-$1/log
    cluster kill "$1"
    : >"$log"
    start_in_background cluster start "$1"
    expect_soon 150 grep -q 'Error while waiting for Mnesia tables' "$log"
    ! takes_orders 1 2>>"$WORK/said" || fail 'an order reaches a node'
    stop_background "$started"
    cluster kill "$1"
}

# Among each other nodes go by a certificate they keep in mind for two minutes, and no order clears that.
takes_orders() {
    cluster ctl "$1" --quiet list_queues name
}

# RabbitMQ counts every five seconds.
overflowed() {
    cluster ctl 1 --quiet list_queues messages | grep -qx 3
}

node_of[ines]=1
node_of[caro]=3
start_cluster
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle ines
pair ines caro 'Carolin Abendroth' caregiver

row 'queue overflow: three messages are kept for who is away'
order 1 set_policy overflow '^mqtt-subscription' '{"max-length":3,"overflow":"drop-head"}' --apply-to queues --priority 1
for _ in 1 2 3 4 5 6; do
    write ines 10
    sync_once ines
done
# The oldest go first here, and each exchange sends what nobody is known to hold: the newest message carries it all.
expect_soon 60 overflowed
tells_nothing ines
tells_nothing caro
order 1 clear_policy overflow
agree

row 'no room on the disk of a node'
takes_nothing 'disk space' set_disk_free_limit 100000GB 50MB

row 'no memory left at a node'
takes_nothing memory set_vm_memory_high_watermark 0.00001 0.4

row 'no connection left'
start_agent ines
expect_soon 60 connected ines
order 1 set_vhost_limits '{"max-connections": 1}'
write caro 1
told_why caro 'no connection is left'
stop_agent ines
order 1 clear_vhost_limits
agree

row 'a message larger than the nodes take'
# RabbitMQ neither takes nor refuses it, and 45 seconds of silence are waited for before each smaller one.
take_only 4000
write ines 100
start_agent ines caro
expect_soon 60 stands_in_status ines 'takes nothing'
tell_status ines
patience=600
agree_running
patience=120
stop_agent ines caro
take_only 262144

row 'a certificate renewed by the same authority, under agents that run'
look_at_certificates
start_agent ines caro
expect_soon 60 connected caro
show_certificate "$WORK/broker/ca" 90
write ines 1
agree_running
stop_agent ines caro
agree

make_authority "$WORK/other"
row 'a certificate by another authority'
show_certificate "$WORK/other" 90
write caro 1
told_why caro 'by another authority than this seat trusts'

row 'a certificate that begins tomorrow'
show_certificate "$WORK/broker/ca" 90 86400
write caro 1
told_why caro "certificate begins on $(date -u -d tomorrow +%F), and the clock here says $(date -u +%F)"

row 'an expired certificate'
show_certificate "$WORK/broker/ca" -1
write caro 1
told_why caro "certificate expired on $(date -u -d yesterday +%F), and the clock here says $(date -u +%F)"
expect_contains "$(seats health)" 'BAD  its certificate ended'
stays_alone 2
show_certificate "$WORK/broker/ca" 90
expect_soon 180 takes_orders 1
expect_soon 180 takes_orders 3
cluster start 2
agree

believe_another_time caro
agree

row 'a node killed with what it had queued'
write ines 20
sync_once ines
cluster kill 1
write ines 1
told_why ines 'could not be reached'
# The other two have it all the same.
start_agent caro
expect_soon "$patience" holds caro $((written - 1))
stop_agent caro
cluster start 1
agree

row 'all three nodes killed with what they had queued'
write ines 20
sync_once ines
for node in 1 2 3; do
    cluster kill "$node" &
    killing[node]=$!
done
wait "${killing[@]}"
write ines 1
told_why ines 'could not be reached'
began=$SECONDS
cluster start >>"$WORK/said" 2>&1 || fail 'the cluster does not come back'
printf '  three nodes are back after %d s\n' $((SECONDS - began))
agree
print_rows
printf '%d entries written, %d on each device, 0 lost\n' "$written" "$(as caro list --json | wc -l)"
