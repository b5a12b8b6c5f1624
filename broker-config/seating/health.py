"""Is a broker as it should be? One line for each thing looked at, each with what to do where it is not so."""
import datetime
import pathlib
import shutil
import subprocess
import time

from . import files
from .names import new_name
from .refusal import FAILED, Refusal

RENEWAL_DAYS = 21
FREE_MIB = 512
BACKUP_DAYS = 7
# What is younger may still be on its way.
CHANGE_SECONDS = 300
DUE = datetime.timedelta(days=BACKUP_DAYS)
SECRETS = ("server.key", "ca.key", "accounts/dynamic-security.json", "admin/password")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def answer(keeper):
    began = time.monotonic()
    try:
        with keeper.engine:
            keeper.engine.circle(new_name())
    except Refusal as refusal:
        return False, f"{refusal}: {keeper.engine.log}"
    return True, f"it answers its keeper in {int((time.monotonic() - began) * 1000)} ms"


def what_renews(directory):
    """tls/use-certificate says so in server.names."""
    names = directory / "server.names"
    return "a new one of yours" if names.exists() and files.read(names) == "own" else "ca.key in its place"


def certificate(keeper):
    file, key = keeper.directory / "server.crt", keeper.directory / "server.key"
    ends = run("openssl", "x509", "-noout", "-enddate", "-in", file)
    if ends.returncode != 0:
        return False, f"its certificate cannot be read: {keeper.engine.renewal}"
    if run("openssl", "x509", "-noout", "-pubkey", "-in", file).stdout != run("openssl", "pkey", "-pubout", "-in", key).stdout:
        return False, f"its certificate is not of its key, and it will not start again: {keeper.engine.renewal}"
    moment = datetime.datetime.strptime(ends.stdout.strip(), "notAfter=%b %d %H:%M:%S %Y %Z")
    days = (moment - datetime.datetime.utcnow()).days
    if days < 0:
        return False, f"its certificate ended on {moment:%Y-%m-%d}, and no device connects: renew it, or set this clock"
    if days < RENEWAL_DAYS:
        return False, f"its certificate ends in {days} days: {keeper.engine.renewal}, with {what_renews(keeper.directory)}"
    return True, f"its certificate is good for {days} days"


def disk(keeper):
    free = shutil.disk_usage(keeper.directory).free // (1024 * 1024)
    if free < FREE_MIB:
        return False, f"only {free} MiB are free: make room, a full disk loses what waits for devices"
    return True, f"{free} MiB are free on its disk"


def secrecy(keeper):
    found = [name for name in SECRETS
             if (keeper.directory / name).exists() and (keeper.directory / name).stat().st_mode & 0o077]
    if found:
        return False, f"others on this machine may read {' and '.join(found)}: chmod 600"
    return True, "its secrets are for their owner only"


def backup(keeper):
    """What makes one leaves the moment of the last."""
    stamp = keeper.directory / "backup-made"
    # The journal knows whole seconds. What was changed in the same one may have been too late for the backup.
    made = datetime.datetime.utcfromtimestamp(int(stamp.stat().st_mtime) if stamp.exists() else 0)
    waiting = next((moment for moment in keeper.journal.moments() if moment >= made), None)
    now = datetime.datetime.utcnow()
    if waiting is not None and waiting - now > datetime.timedelta(days=1):
        return False, f"a change is dated {waiting:%Y-%m-%d}, which is to come: set this clock"
    if waiting is not None and (now - waiting).days >= BACKUP_DAYS:
        return False, f"what was changed since {waiting:%Y-%m-%d} is in no backup: {keeper.engine.backup}"
    return True, "every change is in a backup" if waiting is None else f"a backup is due by {waiting + DUE:%Y-%m-%d}"


def unfinished(keeper):
    begun = keeper.journal.begun
    if begun.exists() and time.time() - begun.stat().st_mtime > CHANGE_SECONDS:
        return False, f"a change was cut short, give it again: seats {files.read(begun)}"
    return True, "no change was cut short"


def limit(keeper):
    """Only setup's service has one; whoever runs a broker otherwise sees to that."""
    if not (keeper.directory / "flood.nft").exists() or not pathlib.Path("/run/systemd/system").is_dir():
        return True, "no limit on new connections was set up here"
    if run("/usr/sbin/nft", "list", "table", "inet", "daybook_broker").returncode != 0:
        return False, "new connections are not limited: systemctl restart daybook-broker-flood"
    return True, "new connections are limited"


def report(keeper):
    """All of it is looked at before a Refusal says that something was not as it should be."""
    # What lies on the disk comes first: a broker that is reached may be made to write it anew.
    findings = keeper.engine.findings()
    findings += [check(keeper) for check in (answer, certificate, disk, secrecy, backup, unfinished, limit)]
    for good, sentence in findings:
        print("good" if good else "BAD ", sentence)
    if not all(good for good, _ in findings):
        raise Refusal(FAILED, "the broker is not as it should be")
