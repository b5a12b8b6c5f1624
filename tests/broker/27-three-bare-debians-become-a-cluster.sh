#!/bin/bash
# labels: nightly
# Goal: three bare Debians become a cluster by one command each, which changes nothing when it is run again. In each of two
# circles a patient at the first host, a caregiver at the second and a therapist at the third exchange while each host in
# turn loses its power, and nothing is lost or shared. Nobody else reaches the ports between the nodes, a new certificate
# ends no connection, a host that was lost with its disk joins again, and all of it goes without a trace.
#
# Needs root, systemd-nspawn, and debootstrap with a Debian mirror; DAYBOOK_BARE_DEBIAN names a bare Debian made before.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/with-bare-debian"
. "${BASH_SOURCE[0]%/*}/with-booted-debian"
for program in jq ss openssl python3; do
    need_program "$program"
done
home=/var/lib/daybook-broker
tools=/root/broker-config
name=broker.clinic.example
hosts=(one.clinic.example two.clinic.example three.clinic.example)
declare -A host_of=()

# at_each COMMAND…: at one host after the other.
at_each() {
    local host
    for host in "${hosts[@]}"; do
        at "$host" "$@"
    done
}
setup() {
    inside "$tools/cluster/setup" "$@"
}
# As the keeper does, over a way of their own.
carry() {
    local host
    for host in "${hosts[@]:1}"; do
        cp "$machine$home/join.tar" "$WORK/$host/root/"
    done
}
service() {
    inside systemctl show daybook-broker.service --property "$1" --value
}
serves() {
    outside python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], 8883), 2)' "$(address_of "${machine##*/}")"
}
address_of() {
    printf '%s.%s\n' "${machine_net[0]}" "${machine_last[$WORK/$1]}"
}
seats() {
    inside "$tools/seats" "$home" "$@"
}
give_seat() {
    seats device add "$circle" "/root/$1.seat" >>"$WORK/said"
    (umask 077 && jq -c --arg host "${host_of[$1]}" '.broker = "mqtts://\($host):8883"' "$machine/root/$1.seat" >"$WORK/$1.seat")
    rm "$machine/root/$1.seat"
}
serial() {
    outside openssl s_client -connect "$(address_of "${machine##*/}"):8883" -CAfile "$machine$home/node/ca.crt" </dev/null 2>/dev/null |
        openssl x509 -noout -serial
}
# settings: what a host has of setup, without what nodes write.
settings() {
    (cd "$machine" && find ".$home" etc/systemd -type f ! -path '*/store/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}
said_in_log() {
    inside journalctl --namespace=daybook-broker --quiet --output=cat
}

# --- three times setup ----------------------------------------------------------------------------------------------

make_machines 'rabbitmq-server openssl python3 nftables ca-certificates' "${hosts[@]/#/$WORK/}"
at_each start_machine
at_each await_machine
expect_status 2 setup "$name" one two three
expect_status 2 setup "$name" "${hosts[@]:0:2}"
expect_status 2 at two.clinic.example setup "$name" "${hosts[@]}"
expect_contains "$errors" 'begin on one.clinic.example'
expect_no_file "$machine$home"

began=$SECONDS
expect_status 0 setup "$name" "${hosts[@]}"
expect_contains "$output" "ready: daybook@one.clinic.example of mqtts://$name:8883"
expect_equal '600 root' "$(stat -c '%a %U' "$machine$home/join.tar")"
expect_equal '' "$(tar -tf "$machine$home/join.tar" | grep -E 'ca.key|admin')"
carry
for host in "${hosts[@]:1}"; do
    expect_status 0 at "$host" setup --join /root/join.tar
    expect_contains "$output" "ready: daybook@$host of mqtts://$name:8883"
done
printf '  three hosts are a cluster after %s s\n' $((SECONDS - began))
inside "$tools/cluster/ctl" -q cluster_status --formatter json >"$WORK/status"
expect_equal 3 "$(jq '.running_nodes | length' "$WORK/status")"

at_each settings >"$WORK/before"
processes=$(at_each service MainPID)
expect_status 0 setup "$name" "${hosts[@]}"
expect_equal 'nothing to change' "$output"
for host in "${hosts[@]:1}"; do
    expect_status 0 at "$host" setup --join /root/join.tar
    expect_equal 'nothing to change' "$output"
done
at_each settings >"$WORK/after"
expect_equal '' "$(diff "$WORK/before" "$WORK/after")"
expect_equal "$processes" "$(at_each service MainPID)"
expect_status 5 setup other.clinic.example "${hosts[@]}"

# --- as a service, and as a neighbour -------------------------------------------------------------------------------

for host in "${hosts[@]}"; do
    expect_equal 'active enabled rabbitmq 0077 yes strict ' "$(for word in ActiveState UnitFileState User UMask \
        NoNewPrivileges ProtectSystem CapabilityBoundingSet; do at "$host" service "$word"; done | paste -sd ' ')"
    expect_equal masked "$(at "$host" inside systemctl is-enabled rabbitmq-server.service || true)"
    expect_equal 0 "$(at "$host" inside journalctl --quiet --unit rabbitmq-server.service --output cat | wc -l)"
    expect_equal ./store "$(cd "$WORK/$host$home/node" && find . -maxdepth 1 -type d -user "$(stat -c %u store)")"
    expect_equal '' "$(find "$WORK/$host$home" -type f -perm /007 ! -name flood.nft)"
    expect_no_file "$WORK/$host$home/node/ca.key"
done
exposure=$(inside systemd-analyze security daybook-broker.service --no-pager | tail -n 1)
printf '  %s\n' "${exposure#* }"
expect_status 0 inside systemd-analyze security daybook-broker.service --no-pager --threshold=20

# dial HOST PORT: prints what becomes of it.
dial='import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)
    print("let in")
except OSError as error:
    print(type(error).__name__)'
for host in "${hosts[@]}"; do
    for port in 4369 25672 15672 35672; do
        said=$(outside python3 -c "$dial" "$(address_of "$host")" "$port")
        printf '  from outside, %s:%s: %s\n' "$host" "$port" "$said"
        expect_equal ConnectionRefusedError "$said"
    done
    expect_equal 'let in' "$(outside python3 -c "$dial" "$(address_of "$host")" 8883)"
    for port in 4369 25672; do
        expect_equal 'let in' "$(at two.clinic.example inside python3 -c "$dial" "$(address_of "$host")" "$port")"
    done
    expect_equal ConnectionRefusedError "$(at two.clinic.example inside python3 -c "$dial" "$(address_of one.clinic.example)" 15672)"
done
stand=$(outside python3 "$DAYBOOK_SOURCE/tests/broker/connections.py" 10.77.0.3 "$(address_of three.clinic.example)" 8883 900 8)
printf '  of 900 connections at once from one address %s stand\n' "$stand"
if [ "$stand" -lt 300 ] || [ "$stand" -gt 750 ]; then
    fail "600 of 900 were to stand, not $stand"
fi

# --- two circles, each host losing its power ------------------------------------------------------------------------

everybody=()
written=0
for number in 1 2; do
    host_of[patient$number]=one.clinic.example
    host_of[caregiver$number]=two.clinic.example
    host_of[therapist$number]=three.clinic.example
    everybody+=("patient$number" "caregiver$number" "therapist$number")
    found_numbered_circle "$number"
done
expect_equal 2 "$(seats circle list | grep -c ' 3$')"
expect_status 0 seats health
expect_contains "$output" 'new connections are limited'

# write_everywhere WHEN: an entry from each patient and each caregiver.
write_everywhere() {
    local person
    for person in patient1 caregiver1 patient2 caregiver2; do
        as "$person" log pain worst=3 --note "$1, $person" --quiet 2>>"$WORK/said"
    done
    written=$((written + 2))
}
# know WHEN PERSON…: an entry of this moment has come to each, from the other one of the circle who writes.
know() {
    local moment=$1 person
    shift
    for person in "$@"; do
        expect_soon 240 knows "$person" "$moment, $(case $person in patient*) echo caregiver ;; *) echo patient ;; esac)${person: -1}"
    done
}
# lose_power HOST: who is at the other two still hears from each other, and everybody from everybody afterwards.
times=0
lose_power() {
    local host=$1 number when
    times=$((times + 1))
    when="loss $times of power"
    write_everywhere "before $when"
    at "$host" pull_the_plug
    write_everywhere "during $when"
    for number in 1 2; do
        case $host in
        one.*) expect_soon 240 knows "therapist$number" "during $when, caregiver$number" ;;
        two.*) know "during $when" "therapist$number" ;;
        three.*) know "during $when" "caregiver$number" ;;
        esac
    done
    at "$host" boot
    expect_soon 300 at "$host" serves
    write_everywhere "after $when"
    know "after $when" "${everybody[@]}"
}
for host in "${hosts[@]}"; do
    lose_power "$host"
