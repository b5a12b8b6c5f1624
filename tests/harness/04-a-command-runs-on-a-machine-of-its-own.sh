#!/bin/bash
# labels: nightly
# Goal: a command runs on a machine with other limits as if it ran here: it says the same and ends with the same status. It writes
# to nothing of this computer, reaches no network, is watched by the witness, and ends with whoever started it.
. "${BASH_SOURCE[0]%/*}/black-box.sh"

in_machine() {
    "$DAYBOOK_SOURCE/tests/harness/in-machine" "$@"
}
in_machine --ready || skip 'no machine can be had'
mkdir "$WORK/kept"

# shellcheck disable=SC2016 # all this is for the machine
inside='set -u
echo said; echo complained >&2
echo "$1|$PWD|$(ulimit -Hn)|$(daybook --version)"
touch /usr/new /etc/new "$DAYBOOK_SOURCE/new" "$DAYBOOK_BUILD/new" 2>/dev/null
ls -d /home /mnt /srv 2>/dev/null
ip -o link show | wc -l
touch "$1" /tmp/new "$TMPDIR/left"
sleep 1000 &
exit 7'
cd "$DAYBOOK_SOURCE/tests"
expect_status 7 in_machine --keep "$WORK/kept" bash -c "$inside" - "$WORK/a name"
expect_equal complained "$errors"
expect_equal "said
$WORK/a name|$DAYBOOK_SOURCE/tests|524288|$(daybook --version)
1" "$output"
for new in /usr/new /etc/new "$DAYBOOK_SOURCE/new" "$DAYBOOK_BUILD/new" /tmp/new "$WORK/a name"; do
    expect_no_file "$new"
done
expect_file "$WORK/kept/left"

# What the witness notes there counts here.
: >"$WORK/record"
expect_status 0 env DAYBOOK_WITNESS_RECORD="$WORK/record" DAYBOOK_SOURCE="$DAYBOOK_SOURCE" \
    "$DAYBOOK_SOURCE/tests/harness/in-machine" bash -c 'echo seen >>"$DAYBOOK_WITNESS_RECORD"'
expect_equal seen "$(cat "$WORK/record")"

# Killed without warning, the one who started it leaves neither a machine nor files.
runs() {
    pgrep -f "^qemu-system.*$WORK/"
}
begins() {
    exec bash -c '"$1" sleep 1000; true' - "$DAYBOOK_SOURCE/tests/harness/in-machine"
}
export TMPDIR=$WORK/temporary
mkdir "$TMPDIR"
start_in_background begins
expect_soon 30 runs
kill -KILL "$started"
ended() {
    ! runs && [ -z "$(ls -A "$TMPDIR")" ]
}
expect_soon 30 ended

# Without what it needs it says so, in one sentence.
expect_status 2 in_machine
expect_status 2 in_machine --memory
mkdir "$WORK/bin"
for program in bash setpriv dirname uname; do
    ln -s "$(command -v "$program")" "$WORK/bin/"
done
expect_status 125 env PATH="$WORK/bin" "$DAYBOOK_SOURCE/tests/harness/in-machine" true
expect_equal 'in-machine: the package qemu-system-x86 is not there' "$errors"
