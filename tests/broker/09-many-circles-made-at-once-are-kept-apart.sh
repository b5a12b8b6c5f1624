#!/bin/bash
# Goal: a clinic seats its circles all at once, and each seat opens its own circle and no other; nothing is changed where
# it cannot be done, and a bulk that is killed leaves all of its seats good or none.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

# refused WHAT FOLDER: bulk is refused with one sentence, and has changed nothing at the broker.
refused() {
    local status=0 before
    before=$(sha256sum "$broker/changes" "$broker/accounts/dynamic-security.json")
    seats bulk "$2" 1 1 >"$work/output" 2>"$work/errors" || status=$?
    [[ $status == 5 ]] || fail "$1: bulk ends with 5, not $status"
    [[ ! -s $work/output && $(wc -l <"$work/errors") == 1 ]] || fail "$1: bulk says one sentence"
    [[ $(sha256sum "$broker/changes" "$broker/accounts/dynamic-security.json") == "$before" ]] || fail "$1: bulk changes nothing"
}

# let_in FOLDER: how many of its seats have an account.
let_in() {
    [[ -d $1 ]] || { echo 0 && return; }
    comm -12 <(find "$1" -name '*.seat' -exec sed -n 's/.*"username":"\([^"]*\)".*/\1/p' {} + | LC_ALL=C sort) \
        <(jq -r '.clients[].username' "$broker/accounts/dynamic-security.json" | LC_ALL=C sort) | wc -l
}

# writes SEAT CIRCLE, reads SEAT CIRCLE: may it? What is written stays there for who reads later.
writes() {
    as "$1" mosquitto_pub -V mqttv5 -r -t "daybook/1/$2/$(seat "$1" client_id)/have" -m "of $2" && ! grep -q 'Publish .* failed' "$work/errors"
}
reads() {
    [[ $(as "$1" mosquitto_sub -V mqttv5 -C 1 -W 5 -t "daybook/1/$2/#") == "of $2" ]]
}

start_broker
refused 'the broker runs' "$work/many"
[[ ! -e $work/many ]] || fail 'a bulk that is refused leaves no folder'
"$config/private-broker" stop "$broker"

seats bulk "$work/many" 50 4 5 10 >"$work/output"
[[ $(<"$work/output") == '50 circles, 250 seats' ]] || fail 'bulk says what it made'
[[ $(find "$work/many" -name '*.seat' | wc -l) == 250 ]] || fail 'every seat has a file'
[[ -z $(find "$work/many" -type f ! -perm 0600) ]] || fail 'every seat is for its owner only'
[[ -z $(find "$work/many" -type d ! -perm 0700) ]] || fail 'every folder is for its owner only'
mkdir "$work/empty"
files=$(find "$work/many" -type f -exec sha256sum {} + | sort)
refused 'the folder is there' "$work/many"
refused 'a folder is there, though empty' "$work/empty"
refused 'the folder cannot be made' "$work/nowhere/many"
[[ $(find "$work/many" -type f -exec sha256sum {} + | sort) == "$files" ]] || fail 'what is in the way stays as it is'
chmod 000 "$broker/ca.crt"
if ! head -c 1 "$broker/ca.crt" >"$work/output" 2>&1; then
    refused 'what every seat says cannot be read' "$work/unread"
    [[ ! -e $work/unread ]] || fail 'seats that open nothing are taken away'
fi
chmod 600 "$broker/ca.crt"

# Killed at any moment of the time that it takes.
began=${EPOCHREALTIME/./}
seats bulk "$work/more" 200 4 >"$work/output"
took=$((${EPOCHREALTIME/./} - began))
for percent in 30 50 70 80 90; do
    killed=$work/killed-at-$percent
    after=$(printf '%d.%06d' $((took * percent / 100 / 1000000)) $((took * percent / 100 % 1000000)))
    (timeout -s KILL "$after" "$config/seats" "$broker" bulk "$killed" 200 4 || true) >"$work/output" 2>&1
    good=$(let_in "$killed")
    printf 'killed after %s of %d ms: %s seats are good\n' "$after" $((took / 1000)) "$good"
    [[ $good == 0 || $good == 800 ]] || fail 'a bulk that is killed leaves all of its seats good or none'
done

start_broker
made=$(find "$work"/{many,more}/circles -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort)
[[ $(comm -12 <(echo "$made") <(seats circle list | cut -d ' ' -f 1 | LC_ALL=C sort)) == "$made" ]] || fail 'every circle is there'
own=$(find "$work/many/circles" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | sed -n 1p)
other=$(find "$work/many/circles" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tail -n 1)
therapist=$(find "$work/many/therapists/5" -name '*.seat' | sort | sed -n 1p)
more=$(find "$work/more" -name 1.seat | sort | sed -n 1p)
for file in "$work/many/circles/$own/1.seat" "$work/many/circles/$other/4.seat" "$therapist" "$more"; do
    must "$file opens its own circle" writes "$file" "$(seat "$file" circle)"
    must "$file reads its own circle" reads "$file" "$(seat "$file" circle)"
done
for file in "$work/many/circles/$own/2.seat" "$work/many/circles/$other/3.seat" "$therapist" "$more"; do
    for circle in "$own" "$other"; do
        [[ $circle != $(seat "$file" circle) ]] || continue
        must_not "$file writes in a foreign circle" writes "$file" "$circle"
        must_not "$file reads a foreign circle" reads "$file" "$circle"
    done
done
