#!/bin/bash
# Goal: a night an oximeter recorded becomes one entry on the day it ends, once; a bad file changes nothing.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

make_journal anna

# nights: a row each 4 seconds over the midnight of 15 July 2026: 100 low ones, 10 without a finger, 890 good ones, and a
# hundred in the night after it.
nights() {
    local i second level
    printf 'Time,Oxygen Level,Pulse Rate,Motion\r\n'
    for ((i = 0; i < 1000; i++)); do
        second=$((23 * 3600 + 30 * 60 + 4 * i))
        level=$((i < 100 ? 88 : i < 110 ? 127 : 94))
        printf '%02d:%02d:%02d %02d/07/2026,%d,60,0\r\n' $((second / 3600 % 24)) $((second / 60 % 60)) $((second % 60)) \
            $((second < 86400 ? 15 : 16)) "$level"
    done
    for ((i = 0; i < 100; i++)); do
        printf '22:%02d:%02d 16/07/2026,--,--,0\r\n' $((i * 4 / 60)) $((i * 4 % 60))
    done
}
nights >"$WORK/night.csv"

# Nothing is logged by looking.
cd "$WORK" || exit
expect_status 0 as_person import night.csv --dry-run
expect_contains "$output" '2026-07-16  1.1 h valid, mean 93.4 %, lowest 88 %, 10.1 % of it below 90 %, longest run at or below 88 % 6.7 min, 1.0 % unusable (new)'
expect_contains "$output" 'left out: no valid reading'
expect_contains "$output" 'Would log 1 night.'
expect_status 0 as_person list --json
expect_equal '' "$output"

expect_status 0 as_person import night.csv --json
expect_equal '1 new 3960 88 400 400 false' \
    "$(jq -r '"\(.logged) \(.nights[0] | "\(.state) \(.valid_s) \(.nadir) \(.t88_s) \(.longest88_s)") \(.dry_run)"' <<<"$output")"
expect_status 0 as_person list --kind oximetry_night --json
expect_equal '{"absent":"unknown"} 1' "$(jq -c -r '"\(.fields.supply) \(.fields.artefact_pct)"' <<<"$output" | sed 's/1\.0$/1/')"
expect_contains "$output" '"at":"2026-07-16T00:36:36'
expect_contains "$output" '"method":"import"'

# Again, or saved by another program: nothing new.
tr -d '\r' <night.csv | sed 's/,0$//; s/Motion/x/' >again.csv
for file in night.csv again.csv; do
    expect_status 0 as_person import "$file"
    expect_contains "$output" 'Logged 0 nights.'
    expect_contains "$output" '(taken in before)'
done
expect_status 0 as_person list --kind oximetry_night --json
expect_equal 1 "$(wc -l <<<"$output")"

# What was taken back may come again, and say more.
expect_status 0 as_person undo
expect_status 0 as_person import night.csv --supply niv
expect_contains "$output" 'Logged 1 night.'
expect_status 0 as_person list --kind oximetry_night --json
expect_contains "$output" '"supply":"niv"'

# Bad files are told in one sentence and change nothing.
before=$output
printf 'time,spo2\n23:00:00 15/07/2026,97\n23:00:04 32/07/2026,97\n' >bad.csv
printf 'time,spo2\n23:00:00 05/07/2026,0\n23:00:04 05/07/2026,127\n' >empty.csv
head -c 100000 /dev/urandom >noise.csv
mkdir folder.csv
expect_status 2 as_person import bad.csv
expect_equal 'daybook: Line 3 of the file has a date that does not exist.' "$errors"
expect_status 2 as_person import empty.csv
expect_contains "$errors" 'the finger was out'
expect_status 2 as_person import noise.csv
expect_contains "$errors" 'no table of an oximeter'
expect_status 2 as_person import folder.csv
expect_contains "$errors" 'That is no file.'
expect_status 4 as_person import missing.csv
expect_contains "$errors" 'There is no such file.'
expect_status 2 as_person import night.csv --supply water
expect_status 0 as_person list --kind oximetry_night --json
expect_equal "$before" "$output"
