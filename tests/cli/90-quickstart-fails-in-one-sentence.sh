#!/bin/bash
# Goal: whatever step fails, the quick start says which and why, ends with 1, and leaves nothing running.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
need_program daybook
need_program mosquitto
need_program pgrep

use_home somebody
broken=$WORK/broken
mkdir -p "$broken/client/cli" "$broken/client/sample"
ln -s "$DAYBOOK_BUILD/client/sample/daybook-sample-days" "$broken/client/sample/"

# break_at WORD: a build whose daybook fails when its command line has this word, and is the real one otherwise.
break_at() {
    cat >"$broken/client/cli/daybook" <<END
#!/bin/bash
case " \$* " in
*' $1 '*) echo 'daybook: broken on purpose' >&2 && exit 1 ;;
esac
exec '$DAYBOOK_BUILD/client/cli/daybook' "\$@"
END
    chmod +x "$broken/client/cli/daybook"
}

# fails_at WORD STEP: the run ends in that step, says so in one sentence, and ends what it had started.
fails_at() {
    local trial=$WORK/trial-$1
    break_at "$1"
    DAYBOOK_BUILD=$broken expect_status 1 "$DAYBOOK_SOURCE/client/quickstart" --folder "$trial" <&-
    expect_equal 1 "$(printf '%s\n' "$errors" | grep -c "quickstart: step $2 of 8.*broken on purpose")"
    expect_contains "$errors" "$trial/quickstart.log"
    expect_status 1 "$DAYBOOK_SOURCE/broker-config/private-broker" status "$trial/broker"
    expect_status 1 pgrep -f -- "$trial"
}

fails_at init 4
fails_at agent 5
fails_at join 5
fails_at --stdin 6
fails_at sync 7
fails_at trends 8

# Whoever interrupts it is left with nothing running either.
start_in_background "$DAYBOOK_SOURCE/client/quickstart" --folder "$WORK/interrupted"
expect_soon 60 test -S "$WORK/interrupted/people/ana/journal/agent.sock"
kill "$started"
expect_status 143 wait "$started"
expect_status 1 pgrep -f -- "$WORK/interrupted"

expect_status 2 "$DAYBOOK_SOURCE/client/quickstart" --fold
expect_contains "$errors" 'usage: client/quickstart'
expect_status 2 "$DAYBOOK_SOURCE/client/quickstart" --folder
expect_status 0 "$DAYBOOK_SOURCE/client/quickstart" --help
expect_contains "$output" 'usage: client/quickstart'

touch "$WORK/file"
expect_status 1 "$DAYBOOK_SOURCE/client/quickstart" --folder "$WORK/file"
expect_contains "$errors" "$WORK/file"
