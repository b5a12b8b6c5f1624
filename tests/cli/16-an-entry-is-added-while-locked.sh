#!/bin/bash
# Goal: anybody at the machine adds an entry to a locked journal, reads nothing, and it is there at the next unlock.
. "${BASH_SOURCE[0]%/*}/../harness/black-box.sh"
. "${BASH_SOURCE[0]%/*}/a-journal.sh"

inbox_files() {
    find "$XDG_DATA_HOME/daybook/inbox" -maxdepth 1 -type f | wc -l
}

use_person anna
expect_status 4 daybook log --sealed pain worst=3 --no-input
expect_no_file "$XDG_DATA_HOME/daybook/inbox"
make_journal anna
home=$XDG_DATA_HOME/daybook
expect_equal 600 "$(stat -c %a "$home/inbox.pub")"
expect_equal 700 "$(stat -c %a "$home/inbox")"

# Locked, without an agent, without passphrase; checked all the same.
expect_status 2 daybook log --sealed pain worst=30 --no-input
expect_contains "$errors" worst
expect_status 4 daybook log --sealed pane --no-input
expect_equal 0 "$(inbox_files)"
expect_status 0 daybook log --sealed note --note "canary of the small hours" --at "2026-01-02T03:04" --no-input --json
id=$(jq -r .id <<<"$output")
expect_status 0 daybook log --sealed pain worst=3 --estimate --no-input
expect_contains "$output" sealed
expect_equal 2 "$(inbox_files)"
expect_equal "600" "$(find "$home/inbox" -maxdepth 1 -type f -printf '%m\n' | sort -u)"
expect_equal 1072 "$(find "$home/inbox" -maxdepth 1 -type f -printf '%s\n' | sort -u)"
! grep -rqa "canary of the small" "$home" || fail "an entry that was sealed can be read"
expect_status 3 daybook list --no-input

# A stream of them, and lines that are refused.
printf '%s\n' '{"kind":"pain","fields":{"worst":5}}' '{"kind":"pane"}' '{"kind":"note","note":"n","method":"locked"}' \
    >"$WORK/lines"
expect_status 2 daybook log --stdin --sealed --no-input <"$WORK/lines"
expect_equal 1 "$(jq -s 'map(select(.id)) | length' <<<"$output")"
expect_equal 3 "$(inbox_files)"

# What the locked command said is what the next opening shows, marked; the time is that of the writing.
expect_status 0 as_person show "$id"
expect_contains "$output" "canary of the small hours"
expect_contains "$output" "added while locked"
expect_contains "$output" "nobody's identity was checked"
expect_equal 0 "$(inbox_files)"
expect_status 0 as_person list
expect_equal 3 "$(grep -c "added while locked" "$WORK/output")"
expect_status 0 as_person list --json
expect_equal "locked" "$(jq -r .method "$WORK/output" | sort -u)"
expect_equal 3 "$(jq -r .id "$WORK/output" | sort -u | wc -l)"
expect_equal "2026-01-02T03:04:00Z" "$(jq -r "select(.id == \"$id\") | .at" "$WORK/output" | sed 's/+00:00$/Z/')"
expect_equal estimate "$(jq -r 'select(.fields.worst == 3) | .certainty' "$WORK/output")"

# A claim to have been locked is not taken from an open journal.
expect_status 2 as_person log --stdin <<<'{"kind":"note","note":"n","method":"locked"}'

# While an agent runs, locked and unlocked.
ended=
trap 'ended=$?; daybook agent --stop --quiet 2>/dev/null || true; harness_end "$ended"' EXIT
expect_status 0 as_person unlock
expect_status 0 daybook lock
expect_status 0 daybook log --sealed note --note "while the agent is locked" --no-input
expect_equal 1 "$(inbox_files)"
expect_status 3 daybook list --no-input
expect_status 0 as_person unlock
expect_contains "$errors" "1 entry was added while it was locked"
expect_status 0 daybook list --no-input
expect_contains "$output" "while the agent is locked"
expect_status 0 daybook log --sealed note --note "while it is open" --no-input
is_taken() { daybook list --no-input | grep -q "while it is open"; }
expect_soon 10 is_taken
# Another tool of the same user, which knows nothing but the folder.
expect_status 0 daybook lock
expect_status 0 daybook log --sealed note --note "by another tool" --no-input
mv "$home/inbox/"[0-9a-f]* "$WORK/kept"
expect_status 0 as_person unlock
mv "$WORK/kept" "$home/inbox/0123456789abcdef0123456789abcdef"
is_there() { daybook list --no-input | grep -q "by another tool"; }
expect_soon 10 is_there
expect_equal 0 "$(inbox_files)"

# What is no entry of ours is set aside and told, and nothing else suffers; so is another key.
expect_status 0 daybook lock
head -c 1072 /dev/urandom >"$home/inbox/garbage"
head -c 100000 /dev/zero >"$home/inbox/large"
ln -s /etc/passwd "$home/inbox/link"
mkfifo "$home/inbox/pipe"
expect_status 0 daybook log --sealed note --note "among garbage" --no-input
printf 'DAYBOOK INBOX 1\n%064d\n' 9 >"$home/inbox.pub"
expect_status 0 as_person unlock
expect_contains "$errors" "2 notices"
expect_status 0 daybook notices --no-input
expect_contains "$output" "could not be added"
expect_contains "$output" "inbox.pub"
expect_equal "garbage large link pipe" "$(find "$home/inbox/refused" -mindepth 1 -printf '%f\n' | sort | xargs)"
expect_status 0 daybook list --no-input
expect_contains "$output" "among garbage"
expect_equal 0 "$(inbox_files)"
