"""A cluster of RabbitMQ 3.10 with its MQTT plugin: one account a device, with rights written as regular expressions.

RabbitMQ knows nothing of circles. What a device may read and write is in its rights to topics, the circles' members are in
a parameter of each circle, and a device that may do nothing at all is one that is disabled. Two traps decide the order
below: a device without rights to topics may do everything with them, so it gets those first and loses them last; and
rights are looked at when a device subscribes and never again, so what it subscribed to is taken back with its session.

Any two requests may be cut apart, and the same call made again must find what is left to do. So a circle's members are
written before the rights of who comes and after those of who goes: whoever has a right in a circle is among them.
"""
import json
import re
import urllib.parse

from . import files, rights
from .answers import part, strange
from .door import Door
from .engine import BrokerEngine, Device
from .names import PORT_MAX, is_name, new_name, new_password
from .refusal import IN_THE_WAY, NOT_THERE, Refusal, shown
from .rights import KEEPER, SESSIONS, VHOST, account, circles_in

KEEPER_PORT = 15672
PAGE = 500
CIRCLE = "circle-"
FOUND_SHOWN = 120
# Room for a family that was offline for weeks, and an end to it. The oldest go first, as the devices ask again anyway.
SESSION_LIMITS = {"max-length": 20000, "max-length-bytes": 33554432, "overflow": "drop-head"}


def parameter(circle):
    return f"{CIRCLE}{circle}"


def members(row):
    found = part(row, "value", list)
    if not all(isinstance(name, str) for name in found):
        raise strange()
    return sorted(found)


def path(*names):
    return "/api/" + "/".join(urllib.parse.quote(name, safe="") for name in names)


