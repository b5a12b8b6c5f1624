"""A single Mosquitto 2.0 with its dynamic-security plugin: one account a device, bound to its client id.

Role r:CIRCLE reads a circle and belongs to group g:CIRCLE; role w:DEVICE writes below the device's own name, one line for
each circle it sits in. A role of a circle is never changed once it is there, because that would disconnect everybody.
"""
import base64
import collections
import hashlib
import json
import secrets
import socket
import urllib.parse

from . import files
from .control import Control
from .engine import BrokerEngine, Device
from .names import new_password
from .refusal import FAILED, IN_THE_WAY, NOT_THERE, Refusal

# What Mosquitto itself uses. The passwords are random, 192 bits: there is no list of likely ones to be slowed down.
ITERATIONS = 101
SALT_BYTES = 12
PAGE = 500
RULES = {"publishClientSend": False, "publishClientReceive": False, "subscribe": False, "unsubscribe": True}
NO_CLIENT, NO_GROUP = "Client not found", "Group not found"


def topic_of(circle, device=None):
    return f"daybook/1/{circle}/{device}/#" if device else f"daybook/1/{circle}/#"


def allowed(kind, topic):
    return {"acltype": kind, "topic": topic, "allow": True}


def writing(circle, device):
    return allowed("publishClientSend", topic_of(circle, device))


def circle_role(circle):
    return {"rolename": f"r:{circle}", "acls": [allowed("subscribePattern", topic_of(circle)),
                                                allowed("publishClientReceive", topic_of(circle))]}


def hashed(password):
    salt = secrets.token_bytes(SALT_BYTES)
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    return {"password": base64.b64encode(key).decode(), "salt": base64.b64encode(salt).decode(), "iterations": ITERATIONS}


def keeper_role():
    everything = "$CONTROL/dynamic-security/#"
    kinds = ("publishClientSend", "publishClientReceive", "subscribePattern")
    return {"rolename": "admin", "acls": [allowed(kind, everything) for kind in kinds]}


class Engine(BrokerEngine):
    def __init__(self, directory):
        super().__init__(directory)
        self.accounts = directory / "dynamic-security.json"
        self.control = None

    def __enter__(self):
        address = urllib.parse.urlsplit((self.directory / "address").read_text().strip())
        password = (self.directory / "admin" / "password").read_text().strip()
        authority = self.directory / "ca.crt"
        self.control = Control(address.hostname, address.port, authority if authority.exists() else None, password)
        return self

    def __exit__(self, *_):
        self.control.close()

    def prepare(self, address):
        if self.accounts.exists():
            raise Refusal(IN_THE_WAY, "this broker has accounts already")
        password = new_password()
        keeper = {"username": "admin", "textName": "the keeper of this broker", **hashed(password),
                  "roles": [{"rolename": "admin"}]}
        admin = self.directory / "admin"
        admin.mkdir(mode=0o700, exist_ok=True)
        files.replace(admin / "password", password + "\n")
        files.replace(self.accounts, json.dumps(
            {"defaultACLAccess": RULES, "clients": [keeper], "groups": [], "roles": [keeper_role()]}, indent=1))

    def circles(self):
        found, total = {}, 1
        while len(found) < total:
            page = self.control.do({"command": "listGroups", "verbose": True, "count": PAGE, "offset": len(found)})[0]
            total = page["totalCount"]
            if not page["groups"]:
                break
            for group in page["groups"]:
                found[group["groupname"][2:]] = sorted(client["username"] for client in group["clients"])
        return found

    def circle(self, circle):
        data = self._get({"command": "getGroup", "groupname": f"g:{circle}"}, NO_GROUP)
        return data and sorted(client["username"] for client in data["group"]["clients"])

    def device(self, device):
        data = self._get({"command": "getClient", "username": device}, NO_CLIENT)
        if data is None:
            return None
        client = data["client"]
        return Device(sorted(group["groupname"][2:] for group in client["groups"]), client.get("disabled", False))

    def add_circle(self, circle):
        self.control.do({"command": "createRole", **circle_role(circle)},
                        {"command": "createGroup", "groupname": f"g:{circle}", "roles": [{"rolename": f"r:{circle}"}]})

    def close_circle(self, circle):
        self.control.do({"command": "deleteGroup", "groupname": f"g:{circle}"},
                        {"command": "deleteRole", "rolename": f"r:{circle}"})

    def add_device(self, circle, device, password):
        self.control.do({"command": "createRole", "rolename": f"w:{device}", "acls": [writing(circle, device)]},
                        {"command": "createClient", "username": device, "clientid": device, "password": password,
                         "roles": [{"rolename": f"w:{device}"}], "groups": [{"groupname": f"g:{circle}"}]})

    def join(self, circle, device):
        self.control.do({"command": "addRoleACL", "rolename": f"w:{device}", **writing(circle, device)},
                        {"command": "addGroupClient", "groupname": f"g:{circle}", "username": device})

    def leave(self, circle, device):
        self.control.do({"command": "removeGroupClient", "groupname": f"g:{circle}", "username": device},
                        {"command": "removeRoleACL", "rolename": f"w:{device}", "acltype": "publishClientSend",
                         "topic": topic_of(circle, device)})

    def disable(self, device):
        self.control.do({"command": "disableClient", "username": device})

    def enable(self, device):
        self.control.do({"command": "enableClient", "username": device})

    def remove_device(self, device):
        self.control.do({"command": "deleteClient", "username": device}, {"command": "deleteRole", "rolename": f"w:{device}"})

    def set_password(self, device, password):
        # A new password alone leaves the old connection open.
        disabled = self.device(device).disabled
        again = () if disabled else ({"command": "enableClient", "username": device},)
        self.control.do({"command": "setClientPassword", "username": device, "password": password},
                        {"command": "disableClient", "username": device}, *again)

    def add_places(self, places):
        if not self.accounts.exists():
            raise Refusal(NOT_THERE, "no broker was prepared here; see init")
        port = urllib.parse.urlsplit((self.directory / "address").read_text().strip()).port
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise Refusal(IN_THE_WAY, "the broker runs and would undo this; stop it first")
        accounts = json.loads(self.accounts.read_text())
        members, roles, lines = collections.defaultdict(list), {}, collections.defaultdict(list)
        for circle, device, password in places:
            members[circle].append({"username": device})
            lines[device].append(writing(circle, device))
            roles[device] = password
        accounts["roles"] += map(circle_role, members)
        accounts["groups"] += ({"groupname": f"g:{circle}", "roles": [{"rolename": f"r:{circle}"}], "clients": clients}
                               for circle, clients in members.items())
        accounts["roles"] += ({"rolename": f"w:{device}", "acls": acls} for device, acls in lines.items())
        accounts["clients"] += ({"username": device, "clientid": device, **hashed(password),
                                 "roles": [{"rolename": f"w:{device}"}]} for device, password in roles.items())
        files.replace(self.accounts, json.dumps(accounts))

    def _get(self, command, absent):
        reply = self.control.answers(command)[0]
        if reply.get("error") == absent:
            return None
        if "error" in reply:
            raise Refusal(FAILED, f"the broker refuses to do {reply['command']}: {reply['error']}")
        return reply["data"]
