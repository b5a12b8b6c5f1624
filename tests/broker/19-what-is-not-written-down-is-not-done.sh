#!/bin/bash
# Goal: a change that the broker keeps only in its memory, as it may not write its accounts, is not said to be done; once it
# may and was started anew, the same command does it for good.
# shellcheck source-path=SCRIPTDIR source=with-broker
source "$(dirname "${BASH_SOURCE[0]}")/with-broker"

accounts=$broker/accounts/dynamic-security.json
# Root may write to any file but one that cannot be changed.
lock() {
    if ((EUID == 0)); then chattr +i "$accounts" 2>>"$work/said"; else chmod 400 "$accounts"; fi
}
unlock() {
    if ((EUID == 0)); then chattr -i "$accounts"; else chmod 600 "$accounts"; fi
}

start_broker
circle=$(seats circle add)
device=$(seats device add "$circle" "$work/seat")
if ! lock; then
    echo 'skipped: this file system knows no file that root cannot write to' >&2
    exit 77
fi
status=0
seats device disable "$device" >"$work/output" 2>"$work/errors" || status=$?
unlock
[[ $status == 1 && ! -s $work/output && $(wc -l <"$work/errors") == 1 ]] || fail 'it is refused with one sentence'
grep -q "cannot write to $broker/accounts" "$work/errors" || fail 'the sentence names the folder'
must_not 'a stolen device is in meanwhile' as "$work/seat" mosquitto_pub -V mqttv5 -t "daybook/1/$circle/$device/x" -m hello

"$config/private-broker" restart "$broker" >"$work/output"
must 'the same is done once it can be' seats device disable "$device"
"$config/private-broker" restart "$broker" >"$work/output"
[[ $(seats circle list "$circle") == "$device disabled" ]] || fail 'it outlives a restart'
