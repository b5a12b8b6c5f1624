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

# show_certificate AUTHORITY DAYS: the nodes show from now on one by this authority's files that ends in so many days.
show_certificate() {
    printf 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n' >"$WORK/extensions"
    openssl req -new -key "$WORK/broker/server.key" -subj /CN=broker -out "$WORK/request" 2>>"$WORK/said"
    openssl x509 -req -in "$WORK/request" -CA "$1.crt" -CAkey "$1.key" -CAcreateserial -days "$2" \
        -extfile "$WORK/extensions" -out "$WORK/broker/server.crt" 2>>"$WORK/said" || fail 'openssl signs nothing'
    expect_soon 60 shown 1
    expect_soon 60 shown 3
}
shown() {
    cmp -s <(openssl s_client -connect "127.0.0.1:$(<"$WORK/broker/node-$1/port")" </dev/null 2>/dev/null | openssl x509) \
        <(openssl x509 -in "$WORK/broker/server.crt")
}

# A node that raises an alarm reads no more from who is connected to any node. Who connects only then is read all the
# same, so after 45 seconds without an answer a device may get through by coming back.
takes_nothing() {
    start_agent ines caro
    expect_soon 60 connected caro
    expect_soon 60 connected ines
    order 1 "$1" "$2"
    write caro 3
    expect_status 6 as caro sync
    expect_contains "$errors" 'takes nothing'
    printf '  sync (6): %s\n' "$errors"
    expect_soon 40 stands_in_status caro 'takes nothing'
    tell_status caro
    order 1 "$1" "$3"
    agree_running
    stop_agent ines caro
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
takes_nothing set_disk_free_limit 100000GB 50MB

row 'no memory left at a node'
takes_nothing set_vm_memory_high_watermark 0.00001 0.4

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

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$WORK/other.key" -subj /CN=other -days 30 \
    -out "$WORK/other.crt" 2>>"$WORK/said"
row 'a certificate by another authority'
show_certificate "$WORK/other" 90
write caro 1
told_why caro 'by another authority than this seat trusts'

row 'an expired certificate'
show_certificate "$WORK/broker/ca" -1
write caro 1
told_why caro "certificate expired on $(date -u -d yesterday +%F), and the clock here says $(date -u +%F)"
show_certificate "$WORK/broker/ca" 90
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
cluster start >>"$WORK/said" 2>&1 || fail 'the cluster does not come back'
agree
printf '%d entries written, %d on each device, 0 lost\n' "$written" "$(as caro list --json | wc -l)"
