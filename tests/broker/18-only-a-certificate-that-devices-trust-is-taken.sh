#!/bin/bash
# Goal: a certificate of one's own is taken when devices will trust it, and otherwise refused with one sentence and nothing
# changed; a renewal keeps the authority; whatever interrupts either, doing it again puts it right.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

name=broker.clinic.example
mine=$work/mine
dir=$work/dir
mkdir "$mine" "$dir"
year=('-days' 365)

# authority NAME [ISSUER]: an authority of the clinic's own, or one below another.
authority() {
    local issuer=()
    if (($# > 1)); then
        issuer=(-CA "$mine/$2.crt" -CAkey "$mine/$2.key")
    fi
    openssl req -x509 "${issuer[@]}" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$mine/$1.key" -days 3650 \
        -subj "/CN=$1" -addext 'basicConstraints=critical,CA:TRUE' -out "$mine/$1.crt" 2>>"$work/said"
}
# certify FILE ISSUER SUBJECT-ALTERNATIVE-NAME [PURPOSE]: a key and its certificate, for $year.
certify() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$mine/$1.key" -subj /CN=mine -out "$mine/request" 2>>"$work/said"
    printf 'subjectAltName=%s\nextendedKeyUsage=%s\n' "$3" "${4:-serverAuth}" >"$mine/extensions"
    openssl x509 -req -in "$mine/request" -CA "$mine/$2.crt" -CAkey "$mine/$2.key" -set_serial "$RANDOM" "${year[@]}" \
        -extfile "$mine/extensions" -out "$mine/$1.crt" 2>>"$work/said"
}
take() {
    "$config/tls/use-certificate" "$dir" "$name" "$@" >"$work/output" 2>"$work/errors"
}
state() {
    (cd "$dir" && find . -mindepth 1 -printf "%p %m %T@\n" -type f -exec sha256sum {} +) | LC_ALL=C sort
}
# refused WORDS ARGUMENT…: it is refused with a sentence that holds the words, and not a file is touched.
refused() {
    local words=$1 before
    shift
    before=$(state)
    must_not "'$words' is taken" take "$@"
    [[ ! -s $work/output && $(wc -l <"$work/errors") == 1 && $(<"$work/errors") == use-certificate:\ *"$words"* ]] ||
        fail "one sentence with '$words', and not: $(<"$work/errors")"
    [[ $(state) == "$before" ]] || fail "'$words' changes nothing"
    printf '  %s\n' "$(sed "s#$work/##g" "$work/errors")"
}
pair_fits() {
    [[ $(openssl x509 -in "$dir/server.crt" -noout -pubkey) == "$(openssl pkey -in "$dir/server.key" -pubout)" ]]
}
fingerprint() {
    openssl x509 -in "$dir/$1" -noout -fingerprint -sha256
}

authority clinic
authority below clinic
authority other
certify good clinic "DNS:$name"
certify next clinic "DNS:$name"
certify elsewhere clinic DNS:elsewhere.example
certify client clinic "DNS:$name" clientAuth
certify foreign other "DNS:$name"
certify deep below "DNS:$name"
certify address clinic IP:fd00::1
year=(-days -1)
certify ended clinic "DNS:$name"
openssl pkey -in "$mine/good.key" -aes256 -passout pass:secret -out "$mine/locked.key"
cat "$mine/deep.crt" "$mine/below.crt" >"$mine/chain.crt"

# --- of one's own ---------------------------------------------------------------------------------------------------

for already in no yes; do
    refused 'has expired' "$mine/ended.crt" "$mine/ended.key" "$mine/clinic.crt"
    refused 'hostname mismatch' "$mine/elsewhere.crt" "$mine/elsewhere.key" "$mine/clinic.crt"
    refused 'unsuitable certificate purpose' "$mine/client.crt" "$mine/client.key" "$mine/clinic.crt"
    refused 'unable to get local issuer certificate' "$mine/foreign.crt" "$mine/foreign.key" "$mine/clinic.crt"
    refused 'unable to get local issuer certificate' "$mine/good.crt" "$mine/good.key" # no public authority knows it
    refused 'unable to get local issuer certificate' "$mine/deep.crt" "$mine/deep.key" "$mine/clinic.crt"
    refused 'is not the key of' "$mine/good.crt" "$mine/next.key" "$mine/clinic.crt"
    refused 'has a passphrase' "$mine/good.crt" "$mine/locked.key" "$mine/clinic.crt"
    refused 'is no certificate' "$mine/good.key" "$mine/good.key" "$mine/clinic.crt"
    refused 'cannot be read' "$mine/nowhere.crt" "$mine/good.key" "$mine/clinic.crt"
    if [[ $already == no ]]; then
        must 'a good certificate is taken' take "$mine/good.crt" "$mine/good.key" "$mine/clinic.crt"
    fi
done
must 'the certificate is there' cmp -s "$mine/good.crt" "$dir/server.crt"
must 'its key is there' cmp -s "$mine/good.key" "$dir/server.key"
must 'the authority is there' cmp -s "$mine/clinic.crt" "$dir/ca.crt"
[[ $(stat -c %a "$dir/server.key") == 600 ]] || fail 'the key is for its owner only'
before=$(state)
must 'what is there is taken again' take "$mine/good.crt" "$mine/good.key" "$mine/clinic.crt"
[[ $(state) == "$before" ]] || fail 'taking what is there changes nothing'
must 'a certificate with its chain is taken' take "$mine/chain.crt" "$mine/deep.key" "$mine/clinic.crt"
name=fd00::1 must 'a certificate of an address is taken' take "$mine/address.crt" "$mine/address.key" "$mine/clinic.crt"

# Cut off between the two renames, the new key is beside the old certificate.
cp "$mine/next.key" "$dir/server.key"
must_not 'they fit' pair_fits
must 'doing it again puts it right' take "$mine/next.crt" "$mine/next.key" "$mine/clinic.crt"
must 'the key is of the certificate' pair_fits
[[ -z $(find "$dir" -name '.use*') ]] || fail 'nothing is left lying about'

# --- of an authority made here --------------------------------------------------------------------------------------

make_ca() {
    "$config/tls/make-ca" "$dir" "$name" >"$work/output" 2>"$work/errors"
}
rm -rf "$dir"
must 'an authority is made' make_ca
authority=$(fingerprint ca.crt)
before=$(state)
must 'it is made once' make_ca
[[ $(state) == "$before" ]] || fail 'what is there stays'
# soon_ended DAYS: a certificate of this authority that has so many days left.
soon_ended() {
    openssl req -new -key "$dir/server.key" -subj /CN=mine -out "$mine/request"
    printf 'subjectAltName=DNS:%s\n' "$name" >"$mine/extensions"
    openssl x509 -req -in "$mine/request" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -set_serial "$RANDOM" -days "$1" \
        -extfile "$mine/extensions" -out "$dir/server.crt" 2>>"$work/said"
}
soon_ended 31
before=$(fingerprint server.crt)
must 'a certificate of 31 days stays' make_ca
[[ $(fingerprint server.crt) == "$before" ]] || fail 'a certificate of 31 days stays'
soon_ended 29
key=$(sha256sum "$dir/server.key")
must 'a certificate of 29 days is renewed' make_ca
openssl x509 -in "$dir/server.crt" -noout -checkend $((364 * 86400)) >>"$work/said" || fail 'the new one is good for a year'
[[ $(fingerprint ca.crt) == "$authority" && $(sha256sum "$dir/server.key") == "$key" ]] || fail 'authority and key are kept'

soon_ended 29
mv "$dir/ca.key" "$mine/safe.key"
must_not 'it is renewed without the authority' make_ca
[[ $(wc -l <"$work/errors") == 1 ]] || fail 'a missing authority is one sentence'
mv "$mine/safe.key" "$dir/ca.key"

# Cut off after any of its files: the next run leaves a pair that fits, of an authority that devices know.
for lost in server.crt server.key server.names 'server.crt server.key' ca.crt; do
    for file in $lost; do
        rm "$dir/$file"
    done
    must "a run without $lost mends it" make_ca
    must "after $lost the key is of the certificate" pair_fits
    must "after $lost the authority made it" openssl verify -CAfile "$dir/ca.crt" "$dir/server.crt" >>"$work/said"
    [[ $lost == ca.crt || $(fingerprint ca.crt) == "$authority" ]] || fail "without $lost the authority stays"
done
openssl ecparam -name prime256v1 -genkey -noout -out "$dir/server.key"
must 'a key of other making is noticed' make_ca
must 'and its certificate made' pair_fits
