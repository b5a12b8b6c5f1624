# A system that keeps every entry in one file, but loses one, shows one twice and one not to everybody: the scoreboard's own
# test.
# shellcheck shell=bash
# shellcheck disable=SC2154 # what the harness sets is set where this is sourced

engine_found() {
    : >"$WORK/kept"
}
engine_start() {
    :
}
engine_stop() {
    :
}
engine_kill() {
    :
}
engine_write() {
    entry_lines "$2" "$3" | jq -r .note | tee -a "$WORK/acknowledged" >>"$WORK/kept"
}
engine_list() {
    case $1 in
    ana) sed -e 1d -e '2s/.*/&\n&/' "$WORK/kept" ;;
    *) sed -e 1d -e '2s/.*/&\n&/' -e 3d "$WORK/kept" ;;
    esac | LC_ALL=C sort
}
engine_home() {
    printf '%s\n' "$WORK/kept"
}
engine_remove() {
    :
}
