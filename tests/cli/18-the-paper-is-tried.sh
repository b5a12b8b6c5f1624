#!/bin/bash
# Goal: whoever makes a journal types three words back from the paper, and these words open the journal; or is told that
# nobody has tried.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"
need_program expect

make_journal anna
expect_contains "$errors" 'drill was skipped'

# The person at the terminal: reads the words off the screen, types three wrong ones, then the right ones or nothing.
cat >"$WORK/person.exp" <<'END'
set timeout 60
log_user 0
match_max 20000
set how [lindex $argv 0]
spawn -noecho daybook init --key-memory 64 --name Elena --words es
expect "8 letters or more" ; send "the passphrase of elena\r"
expect "same again" ; send "the passphrase of elena\r"
expect {
    "Press Enter" {}
    timeout { puts "no words were shown" ; exit 1 }
}
set shown $expect_out(buffer)
foreach {all number word} [regexp -all -inline {(\d+)  ([^\s]+)} $shown] { set words($number) $word }
if {[array size words] != 24} { puts "saw [array size words] words" ; exit 1 }
send "\r"
expect {
    -ex "\033\[3J" {}
    timeout { puts "the screen was not cleared" ; exit 1 }
}
proc asked {} {
    global words
    expect {
        -re {Words (\d+), (\d+) and (\d+),} {}
        timeout { puts "nothing was asked" ; exit 1 }
    }
    return [list $words($expect_out(1,string)) $words($expect_out(2,string)) $words($expect_out(3,string))]
}
set right [asked]
if {$how eq "skips"} {
    send "\r"
} else {
    send "[lindex $right 1] [lindex $right 0] [lindex $right 2]\r"
    expect "not the words" ; expect "again?" ; send "n\r"
    set right [asked]
    send "[join $right { }]\r"
}
expect {
    "open the journal. Keep" { puts "they open it" }
    "drill was skipped" { puts "it was skipped" }
    timeout { puts "nothing was said" ; exit 1 }
}
expect eof
exit [lindex [wait] 3]
END

use_person elena
expect_status 0 expect "$WORK/person.exp" types
expect_contains "$output" 'they open it'
expect_status 0 as_person list

use_person eva
expect_status 0 expect "$WORK/person.exp" skips
expect_contains "$output" 'it was skipped'
printf 'the passphrase of elena\n' >"$passphrase_file"
expect_status 0 as_person list
