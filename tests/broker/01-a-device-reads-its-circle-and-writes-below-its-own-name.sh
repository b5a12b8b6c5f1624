#!/bin/bash
# Goal: what a seat allows is allowed, and nothing else, in MQTT 5 and in 3.1.1.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

start_broker
circle=$(seats circle add)
other=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
ben=$(seats device add "$circle" "$work/ben")
seats device add "$other" "$work/stranger" >"$work/name"

# Ben keeps a session with a subscription; what he may receive waits there for him.
subscribed() {
    as "$1" mosquitto_sub -V "$2" -c -E -t "$3"
}
published() {
    as "$1" mosquitto_pub -V mqttv5 -t "$2" -m "$3"
    if grep -q 'Publish .* failed' "$work/errors"; then
        return 1
    fi
}

for version in mqttv5 mqttv311; do
    must "a device may read its circle in $version" subscribed "$work/ben" "$version" "daybook/1/$circle/#"
    for filter in "daybook/1/$circle/#" '#' 'daybook/1/+/#' "\$share/all/daybook/1/$circle/#" "\$SYS/#" "\$CONTROL/#"; do
        subscribed "$work/stranger" "$version" "$filter" || true
        grep -q 'denied\|All subscription requests' "$work/errors" || fail "$filter is refused in $version"
    done
done

must 'a device may write below its own name' published "$work/anna" "daybook/1/$circle/$anna/s/ops" allowed
must_not 'a device may write below another name' published "$work/anna" "daybook/1/$circle/$ben/s/ops" forged
must_not 'a device may write to another circle' published "$work/stranger" "daybook/1/$circle/$anna/s/ops" foreign
must_not 'a device may write outside every circle' published "$work/anna" 'elsewhere' astray
must_not 'a device may rule the broker' published "$work/anna" "\$CONTROL/dynamic-security/v1" '{"commands":[]}'

# In 3.1.1 a refused publish is acknowledged, and must still reach nobody.
as "$work/stranger" mosquitto_pub -V mqttv311 -t "daybook/1/$circle/$anna/s/ops" -m foreign || true
as "$work/ben" mosquitto_sub -V mqttv311 -c -W 1 -t "daybook/1/$circle/#" >"$work/heard" || true
[[ $(<"$work/heard") == allowed ]] || fail 'only what was allowed reaches a device'

# What is kept for whoever comes, what is said for who goes, and what is said under another name.
as "$work/anna" mosquitto_pub -V mqttv5 -r -t "daybook/1/$circle/$anna/s/have" -m kept
for version in mqttv5 mqttv311; do
    for filter in "daybook/1/$circle/#" "daybook/1/$circle/$anna/s/have" '#' "\$share/all/daybook/1/$circle/#"; do
        as "$work/stranger" mosquitto_sub -V "$version" -W 1 -C 1 -t "$filter" >"$work/heard" || true
        [[ ! -s $work/heard ]] || fail "what is kept is read by a stranger with $filter in $version"
    done
    as "$work/stranger" mosquitto_sub -V "$version" -E -t "daybook/1/$other/#" --will-topic "daybook/1/$circle/$anna/s/ops" \
        --will-payload 'last words' --will-qos 1 || true
    as "$work/stranger" mosquitto_pub -V "$version" -r -t "daybook/1/$circle/$anna/s/have" -m replaced || true
    [[ $(as "$work/ben" mosquitto_sub -V "$version" -W 2 -C 1 -t "daybook/1/$circle/+/s/have") == kept ]] ||
        fail "a stranger changes what is kept in $version"
    sed 's/"client_id":"[^"]*"/"client_id":"'"$anna"'"/' "$work/stranger" >"$work/spoofed"
    must_not "a stranger connects as another device in $version" as "$work/spoofed" mosquitto_pub -V "$version" \
        -t "daybook/1/$circle/$anna/s/ops" -m forged
done
as "$work/ben" mosquitto_sub -V mqttv311 -c -W 1 -t "daybook/1/$circle/+/s/ops" >"$work/heard" || true
[[ ! -s $work/heard ]] || fail 'nothing of a stranger was waiting'