done

# --- a new certificate ----------------------------------------------------------------------------------------------

connection() {
    outside ss -Htn state established "dst $(address_of "${machine##*/}"):8883" | awk '{ print $3, $4 }' | sort
}
serial_was() {
    [ "$(serial)" = "$1" ]
}
before=$(serial)
connections=$(at_each connection)
processes=$(at_each service MainPID)
rm "$machine$home/server.crt"
expect_status 0 setup "$name" "${hosts[@]}"
expect_contains "$output" 'certificate until'
expect_contains "$output" "wrote $home/join.tar"
carry
for host in "${hosts[@]:1}"; do
    expect_status 0 at "$host" setup --join /root/join.tar
    expect_contains "$output" 'certificate until'
done
renewed=$(openssl x509 -in "$machine$home/server.crt" -noout -serial)
[ "$renewed" != "$before" ] || fail 'the certificate is the same'
for host in "${hosts[@]}"; do
    expect_soon 10 at "$host" serial_was "$renewed"
done
expect_equal "$connections" "$(at_each connection)"
expect_equal "$processes" "$(at_each service MainPID)"
printf '  a new certificate at three hosts, %s connections stand\n' "$(wc -l <<<"$connections")"

# --- a host that is lost, and comes again from its bare tree --------------------------------------------------------

write_everywhere 'before it is lost'
at three.clinic.example pull_the_plug
rm -rf "${WORK:?}/three.clinic.example$home"
rm "$WORK/three.clinic.example/etc/systemd/system"/{,multi-user.target.wants/}daybook-broker.service
write_everywhere 'while it is lost'
at three.clinic.example boot
expect_status 0 at three.clinic.example setup --join /root/join.tar
write_everywhere 'after it came again'
know 'after it came again' "${everybody[@]}"
members='[length(maps:get(nodes, amqqueue:get_type_state(Queue))) || Queue <- rabbit_amqqueue:list()].'
inside "$tools/cluster/ctl" -q eval "$members" >"$WORK/sessions"
printf '  hosts that each session lies on: %s\n' "$(cat "$WORK/sessions")"
expect_equal '[3,3,3,3,3,3]' "$(tr -d ' \n' <"$WORK/sessions")"
# Its share holds: the second goes, and the two that are left still take what is written.
lose_power two.clinic.example

# --- nothing lost, nothing shared -----------------------------------------------------------------------------------

settle_together 240 patient1 caregiver1 patient2 caregiver2
for number in 1 2; do
    know "after loss $times of power" "therapist$number"
    expect_equal "$written" "$(as "patient$number" list --json | grep -c ", [a-z]*$number\"")"
    expect_all_hold "$written" "patient$number" "caregiver$number" "therapist$number"
