#!/bin/bash
# Goal: a running agent says once, by day, that it is time for a check-in, and no more than that; the other commands do
# until it is made; who wants no reminder gets none.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

# local_hour HOUR: from now on it is that hour here.
local_hour() {
    local behind=$(((10#$(date -u +%H) - $1 + 36) % 24 - 12))
    export TZ="<here>$behind"
}

# agent_says HOUR: start an agent where it is that hour; sets $said to the file with what it says.
agent_says() {
    local_hour "$1"
    said=$WORK/background-${#harness_processes[@]}
    start_in_background daybook agent --passphrase-file "$passphrase_file"
    expect_soon 30 grep -q ready "$said"
    expect_soon 30 daybook list --no-input --quiet
}

reminder="Time for today's check-in."
local_hour 14
make_journal anna
expect_status 0 as_person remind
expect_contains "$output" 18:00
expect_status 0 as_person log daily_checkin overall=5 --at -2d --quiet
agent_says 23
expect_status 0 daybook list --no-input
expect_lacks "$errors" check-in
stop_background "$started"
expect_lacks "$(cat "$said")" check-in

agent_says 19
expect_soon 30 grep -qF "$reminder" "$said"
expect_equal 1 "$(grep -c check-in "$said")"
expect_status 0 daybook list --no-input
expect_contains "$errors" "Time for today's check-in: \"daybook checkin\""
expect_lacks "$errors" 'not seen'
expect_status 0 daybook list --no-input --json
expect_equal '' "$errors"
stop_background "$started"
agent_says 19
expect_status 0 daybook log daily_checkin overall=4 --no-input --quiet
expect_status 0 daybook list --no-input
expect_lacks "$errors" check-in
expect_status 2 daybook remind 07:00 --no-input
expect_status 0 daybook remind off --no-input
expect_contains "$output" 'Nobody is reminded'
stop_background "$started"
expect_lacks "$(cat "$said")" check-in

make_journal theo --role therapist
expect_status 1 as_person remind 10:00
