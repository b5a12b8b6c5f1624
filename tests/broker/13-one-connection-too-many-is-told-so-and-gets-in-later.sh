#!/bin/bash
# labels: nightly
# Goal: a broker with the settings of a clinic holds 20,000 connections. The 20,001st, of somebody who wrote something, is refused
# in one sentence, and what was written is kept; when another leaves, this one gets in, and both hold the same.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/../harness/faults.sh"
need_program jq
crowd=$DAYBOOK_BUILD/tests/bench/crowd
[ -x "$crowd" ] || skip "$crowd is not built"

# Each connection is an open file of the broker and one of the crowd; some files are none. The service may open as many as stand
# in hardened.conf. Where a process may not, a machine is asked for in which it may; where there is none, or with DAYBOOK_EMULATE
# unset only a slow one, the broker is set to take as many as fit.
most=$(sed -n 's/^max_connections //p' "$DAYBOOK_SOURCE/broker-config/mosquitto/mosquitto.conf")
files=$(sed -n 's/^LimitNOFILE=//p' "$DAYBOOK_SOURCE/broker-config/mosquitto/hardened.conf")
if ! ulimit -n "$files" 2>>"$WORK/said"; then
    ulimit -n "$(ulimit -Hn)"
    printf '  a process may open %d files here\n' "$(ulimit -n)"
    machine=$DAYBOOK_SOURCE/tests/harness/in-machine
    if "$machine" --ready --fast; then
        status=0
        "$machine" --memory 4096 --keep "$WORK" bash "$(realpath "$0")" || status=$?
        exit "$status"
    fi
    most=$((($(ulimit -n) - 100) / 4 * 4))
    printf '  %d connections instead\n' "$most"
fi
cp -r "$DAYBOOK_SOURCE/broker-config" "$WORK/"
sed -i "s/^max_connections .*/max_connections $most/" "$WORK/broker-config/mosquitto/mosquitto.conf"

start_broker
make_journal ines 'Ines Marlowe' patient
make_journal caro 'Carolin Abendroth' caregiver
new_circle ines
pair ines caro 'Carolin Abendroth' caregiver
write ines 3
sync_once ines
stop_broker
seats bulk "$WORK/seats" $((most / 4)) 4 >>"$WORK/said"
"$WORK/broker-config/private-broker" start "$WORK/broker" >>"$WORK/said"

# What they say is waited for, not looked for: on a slow machine to look again and again takes longer than to connect.
mkfifo "$WORK/leave" "$WORK/seated"
hold() {
    exec "$crowd" "$WORK/seats" --hold $((most / 4)) --patience 2400 <"$WORK/leave" >"$WORK/seated"
}
row "connections 1 to $most"
start_in_background hold
crowded=$started
exec 9>"$WORK/leave" 8<"$WORK/seated"
read -r -t 2400 seated <&8 || fail "not all of them: $(cat "$WORK/background-$((${#harness_processes[@]} - 1))")"
printf '  %s\n' "$seated"
printf '  the broker takes %d MiB\n' "$(awk '$1 == "VmRSS:" { print int($2 / 1024) }' "/proc/$(<"$WORK/broker/pid")/status")"

row "connection $((most + 1))"
write caro 2
told_why caro 'it may have no connection left'

row 'one leaves'
echo >&9
# The broker counts until it has seen the other go.
expect_soon 30 as caro sync
tells_nothing caro
holds caro "$written" || fail 'what was waiting did not come'

row 'another leaves'
start_agent caro
echo >&9
start_agent ines
agree_running
stop_agent ines caro
exec 9>&-
wait "$crowded" || fail 'the broker hung up on somebody who was there'
printf '%d entries written, %d on each device, 0 lost\n' "$written" "$(as ines list --json | wc -l)"
