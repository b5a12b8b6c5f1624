# Four devices exchange while everything between them fails: what the test of everyday and the one of the night share.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced

crew=(ines caro theo ida)
fire_faults=('drop 0.3' 'double 0.1' 'delay 0.2' 'delay_ms 1500' 'swap 0.3' 'cut 0.02' 'hang 0.01' 'hang_ms 4000')

# found_crew: a patient, two caregivers, and a therapist who may read the entries.
found_crew() {
    need_program jq
    spare_passphrases
    start_broker
    start_proxy
    make_journal ines 'Ines Marlowe' patient
    make_journal caro 'Carolin Abendroth' caregiver
    make_journal theo 'Theodora Quist' therapist
    make_journal ida 'Idris Okafor' caregiver
    new_circle ines
    start_agent ines
    pair ines caro 'Carolin Abendroth' caregiver
    pair ines theo 'Theodora Quist' therapist --grant log
    pair ines ida 'Idris Okafor' caregiver
    stop_agent ines
    (umask 077 && grep -oE '[0-9]+  [a-z]+' "$WORK/ines/recovery-words" | sort -n | awk '{ printf "%s ", $2 }' >"$WORK/words")
}

# ask PERSON: where impatient is set, somebody sits there and wants to exchange now; else all comes by itself.
ask() {
    [ -z "${impatient:-}" ] || as "$1" sync --wait 1 || true
}

# is_elsewhere PERSON: all that was written there is on at least one other device, by what status says.
is_elsewhere() {
    ask "$1"
    as "$1" status --json 2>>"$WORK/said" | jq -e '.circles | length > 0 and all(.[]; .here == 0)'
}

# are_equal, is_everywhere PERSON: the same of what is waited for in peace.
are_equal() {
    local person
    for person in "${crew[@]}"; do
        ask "$person"
    done
    all_equal "${crew[@]}"
}
is_everywhere() {
    ask "$1"
    everywhere "$1"
}

# write_on ROUNDS: entries meanwhile, one after the other.
write_on() {
    local round person
    for ((round = 0; round < $1; round++)); do
        for person in ines caro ida; do
            written=$((written + 1))
            log_noting "$person" "meanwhile-$written" 1
        done
        pause_for 0.5
    done
}

# set_back_caro: yesterday's copy of her whole home is put in its place, and nothing outside of it tells.
set_back_caro() {
    expect_soon "$1" is_elsewhere caro
    stop_agent caro
    rm -rf "$WORK/caro"
    cp -a "$WORK/caro.yesterday" "$WORK/caro"
    rm -rf "$WORK/state"
    start_agent caro
}

# restore_ines: her machine is gone; another one begins with yesterday's backup and the 24 words.
restore_ines() {
    expect_soon "$1" is_elsewhere ines
    stop_agent ines
    mv "$WORK/ines" "$WORK/gone"
    mkdir -m 700 "$WORK/ines"
    (umask 077 && echo 'eleven grey cranes at dawn' >"$WORK/ines/passphrase")
    expect_status 0 daybook --home "$WORK/ines/journal" --no-input restore "$WORK/backup" --words-file "$WORK/words" \
        --new-passphrase-file "$WORK/ines/passphrase"
    start_agent ines
}

# loses_nothing_under_fire ENTRIES KILL-SECONDS FIRE-SECONDS: half of the entries are written on each of two devices offline.
loses_nothing_under_fire() {
    local person began burned
    written=0
    export DAYBOOK_STATE=$WORK/state
    found_crew
    log_noting ines yesterday-ines 20
    log_noting caro yesterday-caro 20
    expect_status 0 as ines backup "$WORK/backup"
    cp -a "$WORK/caro" "$WORK/caro.yesterday"
    log_noting ines offline-ines $(($1 / 2))
    log_noting caro offline-caro $(($1 / 2))
    expect_equal $(($1 + 40)) "$(wc -l <"$WORK/acknowledged")"

    began=$SECONDS
    faults_are "${fire_faults[@]}"
    forget_broker_every "$2"
    start_agent "${crew[@]}"
    write_on 3
    set_back_caro "$3"
    write_on 3
    restore_ines "$3"
    write_on 3
    burned=$((SECONDS - began))

    peace
    began=$SECONDS
    expect_soon "$3" are_equal
    for person in "${crew[@]}"; do
        expect_soon "$3" is_everywhere "$person"
    done
    show_what_it_took "$burned" $((SECONDS - began))
    for person in "${crew[@]}"; do
        expect_equal '' "$(lost_at "$person")"
        expect_equal '' "$(doubled_at "$person")"
        expect_equal "$(wc -l <"$WORK/acknowledged")" "$(notes_at "$person" | wc -l)"
        expect_status 0 as "$person" verify
    done
    stop_agent "${crew[@]}"
}

# show_what_it_took FIRE-SECONDS PEACE-SECONDS
show_what_it_took() {
    pause_for 1.5
    printf '%d entries: %d s of fire, everywhere %d s after it; the broker died %d times\n' \
        "$(wc -l <"$WORK/acknowledged")" "$1" "$2" "$(wc -l <"$WORK/broker-deaths")"
    printf 'publishes: %d sent by devices, %d lost, %d doubled, %d delayed, %d swapped; %d connections, %d cut, %d hung\n' \
        "$(proxy_count up_publishes)" "$(proxy_count dropped)" "$(proxy_count doubled)" "$(proxy_count delayed)" \
        "$(proxy_count swapped)" "$(proxy_count connections)" "$(proxy_count cut)" "$(proxy_count hung)"
    printf 'bytes: %d from devices, %d to devices\n' "$(proxy_count up_bytes)" "$(proxy_count down_bytes)"
}
