#!/bin/bash
# Goal: whatever a keeper types, whatever lies in the broker's directory or happens to the broker and the disk, seats says
# one sentence, ends with its documented status, changes nothing that it does not finish, and lets no password out.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

export LC_ALL=C.UTF-8
cases=0

# state DIR: everything in a broker's directory that a command might change.
state() {
    tar -C "$1" --mtime=@0 --exclude=./store --exclude=./.lock --exclude=./log -cf - . 2>/dev/null | cksum
}

# judge STATUS WORDS WHAT ACTUAL: what was said is one sentence with these words and no password, and the status is right.
judge() {
    local said output password
    said=$(cat "$work/errors" && echo .)
    output=$(<"$work/output")
    cases=$((cases + 1))
    [[ $4 == "$1" ]] || fail "$3 ends with $1, not $4: $said"
    [[ $said == "seats: "*$'\n.' && ${said%$'\n.'} != *[![:print:]]* ]] || fail "$3 says one sentence: $said"
    [[ $said == *"$2"* ]] || fail "$3 says '$2': $said"
    for password in "${passwords[@]}"; do
        [[ $said$output != *"$password"* ]] || fail "$3 lets no password out"
    done
}

# refused STATUS WORDS DIR ARGUMENT...: seats refuses so and changes nothing.
refused() {
    local expected=$1 words=$2 dir=$3 status=0 before given
    shift 3
    before=$(state "$dir") || true
    "$config/seats" "$dir" "$@" >"$work/output" 2>"$work/errors" </dev/null || status=$?
    given=$*
    judge "$expected" "$words" "seats ${given:0:60}" "$status"
    [[ ! -s $work/output ]] || fail "seats ${given:0:60} prints nothing"
    [[ $(state "$dir" || true) == "$before" ]] || fail "seats ${given:0:60} changes nothing"
}

# with FILE CONTENT STATUS WORDS ARGUMENT...: refused while this file of the broker's directory holds something else.
with() {
    local file=$broker/$1 content=$2
    mv "$file" "$work/kept"
    printf '%b' "$content" >"$file"
    refused "$3" "$4" "$broker" "${@:5}"
    rm "$file"
    mv "$work/kept" "$file"
}

start_broker
circle=$(seats circle add)
anna=$(seats device add "$circle" "$work/anna")
ben=$(seats device add "$circle" "$work/ben")
passwords=("$(seat "$work/anna" password)" "$(seat "$work/ben" password)" "$(<"$broker/admin/password")")
nobody=aaaaaaaaaaaaaaaaaaaa
long=$(printf 'x%.0s' {1..5000})

# --- a broker that hangs, looked at while everything else is --------------------------------------------------------

hung=$work/hung
"$config/private-broker" start "$hung" >"$work/output"
kill -STOP "$(<"$hung/pid")"
{
    hung_status=0
    "$config/seats" "$hung" circle list >"$work/hung.output" 2>"$work/hung.errors" || hung_status=$?
    printf '%s\n' "$hung_status" >"$work/hung.status"
} &
hanging=$!
harness_brokers+=("$hung")
end_hung() {
    kill -CONT "$(<"$hung/pid")" 2>/dev/null || true
    harness_end "$1"
}
trap 'end_hung $?' EXIT

# --- words ----------------------------------------------------------------------------------------------------------

mkdir "$work/empty"
: >"$work/empty/.lock"
refused 4 'there is no directory' "$work/nowhere" circle list
refused 4 'there is no directory' "$work/anna" circle list
refused 5 'too long' "$work/empty/$long" circle list
refused 4 'see init' "$work/empty" circle list
refused 4 'see init' "$work/empty" health
refused 2 'no command' "$broker" nonsense
refused 2 'no command' "$broker" circle
refused 2 'no command' "$broker" $'circle\nadd\e[31m'
refused 2 'no command' "$broker" "$long"
refused 2 'usage:' "$broker" circle add one two
refused 2 'usage:' "$broker" device add "$circle"
refused 2 'usage:' "$broker" rotate "$circle" "$ben"
refused 2 'is no number' "$broker" bulk "$work/bulk" many 4
refused 2 'is no number' "$broker" bulk "$work/bulk" 0 4
refused 2 'is no number' "$broker" bulk "$work/bulk" 99999999999999999999 4
refused 2 'cannot sit in' "$broker" bulk "$work/bulk" 1 1 1 2
for name in Anna '' "$long" "$nobody"$'\n' ../../etc/passwd 'änne-änne-änne-änne' $'\xff\xfe' "$nobody " --help=1; do
    refused 2 'is not the name' "$broker" circle add "$name"
