#!/bin/bash
# Goal: other programs log by lines: every line gets its answer, bad lines harm nobody, and nothing waits for more.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna

# Bad lines in between change nothing.
{
    printf '%s\n' '{"kind":"pain","at":"2026-06-01T09:00","fields":{"worst":1}}' 'no JSON' \
        '{"kind":"pain","at":"2026-06-01T10:00","fields":{"worst":99}}' '' \
        '{"kind":"pian","at":"2026-06-01T10:00","fields":{"worst":2}}'
    printf '\xff\n'
    head -c 70000 /dev/zero | tr '\0' x
    printf '\n%s' '{"kind":"pain","at":"2026-06-01T11:00","fields":{"worst":2}}'
} >"$WORK/lines"
expect_status 2 as_person log --stdin <"$WORK/lines"
expect_equal '1 2 3 5 6 7 8' "$(jq -r .line <<<"$output" | paste -sd' ')"
expect_equal '1 8' "$(jq -r 'select(.id) | .line' <<<"$output" | paste -sd' ')"
expect_equal '2 3 5 6 7' "$(jq -r 'select(.error) | .line' <<<"$output" | paste -sd' ')"
ids=$(jq -r 'select(.id) | .id' <<<"$output" | sort)
expect_status 0 as_person list --json
expect_equal "$ids" "$(jq -r .id <<<"$output" | sort)"

# An answer comes while the input stays open.
coproc STREAM { as_person log --stdin; }
for worst in 3 4 5; do
    printf '{"kind":"pain","at":"2026-06-02T0%s:00","fields":{"worst":%s}}\n' "$worst" "$worst" >&"${STREAM[1]}"
    read -r -t 30 answer <&"${STREAM[0]}" || fail "no answer while the input is open"
    expect_contains "$answer" '"id"'
done
stream=$STREAM_PID
stream_input=${STREAM[1]}
exec {stream_input}>&-
wait "$stream" || fail 'the stream did not end well'

# Standard input has one use only.
expect_status 2 daybook log --stdin --passphrase-fd 0 </dev/null
expect_status 2 as_person log --stdin pain </dev/null
expect_status 2 as_person log --stdin --at now </dev/null
expect_status 0 as_person log --stdin </dev/null

# Ten thousand lines, all of them answered in order.
jq -nc 'range(10000) | {kind: "pain", at: "-\(. % 80 + 1)d", fields: {worst: (. % 11)}}' >"$WORK/many"
expect_status 0 as_person log --stdin <"$WORK/many"
expect_equal "$(seq 10000)" "$(jq -r 'select(.id) | .line' "$WORK/output")"
