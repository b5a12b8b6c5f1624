# A circle of three with real journals, seats and a private broker, and ways to bring them together and to look at them.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced
#
# Sourced after black-box.sh. A person is a word such as ines; the home is $WORK/PERSON, the journal in it. Whatever
# daybook is asked on the way lies in $WORK/said, for the reader of a test that failed.

# shellcheck source-path=SCRIPTDIR source=at_seat.sh
. "${BASH_SOURCE[0]%/*}/at_seat.sh"

EXCHANGE_PASSPHRASE='nine quiet herons over the weir'
declare -A circle_agents=()

# as PERSON COMMAND…: run daybook as this person, with the own passphrase; it never asks.
as() {
    local person=$1
    shift
    daybook --home "$WORK/$person/journal" --passphrase-file "$WORK/$person/passphrase" --no-input "$@"
}

# become PERSON COMMAND…: the same in place of this shell, so that what runs in the background is daybook and nothing else.
become() {
    local person=$1
    shift
    exec daybook --home "$WORK/$person/journal" --passphrase-file "$WORK/$person/passphrase" --no-input "$@"
}

# journal_of PERSON: the folder the journal is in.
journal_of() {
    printf '%s\n' "$WORK/$1/journal"
}

# --- making ---------------------------------------------------------------------------------------------------------

# make_journal PERSON NAME ROLE
make_journal() {
    (umask 077 && mkdir -p "$WORK/$1")
    (umask 077 && printf '%s\n' "$EXCHANGE_PASSPHRASE" >"$WORK/$1/passphrase")
    as "$1" init --key-memory 64 --name "$2" --role "$3" >"$WORK/$1/recovery-words" 2>>"$WORK/said" || fail "no journal for $2"
}

# new_circle PERSON: a circle of the broker for this patient's journal, who takes its first seat. Sets $circle.
new_circle() {
    circle=$(seats circle add)
    give_seat "$1"
    as "$1" broker "$WORK/$1.seat" >>"$WORK/said" 2>&1 || fail "$1 cannot use the seat"
}

# give_seat PERSON: a seat in $circle for one device, in $WORK/PERSON.seat.
give_seat() {
    seats device add "$circle" "$WORK/$1.seat" >>"$WORK/said"
}

# seat_value PERSON FIELD: one value of a seat's file.
seat_value() {
    seat_field "$WORK/$1.seat" "$2"
}

# invite OWNER PERSON NAME ROLE [OPTION…]: prints the code. The seat is made first.
invite() {
    local owner=$1 person=$2 name=$3 role=$4
    shift 4
    give_seat "$person"
    as "$owner" circle invite --name "$name" --role "$role" --seat "$WORK/$person.seat" --json "$@" 2>>"$WORK/said" |
        jq -r .code
}

# pair OWNER PERSON NAME ROLE [OPTION…]: invite and join. The owner's agent runs, or this starts it for the while.
pair() {
    local owner=$1 person=$2 code started_here=no
    code=$(invite "$@" --auto-approve)
    if [ -z "${circle_agents[$owner]:-}" ]; then
        start_agent "$owner"
        started_here=yes
    fi
    as "$person" circle join - --wait 60 <<<"$code" >>"$WORK/said" 2>&1 || fail "$person cannot join the circle"
    if [ "$started_here" = yes ]; then
        stop_agent "$owner"
    fi
}

# found_circle [OPTION…]: a broker and three journals paired over it: ines (patient), caro (caregiver), theo (therapist,
# invited with these options).
found_circle() {
    need_program jq
    spare_passphrases
    start_broker
    make_journal ines 'Ines Marlowe' patient
    make_journal caro 'Carolin Abendroth' caregiver
    make_journal theo 'Theodora Quist' therapist
    new_circle ines
    start_agent ines
    pair ines caro 'Carolin Abendroth' caregiver
    pair ines theo 'Theodora Quist' therapist "$@"
    stop_agent ines
}

# found_numbered_circle NUMBER: patientN, caregiverN and therapistN, who sees the log, paired over a broker that runs; their
# agents run.
found_numbered_circle() {
    local number=$1
    make_journal "patient$number" "Ines Marlowe $number" patient
    make_journal "caregiver$number" "Carolin Abendroth $number" caregiver
    make_journal "therapist$number" "Theodora Quist $number" therapist
    new_circle "patient$number"
    start_agent "patient$number"
    pair "patient$number" "caregiver$number" "Carolin Abendroth $number" caregiver
    pair "patient$number" "therapist$number" "Theodora Quist $number" therapist --grant log
    start_agent "caregiver$number" "therapist$number"
}

# --- agents ---------------------------------------------------------------------------------------------------------