done
for command in 'circle close' 'circle list' 'device disable' 'device remove' 'device list'; do
    # shellcheck disable=SC2086 # two words
    refused 2 'is not the name' "$broker" $command "$long"
done
refused 2 'is not the name' "$broker" join "$circle" Anna
refused 2 'is not the name' "$broker" join Anna "$anna"
refused 2 'is not the name' "$broker" leave Anna "$anna"
refused 2 'is not the name' "$broker" rotate Anna "$anna" "$work/new"
refused 4 'no circle' "$broker" device add "$nobody" "$work/new"
refused 4 'no circle' "$broker" leave "$nobody" "$anna"
refused 4 'no device' "$broker" leave "$circle" "$nobody"
refused 4 'no device' "$broker" device list "$nobody"
for wrong in broker.example mqtt://broker:8883 mqtts://broker mqtts://broker:0 mqtts://broker:65536 mqtts://a@b:8883 \
    mqtts://a..b:8883 'mqtts://a b:8883' $'mqtts://a:8883\n' mqtts://é:8883 "mqtts://$long:8883" ''; do
    refused 2 'is not of the form' "$work/empty" init "$wrong"
done
refused 5 'every seat says so' "$broker" init mqtts://elsewhere.example:8883
must 'init is done once' seats init "$address"
[[ $(ls -A "$work/empty") == .lock ]] || fail 'what was no address begins nothing'

# --- what lies in the directory -------------------------------------------------------------------------------------

with engine rabbit 2 'is no engine' circle list
with engine "$long" 2 'is no engine' circle list
with engine '\xff\xfe' 5 'is damaged' circle list
with address 'mqtts://127.0.0.1:99999' 2 'is not of the form' circle list
with address '' 2 'is not of the form' circle list
with address "mqtts://$(printf 'a%.0s' {1..90}).example:$port" 6 'the broker' circle list
with address "mqtts://other.example:$port" 6 "certificate is not right" circle list
with admin/password wrong 1 'refuses its keeper' circle list
with admin/password '\xff' 5 'is damaged' circle list
with ca.crt nonsense 6 'is no authority' circle list
with ca.crt "$(<"$hung/ca.crt")" 6 'certificate is not right' circle list
mv "$broker/admin" "$work/admin"
refused 4 'is missing' "$broker" circle list
mv "$work/admin" "$broker/admin"
mv "$broker/admin/password" "$work/kept"
mkfifo "$broker/admin/password"
refused 5 'no regular file' "$broker" circle list
rm "$broker/admin/password"
mv "$work/kept" "$broker/admin/password"
mv "$broker/changes" "$work/kept"
mkdir "$broker/changes"
refused 5 'only what can be noted is changed' "$broker" circle add "$nobody"
rmdir "$broker/changes"
ln -s "$work/elsewhere" "$broker/changes"
refused 5 'it is a link' "$broker" circle add "$nobody"
[[ ! -e $work/elsewhere ]] || fail 'a link is not followed'
rm "$broker/changes"
rm "$broker/.lock"
ln -s "$work/elsewhere" "$broker/.lock"
refused 5 'it is a link' "$broker" circle list
[[ ! -e $work/elsewhere ]] || fail 'a link is not followed'
rm "$broker/.lock"

