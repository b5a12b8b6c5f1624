#!/bin/bash
# Goal: a broker that is killed while it writes its accounts has all of them when it starts again, but for the change that was
# not done; where nothing whole is left, it does not start, and says so.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

accounts=$broker/accounts/dynamic-security.json
start_broker
"$config/private-broker" stop "$broker"
seats bulk "$work/bulk" 100 4 >"$work/said"
start_broker
one=$(find "$work/bulk" -name '*.seat' -print -quit)
circle=$(seat "$one" circle)
ben=$(seats device add "$circle" "$work/ben")

for round in 1 2 3; do
    # What it writes beyond this ends it, as kill -9 would: in the middle, the rest unwritten.
    prlimit --pid "$(<"$broker/pid")" --core=0 --fsize=$((round * 10000))
    must_not "a change is done that was cut off in round $round" seats circle add >"$work/said" 2>"$work/errors"
    must_not "the broker outlives round $round" "$config/private-broker" status "$broker" >"$work/said"
    [[ $(stat -c %s "$accounts") == $((round * 10000)) ]] || fail "the accounts are cut off in round $round"
    # Somebody who broke into the broker has left a link where root may write.
    ln -s "$work/elsewhere" "$accounts.new"
    start_broker 2>"$work/said"
    [[ ! -e $work/elsewhere ]] || fail 'a link is not followed'
    grep -q 'is undone' "$work/said" || fail 'it says that something was undone'
    must 'a seat of many opens' as "$one" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$(seat "$one" client_id)/x" -m hello
    must 'a seat given online opens' as "$work/ben" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$ben/x" -m hello
    [[ $(seats circle list | wc -l) == 100 ]] || fail 'every circle is there'
done
must 'the change can be done' seats circle add >"$work/said"
ln -s "$work/elsewhere" "$work/backup.new"
must 'a backup is whole' "$config/mosquitto/backup" "$broker" "$work/backup"
[[ ! -e $work/elsewhere && $(stat -c %a "$work/backup") == 600 ]] || fail 'a backup is written to no file of somebody else'
must_not 'it is written over' "$config/mosquitto/backup" "$broker" "$work/backup" 2>"$work/errors"
[[ -z $(find "$work" -name 'backup.??????') ]] || fail 'nothing is left beside a backup'

"$config/private-broker" stop "$broker"
truncate -s 1000 "$accounts"
rm "$broker/accounts/before.json"
must_not 'a broker starts that lets nobody in' "$config/private-broker" start "$broker" >"$work/said" 2>"$work/errors"
grep -q 'take a backup back' "$work/errors" || fail 'it says what to do'
must_not 'a backup is made of what is damaged' "$config/mosquitto/backup" "$broker" "$work/damaged" 2>"$work/errors"
[[ ! -e $work/damaged ]] || fail 'a damaged backup is not left behind'