# start_agent PERSON…: let the journal's agent own the store until stop_agent.
start_agent() {
    local person said
    for person in "$@"; do
        said=$WORK/background-${#harness_processes[@]}
        start_in_background become "$person" agent
        circle_agents[$person]=$started
        expect_soon 30 grep -q "is ready" "$said"
    done
}

# stop_agent PERSON…: have it end in good order; one that cannot has met an error of its own.
stop_agent() {
    local person status
    for person in "$@"; do
        status=0
        kill "${circle_agents[$person]}"
        wait "${circle_agents[$person]}" || status=$?
        [ "$status" -eq 0 ] || fail "the agent of $person ends with $status"
        unset "circle_agents[$person]"
    done
}

# --- writing and looking --------------------------------------------------------------------------------------------

# note PERSON TEXT: log a note.
note() {
    as "$1" log note --note "$2" --quiet
}

# notes_of PERSON: the notes that are shown there, in the order of their letters.
notes_of() {
    as "$1" list --json 2>>"$WORK/said" | jq -r '.note // empty' | sort | tr '\n' ' '
}

# shows PERSON NOTES: are these all the notes that are shown there?
shows() {
    [ "$(notes_of "$1")" = "$2" ]
}

# holds PERSON COUNT: are so many entries listed there?
holds() {
    [ "$(as "$1" list --json 2>>"$WORK/said" | wc -l)" -eq "$2" ]
}

# knows PERSON TEXT: has an entry with this note come?
knows() {
    as "$1" list --json 2>>"$WORK/said" | jq -se --arg text "$2" 'any(.note == $text)'
}

# told_of PERSON KIND: has this person a notice of this kind?
told_of() {
    as "$1" notices --json 2>>"$WORK/said" | jq -e --arg kind "$2" 'any(.notices[]; .kind == $kind)' >>"$WORK/said"
}

# knows_of_the_removal PERSON: has anybody been removed from the circle, as far as known there?
knows_of_the_removal() {
    as "$1" circle members --json 2>>"$WORK/said" | jq -e 'any(.members[]; .removed)' >>"$WORK/said"
}

# --- exchanging -----------------------------------------------------------------------------------------------------

# log_file PERSON FILE: log a file of lines, all of which must be taken.
log_file() {
    as "$1" log --stdin <"$2" >"$WORK/logged" 2>>"$WORK/said" || fail "$1 cannot log ${2##*/}"
    expect_equal "$(wc -l <"$2")" "$(jq -s 'map(select(.id)) | length' "$WORK/logged")"
}

# sync_once PERSON [SECONDS]: one exchange by a process of its own; whatever it reaches.
sync_once() {
    local status=0
    as "$1" sync --wait "${2:-10}" --json >"$WORK/$1.sync" 2>>"$WORK/said" || status=$?
    printf '%s: ' "$1" >>"$WORK/said"
    cat "$WORK/$1.sync" >>"$WORK/said"
    [ "$status" -eq 0 ] || [ "$status" -eq 6 ] || fail "the sync of $1 ends with $status"
}

# digest_of PERSON: what the circle should agree on: every entry without where it is by now.
digest_of() {
    as "$1" list --json 2>>"$WORK/said" | jq -cS 'del(.sync)' | LC_ALL=C sort | sha256sum
}

# expect_all_hold COUNT PERSON…: everybody lists so many entries, and all the same.
expect_all_hold() {
    local count=$1 person
    shift
    for person in "$@"; do
        expect_equal "$count" "$(as "$person" list --json | wc -l)"
        expect_equal "$(digest_of "$1")" "$(digest_of "$person")"
    done
}

# everywhere PERSON: is everything this person wrote on every device of the circle, as far as known here?
everywhere() {
    as "$1" status --json 2>>"$WORK/said" |
        jq -e '.circles | length > 0 and all(.[]; .here == 0 and .shared == 0)' >>"$WORK/said"
}

# settle_in_turn ROUNDS PERSON…: one-shot exchanges, never two at a time, until nobody knows of anything missing.
settle_in_turn() {
    local rounds=$1 round person exchanges=0 in_a_row=0
    shift
    for ((round = 1; round <= rounds; round++)); do
        for person in "$@"; do
            sync_once "$person"
            exchanges=$((exchanges + 1))
            in_a_row=$((in_a_row + 1))
            if ! everywhere "$person"; then
                in_a_row=0
            fi
            if [ "$in_a_row" -eq $# ]; then
                printf 'settled after %d exchanges in turn\n' "$exchanges"
                return
            fi
        done
    done
    fail "not settled after $rounds rounds of exchanges in turn"
}

# settle_together SECONDS PERSON…: agents run; wait until nobody knows of anything missing.
settle_together() {
    local seconds=$1 person
    shift
    for person in "$@"; do
        expect_soon "$seconds" everywhere "$person"
    done
}
