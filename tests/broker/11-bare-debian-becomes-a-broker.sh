#!/bin/bash
# labels: nightly
# Goal: on bare Debian one command makes a broker; two circles are seated and each exchanges, and nothing is shared; run
# again it changes nothing; what was saved comes back after the broker was removed; a certificate is renewed in service.
#
# Needs root, debootstrap and a Debian mirror; DAYBOOK_BARE_DEBIAN names a bare Debian that was made before.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"
. "${BASH_SOURCE[0]%/*}/with-bare-debian"
need_program jq
unshare --mount --pid --fork true 2>/dev/null || skip 'no namespaces may be made here'

bare=$WORK/bare
make_bare_debian "$bare"
start_no_services "$bare"
port=$((20000 + RANDOM % 10000))
home=/var/lib/daybook-broker

inside() {
    in_tree "$bare" "$@"
}
said_inside() {
    (inside "$@")
}
seats() {
    said_inside ./seats "$home" "$@"
}
give_seat() {
    seats device add "$circle" "/root/$1.seat" >>"$WORK/said"
    mv "$bare/root/$1.seat" "$WORK/$1.seat"
}
run_broker() {
    start_in_background inside mosquitto -c "$home/mosquitto.conf"
    broker=$started
    expect_soon 20 broker_is_well
}
# The broker's own process: unshare, which the test started, hands on no signal.
broker_process() {
    local process
    for process in $(pgrep -f "^mosquitto -c $home/mosquitto.conf"); do
        if [ "$(readlink "/proc/$process/root")" = "$bare" ]; then
            echo "$process"
        fi
    done
}
end_broker() {
    local process
    for process in $(broker_process); do
        kill "$process"
    done
    wait "$broker" || true
}
end_all() {
    local status=$?
    trap - EXIT
    end_broker
    harness_end "$status"
}
broker_is_well() {
    seats health
}
all_files() {
    (cd "$bare" && find "./$home" etc/systemd -type f ! -path '*/store/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

expect_status 2 said_inside mosquitto/setup
expect_status 2 said_inside mosquitto/setup 127.0.0.1 --port 99999
expect_status 0 said_inside mosquitto/setup 127.0.0.1 --port "$port"
expect_contains "$output" "ready: mqtts://127.0.0.1:$port"
all_files >"$WORK/before"
expect_status 0 said_inside mosquitto/setup 127.0.0.1 --port "$port"
expect_contains "$output" 'nothing to change'
all_files >"$WORK/after"
expect_equal '' "$(diff "$WORK/before" "$WORK/after")"
expect_status 5 said_inside mosquitto/setup broker.example --port "$port"
expect_equal '' "$(find "$bare/$home" -type f -perm /077 ! -name flood.nft ! -name whole-accounts)"
expect_status 0 env -u LD_PRELOAD unshare --net chroot "$bare" /usr/sbin/nft -f "$home/flood.nft"
expect_contains "$(cat "$bare/etc/systemd/system/mosquitto.service.d/daybook.conf")" 'UMask=0077'

# The main job in each of two circles: what a patient writes, the caregiver reads.
run_broker
trap end_all EXIT
for person in ines caro ivan cleo; do
    make_journal "$person" "Somebody $person" "$(case $person in i*) echo patient ;; *) echo caregiver ;; esac)"
done
for pair in 'ines caro' 'ivan cleo'; do
    read -r patient caregiver <<<"$pair"
    new_circle "$patient"
    pair "$patient" "$caregiver" "Somebody $caregiver" caregiver
    as "$patient" log note --note "for $caregiver alone" --quiet
    settle_in_turn 6 "$patient" "$caregiver"
    expect_contains "$(as "$caregiver" list --json)" "for $caregiver alone"
done
expect_lacks "$(as caro list --json)" 'cleo'
expect_lacks "$(as cleo list --json)" 'caro'
expect_equal 2 "$(seats circle list | grep -c ' 2$')"

# A renewed certificate is shown without the process ending; the authority, and so every seat, stays.
serial() {
    openssl s_client -connect "127.0.0.1:$port" -CAfile "$bare/$home/ca.crt" </dev/null 2>/dev/null | openssl x509 -noout -serial
}
before=$(serial)
rm "$bare/$home/server.crt"
said_inside mosquitto/setup 127.0.0.1 --port "$port" >>"$WORK/said"
kill -HUP "$(broker_process)"
renewed() {
    [ "$(serial)" != "$before" ]
}
expect_soon 10 renewed
expect_status 0 as ines sync

# A certificate that is refused leaves the broker as it was: it goes on writing its accounts.
expect_status 1 said_inside mosquitto/setup 127.0.0.1 --port "$port" --certificate "$home/ca.crt" --key "$home/server.key"
expect_contains "$errors" 'is not the key of'
expect_equal 710 "$(stat -c %a "$bare/$home")"
expect_status 0 seats circle add

# Saved, removed, taken back: the same seats open, and what was written meanwhile arrives.
said_inside mosquitto/backup "$home" /root/saved
expect_equal 600 "$(stat -c %a "$bare/root/saved")"
expect_status 5 said_inside mosquitto/backup "$home" /root/saved
end_broker
expect_status 0 said_inside mosquitto/remove --purge
expect_status 0 said_inside mosquitto/remove --purge
expect_no_file "$bare/$home"
expect_equal '' "$(find "$bare/etc" -name '*daybook*')"
as ines log note --note 'written while there was no broker' --quiet
expect_status 0 said_inside mosquitto/backup --restore /root/saved "$home"
said_inside mosquitto/setup 127.0.0.1 --port "$port" >>"$WORK/said"
run_broker
settle_in_turn 6 ines caro
expect_contains "$(as caro list --json)" 'written while there was no broker'
