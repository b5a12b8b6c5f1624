"""A single Mosquitto 2.0 with its dynamic-security plugin: one account a device, bound to its client id.

What they may do stands in roles.py. A role of a circle is never changed once it is there, because that would disconnect
everybody.
"""
import base64
import collections
import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess

from . import audit, files
from .answers import part
from .control import ERROR_SHOWN, Control, reach
from .engine import BrokerEngine, Device
from .names import host_and_port, is_name, new_password
from .refusal import FAILED, IN_THE_WAY, NOT_THERE, Refusal, shown
from .roles import (
    EVERYBODY, KEEPER, circle_of, circle_role, group_of, keeper_role, reader_of, topic_of, writer_of, writing)

# More would slow down who tries likely passwords. These are random, 192 bits, and none is likelier than another.
ITERATIONS = 1
SALT_BYTES = 12
PAGE = 500
# Mosquitto writes the accounts anew beside the old ones, and does not look whether the disk took them.
SPARE_BYTES = 1 << 20
END = "\n}"
PROGRAMS = "/usr/sbin:/usr/bin:/sbin:/bin"
OLDEST, NEWER = (2, 0, 11), (2, 1, 0)
NEARLY_FULL = 0.9
ESTABLISHED = "01"
FOUND_SHOWN = 120
# What waits for ten thousand seats is some hundred MiB; more than this was left there by somebody who floods.
STORE_MIB = 1024
NO_CLIENT, NO_GROUP = "Client not found", "Group not found"


def hashed(password):
    salt = secrets.token_bytes(SALT_BYTES)
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    return {"password": base64.b64encode(key).decode(), "salt": base64.b64encode(salt).decode(), "iterations": ITERATIONS}


