#!/bin/bash
# Goal: start, stop, restart and restart --empty do what their names say, twice in a row and never to another process.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

start_broker
[[ $("$config/private-broker" start "$broker") == "$address" ]] || fail 'starting twice is starting once'
circle=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
ben=$(seats device add "$circle" "$work/ben")
[[ -n $ben ]]

retained() {
    as "$work/ben" mosquitto_sub -V mqttv5 -C 1 -W 2 -t "daybook/1/$circle/+/have"
}

# Who has left how much there is in the store, as the README says.
for number in 1 2 3; do
    as "$work/anna" mosquitto_pub -V mqttv5 -r -t "daybook/1/$circle/$anna/$number" -m "$number"
done
as "$work/ben" mosquitto_pub -V mqttv5 -r -t "daybook/1/$circle/$ben/1" -m 1
"$config/private-broker" stop "$broker"
most=$(grep -aoE 'daybook/1/[a-z0-9]+/[a-z0-9]+' "$broker/store/mosquitto.db" | sort | uniq -c | sort -n | tail -n 1)
[[ $most == *" 3 daybook/1/$circle/$anna" ]] || fail 'it is found who left the most'
start_broker

authority=$(sha256sum <"$broker/ca.crt")
as "$work/anna" mosquitto_pub -V mqttv5 -r -t "daybook/1/$circle/$anna/have" -m kept
[[ $("$config/private-broker" restart "$broker") == "$address" ]] || fail 'a restart keeps the address'
[[ $(retained) == kept ]] || fail 'a restart keeps messages'
"$config/private-broker" restart "$broker" --empty >"$work/output"
must_not 'an empty restart keeps messages' retained
must 'an empty restart keeps accounts' as "$work/anna" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$anna/ops" -m hello
[[ $(sha256sum <"$broker/ca.crt") == "$authority" ]] || fail 'the authority is kept'

"$config/private-broker" stop "$broker"
must_not 'a stopped broker runs' "$config/private-broker" status "$broker" >"$work/output"
must 'stopping twice is stopping once' "$config/private-broker" stop "$broker"

must 'what was never started is stopped' "$config/private-broker" stop "$work/nowhere"
must_not 'it runs' "$config/private-broker" status "$work/nowhere" >"$work/output"
must_not 'a port is a word' "$config/private-broker" start "$broker" --port 88x 2>"$work/errors"
must_not 'there is such a port' "$config/private-broker" start "$broker" --port 65536 2>"$work/errors"
[[ ! -e $work/nowhere ]] || fail 'asking makes no folder'

# The pid of a broker that ended may belong to anybody by now; here it is this test's own.
echo $$ >"$broker/pid"
must 'a foreign process is left alone' "$config/private-broker" stop "$broker"
