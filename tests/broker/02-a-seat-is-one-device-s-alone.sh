#!/bin/bash
# Goal: a wrong password, another client id, no name and a connection without TLS are all refused; the seat file is the
# only place of its password and only its owner may read it.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

start_broker
circle=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
topic=daybook/1/$circle/$anna/ops

must 'the seat opens the broker' as "$work/anna" mosquitto_pub -V mqttv5 -t "$topic" -m hello

[[ $(stat -c %a "$work/anna") == 600 ]] || fail 'the seat file is for its owner only'
[[ $circle =~ ^[a-z0-9]{20}$ && $anna =~ ^[a-z0-9]{20}$ ]] || fail 'names are random'
password=$(seat "$work/anna" password)
((${#password} >= 32)) || fail 'the password has at least 128 bits'
must_not 'the password lies in clear in the broker directory' grep -rqF -- "$password" "$broker"
find "$broker" -type f -perm /077 | grep -q . && fail 'everything of the broker is for its keeper only'

sed 's/"password":"/"password":"wrong/' "$work/anna" >"$work/wrong-password"
must_not 'a wrong password is accepted' as "$work/wrong-password" mosquitto_pub -V mqttv5 -t "$topic" -m hello
sed 's/"client_id":"./"client_id":"_/' "$work/anna" >"$work/wrong-id"
must_not 'another client id is accepted' as "$work/wrong-id" mosquitto_pub -V mqttv5 -t "$topic" -m hello
must_not 'anonymous is accepted' mosquitto_pub -V mqttv5 -h 127.0.0.1 -p "$port" --cafile "$broker/ca.crt" -i someone -t x \
    -m hello 2>"$work/errors"
must_not 'a connection without TLS is accepted' mosquitto_pub -V mqttv5 -h 127.0.0.1 -p "$port" -i someone -t x -m hello \
    2>"$work/errors"

must_not 'a seat file is overwritten' seats device add "$circle" "$work/anna" 2>"$work/errors"
must_not 'a circle that does not exist gets a device' seats device add aaaaaaaaaaaaaaaaaaaa "$work/nobody" \
    2>"$work/errors"
[[ ! -e $work/nobody ]] || fail 'a seat that opens nothing is not left behind'
