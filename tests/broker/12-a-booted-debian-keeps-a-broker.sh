#!/bin/bash
# labels: nightly
# Goal: on a Debian that its own systemd booted, setup makes a service that is hardened, limits new connections, says nothing
# of connections in its log, gets up when it was killed, takes a new certificate without ending a connection, is there
# again after a restart of the machine and an update of its package, and goes without a trace. By IPv4 and by IPv6.
#
# Needs root, systemd-nspawn, and debootstrap with a Debian mirror; DAYBOOK_BARE_DEBIAN names a bare Debian made before.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/with-bare-debian"
. "${BASH_SOURCE[0]%/*}/with-booted-debian"
for program in jq ss openssl mosquitto_sub python3; do
    need_program "$program"
done
home=/var/lib/daybook-broker
tools=/root/broker-config
ours=10.77.0.1

seats() {
    inside "$tools/seats" "$home" "$@"
}
give_seat() {
    seats device add "$circle" "/root/$1.seat" >>"$WORK/said"
    mv "$machine/root/$1.seat" "$WORK/$1.seat"
}
service() {
    inside systemctl show mosquitto.service --property "$1" --value
}
is_well() {
    seats health
}
another_process() {
    [ "$(service MainPID)" != "$1" ] && [ "$(service ActiveState)" = active ]
}
# connections SOURCE TARGET COUNT SECONDS: so many of these stand.
connections() {
    outside python3 "$DAYBOOK_SOURCE/tests/broker/connections.py" "$1" "$2" 8883 "$3" "$4"
}
serial() {
    outside openssl s_client -connect "$ours:8883" -CAfile "$machine$home/ca.crt" </dev/null 2>/dev/null |
        openssl x509 -noout -serial
}
# What the broker's own log says, but for what journald says of itself.
log_lines() {
    inside journalctl --namespace=daybook-broker --quiet --output=cat _COMM=mosquitto
}

# as_seat PERSON PROGRAM ARGUMENT…: a Mosquitto client with that seat, in place of this shell.
as_seat() {
    local seat=$WORK/$1.seat program=$2 config
    shift 2
    config=$(mktemp -d "$WORK/config.XXXXXX")
    jq -r '"-u \(.username)\n-P \(.password)"' "$seat" >"$config/$program"
    XDG_CONFIG_HOME=$config exec nsenter --net="/proc/$world_first/ns/net" "$program" -h "$ours" -p 8883 -q 1 \
        --cafile "$machine$home/ca.crt" -i "$(jq -r .client_id "$seat")" "$@"
}

# --- setup ----------------------------------------------------------------------------------------------------------

make_machines 'mosquitto openssl python3 nftables ca-certificates' "$WORK/machine"
boot
expect_status 2 inside "$tools/mosquitto/setup" 'no name'
expect_no_file "$machine$home"
expect_status 0 inside "$tools/mosquitto/setup" "$ours"
expect_contains "$output" "ready: mqtts://$ours:8883"
# Nothing ran before it was ours: the package's own service would have been open to everybody on that machine.
expect_equal 1 "$(inside journalctl --quiet --unit mosquitto.service --output cat | grep -c '^Started')"
expect_equal active "$(service ActiveState)"
expect_equal enabled "$(service UnitFileState)"
expect_equal 0077 "$(service UMask)"
expect_equal yes "$(service NoNewPrivileges)"
expect_equal strict "$(service ProtectSystem)"
expect_equal '' "$(service CapabilityBoundingSet)"
[ "$(service MemoryMax)" != infinity ] || fail 'a member who floods the broker takes the memory of the whole machine'
exposure=$(inside systemd-analyze security mosquitto.service --no-pager | tail -n 1)
printf '  %s\n' "${exposure#* }"
expect_status 0 inside systemd-analyze security mosquitto.service --no-pager --threshold=20
expect_equal "$(printf '%s\n' '*:8883' '[::]:8883' | sort)" \
    "$(inside ss -Hltn | awk '{ print $4 }' | sed 's/^0\.0\.0\.0/*/' | sort)"