class Engine(BrokerEngine):
    name = "rabbitmq"
    log = "journalctl --namespace=daybook-broker, or the file log in the folder of each node"
    renewal = "run cluster/setup again and give every other host the new join.tar"
    backup = "cluster/ctl -q export_definitions - >FILE, and touch DIR/backup-made"

    def __init__(self, directory):
        super().__init__(directory)
        self.definitions = directory / "definitions.json"
        self.door = None

    def __enter__(self):
        password = files.read(self.directory / "admin" / "password")
        self.door = Door(port_of(self.directory / "keeper-port"), KEEPER, password)
        return self

    def __exit__(self, *_):
        self.door.close()

    def prepare(self, address):
        """What each node reads at every start: the keeper's account and how much a session holds."""
        if self.definitions.exists() and not (self.directory / "admin" / "password").exists():
            raise Refusal(IN_THE_WAY, f"{self.definitions} is of another broker; name a directory of its own")
        password = new_password()
        admin = self.directory / "admin"
        admin.mkdir(mode=0o700, exist_ok=True)
        files.replace(admin / "password", password + "\n")
        everything = f"^({SESSIONS}.*|amq\\.topic)$"
        files.replace(self.definitions, json.dumps({
            "vhosts": [{"name": VHOST}],
            "users": [{**account(KEEPER, password), "tags": "administrator"}],
            "permissions": [{"user": KEEPER, "vhost": VHOST, "configure": everything, "write": everything,
                             "read": everything}],
            "policies": [{"vhost": VHOST, "name": "sessions", "pattern": f"^{SESSIONS}", "apply-to": "queues",
                          "priority": 0, "definition": SESSION_LIMITS}]}, indent=1) + "\n")

    def findings(self):
        try:
            with self:
                return [self._accounts_found(), self._nodes_found(), self._alarms_found()]
        except Refusal as refusal:
            return [(False, f"its accounts and nodes were not looked at: {refusal}")]

    def circles(self):
        rows = {part(row, "name", str): row for row in self._rows("global-parameters")}
        return {name.removeprefix(CIRCLE): members(row) for name, row in rows.items()
                if name.startswith(CIRCLE) and is_name(name.removeprefix(CIRCLE))}

    def circle(self, circle):
        row = self.door.get(path("global-parameters", parameter(circle)))
        return None if row is None else members(row)

    def devices(self):
        names = [part(row, "name", str) for row in self._rows("users")]
        circles = {name: [] for name in names if name != KEEPER}
        for row in self._rows("topic-permissions"):
            circles.get(part(row, "user", str), []).extend(circles_in(row))
        enabled = {part(row, "user", str) for row in self._rows("permissions")}
        return {device: Device(sorted(places), device not in enabled) for device, places in circles.items()}

    def device(self, device):
        rows = self._rows_of("users", device, "topic-permissions")
        if rows is None:
            # Being removed: of its account only the lists it stands in are left.
            return Device([], True) if self._listed(device) else None
        circles = sorted(circle for row in rows for circle in circles_in(row))
        return Device(circles, not self._rows_of("users", device, "permissions"))

    def add_circle(self, circle):
        self._write_members(circle, [])

    def close_circle(self, circle):
        self.door.delete(path("global-parameters", parameter(circle)))

    def add_device(self, circle, device, password):
        self.door.put(path("users", device), account(device, password))
        self._list(circle, device)
        self._write_topic_rights(device, [circle])
        self.enable(device)

    def join(self, circle, device):
        self._list(circle, device)
        self._write_topic_rights(device, [*self._places(device), circle])

    def leave(self, circle, device):
        circles = self._places(device)
        if circle in circles:
            self._write_topic_rights(device, [place for place in circles if place != circle])
        self._end_sessions(device)
        self._unlist(circle, device)

    def disable(self, device):
        self.door.delete(path("permissions", VHOST, device))
        self._end_sessions(device)

    def enable(self, device):
        if not self._rows_of("users", device, "topic-permissions"):
            self._write_topic_rights(device, [])
        self.door.put(path("permissions", VHOST, device), rights.of_session(device))

    def remove_device(self, device):
        self.disable(device)
        self.door.delete(path("users", device))
        for circle in self._listed(device):
            self._unlist(circle, device)

    def set_password(self, device, password):
        self.door.put(path("users", device), account(device, password))
        self._disconnect(device)

    def require_ready_for_places(self):
        with self:
            self.circle(new_name())

    def add_places(self, places):
        circles, passwords, seated = {}, {}, {}
        for circle, device, password in places:
            circles.setdefault(circle, []).append(device)
            seated.setdefault(device, []).append(circle)
            passwords[device] = password
        with self:
            for chunk in chunks(circles.items()):
                self.door.post(path("definitions"), {
                    "global_parameters": [{"name": parameter(circle), "value": members} for circle, members in chunk]})
            for chunk in chunks(seated.items()):
                self.door.post(path("definitions"), {
                    "users": [account(device, passwords[device]) for device, _ in chunk],
                    "topic_permissions": [{"user": device, "vhost": VHOST, **rights.to_topics(device, list_of)}
                                          for device, list_of in chunk]})
                # RabbitMQ promises no order within one request, and rights to topics must be first.
                self.door.post(path("definitions"), {
                    "permissions": [{"user": device, "vhost": VHOST, **rights.of_session(device)} for device, _ in chunk]})

    def _accounts_found(self):
        users, circles = self._rows("users"), self.circles()
        found = list(rights.excess(users, self._rows("permissions"), self._rows("topic-permissions"), circles))
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            return False, f"its accounts are not as seats writes them: {shown(found[0], FOUND_SHOWN)}{more}; see who did that"
        return True, f"its accounts are those of {len(circles)} circles, {len(users) - 1} devices"

    def _nodes_found(self):
        nodes = self._rows("nodes")
        away = [part(row, "name", str) for row in nodes if not part(row, "running", bool)]
        if away:
            return False, f"{len(away)} of {len(nodes)} nodes are away, {shown(away[0], FOUND_SHOWN)} for one: start them again"
        return True, f"{len(nodes)} nodes run"

    def _alarms_found(self):
        if self.door.passes(path("health", "checks", "alarms")):
            return True, "no node is short of disk or memory"
        return False, "a node is short of disk or memory, and no device gets anything through: rabbitmqctl status names it"

    def _write_members(self, circle, members):
        name = parameter(circle)
        self.door.put(path("global-parameters", name), {"name": name, "value": members})

    def _list(self, circle, device):
        listed = self.circle(circle)
        if listed is None:
            raise Refusal(NOT_THERE, f"this broker has no circle {circle}", unsure=self.door.changed)
        if device not in listed:
            self._write_members(circle, [*listed, device])

    def _unlist(self, circle, device):
        listed = self.circle(circle)
        if listed is not None and device in listed:
            self._write_members(circle, [member for member in listed if member != device])

    def _listed(self, device):
        """The circles a device stands in the list of, whatever it may do there."""
        return [circle for circle, listed in self.circles().items() if device in listed]

    def _places(self, device):
        """The circles a device has rights in."""
        found = self.device(device)
        return found.circles if found is not None else []

    def _write_topic_rights(self, device, circles):
        self.door.put(path("topic-permissions", VHOST, device), rights.to_topics(device, circles))

    def _disconnect(self, device):
        self.door.delete(path("connections", "username", device))

    def _end_sessions(self, device):
        """With a session goes what it subscribed to and what waits in it; a device that may come back asks anew."""
        self._disconnect(device)
        for quality in "01":
            self.door.delete(path("queues", VHOST, f"{SESSIONS}{device}qos{quality}"))

    def _rows_of(self, *names):
        """The rows that are there, or None where nothing of that name is."""
        rows = self.door.get(path(*names))
        if rows is not None and not isinstance(rows, list):
            raise strange()
        return rows

    def _rows(self, name):
        """The same for what is always there."""
        rows = self._rows_of(name)
        if rows is None:
            raise strange()
        return rows


def port_of(file):
    """Where the keeper's door is: written down where it is not the usual one."""
    if not file.exists():
        return KEEPER_PORT
    text = files.read(file)
    if not re.fullmatch("[0-9]{1,5}", text) or not 0 < int(text) <= PORT_MAX:
        raise Refusal(IN_THE_WAY, f"{file} is damaged; bring it back from a backup")
    return int(text)


def chunks(items):
    items = list(items)
    return (items[start:start + PAGE] for start in range(0, len(items), PAGE))
