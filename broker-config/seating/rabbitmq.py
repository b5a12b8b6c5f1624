"""A cluster of RabbitMQ 3.10 with its MQTT plugin: one account a device, with rights written as regular expressions.

RabbitMQ knows nothing of circles. What a device may read and write is in its rights to topics, the circles' members are in
a parameter of each circle, and a device that may do nothing at all is one that is disabled. Two traps decide the order
below: a device without rights to topics may do everything with them, so it gets those first and loses them last; and
rights are looked at when a device subscribes and never again, so what it subscribed to is taken back with its session.

Any two requests may be cut apart, and the same call made again must find what is left to do. So a circle's members are
written before the rights of who comes and after those of who goes: whoever has a right in a circle is among them.
"""
import base64
import contextlib
import hashlib
import http
import http.client
import json
import re
import secrets
import urllib.parse

from . import files
from .engine import BrokerEngine, Device
from .names import new_name, new_password
from .refusal import FAILED, IN_THE_WAY, NOT_REACHED, Refusal

KEEPER = "keeper"
KEEPER_PORT = 15672
VHOST = "/"
EXCHANGE = "amq.topic"
SESSIONS = "mqtt-subscription-"
SALT_BYTES = 4
# A cluster takes some milliseconds for each account, and shall answer in time also when it is busy.
PAGE = 500
ANSWER_SECONDS = 60
# Room for a family that was offline for weeks, and an end to it. The oldest go first, as the devices ask again anyway.
SESSION_LIMITS = {"max-length": 20000, "max-length-bytes": 33554432, "overflow": "drop-head"}


def hashed(password):
    """What RabbitMQ keeps. The passwords are random, 192 bits: there is no list of likely ones to be slowed down."""
    salt = secrets.token_bytes(SALT_BYTES)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return {"password_hash": base64.b64encode(salt + digest).decode(),
            "hashing_algorithm": "rabbit_password_hashing_sha256"}


def account(device, password):
    return {"name": device, **hashed(password), "tags": ""}


def session_rights(device):
    """A device keeps sessions of its own name alone: that is what binds it to its client id."""
    session = f"{SESSIONS}{device}qos[01]"
    return {"configure": f"^{session}$", "write": f"^({session}|amq\\.topic)$", "read": f"^({session}|amq\\.topic)$"}


def topic_rights(device, circles):
    """MQTT's daybook/1/C/D is daybook.1.C.D here."""
    if not circles:
        return {"exchange": EXCHANGE, "write": "^$", "read": "^$"}
    within = f"^daybook\\.1\\.({'|'.join(circles)})"
    return {"exchange": EXCHANGE, "write": f"{within}\\.{device}(\\..*)?$", "read": f"{within}(\\..*)?$"}


def circles_in(rights):
    found = re.match(r"\^daybook\\\.1\\\.\(([a-z0-9|]+)\)", rights["read"])
    return found[1].split("|") if found else []


def parameter(circle):
    return f"circle-{circle}"


def path(*names):
    return "/api/" + "/".join(urllib.parse.quote(name, safe="") for name in names)


