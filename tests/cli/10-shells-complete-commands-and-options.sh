#!/bin/bash
# Goal: the completion scripts are sound, and bash offers what the table of commands knows.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program daybook
use_home nobody
for shell in bash zsh fish; do
    expect_status 0 daybook completion "$shell"
    cp "$WORK/output" "$WORK/completion.$shell"
    expect_contains "$output" auto-approve
done
expect_status 2 daybook completion csh

expect_status 0 bash -n "$WORK/completion.bash"
for shell in zsh fish; do
    if command -v "$shell" >/dev/null; then
        expect_status 0 "$shell" -n "$WORK/completion.$shell"
    fi
done
if command -v shellcheck >/dev/null; then
    expect_status 0 shellcheck -s bash "$WORK/completion.bash"
fi

# shellcheck disable=SC1091 # the program wrote it
. "$WORK/completion.bash"

# completed EXPECTED WORD…: what bash offers for the last word.
completed() {
    local expected=$1
    shift
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _daybook
    expect_equal "$expected" "${COMPREPLY[*]}"
}

completed circle daybook cir
completed invite daybook circle inv
completed --role daybook circle invite --ro
completed 'patient caregiver therapist' daybook circle invite --role ''
completed 'breathlessness' daybook log breathl
completed alsfrs_r daybook list --kind als
completed 'bash' daybook completion b
completed "$WORK/completion.zsh" daybook broker "$WORK/completion.z"
completed --history daybook show 1f3a --hi
completed --json daybook --home "$WORK" list --js