expect_status 0 is_well
expect_contains "$output" 'new connections are limited'

# Again, nothing is changed and nobody's connection ends.
process=$(service MainPID)
expect_status 0 inside "$tools/mosquitto/setup" "$ours"
expect_equal 'nothing to change' "$output"
expect_equal "$process" "$(service MainPID)"

# --- two devices ----------------------------------------------------------------------------------------------------

for person in ines caro; do
    make_journal "$person" "Somebody $person" "$(case $person in i*) echo patient ;; *) echo caregiver ;; esac)"
done
new_circle ines
pair ines caro 'Somebody caro' caregiver
as ines log note --note 'over a machine of its own' --quiet
settle_in_turn 6 ines caro
expect_contains "$(as caro list --json)" 'over a machine of its own'
expect_equal '' "$(find "$machine$home/accounts" "$machine$home/store" "$machine$home/admin" -type f -perm /077)"
expect_equal 'accounts store' "$(cd "$machine$home" && find . -mindepth 1 -user "$(stat -c %U "$machine$home/store")" -type d |
    sed 's#^\./##' | sort | paste -sd ' ')"

# Somebody who guesses gets in nowhere, and nobody's coming and going is written down.
jq '.password = "guessed"' "$WORK/caro.seat" >"$WORK/guessed.seat"
expect_status 5 eval "(as_seat guessed mosquitto_sub -V 311 -E -t '#')"
expect_lacks "$(log_lines)" "$(seat_value caro client_id)"
expect_lacks "$(log_lines)" "${machine_net[0]}"
expect_lacks "$(inside journalctl --quiet --output cat)" "$(seat_value caro client_id)"
printf '  the log has %s lines of the broker\n' "$(log_lines | wc -l)"

# --- too many connections -------------------------------------------------------------------------------------------

# Who is dropped tries again after 1, 3 and 7 s, as who finds a broker that is still busy with those before.
stand=$(connections 10.77.0.3 "$ours" 900 8)
printf '  of 900 connections at once from one address %s stand\n' "$stand"
if [ "$stand" -lt 300 ] || [ "$stand" -gt 750 ]; then
    fail "600 of 900 were to stand, not $stand"
fi
stand=$(connections 10.77.0.3 "$ours" 300 1)
if [ "$stand" -gt 100 ]; then
    fail "of 300 more some ten were to stand, not $stand"
fi
expect_equal 5 "$(connections 10.77.0.2 "$ours" 5 1)"
expect_status 0 as ines sync
stand=$(connections fd00:78::2 fd00:78::1 900 8)
printf '  of 900 from one network by IPv6 %s stand\n' "$stand"
if [ "$stand" -lt 300 ] || [ "$stand" -gt 750 ]; then
    fail "600 of 900 were to stand, not $stand"
fi
expect_equal 5 "$(connections fd00:77::2 fd00:77::1 5 1)"
# The machine's own firewall is loaded anew, which throws away every table.
for verb in restart reload; do
    inside systemctl start nftables.service
    inside systemctl "$verb" nftables.service
    expect_soon 10 inside nft list table inet daybook_broker
done

# --- killed, renewed, updated, booted again -------------------------------------------------------------------------

for ((killed = 0; killed < 7; killed++)); do
    process=$(service MainPID)
    inside sh -c "kill -KILL $process"
    expect_soon 20 another_process "$process"
done
expect_soon 20 is_well

