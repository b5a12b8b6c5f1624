#!/bin/bash
# labels: nightly
# Goal: whatever happens to a broker, nothing is lost for good, and a person who looks meanwhile reads in one sentence what is
# wrong and whom to tell. Each row prints its name, what `sync` said with its exit status, and what `status` says while an
# agent tries; each ends with both devices holding the same.
#
# A broker that forgets all or goes back: exchange.04 to 06. Two devices with one seat: exchange.51. The 20,001st connection:
# broker.13. The same on a cluster: broker.25.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/faults.sh"
need_program jq
need_program openssl

settings=$WORK/broker-config/mosquitto/mosquitto.conf

# start_with NAME VALUE: the broker starts anew with this setting in the place of the product's.
start_with() {
    stop_broker
    rm -rf "$WORK/broker-config"
    cp -r "$DAYBOOK_SOURCE/broker-config" "$WORK/"
    sed -i "s/^$1 .*/$1 $2/" "$settings"
    grep -q "^$1 $2$" "$settings" || fail "there is no setting $1"
    "$WORK/broker-config/private-broker" start "$WORK/broker" >>"$WORK/said"
}

# show_certificate AUTHORITY DAYS [SECONDS]: the broker shows from now on one that sign_certificate makes.
show_certificate() {
    sign_certificate "$@"
    kill -HUP "$(<"$WORK/broker/pid")"
    expect_soon 10 shown "${broker_address##*:}"
}

# take_only BYTES: what the broker takes from now on; 0: anything.
take_only() {
    sed -i '/^message_size_limit/d' "$WORK/broker/mosquitto.conf"
    printf 'message_size_limit %d\n' "$1" >>"$WORK/broker/mosquitto.conf"
    stop_broker
    setsid mosquitto -c "$WORK/broker/mosquitto.conf" </dev/null >"$WORK/broker/output" 2>&1 &
    echo $! >"$WORK/broker/pid"
    expect_soon 10 shown "${broker_address##*:}"
}

dialled() {
    [ "$(wc -l <"$WORK/accepted")" -ge "$1" ]
}

# spent PERSON: seconds of processor time of the agent by now.
spent() {
    awk -v ticks="$(getconf CLK_TCK)" '{ printf "%.2f", ($14 + $15) / ticks }' "/proc/${circle_agents[$1]}/stat"
}

start_broker
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle ines
pair ines caro 'Carolin Abendroth' caregiver

row 'queue overflow: the broker keeps ten messages for who is away'
start_with max_queued_messages 10
for _ in 1 2 3 4; do
    write ines 10
    sync_once ines
done
grep -q 'messages are being dropped' "$WORK/broker/log" || fail 'nothing overflowed'
tells_nothing ines
stop_broker
start_broker
agree

row 'killed with what it had queued'
write ines 20
sync_once ines
kill_broker
write ines 1
told_why ines 'could not be reached'
start_broker
agree

row 'stands still: it takes connections and answers nothing'
kill -STOP "$(<"$WORK/broker/pid")"
write caro 1
told_why caro 'did not answer in time'
kill -CONT "$(<"$WORK/broker/pid")"
agree

row 'no connection left'
start_with max_connections 1
start_agent ines
expect_soon 10 as ines sync
write caro 1
told_why caro 'no connection left'
stop_agent ines
stop_broker
start_broker
agree

row 'a certificate renewed by the same authority, under agents that run'
start_agent ines caro
expect_soon 20 connected caro
show_certificate "$WORK/broker/ca" 90
write ines 1
agree_running
kill_broker
start_broker
write caro 1
agree_running
stop_agent ines caro

row 'a certificate by another authority'
make_authority "$WORK/other"
show_certificate "$WORK/other" 90
write caro 1
told_why caro 'by another authority than this seat trusts'
show_certificate "$WORK/broker/ca" 90
agree

row 'an expired certificate'
show_certificate "$WORK/broker/ca" -1
write caro 1
told_why caro "certificate expired on $(date -u -d yesterday +%F), and the clock here says $(date -u +%F)"
show_certificate "$WORK/broker/ca" 90
agree

row 'a certificate that begins tomorrow'
show_certificate "$WORK/broker/ca" 90 86400
write caro 1
told_why caro "certificate begins on $(date -u -d tomorrow +%F), and the clock here says $(date -u +%F)"
show_certificate "$WORK/broker/ca" 90
agree

believe_another_time caro
agree

row 'a packet larger than the broker takes'
take_only 4000
write ines 100
tells_nothing ines
take_only 1900
write_long ines
start_agent ines
expect_soon 90 stands_in_status ines 'The broker lets something written here'
tell_status ines
stop_agent ines
take_only 0
agree

row 'accepts connections and closes them at once'
stop_broker
start_flapping "${broker_address##*:}"
write caro 1
told_why caro 'broke off the TLS handshake'
# Pauses of 1, 2, 4 and 8 seconds, each shorter by half at most: five dials take their time, however fast the machine is.
before=$(wc -l <"$WORK/accepted")
began=$SECONDS
start_agent caro
expect_soon 60 dialled $((before + 5))
[ $((SECONDS - began)) -ge 6 ] || fail 'an agent dials without a pause'
printf '  five dials of an agent in %d s, %s s of processor time\n' $((SECONDS - began)) "$(spent caro)"
stop_agent caro
stop_flapping
start_broker
agree

row 'a full disk where the broker saves'
stop_broker
# A disk of its own for what the broker saves, which goes with its last process. Not everybody may mount one.
if unshare --mount true 2>/dev/null; then
    rm -rf "$WORK/broker/store"
    mkdir "$WORK/broker/store"
    unshare --mount bash -c 'mount -t tmpfs -o size=16k tmpfs "$1/store" && head -c 16384 /dev/zero >"$1/store/full" &&
        "$2/broker-config/private-broker" start "$1"' - "$WORK/broker" "$DAYBOOK_SOURCE" >>"$WORK/said"
    write ines 99
    sync_once ines
    write caro 40
    # It goes on from memory, so a person sees nothing of it, and nothing is wrong for them yet; its keeper's log tells.
    tells_nothing caro
    expect_soon 10 grep -q 'No space left' "$WORK/broker/log"
    kill_broker
    write caro 1
    start_broker
    agree
else
    echo '  left out: nobody here may mount a disk'
    start_broker
fi
print_rows
printf '%d entries written, %d on each device, 0 lost\n' "$written" "$(as caro list --json | wc -l)"
