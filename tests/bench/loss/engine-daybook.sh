# Daybook as the loss scoreboard puts it through its faults; what another system has to offer is in README.md.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced

# Each device is a machine of its own: what it keeps outside of the journal is copied and put back with it.
as() {
    local device=$1
    shift
    DAYBOOK_STATE=$WORK/$device/state daybook --home "$WORK/$device/journal" \
        --passphrase-file "$WORK/$device/passphrase" --no-input "$@"
}
become() {
    local device=$1
    shift
    export DAYBOOK_STATE=$WORK/$device/state
    exec daybook --home "$WORK/$device/journal" --passphrase-file "$WORK/$device/passphrase" --no-input "$@"
}

engine_found() {
    make_journal ana 'Ana Sample' patient
    make_journal ben 'Ben Other' caregiver
    make_journal cleo 'Cleo Third' caregiver
    new_circle ana
    start_agent ana
    pair ana ben 'Ben Other' caregiver
    pair ana cleo 'Cleo Third' caregiver
    stop_agent ana
}

engine_start() {
    start_agent "$@"
}

engine_stop() {
    local device
    for device in "$@"; do
        kill "${circle_agents[$device]}" 2>/dev/null || true
        wait "${circle_agents[$device]}" 2>/dev/null || true
        unset "circle_agents[$device]"
    done
}

engine_kill() {
    kill -KILL "${circle_agents[$1]}" 2>/dev/null || true
    wait "${circle_agents[$1]}" 2>/dev/null || true
    unset "circle_agents[$1]"
}

engine_write() {
    log_noting "$@"
}

engine_list() {
    notes_at "$1"
}

engine_home() {
    printf '%s\n' "$WORK/$1"
}

engine_remove() {
    as "$1" circle remove "$2" --yes >>"$WORK/said" 2>&1
}
