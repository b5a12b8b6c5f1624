#!/bin/bash
# Goal: removing a device ends its reading and writing, also of what waits in its session; a lost one is locked out.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

start_broker
circle=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
ben=$(seats device add "$circle" "$work/ben")
carl=$(seats device add "$circle" "$work/carl")

must 'Ben may subscribe' as "$work/ben" mosquitto_sub -V mqttv311 -c -E -t "daybook/1/$circle/#"
must 'Carl may subscribe' as "$work/carl" mosquitto_sub -V mqttv311 -c -E -t "daybook/1/$circle/#"
seats leave "$circle" "$ben"
must 'Anna may write' as "$work/anna" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$anna/ops" -m private
as "$work/carl" mosquitto_sub -V mqttv311 -c -W 1 -t "daybook/1/$circle/#" >"$work/heard" || true
[[ $(<"$work/heard") == private ]] || fail 'a device that stayed hears what was sent meanwhile'
as "$work/ben" mosquitto_sub -V mqttv311 -c -W 1 -t "daybook/1/$circle/#" >"$work/heard" || true
[[ ! -s $work/heard ]] || fail 'a device that was removed while away hears nothing'
as "$work/ben" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$ben/ops" -m still-here || true
grep -q 'failed' "$work/errors" || fail 'a device that was removed may not write'

seats device disable "$carl"
must_not 'a lost device connects' as "$work/carl" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$carl/ops" -m hello
must 'the others go on' as "$work/anna" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$anna/ops" -m hello
