#!/bin/bash
# labels: bench
# Goal: whoever measures Daybook gets a table with every figure in it, and a refusal where nothing could be durable.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program sqlite3
need_program jq
bench=$DAYBOOK_SOURCE/tests/bench/run

expect_status 0 "$bench" --rounds 3 --entries 300 --bulk-rounds 1 --settle 0 --store-rounds 1
for command in 'durable_append FILE LINE' 'daybook log pain worst=3' 'daybook log --stdin' 'daybook list --json' \
    'daybook trends --json' 'daybook status' 'daybook agent'; do
    expect_contains "$output" "| \`$command\`"
done
expect_equal '' "$(grep '^| ' <<<"$output" | grep -Ev '^\| What|[0-9] (ms|MB|bytes) \| ')"

for row in 'one operation, durable' '20,000 operations in one transaction' 'read all, own cache' 'VACUUM'; do
    expect_contains "$output" "| $row "
done
expect_contains "$output" 'the store |'
expect_equal 2 "$("$DAYBOOK_SOURCE/tests/bench/store/run" --rounds 0 >/dev/null 2>&1 || echo $?)"

expect_status 2 "$bench" --rounds many
expect_status 0 "$bench" --help
if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ]; then
    expect_status 1 env TMPDIR=/dev/shm "$bench" --rounds 1
    expect_contains "$errors" 'nothing is durable'
fi
