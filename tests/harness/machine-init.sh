#!/bin/busybox sh
# The first process of the machine that in-machine starts: puts its files together, runs the command, and tells how it ended.
# shellcheck shell=sh
#
# What it finds: /modules, in order; /folders, a line "read|write TAG PATH" each; /keep, the folder that the command's TMPDIR
# becomes; /command. What it leaves: at the port "ending" the status of the command, and then what the witness noted.
/bin/busybox --install -s /bin
export PATH=/bin
root=/machine
mkdir -p /proc /sys /dev /ports "$root"
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
for module in /modules/*; do
    insmod "$module"
done

# The kernel finds the ports a moment after it knows the device that has them.
while [ ! -e /ports/ending ]; do
    for port in /sys/class/virtio-ports/*/name; do
        [ ! -e "$port" ] || ln -sf "/dev/$(basename "$(dirname "$port")")" "/ports/$(cat "$port")"
    done
    sleep 0.02
done

# --- files ----------------------------------------------------------------------------------------------------------

keep=$(cat /keep)
mount -t tmpfs -o size=90% tmpfs "$root"
for folder in proc sys dev run root var/tmp tmp; do
    mkdir -p "$root/$folder"
done
chmod 1777 "$root/tmp" "$root/var/tmp"
for link in bin sbin lib lib64; do
    ln -s "usr/$link" "$root/$link"
done
while read -r how tag path; do
    case $how in
    read) where=$root$path options=ro,cache=loose ;;
    *) where=/kept options=rw,cache=none ;;
    esac
    mkdir -p "$where"
    mount -t 9p -o "trans=virtio,version=9p2000.L,msize=262144,$options" "$tag" "$where"
done </folders
if [ -n "$keep" ]; then
    # A disk of its own, as the folder may lie below one that can only be read.
    mkdir -p "$root$keep"
    mount -t tmpfs -o size=90% tmpfs "$root$keep"
fi
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t devtmpfs devtmpfs "$root/dev"
mkdir -p "$root/dev/pts" "$root/dev/shm"
mount -t devpts devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
cp /command "$root/run/command"
ip link set lo up

# --- the command ----------------------------------------------------------------------------------------------------

# Its processes end with it, so that nobody holds its output open.
mkfifo /output /errors
cat /output >/ports/output &
cat /errors >/ports/errors &
# shellcheck disable=SC3045 # this shell knows it
ulimit -Hn 524288
chroot "$root" /usr/bin/unshare --pid --fork --kill-child --mount-proc sh -c '"$@"; exit' - bash /run/command \
    </dev/null >/output 2>/errors
status=$?
wait
if [ "$status" -ne 0 ] && [ -n "$keep" ]; then
    cp -a "$root$keep/." /kept 2>/dev/null # all but sockets
fi
{
    echo "$status"
    cat "$root/run/witnessed" 2>/dev/null
} >/ports/ending
poweroff -f
