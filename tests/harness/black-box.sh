# What a black-box test stands on: a folder of its own, people with homes, a private broker, and words to expect with.
# shellcheck shell=bash
#
# A test is bash, tests/FOLDER/NN-what-happens.sh, and begins so:
#
#   #!/bin/bash
#   # Goal: what a person wants and gets.
#   . "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
#
# It ends at the first expectation that fails and names its line. ctest sets DAYBOOK_SOURCE and DAYBOOK_BUILD; by hand
# the build in build/dev is taken. Everything the test makes lies in $WORK, which is removed when it passed.

set -euo pipefail

DAYBOOK_SOURCE=${DAYBOOK_SOURCE:-$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)}
DAYBOOK_BUILD=${DAYBOOK_BUILD:-$DAYBOOK_SOURCE/build/dev}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/daybook-test.XXXXXX")
PATH=$DAYBOOK_BUILD/client/cli:$PATH
LC_ALL=C.UTF-8
TZ=UTC
NO_COLOR=1
export DAYBOOK_SOURCE DAYBOOK_BUILD WORK PATH LC_ALL TZ NO_COLOR
unset DAYBOOK_HOME

harness_processes=()
harness_brokers=()

# --- ending ---------------------------------------------------------------------------------------------------------

# fail SENTENCE…: end the test here.
fail() {
    local frame=1
    while [ "${BASH_SOURCE[$frame]:-$0}" = "${BASH_SOURCE[0]}" ] && [ "$frame" -lt $((${#BASH_SOURCE[@]} - 1)) ]; do
        frame=$((frame + 1))
    done
    printf '%s:%s: %s\n' "${BASH_SOURCE[$frame]##*/}" "${BASH_LINENO[$((frame - 1))]}" "$*" >&2
    exit 1
}

# skip SENTENCE…: this machine cannot run the test; ctest counts it as skipped.
skip() {
    printf 'skipped: %s\n' "$*" >&2
    exit 77
}

# harness_end [STATUS]: a test that traps EXIT itself hands on the status it had.
harness_end() {
    local status=${1:-$?}
    trap - EXIT
    set +e
    local process directory
    for process in "${harness_processes[@]}"; do
        stop_background "$process"
    done
    for directory in "${harness_brokers[@]}"; do
        "$DAYBOOK_SOURCE/broker-config/private-broker" stop "$directory" >/dev/null 2>&1
    done
    if [ "$status" -eq 0 ] || [ "$status" -eq 77 ]; then
        rm -rf "$WORK"
    else
        printf 'what the test made is kept in %s\n' "$WORK" >&2
    fi
    exit "$status"
}
trap harness_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# shellcheck disable=SC2154 # line is given by the trap itself
trap 'printf "%s:%s: a command failed unexpectedly: %s\n" "${BASH_SOURCE[0]##*/}" "$LINENO" "$BASH_COMMAND" >&2' ERR

# --- programs and people --------------------------------------------------------------------------------------------

# need_program NAME: skip the test where this build or machine does not have it.
need_program() {
    command -v "$1" >/dev/null || skip "$1 is not there"
}

# use_home NAME: from now on commands run as this person, in a home of their own below $WORK.
use_home() {
    export HOME=$WORK/$1
    export XDG_CONFIG_HOME=$HOME/.config XDG_DATA_HOME=$HOME/.local/share
    export XDG_STATE_HOME=$HOME/.local/state XDG_CACHE_HOME=$HOME/.cache XDG_RUNTIME_DIR=$HOME/.run
    mkdir -p "$XDG_CONFIG_HOME" "$XDG_DATA_HOME" "$XDG_STATE_HOME" "$XDG_CACHE_HOME" "$XDG_RUNTIME_DIR"
    chmod 700 "$HOME" "$XDG_RUNTIME_DIR"
}

# spare_passphrases: from now on a passphrase costs daybook nothing, in a test that is about something else. A journal that
# was made with it opens with it only.
spare_passphrases() {
    local free=$DAYBOOK_BUILD/tests/harness/libspared_passphrase.so
    expect_file "$free"
    export LD_PRELOAD=$free${LD_PRELOAD:+ $LD_PRELOAD}
}

# start_in_background COMMAND…: run it until the test ends; its output is in $WORK/background-N. Sets $started.
start_in_background() {
    local written_to=$WORK/background-${#harness_processes[@]}
    : >"$written_to" # it is there when this returns: the other process may take its time
    "$@" >"$written_to" 2>&1 &
    started=$!
    harness_processes+=("$started")
}

# stop_background PROCESS: end what start_in_background started, and wait until it is gone. A signal is lost when it comes
# between the fork and the program, where the shell's own trap still takes it: after five seconds it is sent again.
stop_background() {
    local looked=0
    kill "$1" 2>/dev/null || true
    while kill -0 "$1" 2>/dev/null; do
        sleep 0.02
        looked=$((looked + 1))
        [ $((looked % 250)) -ne 0 ] || kill "$1" 2>/dev/null || true
    done
    wait "$1" 2>/dev/null || true
}

# start_broker [DIRECTORY]: a broker of our own on a free loopback port, with accounts and TLS, until the test ends.
# Sets $broker_address; what lies in the directory is told by broker-config/private-broker. Starting it again after
# stop_broker keeps port, accounts and messages.
start_broker() {
    local directory=${1:-$WORK/broker}
    need_program mosquitto
    mkdir -p "$directory"
    harness_brokers+=("$directory")
    broker_address=$("$DAYBOOK_SOURCE/broker-config/private-broker" start "$directory") ||
        fail "the broker did not start"
    export broker_address
}

# stop_broker [DIRECTORY]: end it early, to see what happens without one.
stop_broker() {
    "$DAYBOOK_SOURCE/broker-config/private-broker" stop "${1:-$WORK/broker}" || fail "the broker did not stop"
}

# kill_broker [DIRECTORY]: end it without a chance to save.
kill_broker() {
    local directory=${1:-$WORK/broker}
    kill -KILL "$(<"$directory/pid")"
    rm -f "$directory/pid"
}

# --- lines in and out -----------------------------------------------------------------------------------------------

# lines_without_end: entries, one a line, until nobody reads them.
lines_without_end() {
    local number=0
    while printf '{"kind":"pain","at":"-1d","fields":{"worst":%d}}\n' $((number % 11)); do
        number=$((number + 1))
    done 2>/dev/null
}

# has_lines COUNT FILE: at least so many.
has_lines() {
    [ "$(wc -l <"$2")" -ge "$1" ]
}

# --- expectations ---------------------------------------------------------------------------------------------------

# expect_status STATUS COMMAND…: run it; its output is in $output and its errors in $errors.
expect_status() {
    local expected=$1 actual=0
    shift
    "$@" >"$WORK/output" 2>"$WORK/errors" || actual=$?
    output=$(tr -d '\0' <"$WORK/output")
    errors=$(tr -d '\0' <"$WORK/errors")
    if [ "$actual" -ne "$expected" ]; then
        printf '%s\n' "$output" "$errors" >&2
        fail "expected exit status $expected, got $actual: $*"
    fi
}

# expect_equal EXPECTED ACTUAL
expect_equal() {
    [ "$1" = "$2" ] || fail "expected: $1
  but got: $2"
}

# expect_contains TEXT PART, expect_lacks TEXT PART
expect_contains() {
    case $1 in
    *"$2"*) ;;
    *) fail "expected to read: $2
           in: $1" ;;
    esac
}
expect_lacks() {
    case $1 in
    *"$2"*) fail "expected not to read: $2
               in: $1" ;;
    esac
}

# expect_file PATH, expect_no_file PATH
expect_file() {
    [ -e "$1" ] || fail "expected a file: $1"
}
expect_no_file() {
    [ ! -e "$1" ] || fail "expected no file: $1"
}

# expect_soon SECONDS COMMAND…: the command succeeds within the time; asked again and again, never slept on. A machine that is
# emulated takes DAYBOOK_TIMES_SLOWER.
expect_soon() {
    local seconds=$(($1 * ${DAYBOOK_TIMES_SLOWER:-1})) end
    end=$((SECONDS + seconds))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -le "$end" ] || fail "did not happen within $seconds seconds: $*"
        read -r -t 0.05 <> <(:) || true
    done
}