# A journal of changes that was cut in a line, or holds what is no text, is gone on with on a line of its own.
{ head -c -9 "$work/kept" && printf '\xff\xfe\0'; } >"$broker/changes"
must 'a cut journal is gone on with' seats circle add "$nobody" >"$work/output"
tail -n 1 "$broker/changes" | grep -qE "^[0-9TZ:-]{20} circle add $nobody$" || fail 'the line after a cut one stands alone'
must 'what is done is done' seats circle close "$nobody"
must 'and known to be' seats circle close "$nobody"
mv "$work/kept" "$broker/changes"

# --- where seats go -------------------------------------------------------------------------------------------------

ln -s "$work/elsewhere" "$work/dangling"
ln -s "$work/anna" "$work/link"
mkfifo "$work/fifo"
for path in "$work/anna" "$work/dangling" "$work/link" "$work/fifo" "$work/empty" "$work/nowhere/seat" /dev/full /proc/seat '' \
    "$work/$long" "$work/anna/seat"; do
    refused 5 "$path" "$broker" device add "$circle" "$path"
    refused 5 "$path" "$broker" rotate "$circle" "$ben" "$path"
done
[[ ! -e $work/elsewhere ]] || fail 'a link is not followed'
must 'Ben goes on with his password' as "$work/ben" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$ben/x" -m hello
# A file that somebody else put there is never taken for one that seats began.
sed "s/$anna/$nobody/g" "$work/anna" >"$work/planted"
refused 5 'is there already' "$broker" device add "$circle" "$work/planted"
refused 5 'is there already' "$broker" rotate "$circle" "$anna" "$work/anna"
(cd "$work" && seats device add "$circle" -- >"$work/output")
[[ -s $work/-- ]] || fail 'a seat may have any name'

# --- surroundings ---------------------------------------------------------------------------------------------------

strange=$work/$'a folder\n\xc3\xa4'
ln -s "$broker" "$strange"
[[ $("$config/seats" "$strange" circle list) == "$circle 3" ]] || fail 'a directory may have any name'
[[ $(env -i "$config/seats" "$broker" circle list) == "$circle 3" ]] || fail 'no environment is needed'
mkdir "$work/hostile"
echo 'raise SystemExit("taken over")' | tee "$work/hostile/ssl.py" "$work/hostile/sitecustomize.py" >"$work/hostile/json.py"
[[ $(cd "$work/hostile" && env LC_ALL=C PYTHONPATH="$work/hostile" PYTHONSTARTUP="$work/hostile/ssl.py" PYTHONINSPECT=1 \
    SSLKEYLOGFILE="$work/keys" SSL_CERT_FILE=/dev/null "$config/seats" "$broker" circle list) == "$circle 3" ]] ||
    fail 'the environment decides nothing'
[[ ! -e $work/keys ]] || fail 'the keys of the connection are written nowhere'
must 'standard input, output and error may be closed' seats circle add "$nobody" <&- >&- 2>&-
must_not 'a closed output becomes a file of the broker' grep -rlq "^$nobody$" "$broker"
for command in 'circle list' "circle add $nobody" --help; do
    status=0
    # shellcheck disable=SC2086 # two words
    seats $command >/dev/full 2>"$work/errors" || status=$?
    judge 5 'cannot be written: No space' "seats $command into a full disk" "$status"
done
seats circle close "$nobody"
mkdir "$broker/locked"
if ((EUID == 0)); then
    cp -r "$config" "$work/config"
    chmod 711 "$work"
    for command in 'circle list' "circle add $nobody" health; do
        status=0
        # The witness may lie where only root gets, as in root's own home.
        # shellcheck disable=SC2086 # two words
        env -u LD_PRELOAD setpriv --reuid 65534 --regid 65534 --clear-groups "$work/config/seats" "$broker" $command \
            >"$work/output" 2>"$work/errors" || status=$?
        judge 5 'as the one whose it is' "seats $command by somebody else" "$status"
    done
fi
rmdir "$broker/locked"

# Two at once wait for each other, and eight.
for number in {1..8}; do
    seats circle add "${nobody}0$number" >"$work/output.$number" &
    jobs[number]=$!
done
for number in {1..8}; do
    must 'many at once take turns' wait "${jobs[number]}"
