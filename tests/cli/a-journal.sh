# What the tests of the command line share: a person, their private passphrase file, and a journal of their own.
# shellcheck shell=bash

need_program daybook
need_program jq
umask 077

# use_person NAME: from now on commands run as this person; their passphrase lies in $passphrase_file.
use_person() {
    use_home "$1"
    passphrase_file=$HOME/passphrase
    printf 'the passphrase of %s\n' "$1" >"$passphrase_file"
}

# as_person COMMAND…: daybook with the person's passphrase, never asking.
as_person() {
    daybook --passphrase-file "$passphrase_file" --no-input "$@"
}

# make_journal NAME [INIT OPTION…]: a person with a journal.
make_journal() {
    local name=$1
    shift
    use_person "$name"
    expect_status 0 as_person init --key-memory 64 --name "$name" "$@"
}

# check_in ANSWER…: type them at a terminal; what it shows is in $output.
check_in() {
    printf '%s\n' "$@" >"$WORK/typed"
    expect_status 0 script -qec "daybook --passphrase-file '$passphrase_file' checkin" /dev/null <"$WORK/typed"
}