start_in_background as_seat caro mosquitto_sub -c -t "daybook/1/$circle/#"
heard=$WORK/background-$((${#harness_processes[@]} - 1))
connection() {
    outside ss -Htn state established "dst $ours:8883" | awk '{ print $3 }'
}
is_connected() {
    [ -n "$(connection)" ]
}
hears() {
    (as_seat ines mosquitto_pub -t "daybook/1/$circle/$(seat_value ines client_id)/x" -m "$1") && grep -q "$1" "$heard"
}
expect_soon 20 hears 'before the certificate'
before=$(serial)
port=$(connection)
process=$(service MainPID)
rm "$machine$home/server.crt"
expect_status 1 is_well
expect_status 0 inside "$tools/mosquitto/setup" "$ours"
expect_contains "$output" 'certificate until'
renewed() {
    [ "$(serial)" != "$before" ]
}
expect_soon 10 renewed
expect_soon 10 hears 'after the certificate'
expect_equal "$port" "$(connection)"
expect_equal "$process" "$(service MainPID)"
stop_background "$started"

expect_status 0 inside apt-get -qy install --reinstall mosquitto
expect_soon 20 another_process "$process"
expect_soon 20 is_well
expect_equal '' "$(inside ss -Hltn 'sport = :1883')"

as ines log note --note 'before the machine is off' --quiet
power_off
expect_status 6 as ines sync
boot
expect_soon 20 is_well
settle_in_turn 6 ines caro
expect_contains "$(as caro list --json)" 'before the machine is off'
expect_status 0 inside "$tools/mosquitto/setup" "$ours"
expect_equal 'nothing to change' "$output"

# --- a backup was stolen, a member filled it ------------------------------------------------------------------------------

expect_status 5 seats keeper rotate
inside systemctl stop mosquitto.service
expect_status 0 seats keeper rotate
rm "$machine$home/server.key"
expect_status 0 inside "$tools/mosquitto/setup" "$ours"
expect_soon 20 is_well
expect_status 0 as caro sync
inside systemctl stop mosquitto.service
rm "$machine$home/store/mosquitto.db"
inside systemctl start mosquitto.service
expect_soon 20 is_well
as ines log note --note 'into an empty store' --quiet
settle_in_turn 6 ines caro
expect_contains "$(as caro list --json)" 'into an empty store'

# --- gone, and back -------------------------------------------------------------------------------------------------

nothing_runs() {
    expect_equal inactive "$(service ActiveState)"
    expect_equal '' "$(inside ss -Hltn)"
    expect_lacks "$(inside nft list tables)" daybook
    expect_equal '' "$(find "$machine/etc" "$machine/run" "$machine/var/log" -name '*daybook*')"
    expect_equal '' "$(inside systemctl list-units --all --plain --no-legend '*daybook*')"
}
expect_status 0 inside "$tools/mosquitto/remove"
nothing_runs
expect_status 0 inside "$tools/mosquitto/remove"
expect_status 0 inside "$tools/mosquitto/setup" "$ours"
expect_soon 20 is_well
expect_status 0 as caro sync
expect_status 0 inside "$tools/mosquitto/remove" --purge
nothing_runs
expect_no_file "$machine$home"

# --- by IPv6, and at a port that passes most networks -----------------------------------------------------------------

expect_status 0 inside "$tools/mosquitto/setup" fd00:77::1 --port 443
expect_contains "$output" 'ready: mqtts://[fd00:77::1]:443'
expect_equal cap_net_bind_service "$(service CapabilityBoundingSet)"
expect_contains "$(openssl x509 -in "$machine$home/server.crt" -noout -ext subjectAltName)" 'IP Address:FD00:77:0:0:0:0:0:1'
expect_soon 20 is_well
for person in ivan cleo; do
    make_journal "$person" "Somebody $person" "$(case $person in i*) echo patient ;; *) echo caregiver ;; esac)"
done
new_circle ivan
expect_equal 'mqtts://[fd00:77::1]:443' "$(seat_value ivan broker)"
pair ivan cleo 'Somebody cleo' caregiver
as ivan log note --note 'by the new addresses' --quiet
settle_in_turn 6 ivan cleo
expect_contains "$(as cleo list --json)" 'by the new addresses'
power_off
