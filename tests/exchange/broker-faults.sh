# Brokers that die, forget, or are put back to an older state, at moments a seed chooses.
# shellcheck shell=bash

seed=${DAYBOOK_SEED:-$$}
printf 'seed %s\n' "$seed"
RANDOM=$seed

# forget_broker: kill it, take its messages and sessions away, and start it again; the accounts stay.
forget_broker() {
    kill_broker
    rm -rf "$WORK/broker/store"
    start_broker
}

# some_moment: up to a second and a half.
some_moment() {
    read -r -t "$(printf '%d.%03d' $((RANDOM % 2)) $((RANDOM % 500)))" <> <(:) || true
}
