# The faults of the loss scoreboard, one function each. $count entries are written on each device that writes.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # devices is read, and what the harness sets is set, where this is sourced
#
# Each ends with peace, and with every device of $devices running; these are looked at then.

# in_parts DEVICE NAME PARTS: write $count entries with pauses between.
in_parts() {
    local part
    for ((part = 1; part <= $3; part++)); do
        engine_write "$1" "$2-$part" $((count / $3))
        pause_for 1
    done
}

# holds_all DEVICE: everything that was acknowledged so far is shown there.
holds_all() {
    [ -z "$(LC_ALL=C comm -13 <(engine_list "$1" | LC_ALL=C sort -u) <(LC_ALL=C sort -u "$WORK/acknowledged"))" ]
}

write_offline() {
    engine_write ana offline-ana "$count"
    engine_write ben offline-ben "$count"
}

everyone_exchanges_while() {
    write_offline
    faults_are "$@"
    engine_start "${devices[@]}"
    in_parts cleo meanwhile 5
}

fault_offline() {
    write_offline
    engine_start "${devices[@]}"
}

fault_wipe() {
    forget_broker_every 3
    everyone_exchanges_while
}

fault_drop() {
    everyone_exchanges_while 'drop 0.3'
}

fault_double() {
    everyone_exchanges_while 'double 0.5' 'delay 0.5' 'delay_ms 2000'
}

fault_swap() {
    everyone_exchanges_while 'swap 1' 'cut 0.2'
}

fault_silence() {
    everyone_exchanges_while 'hang 0.1' 'hang_ms 3000'
}

fault_kill() {
    local round
    engine_start "${devices[@]}"
    for ((round = 1; round <= 5; round++)); do
        engine_write ana "killed-$round" $((count / 5)) &
        local writing=$!
        pause_for "0.$((RANDOM % 9 + 1))"
        engine_kill ana
        wait "$writing" || true
        engine_start ana
    done
}

fault_put_back() {
    engine_write ana before "$count"
    cp -a "$(engine_home ana)" "$WORK/older"
    engine_start "${devices[@]}"
    engine_write ana after "$count"
    expect_soon 60 holds_all ben
    engine_stop ana
    rm -rf "$(engine_home ana)"
    cp -a "$WORK/older" "$(engine_home ana)"
    engine_start ana
    engine_write ana again "$count"
}

fault_clone() {
    engine_write ana before "$count"
    cp -a "$(engine_home ana)" "$(engine_home twin)"
    devices+=(twin)
    engine_start "${devices[@]}"
    in_parts ana first 5
    in_parts twin second 5
}

# The clock of one device is ten years ahead, of another one ten years behind.
fault_clock() {
    local decade=$((3652 * 86400))
    wrong_clock "$decade" engine_start ana
    wrong_clock "-$decade" engine_start ben
    engine_start cleo
    in_parts ana ahead 2
    in_parts ben behind 2
}

# No file of one device may grow by more than a few pages, as on a disk that is full; then there is room again.
fault_full_disk() {
    local largest
    engine_write ana before "$count"
    largest=$(find "$(engine_home ana)" -type f -printf '%k\n' | sort -n | tail -n 1)
    ulimit -S -f $((largest + 16))
    engine_start ana
    ulimit -S -f unlimited
    engine_start ben cleo
    engine_write ben meanwhile $((count * 2))
    in_parts ana full 5
    engine_stop ana
    engine_start ana
    engine_write ana room "$count"
}

# A member is removed while away, writes on, and returns. What it wrote after that is nobody's any more.
fault_removed() {
    devices=(ana ben)
    engine_start ana ben cleo
    engine_write cleo member "$count"
    expect_soon 60 holds_all ana
    expect_soon 60 holds_all ben
    engine_stop cleo
    engine_remove ana cleo
    cp "$WORK/acknowledged" "$WORK/acknowledged.members"
    engine_write cleo outsider "$count"
    mv "$WORK/acknowledged.members" "$WORK/acknowledged"
    engine_start cleo
    in_parts ana onward 5
}
