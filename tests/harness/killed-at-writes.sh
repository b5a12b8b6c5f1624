# A command that is killed without warning before one change of the disk after the other, until it outlives them all.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after black-box.sh.

# killed_at NUMBER COMMAND…: run it, and kill it just before its NUMBER-th change of the disk. Sets $outlived to yes or no;
# what it printed is in $WORK/printed.
killed_at() {
    local number=$1 status=0
    shift
    { # the shell, too, has a word to say about it
        (
            KILL_AT_WRITE=$number
            LD_PRELOAD=$DAYBOOK_BUILD/tests/harness/libkilled_at_write.so${LD_PRELOAD:+ $LD_PRELOAD}
            export KILL_AT_WRITE LD_PRELOAD
            "$@"
        ) >"$WORK/printed" || status=$?
    } 2>>"$WORK/said"
    case $status in
    0) outlived=yes ;;
    137) outlived=no ;;
    *) fail "it ends with $status before its change number $number" ;;
    esac
}

# killed_at_every STEP FUNCTION: call FUNCTION with each STEP-th number, which kills something at it, until that outlived it.
killed_at_every() {
    local step=$1 number kills=0 seed=${DAYBOOK_SEED:-$$}
    printf 'seed %s\n' "$seed"
    RANDOM=$seed
    number=$((1 + RANDOM % step))
    outlived=no
    until "$2" "$number" && [ "$outlived" = yes ]; do
        number=$((number + step))
        kills=$((kills + 1))
    done
    printf 'killed %d times, the last time before change %d of the disk\n' "$kills" $((number - step))
    [ "$kills" -ge 3 ] || fail "it was killed only $kills times"
}