done
stop_agent "${everybody[@]}"
for person in "${everybody[@]}"; do
    expect_status 0 as "$person" verify
done
printf '  two circles, three hosts without power in turn: %d entries each on three devices, 0 lost, 0 of the other circle\n' "$written"
for host in "${hosts[@]}"; do
    for person in "${everybody[@]}"; do
        expect_lacks "$(at "$host" said_in_log)" "$(seat_value "$person" client_id)"
    done
    expect_lacks "$(at "$host" said_in_log)" "${machine_net[0]}.2"
done

# --- accounts brought back ------------------------------------------------------------------------------------------

lost=$(seat_value therapist2 username)
inside "$tools/cluster/ctl" -q export_definitions - >"$WORK/definitions"
inside "$tools/cluster/ctl" -q delete_user "$lost"
expect_status 6 as therapist2 sync
inside "$tools/cluster/ctl" -q import_definitions <"$WORK/definitions"
expect_status 0 as therapist2 sync
printf '  an account that was deleted by hand is back with its rights\n'

# --- gone -----------------------------------------------------------------------------------------------------------

for host in "${hosts[@]}"; do
    expect_status 0 at "$host" inside "$tools/cluster/remove" --purge
    expect_status 0 at "$host" inside "$tools/cluster/remove" --purge
    expect_equal '' "$(at "$host" inside ss -Hltn)"
    expect_lacks "$(at "$host" inside nft list tables)" daybook
    expect_equal '' "$(find "$WORK/$host"/{etc,run,var} -name '*daybook*' ! -path '*/apt/*')"
    expect_equal disabled "$(at "$host" inside systemctl is-enabled rabbitmq-server.service || true)"
    at "$host" power_off
done
printf '  gone without a trace\n'
