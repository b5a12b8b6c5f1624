# Runs one of SQLite's test files so that Tcl's "file size" tells the size that SQLite sees: a sealed page is 40 bytes
# longer than the page, a sealed log begins with 72 bytes instead of 32. Without it every test that counts pages by the
# size of a file would fail. Usage: testfixture sealed-sizes.tcl FILE.test

rename file file_as_it_is

# The size as SQLite sees it of a row of units behind a first one, or "" when the size fits no page size.
proc plain_size {size start plain_start between} {
    foreach page {1024 4096 512 2048 8192 16384 32768 65536} { # the usual ones first: some sizes fit two
        set units [expr {($size - $start) / ($page + $between + 40)}]
        if {$size >= $start && $size == $start + $units * ($page + $between + 40)} {
            return [expr {$plain_start + $units * ($page + $between)}]
        }
    }
    return ""
}

proc file {command args} {
    set answer [uplevel 1 [list file_as_it_is $command {*}$args]]
    set name [lindex $args 0]
    if {$command ne "size" || [string match *-journal $name]} {
        return $answer
    }
    set plain [expr {[string match *-wal $name] ? [plain_size $answer 72 32 24] : [plain_size $answer 0 0 0]}]
    return [expr {$plain eq "" ? $answer : $plain}]
}

set argv0 [lindex $argv 0]
set argv [lrange $argv 1 end]
uplevel #0 [list source $argv0]