class Engine(BrokerEngine):
    name = "rabbitmq"

    def __init__(self, directory):
        super().__init__(directory)
        self.definitions = directory / "definitions.json"
        self.connection = None

    def __enter__(self):
        password = files.read(self.directory / "admin" / "password")
        token = base64.b64encode(f"{KEEPER}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        port = self.directory / "keeper-port"
        self.connection = http.client.HTTPConnection(
            "127.0.0.1", int(port.read_text()) if port.exists() else KEEPER_PORT, timeout=ANSWER_SECONDS)
        return self

    def __exit__(self, *_):
        self.connection.close()

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

    def circles(self):
        rows = self._do("GET", path("global-parameters"))
        return {row["name"].partition("-")[2]: sorted(row["value"]) for row in rows if row["name"].startswith("circle-")}

    def circle(self, circle):
        row = self._do("GET", path("global-parameters", parameter(circle)))
        return sorted(row["value"]) if row else None

    def devices(self):
        circles = {row["name"]: [] for row in self._do("GET", path("users")) if row["name"] != KEEPER}
        for rights in self._do("GET", path("topic-permissions")):
            if rights["user"] in circles:
                circles[rights["user"]] += circles_in(rights)
        enabled = {row["user"] for row in self._do("GET", path("permissions"))}
        return {device: Device(sorted(places), device not in enabled) for device, places in circles.items()}

    def device(self, device):
        rows = self._do("GET", path("users", device, "topic-permissions"))
        if rows is None:
            # Being removed: of its account only the lists it stands in are left.
            return Device([], True) if self._listed(device) else None
        circles = sorted(circle for rights in rows for circle in circles_in(rights))
        return Device(circles, not self._do("GET", path("users", device, "permissions")))

    def add_circle(self, circle):
        self._write_members(circle, [])

    def close_circle(self, circle):
        self._do("DELETE", path("global-parameters", parameter(circle)))

    def add_device(self, circle, device, password):
        self._do("PUT", path("users", device), account(device, password))
        self._list(circle, device)
        self._write_topic_rights(device, [circle])
        self.enable(device)

    def join(self, circle, device):
        self._list(circle, device)
        self._write_topic_rights(device, [*self.device(device).circles, circle])

    def leave(self, circle, device):
        circles = self.device(device).circles
        if circle in circles:
            self._write_topic_rights(device, [place for place in circles if place != circle])
        self._end_sessions(device)
        self._unlist(circle, device)

    def disable(self, device):
        self._do("DELETE", path("permissions", VHOST, device))
        self._end_sessions(device)

    def enable(self, device):
        if not self._do("GET", path("users", device, "topic-permissions")):
            self._write_topic_rights(device, [])
        self._do("PUT", path("permissions", VHOST, device), session_rights(device))

    def remove_device(self, device):
        self.disable(device)
        self._do("DELETE", path("users", device))
        for circle in self._listed(device):
            self._unlist(circle, device)

    def set_password(self, device, password):
        self._do("PUT", path("users", device), account(device, password))
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
        with self, partly_done():
            for chunk in chunks(circles.items()):
                self._do("POST", path("definitions"), {
                    "global_parameters": [{"name": parameter(circle), "value": members} for circle, members in chunk]})
            for chunk in chunks(seated.items()):
                self._do("POST", path("definitions"), {
                    "users": [account(device, passwords[device]) for device, _ in chunk],
                    "topic_permissions": [{"user": device, "vhost": VHOST, **topic_rights(device, list_of)}
                                          for device, list_of in chunk]})
                # RabbitMQ promises no order within one request, and rights to topics must be first.
                self._do("POST", path("definitions"), {
                    "permissions": [{"user": device, "vhost": VHOST, **session_rights(device)} for device, _ in chunk]})

    def _write_members(self, circle, members):
        name = parameter(circle)
        self._do("PUT", path("global-parameters", name), {"name": name, "value": members})

    def _list(self, circle, device):
        members = self.circle(circle)
        if device not in members:
            self._write_members(circle, [*members, device])

    def _unlist(self, circle, device):
        self._write_members(circle, [member for member in self.circle(circle) if member != device])

    def _listed(self, device):
        """The circles a device stands in the list of, whatever it may do there."""
        return [circle for circle, members in self.circles().items() if device in members]

    def _write_topic_rights(self, device, circles):
        self._do("PUT", path("topic-permissions", VHOST, device), topic_rights(device, circles))

    def _disconnect(self, device):
        self._do("DELETE", path("connections", "username", device))

    def _end_sessions(self, device):
        """With a session goes what it subscribed to and what waits in it; a device that may come back asks anew."""
        self._disconnect(device)
        for quality in "01":
            self._do("DELETE", path("queues", VHOST, f"{SESSIONS}{device}qos{quality}"))

    def _do(self, method, where, body=None):
        """What the keeper's door answers, None where there is nothing of that name."""
        try:
            self.connection.request(method, where, json.dumps(body) if body is not None else None, self.headers)
            response = self.connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException):
            raise Refusal(NOT_REACHED, "the broker does not answer; see whether it runs") from None
        if response.status == http.HTTPStatus.NOT_FOUND:
            return None
        if response.status == http.HTTPStatus.UNAUTHORIZED:
            raise Refusal(FAILED, "the broker refuses its keeper; admin/password is not of this cluster's accounts")
        if response.status >= http.HTTPStatus.BAD_REQUEST:
            raise Refusal(FAILED, f"the broker refuses to {method} {where}: {response.status}")
        return json.loads(text) if text else {}


@contextlib.contextmanager
def partly_done():
    """Many requests: where one is refused, those before it stay done."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(refusal.status, str(refusal), unsure=True) from None


def chunks(items):
    items = list(items)
    return (items[start:start + PAGE] for start in range(0, len(items), PAGE))
