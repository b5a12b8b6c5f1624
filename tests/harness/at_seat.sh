# The keeper of the broker in $WORK/broker, what a seat's file says, and Mosquitto's clients in the place of the device there.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced

seats() {
    "$DAYBOOK_SOURCE/broker-config/seats" "$WORK/broker" "$@"
}

# seat_field FILE FIELD: one word of a seat file.
seat_field() {
    sed -n "s/.*\"$2\":\"\([^\"]*\)\".*/\1/p" "$1"
}

# become_device FILE PROGRAM ARGUMENT…: in place of this shell, mosquitto_pub or mosquitto_sub with the name, the password and
# the client id of a seat, and QoS 1, at the broker the seat names, or at $port of this machine where that is set.
become_device() {
    local file=$1 program=$2 home dialled
    shift 2
    dialled=${port:-$(seat_field "$file" broker | sed 's/.*://')}
    home=$(mktemp -d "$WORK/device.XXXXXX")
    printf -- '-u %s\n-P %s\n' "$(seat_field "$file" username)" "$(seat_field "$file" password)" >"$home/$program"
    XDG_CONFIG_HOME=$home exec "$program" -h 127.0.0.1 -p "$dialled" --cafile "$WORK/broker/ca.crt" \
        -i "$(seat_field "$file" client_id)" -q 1 "$@"
}

# as_device FILE PROGRAM ARGUMENT…: the same beside this shell.
as_device() {
    (become_device "$@")
}