class Engine(BrokerEngine):
    name = "mosquitto"
    log = "journalctl --namespace=daybook-broker"
    renewal = "run setup again"
    backup = "mosquitto/backup"

    def __init__(self, directory):
        super().__init__(directory)
        # The plugin replaces the file, so it needs a folder that it may write to, and that holds nothing else.
        self.accounts = directory / "accounts" / "dynamic-security.json"
        self.before = self.accounts.with_name("before.json")
        self.password = directory / "admin" / "password"
        self.control = None

    def __enter__(self):
        host, port = host_and_port(files.read(self.directory / "address"))
        password = files.read(self.password)
        authority = self.directory / "ca.crt"
        self.control = Control(reach(host, port, authority if authority.exists() else None), password)
        self._mend()
        return self

    def __exit__(self, *_):
        self.control.close()

    def prepare(self, address):
        if self.accounts.exists() and not self.password.exists():
            raise Refusal(IN_THE_WAY, f"{self.accounts} is of another broker; name a directory of its own")
        password = new_password()
        keeper = {"username": KEEPER, "textName": "the keeper of this broker", **hashed(password),
                  "roles": [{"rolename": KEEPER}]}
        for parent in (self.password.parent, self.accounts.parent):
            parent.mkdir(mode=files.OWNER_ONLY_FOLDER, exist_ok=True)
        files.replace(self.password, password + "\n")
        files.replace(self.accounts, json.dumps(
            {"defaultACLAccess": EVERYBODY, "clients": [keeper], "groups": [], "roles": [keeper_role()]}, indent=1))

    def require_room(self):
        if not self.accounts.exists():
            return
        needed = 2 * self.accounts.stat().st_size + SPARE_BYTES
        if shutil.disk_usage(self.directory).free < needed:
            raise Refusal(IN_THE_WAY, f"the disk of {self.directory} is full, and a change would cut the accounts short: "
                                      f"make room, {needed // SPARE_BYTES + 1} MiB are needed")

    def circles(self):
        found = {circle_of(group["groupname"]): members(group) for group in self._listed("listGroups", "groups", "groupname")}
        return {circle: devices for circle, devices in found.items() if circle is not None and is_name(circle)}

    def circle(self, circle):
        data = self._get({"command": "getGroup", "groupname": group_of(circle)}, NO_GROUP)
        return None if data is None else members(part(data, "group", dict))

    def devices(self):
        return {client["username"]: account(client) for client in self._listed("listClients", "clients", "username")
                if client["username"] != KEEPER}

    def device(self, device):
        data = self._get({"command": "getClient", "username": device}, NO_CLIENT)
        return None if data is None else account(part(data, "client", dict))

    def add_circle(self, circle):
        self._change({"command": "createRole", **circle_role(circle)},
                     {"command": "createGroup", "groupname": group_of(circle), "roles": [{"rolename": reader_of(circle)}]})

    def close_circle(self, circle):
        # A role that still belongs to a group must not go: Mosquitto 2.0.11 would crash.
        self._change({"command": "deleteGroup", "groupname": group_of(circle)},
                     {"command": "deleteRole", "rolename": reader_of(circle)})

    def add_device(self, circle, device, password):
        self._change({"command": "createRole", "rolename": writer_of(device), "acls": [writing(circle, device)]},
                     {"command": "createClient", "username": device, "clientid": device, "password": password,
                      "roles": [{"rolename": writer_of(device)}], "groups": [{"groupname": group_of(circle)}]})

    def join(self, circle, device):
        # The place comes last: it is what tells whether a device joined.
        self._change({"command": "addRoleACL", "rolename": writer_of(device), **writing(circle, device)},
                     {"command": "addGroupClient", "groupname": group_of(circle), "username": device})

    def leave(self, circle, device):
        self._change({"command": "removeRoleACL", "rolename": writer_of(device), "acltype": "publishClientSend",
                      "topic": topic_of(circle, device)},
                     {"command": "removeGroupClient", "groupname": group_of(circle), "username": device})

    def disable(self, device):
        self._change({"command": "disableClient", "username": device})

    def enable(self, device):
        self._change({"command": "enableClient", "username": device})

    def remove_device(self, device):
        self._change({"command": "deleteClient", "username": device}, {"command": "deleteRole", "rolename": writer_of(device)})

    def set_password(self, device, password):
        # Unlike setClientPassword, this ends the connection that was made with the old one.
        self._change({"command": "modifyClient", "username": device, "password": password})

    def rotate_keeper(self):
        accounts = self._resting_accounts()
        keeper = next((client for client in accounts["clients"] if client["username"] == KEEPER), None)
        if keeper is None:
            raise Refusal(IN_THE_WAY, f"{self.accounts} knows no keeper; bring it back from a backup")
        password = new_password()
        keeper.update(hashed(password))
        # Cut off between the two, the keeper is not let in until this is done again.
        files.replace(self.password, password + "\n")
        self._write_accounts(accounts)

    def require_ready_for_places(self):
        if not self.accounts.exists():
            raise Refusal(NOT_THERE, "no broker was prepared here; see init")
        _, port = host_and_port(files.read(self.directory / "address"))
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Refusal(IN_THE_WAY, "the broker runs and would undo this; stop it first")

    def add_places(self, places):
        # It is looked at anew: somebody may have started the broker while the seats were written.
        accounts = self._resting_accounts()
        devices, roles, lines = collections.defaultdict(list), {}, collections.defaultdict(list)
        for circle, device, password in places:
            devices[circle].append({"username": device})
            lines[device].append(writing(circle, device))
            roles[device] = password
        accounts["roles"] += map(circle_role, devices)
        accounts["groups"] += ({"groupname": group_of(circle), "roles": [{"rolename": reader_of(circle)}], "clients": clients}
                               for circle, clients in devices.items())
        accounts["roles"] += ({"rolename": writer_of(device), "acls": acls} for device, acls in lines.items())
        accounts["clients"] += ({"username": device, "clientid": device, **hashed(password),
                                 "roles": [{"rolename": writer_of(device)}]} for device, password in roles.items())
        self._write_accounts(accounts)

    def findings(self):
        return [self._accounts_found(), self._connections_found(), self._store_found(), version_found()]

    def _resting_accounts(self):
        """The accounts, while no broker runs that would write its own over them."""
        self.require_ready_for_places()
        try:
            return json.loads(files.text_of(self.accounts))
        except ValueError:
            raise Refusal(IN_THE_WAY, f"{self.accounts} is damaged; bring it back from a backup") from None

    def _write_accounts(self, accounts):
        files.replace(self.accounts, json.dumps(accounts)[:-1] + END)

    def _accounts_found(self):
        try:
            accounts = json.loads(files.text_of(self.accounts))
            found = list(audit.Audit(accounts).findings())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return False, ("its accounts are damaged: do not stop the broker, make room on the disk and add a circle; where it "
                           "does not run, bring back a backup")
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            return False, f"its accounts are not as seats writes them: {shown(found[0], FOUND_SHOWN)}{more}; see who did that"
        return True, f"its accounts are those of {len(accounts['groups'])} circles, {len(accounts['clients']) - 1} devices"

    def _connections_found(self):
        settings = self.directory / "mosquitto.conf"
        limit = re.search(r"^max_connections (\d+)$", settings.read_text(), re.M) if settings.exists() else None
        if limit is None:
            return True, "it has no limit of connections"
        now = connections_at(host_and_port(files.read(self.directory / "address"))[1])
        if now >= int(limit[1]) * NEARLY_FULL:
            return False, f"{now} of {limit[1]} connections are taken: give new circles another broker"
        return True, f"{now} of {limit[1]} connections are taken"

    def _store_found(self):
        store = self.directory / "store" / "mosquitto.db"
        size = store.stat().st_size >> 20 if store.exists() else 0
        if size > STORE_MIB:
            return False, f"what waits for devices has grown to {size} MiB: see in the README who fills the broker"
        return True, f"{size} MiB wait for devices"

    def _mend(self):
        """Where a full disk cut the accounts short the broker still knows them, and writes them anew at any change."""
        if not ends_well(self.accounts):
            self.require_room()
            rules = [{"acltype": kind, "allow": allow} for kind, allow in EVERYBODY.items()]
            self._change({"command": "setDefaultACLAccess", "acls": rules})

    def _change(self, *commands):
        """Done when the broker answers and what it wrote is new, is whole and stays so when the power goes."""
        # Mosquitto 2.0.11 writes over the file. Where it is killed meanwhile, whole-accounts puts this copy back.
        if ends_well(self.accounts):
            files.replace(self.before, files.text_of(self.accounts), owned_like=self.accounts)
        before = self.accounts.stat()
        self.control.do(*commands)
        after = self.accounts.stat()
        if (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns):
            raise Refusal(FAILED, f"the broker cannot write to {self.accounts.parent}, and its next start undoes this: let it "
                                  "write there, start it anew, and do this once more", unsure=True)
        if not ends_well(self.accounts):
            raise Refusal(IN_THE_WAY, f"the disk filled up and cut {self.accounts} short: do not stop the broker, make room "
                                      "and run this again", unsure=True)
        files.keep(self.accounts)
        files.keep(self.accounts.parent)

    def _listed(self, command, what, name):
        """Every group or client with a name of words, page by page."""
        offset, total = 0, 1
        while offset < total:
            page = self.control.do({"command": command, "verbose": True, "count": PAGE, "offset": offset})[0]
            total, rows = part(page, "totalCount", int), part(page, what, list)
            if not rows:
                break
            offset += len(rows)
            for row in rows:
                part(row, name, str)
                yield row

    def _get(self, command, absent):
        reply = self.control.answers(command)[0]
        if reply.get("error") == absent:
            return None
        if "error" in reply:
            raise Refusal(FAILED, f"the broker refuses to do {reply['command']}: {shown(reply['error'], ERROR_SHOWN)}")
        return part(reply, "data", dict)


