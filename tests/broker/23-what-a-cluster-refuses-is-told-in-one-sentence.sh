#!/bin/bash
# labels: nightly
# Goal: a cluster's only refusal is to hang up. Whatever it refuses, a person is told in one sentence what, and what to do,
# with exit status 6; nothing written meanwhile is lost; and once it is put right the next exchange brings it.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/cluster.sh"

node_of[ines]=1
node_of[caro]=2
written=0

# may DEVICE READ WRITE: the rights to topics, by hand; "all" is what seats gives.
may() {
    local within="^daybook\\.1\\.($circle)" read='^$' write='^$'
    [ "$2" = none ] || read="$within(\\..*)?\$"
    [ "$3" = none ] || write="$within\\.$1(\\..*)?\$"
    order 1 set_topic_permissions "$1" amq.topic "$write" "$read"
}

# told WHAT PART: an entry is written and an exchange fails; the sentence has this part, and stands in a line of its own.
told() {
    as ines log pain worst=3 --note "while $1" --quiet 2>>"$WORK/said"
    written=$((written + 1))
    expect_status 6 as ines sync --wait 20
    expect_contains "$errors" "$2"
    expect_contains "$errors" 'everything is kept here'
    printf '%s: %s\n' "$1" "$(grep 'everything is kept' <<<"$errors")"
}

# put_right: everything written by now is on the other device.
put_right() {
    start_agent caro
    expect_soon 180 brought
    stop_agent caro
}
brought() {
    as ines sync --wait 20 >>"$WORK/said" 2>&1
    [ "$(as caro list --json 2>>"$WORK/said" | wc -l)" = "$written" ]
}

# says PERSON PART: what status tells of the exchange.
says() {
    as "$1" status 2>>"$WORK/said" | grep '^Exchange' | grep -F "$2"
}

need_program jq
start_cluster
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle ines
start_agent ines
pair ines caro 'Carolin Abendroth' caregiver
stop_agent ines
device=$(seat_value ines username)
put_right

may "$device" none all
told 'it may not read' 'broke off when asked for what is new'
may "$device" all none
told 'it may not write' 'broke off when it was sent something'
start_agent ines
expect_soon 60 says ines 'this seat may not write there'
stop_agent ines
may "$device" all all
put_right
notices=$(as ines notices --json 2>>"$WORK/said" | jq '[.notices[] | select(.kind == "seat-shared")] | length')
expect_equal 0 "$notices"

seats device disable "$device"
told 'it is disabled' 'does not let this device in: ask its keeper whether its seat still holds'
seats device enable "$device"
seats rotate "$circle" "$device" "$WORK/ines.new"
told 'its password is another' 'does not accept the user name or password of this seat'
as ines broker "$WORK/ines.new" >>"$WORK/said" 2>&1
put_right

# The seat names node 1 alone: without the other two it serves nobody.
cluster kill 2
cluster kill 3
told 'its node is alone' 'could not be reached'
cluster start 2
cluster start 3
put_right

# Out of memory, a node confirms nothing and answers nobody new.
start_agent ines
expect_soon 60 says ines 'Exchange: connected'
order_each set_vm_memory_high_watermark absolute 1
as ines log pain worst=3 --note 'without memory' --quiet
written=$((written + 1))
expect_soon 120 says ines 'tell its keeper if that lasts'
stop_agent ines
told 'its memory is full' 'tell its keeper if that lasts'
order_each set_vm_memory_high_watermark 0.4
order_each set_disk_free_limit 100000GB
told 'its disk is full' 'tell its keeper if that lasts'
order_each set_disk_free_limit 50MB
put_right
for person in ines caro; do
    expect_status 0 as "$person" verify
done
printf '%d entries were written meanwhile, and all of them arrived\n' "$written"
