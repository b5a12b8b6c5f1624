#!/bin/bash
# Goal: whatever is wrong with a broker's certificate, nothing is sent to it, and the sentence says what it is: expired, signed
# by itself, by another authority, for another host, for another purpose.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/../harness/circle.sh"

# certify AUTHORITY NAME DAYS [PURPOSE]: a certificate of the broker by an authority's files.
certify() {
    printf 'subjectAltName=%s\nextendedKeyUsage=%s\n' "$2" "${4:-serverAuth}" >"$WORK/extensions"
    openssl x509 -req -in "$WORK/request" -CA "$1.crt" -CAkey "$1.key" -CAcreateserial -days "$3" \
        -extfile "$WORK/extensions" -out "$WORK/broker/server.crt" 2>>"$WORK/said" || fail 'openssl signs nothing'
}

# meet: let the broker show the certificate it has now.
meet() {
    kill -HUP "$(<"$WORK/broker/pid")"
    sleep 0.5 # the signal is not answered
}

# expect_distrust WHAT WORDS
expect_distrust() {
    meet
    expect_status 6 as ines sync
    expect_contains "$errors" 'certificate'
    expect_contains "$errors" "$2"
    printf '%s: %s\n' "$1" "$errors"
}

need_program jq
need_program openssl
start_broker
make_journal ines 'Ines Marlowe' patient
new_circle ines
as ines log note --note kept --quiet
expect_status 0 as ines sync
openssl req -new -key "$WORK/broker/server.key" -subj /CN=broker -out "$WORK/request" 2>>"$WORK/said"
good='IP:127.0.0.1,DNS:localhost'
ours=$WORK/broker/ca

certify "$ours" "$good" -1
expect_distrust expired "certificate expired on $(date -u -d yesterday +%F), and the clock here says $(date -u +%F)"
certify "$ours" "$good" 30 clientAuth
expect_distrust 'for another purpose' 'not meant for a broker'
certify "$ours" 'DNS:other.example' 30
expect_distrust 'for another host' 'another host name'
openssl req -x509 -key "$WORK/broker/server.key" -subj /CN=broker -addext "subjectAltName=$good" -days 30 \
    -out "$WORK/broker/server.crt" 2>>"$WORK/said"
expect_distrust 'signed by itself' 'another authority'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$WORK/other.key" -subj /CN=other -days 30 \
    -out "$WORK/other.crt" 2>>"$WORK/said"
certify "$WORK/other" "$good" 30
expect_distrust 'by another authority' 'another authority'

certify "$ours" "$good" 30
meet
expect_status 0 as ines sync
