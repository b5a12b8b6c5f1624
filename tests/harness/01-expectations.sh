#!/bin/bash
# Goal: a black-box test that expects wrongly fails, says where, and leaves nothing running.
. "${BASH_SOURCE[0]%/*}/black-box.sh"

# story LINE…: run a test made of these lines; its status is in $status, what it said in $said.
story() {
    printf '%s\n' '#!/bin/bash' ". '$DAYBOOK_SOURCE/tests/harness/black-box.sh'" "$@" >"$WORK/story.sh"
    status=0
    said=$(TMPDIR=$WORK bash "$WORK/story.sh" 2>&1) || status=$?
}

story 'expect_status 3 sh -c "echo out; echo err >&2; exit 3"' 'expect_equal out "$output"' \
    'expect_equal err "$errors"' 'expect_contains "a b c" b' 'expect_lacks "a b c" d' 'expect_soon 1 true'
expect_equal 0 "$status"
expect_equal '' "$said"

story 'expect_status 0 false'
expect_equal 1 "$status"
expect_contains "$said" 'story.sh:3: expected exit status 0, got 1: false'

story 'expect_equal one one' 'expect_equal one two'
expect_equal 1 "$status"
expect_contains "$said" 'story.sh:4: expected: one'

story 'expect_contains "a b" c'
expect_equal 1 "$status"
story 'expect_lacks "a b" b'
expect_equal 1 "$status"
story 'expect_soon 0 false'
expect_equal 1 "$status"
story 'false'
expect_equal 1 "$status"
story 'need_program no-such-program'
expect_equal 77 "$status"

story 'use_home anna' 'echo "$HOME" "$XDG_RUNTIME_DIR"' 'test -d "$XDG_DATA_HOME"'
expect_equal 0 "$status"
expect_contains "$said" '/anna/.run'

story 'start_in_background tail -f /dev/null' "echo \"\$started\" >'$WORK/process'"
expect_equal 0 "$status"
expect_status 1 kill -0 "$(cat "$WORK/process")"

# A test that passed takes its folder away, one that failed leaves it for the reader.
story 'true'
expect_equal '' "$(find "$WORK" -mindepth 1 -maxdepth 1 -name 'daybook-test.*' -newer "$WORK/story.sh")"
story 'fail "stop here"'
expect_contains "$said" 'is kept in'
