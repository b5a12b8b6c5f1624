#!/bin/bash
# Goal: every command of seats can be repeated and changes nothing the second time; every refusal is one sentence with its
# status; the journal of changes says what was done and no more; a new password opens, the old one no longer.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

# refused STATUS COMMAND…: seats ends with it, having said one sentence and changed nothing.
refused() {
    local expected=$1 status=0 before
    shift
    before=$(sha256sum "$broker/changes")
    seats "$@" >"$work/output" 2>"$work/errors" || status=$?
    [[ $status == "$expected" ]] || fail "seats $* ends with $expected, not $status"
    [[ ! -s $work/output && $(wc -l <"$work/errors") == 1 && $(<"$work/errors") == seats:\ * ]] || fail "seats $* says one sentence"
    [[ $(sha256sum "$broker/changes") == "$before" ]] || fail "seats $* changes nothing"
}

# twice COMMAND…: it succeeds both times, and the second is not in the journal.
twice() {
    local lines
    must "seats $*" seats "$@" >"$work/output"
    lines=$(wc -l <"$broker/changes")
    must "seats $* again" seats "$@" >"$work/output"
    [[ $(wc -l <"$broker/changes") == "$lines" ]] || fail "seats $* is done once"
}

mkdir "$broker"
status=0
seats circle list 2>"$work/errors" || status=$?
[[ $status == 4 ]] || fail 'without a broker there is nothing to list'
start_broker
circle=$(seats circle add)
other=$(seats circle add)
twice circle add aaaaaaaaaaaaaaaaaaaa
anna=$(seats device add "$circle" "$work/anna")
ben=$(seats device add "$circle" "$work/ben")
twice join "$other" "$anna"
must 'who joined writes there' as "$work/anna" mosquitto_pub -V mqttv5 -t "daybook/1/$other/$anna/ops" -m hello
[[ $(seats circle list | sort) == "$(printf '%s\n' "$circle 2" "$other 1" 'aaaaaaaaaaaaaaaaaaaa 0' | sort)" ]] ||
    fail 'every circle is listed with its devices'
twice device disable "$ben"
[[ $(seats circle list "$circle" | sort) == "$(printf '%s\n' "$anna active" "$ben disabled" | sort)" ]] ||
    fail 'the devices of a circle are listed'
must 'a disabled device gets a new password' seats rotate "$circle" "$ben" "$work/ben.new" >"$work/output"
must_not 'a new password enables' as "$work/ben.new" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$ben/ops" -m hello
twice device enable "$ben"
must 'the new password opens' as "$work/ben.new" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$ben/ops" -m hello
must_not 'the old password opens' as "$work/ben" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$ben/ops" -m hello
[[ $(stat -c %a "$work/ben.new") == 600 ]] || fail 'a seat file is for its owner only'

refused 2 nonsense
refused 2 circle add Anna
refused 2 device add "$circle"
refused 2 join "$circle" ../../etc/passwd
refused 4 circle close bbbbbbbbbbbbbbbbbbbb
refused 4 device add bbbbbbbbbbbbbbbbbbbb "$work/nobody"
refused 4 device disable bbbbbbbbbbbbbbbbbbbb
refused 4 join bbbbbbbbbbbbbbbbbbbb "$anna"
refused 4 rotate "$other" "$ben" "$work/nobody"
refused 5 device add "$circle" "$work/anna"
refused 5 rotate "$circle" "$ben" "$work/anna"
refused 5 bulk "$work/bulk" 1 1
refused 5 keeper rotate
refused 5 init mqtts://elsewhere.example:8883
[[ ! -e $work/nobody ]] || fail 'a seat that opens nothing is not left behind'
rm -rf "$work/bulk"

twice leave "$other" "$anna"
twice device remove "$ben"
twice circle close "$circle"
must_not 'the last device of a closed circle connects' as "$work/anna" mosquitto_pub -V mqttv5 -t x -m hello
must 'a broker that runs is as it should be' seats health >"$work/output"
"$config/private-broker" stop "$broker"
refused 6 circle list
must_not 'a broker that is away is as it should be' seats health >"$work/output" 2>"$work/errors"
grep -q '^BAD  the broker does not answer' "$work/output" || fail 'health says that it does not answer'

# The keeper's own password was seen: the old one opens no longer.
cp "$broker/admin/password" "$work/seen"
cp -p "$broker/accounts/dynamic-security.json" "$work/kept"
must 'the keeper gets a new password' seats keeper rotate
# Cut off between the password and the accounts.
cp -p "$work/kept" "$broker/accounts/dynamic-security.json"
must 'the same again puts it right' seats keeper rotate
start_broker
must 'which opens' seats circle list >"$work/output"
cp "$broker/admin/password" "$work/kept"
cp "$work/seen" "$broker/admin/password"
refused 1 circle list
cp "$work/kept" "$broker/admin/password"
"$config/private-broker" stop "$broker"

# Moments, commands and random names: nothing else.
must_not 'the journal says more' grep -qvE '^[0-9TZ:-]{20} [a-z ]+( [a-z0-9]{20}){0,2}$' "$broker/changes"

# Thousands are seated while the broker is away. The least of them stands for all: it gets in.
seats bulk "$work/bulk" 300 4 10 12 >"$work/output"
[[ $(<"$work/output") == '300 circles, 1320 seats' ]] || fail 'bulk says what it made'
[[ $(find "$work/bulk" -name '*.seat' | wc -l) == 1320 && -z $(find "$work/bulk" -perm /077) ]] || fail 'every seat has a file'
start_broker
[[ $(seats circle list | wc -l) == 302 ]] || fail 'every circle is there'
last=$(find "$work/bulk/therapists" -name '*.seat' | LC_ALL=C sort | tail -n 1)
must 'a seat of many opens' as "$last" mosquitto_pub -V mqttv5 -t "daybook/1/$(seat "$last" circle)/$(seat "$last" client_id)/x" -m hello