done
[[ $(seats circle list | grep -c "^${nobody}0") == 8 ]] || fail 'each of many at once is done'
[[ $(grep -c " circle add ${nobody}0" "$broker/changes") == 8 ]] || fail 'each of many at once is noted'

# --- a full disk ----------------------------------------------------------------------------------------------------

if unshare --mount true 2>/dev/null; then
    must 'a full disk takes no account away' unshare --mount bash -c '
        set -eu
        mkdir "$1/disk" "$1/stick" && mount -t tmpfs -o size=3m tmpfs "$1/disk" && mount -t tmpfs -o size=64k tmpfs "$1/stick"
        "$2/private-broker" start "$1/disk/broker" >/dev/null
        trap "\"$2/private-broker\" stop \"$1/disk/broker\"" EXIT
        circle=$("$2/seats" "$1/disk/broker" circle add)
        says() { # STATUS WORDS COMMAND...
            local status=0
            "${@:3}" >"$said" 2>&1 || status=$?
            [ "$status" = "$1" ] && [ "$(wc -l <"$said")" = 1 ] && grep -q "$2" "$said" || { cat "$said" && exit 1; }
        }
        said=$1/full
        head -c 65536 /dev/zero >"$1/stick/full" 2>/dev/null || true
        says 5 "make room" "$2/seats" "$1/disk/broker" device add "$circle" "$1/stick/seat"
        [ ! -s "$1/stick/seat" ]
        head -c 3m /dev/zero >"$1/disk/full" 2>/dev/null || true
        for command in "circle add" "circle close $circle" "device add $circle $1/seat"; do
            says 5 "make room" "$2/seats" "$1/disk/broker" $command
        done
        [ ! -e "$1/seat" ] && "$2/seats" "$1/disk/broker" circle list | grep -q "^$circle 0$"
        rm "$1/disk/full" "$1/stick/full"
        "$2/seats" "$1/disk/broker" device add "$circle" "$1/stick/seat" >/dev/null
        "$2/private-broker" restart "$1/disk/broker" >/dev/null
        "$2/seats" "$1/disk/broker" circle list | grep -q "^$circle 1$"
        ' - "$work" "$config"
fi

# The broker can write no more than so much: what it wrote is cut, is told to be, and is whole again when there is room.
"$config/private-broker" stop "$broker"
trap '' XFSZ
start_broker
trap - XFSZ
prlimit --pid "$(<"$broker/pid")" --fsize=1000:
status=0
seats device add "$circle" "$work/carl" >"$work/output" 2>"$work/errors" || status=$?
judge 5 'do not stop the broker, make room' 'seats on a disk that filled up' "$status"
status=0
seats health >"$work/output" 2>"$work/errors" || status=$?
grep -q '^BAD .*accounts' "$work/output" || fail 'health says that accounts are cut'
prlimit --pid "$(<"$broker/pid")" --fsize=unlimited:
must 'with room it goes on' seats device add "$circle" "$work/carl" >"$work/output"
"$config/private-broker" restart "$broker" >"$work/output"
must 'nothing is lost' as "$work/carl" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$(seat "$work/carl" client_id)/x" -m hello
must 'nobody is lost' as "$work/anna" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$anna/x" -m hello

# --- a broker that is away ------------------------------------------------------------------------------------------

"$config/private-broker" stop "$broker"
for command in 'circle list' "circle add $nobody" "circle close $circle" "device disable $anna" "device add $circle $work/new" \
    "rotate $circle $anna $work/new" 'device list'; do
    # shellcheck disable=SC2086 # two words
    refused 6 'does not answer' "$broker" $command
done
[[ ! -e $work/new ]] || fail 'without a broker there is no seat'

wait "$hanging"
cp "$work/hung.errors" "$work/errors"
cp "$work/hung.output" "$work/output"
judge 6 'does not answer' 'seats at a broker that hangs' "$(<"$work/hung.status")"

must_not 'the help is wider than a terminal' grep -qE '.{101}' <("$config/seats" --help)
printf '%d times seats said one sentence\n' "$cases"