def members(group):
    return sorted(part(client, "username", str) for client in part(group, "clients", list))


def account(client):
    groups = [part(group, "groupname", str) for group in part(client, "groups", list)]
    return Device(sorted(circle_of(group) or group for group in groups), client.get("disabled", False) is not False)


def connections_at(port):
    """How many connections this machine's kernel has open at a port of its own."""
    ended = f":{port:04X}"
    found = 0
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(FileNotFoundError), open(table) as rows:
            found += sum(fields[1].endswith(ended) and fields[3] == ESTABLISHED for fields in map(str.split, rows))
    return found


def version_found():
    said = ""
    with contextlib.suppress(FileNotFoundError):
        said = subprocess.run(["mosquitto", "-h"], capture_output=True, text=True, env={"PATH": PROGRAMS}).stdout
    found = re.search(r"version (\d+)\.(\d+)\.(\d+)", said)
    if not found or not OLDEST <= tuple(map(int, found.groups())) < NEWER:
        return False, "its version is not one that was tried: install Debian's mosquitto, 2.0.11 or a later 2.0"
    return True, f"it is Mosquitto {found[0].split()[1]}"


def ends_well(accounts):
    """Were they written to their end? Nowhere else does a brace stand at the start of a line."""
    with open(files.open_regular(accounts, os.O_RDONLY), "rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - len(END), 0))
        return file.read().decode(errors="replace") == END
