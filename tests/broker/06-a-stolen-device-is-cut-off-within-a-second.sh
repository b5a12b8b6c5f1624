#!/bin/bash
# Goal: disabling a device ends the connection it has within a second, in MQTT 5 and in 3.1.1, and what is sent afterwards
# waits for nobody; the same for a device that gets a new password.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

# soon TENTHS COMMAND…
soon() {
    local tenths=$1
    shift
    until "$@"; do
        ((tenths-- > 0)) || return 1
        read -r -t 0.1 <> <(:) || true
    done
}

# cut_off: no connection to this broker is left on this machine.
cut_off() {
    awk -v port="$(printf ':%04X' "$port")" 'substr($3, 9) == port && $4 == "01" { found = 1 } END { exit found }' /proc/net/tcp
}

# listens VERSION: is the device there, hearing? It is asked with a message only it can have printed.
listens() {
    as "$work/anna" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$anna/ops" -m "before $1" && grep -q "before $1" "$work/heard.$1"
}

listen() {
    local home=$work/thief
    mkdir -p "$home"
    printf -- '-u %s\n-P %s\n' "$(seat "$work/stolen" username)" "$(seat "$work/stolen" password)" >"$home/mosquitto_sub"
    # mosquitto_sub comes back by itself; a seat that is refused ends it.
    XDG_CONFIG_HOME=$home exec mosquitto_sub -V "$1" -h 127.0.0.1 -p "$port" --cafile "$broker/ca.crt" -q 1 -c \
        -i "$(seat "$work/stolen" client_id)" -t "daybook/1/$circle/#" >"$work/heard.$1" 2>"$work/said.$1"
}

start_broker
circle=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
stolen=$(seats device add "$circle" "$work/stolen")
for version in mqttv5 mqttv311; do
    listen "$version" &
    thief=$!
    soon 50 listens "$version" || fail "a live device hears in $version"
    began=$(date +%s%N)
    seats device disable "$stolen"
    commanded=$(date +%s%N)
    soon 10 cut_off || fail "a live device is cut off within a second in $version"
    printf '%s: cut off %d ms after the command, which took %d ms\n' "$version" $((($(date +%s%N) - commanded) / 1000000)) \
        $(((commanded - began) / 1000000))
    as "$work/anna" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$anna/ops" -m "after $version"
    must_not 'a stolen device hears what is sent afterwards' grep -q "after $version" "$work/heard.$version"
    must_not 'a stolen device connects' as "$work/stolen" mosquitto_sub -V "$version" -E -t "daybook/1/$circle/#"
    # mosquitto_sub tries again a second later and ends when it is refused.
    wait "$thief" || true
    seats device enable "$stolen"
done

listen mqttv5 &
soon 50 listens mqttv5 || fail 'a live device hears'
seats rotate "$circle" "$stolen" "$work/renewed"
soon 10 cut_off || fail 'a live device with the old password is cut off within a second'
