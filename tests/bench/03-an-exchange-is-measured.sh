#!/bin/bash
# labels: bench
# Goal: whoever measures the exchange gets a table with every figure in it, and a refusal where nothing could be durable.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"

need_program jq
need_program ss
need_program mosquitto_sub
bench=$DAYBOOK_SOURCE/tests/bench/sync/run

expect_status 0 "$bench" --rounds 1 --entries 100 --idle 1
for row in 'the bare limit' 'mosquitto_pub to mosquitto_sub' 'Daybook' 'Daybook to the bare limit' \
    'sent, bytes on the wire to a byte of JSON' 'the receiving agent meanwhile, resident at most' \
    'messages of a stream after an idle device came back'; do
    expect_contains "$output" "| $row "
done
expect_equal '' "$(grep '^| ' <<<"$output" | grep -Ev '^\| Entries| +[0-9.]+( ms| MB)? \|$')"

expect_status 2 "$bench" --rounds 0
expect_status 2 "$bench" --entries 10,
expect_status 0 "$bench" --help
if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ]; then
    expect_status 1 env TMPDIR=/dev/shm "$bench" --rounds 1
    expect_contains "$errors" 'nothing is durable'
fi
