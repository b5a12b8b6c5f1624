#!/bin/bash
# Goal: health ends with 0 for a broker that is as it should be, and also for one that came back from a backup; whatever is
# not so it says in one line of its own with what to do, and ends with 1.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

# bad WORDS: just one line of health is bad, and it has these words.
bad() {
    local status=0
    seats health >"$work/output" 2>"$work/errors" || status=$?
    [[ $status == 1 && $(<"$work/errors") == 'seats: the broker is not as it should be' ]] || fail "health fails for: $1"
    [[ $(grep -c '^BAD ' "$work/output") == 1 ]] || fail "one line is bad for: $1: $(<"$work/output")"
    grep '^BAD ' "$work/output" | grep -qF -- "$1" || fail "health says '$1': $(<"$work/output")"
}

# tampered WORDS FILTER: that is what health says of accounts this jq filter was run over.
tampered() {
    cp -p "$accounts" "$work/kept"
    jq --tab --arg anna "$anna" --arg circle "$circle" "$2" "$work/kept" >"$accounts"
    bad "$1"
    cp -p "$work/kept" "$accounts"
}

start_broker
accounts=$broker/accounts/dynamic-security.json
circle=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
other=$(seats circle add)
seats join "$other" "$anna"
must 'a broker that runs is as it should be' seats health >"$work/output"

tampered 'everybody may do more' '.defaultACLAccess.subscribe = true'
tampered 'brings no password' '.anonymousGroup = "g:\($circle)"'
tampered "has no name of seats" '.clients += [{username: "Mallory", password: "x"}]'
tampered 'under any client id' '(.clients[] | select(.username == $anna)) |= del(.clientid)'
tampered 'has the roles' '(.clients[] | select(.username == $anna).roles) |= . + [{rolename: "admin"}]'
tampered 'may write where it does not sit' '(.roles[] | select(.rolename == "w:\($anna)").acls[0].topic) = "daybook/1/#"'
tampered 'may write where it does not sit' '(.groups[] | select(.groupname == "g:\($circle)").clients) = []'
tampered 'something else than read' '(.roles[] | select(.rolename == "r:\($circle)").acls[0].topic) = "#"'
tampered 'does not have its role' '(.groups[] | select(.groupname == "g:\($circle)").roles) = []'
tampered 'is no circle' '.groups += [{groupname: "friends", roles: []}]'
tampered "the keeper's role" '(.roles[] | select(.rolename == "admin").acls[0].topic) = "#"'
tampered ' and 2 more' '.clients += [{username: "Mallory"}, {username: "Eve"}, {username: "Oscar"}]'

cp -p "$accounts" "$work/kept"
head -c 700 "$work/kept" >"$accounts"
must 'what was cut is written anew' seats circle list >"$work/output"
must 'and is as it should be' seats health >"$work/output"
chmod 644 "$accounts"
bad 'others on this machine may read'
chmod 600 "$accounts"

# A certificate in its last days: of the broker's own authority, or one that was brought.
cp -p "$broker/server.crt" "$work/kept"
openssl req -new -key "$broker/server.key" -subj /CN=broker |
    openssl x509 -req -CA "$broker/ca.crt" -CAkey "$broker/ca.key" -days 10 -out "$broker/server.crt" 2>"$work/errors"
bad 'with ca.key in its place'
mv "$broker/server.names" "$work/names"
echo own >"$broker/server.names"
bad 'with a new one of yours'
mv "$work/names" "$broker/server.names"
cp -p "$work/kept" "$broker/server.crt"

cp -p "$broker/changes" "$work/kept"
sed -i 's/^[0-9-]*T/2020-01-01T/' "$broker/changes"
bad 'is in no backup'
must 'a backup is made' "$config/mosquitto/backup" "$broker" "$work/backup.tar"
must 'with a backup it is as it should be' seats health >"$work/output"
sed -i '$s/^[0-9-]*T/2999-01-01T/' "$broker/changes"
bad 'set this clock'
cp -p "$work/kept" "$broker/changes"

printf 'device disable %s\n' "$anna" >"$broker/.begun"
touch -d '-1 hour' "$broker/.begun"
bad "cut short, give it again: seats device disable $anna"
rm "$broker/.begun"

# A limit of connections that is nearly reached; the broker itself does not look at its settings again.
sed -i 's/^max_connections .*/max_connections 1/' "$broker/mosquitto.conf"
as "$work/anna" mosquitto_sub -V mqttv5 -W 8 -t "daybook/1/$circle/#" >"$work/heard" || true &
for ((try = 0; try < 50; try++)); do
    seats health >"$work/output" 2>"$work/errors" || true
    ! grep -q '^BAD  1 of 1 connections' "$work/output" || break
done
((try < 50)) || fail "health counts connections: $(<"$work/output")"
"$config/private-broker" stop "$broker"
bad 'does not answer'
wait

# A member left far more there than ten thousand seats have waiting.
mv "$broker/store/mosquitto.db" "$work/store"
truncate -s 1100M "$broker/store/mosquitto.db"
must_not 'a store like this is as it should be' seats health >"$work/output" 2>"$work/errors"
grep -q '^BAD  what waits for devices has grown to 1100 MiB' "$work/output" || fail 'health says that somebody fills the broker'
mv "$work/store" "$broker/store/mosquitto.db"

# What came back from a backup is looked at before anybody connects.
mv "$broker" "$work/lost"
"$config/mosquitto/backup" --restore "$work/backup.tar" "$broker"
bad 'does not answer'
start_broker
must 'a broker that came back is as it should be' seats health >"$work/output"
[[ $(seats device list) == "$anna active"* ]] || fail 'who was there is there'
