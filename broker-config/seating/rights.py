"""What seats writes into RabbitMQ for an account, and who has more than that: for a hand that helped, or definitions of old."""
import base64
import hashlib
import re
import secrets

from .answers import part
from .names import is_name

KEEPER = "keeper"
VHOST = "/"
EXCHANGE = "amq.topic"
SESSIONS = "mqtt-subscription-"
SALT_BYTES = 4


def hashed(password):
    """What RabbitMQ keeps. The passwords are random, 192 bits: there is no list of likely ones to be slowed down."""
    salt = secrets.token_bytes(SALT_BYTES)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return {"password_hash": base64.b64encode(salt + digest).decode(),
            "hashing_algorithm": "rabbit_password_hashing_sha256"}


def account(device, password):
    return {"name": device, **hashed(password), "tags": ""}


def of_session(device):
    """A device keeps sessions of its own name alone: that is what binds it to its client id."""
    session = f"{SESSIONS}{device}qos[01]"
    return {"configure": f"^{session}$", "write": f"^({session}|amq\\.topic)$", "read": f"^({session}|amq\\.topic)$"}


def to_topics(device, circles):
    """MQTT's daybook/1/C/D is daybook.1.C.D here."""
    if not circles:
        return {"exchange": EXCHANGE, "write": "^$", "read": "^$"}
    within = f"^daybook\\.1\\.({'|'.join(circles)})"
    return {"exchange": EXCHANGE, "write": f"{within}\\.{device}(\\..*)?$", "read": f"{within}(\\..*)?$"}


def circles_in(row):
    """The circles of rights to topics."""
    found = re.match(r"\^daybook\\\.1\\\.\(([a-z0-9|]+)\)", part(row, "read", str))
    return list(filter(is_name, found[1].split("|"))) if found else []


def excess(users, sessions, topics, circles):
    """Who may do more than sit in circles, from the rows of the keeper's door and {circle: [device]}. Sentences' ends, as
    'NAME does so and so'."""
    bound = {part(row, "user", str) for row in topics}
    for row in users:
        name = part(row, "name", str)
        if name != KEEPER and not is_name(name):
            yield f"{name} has no name of seats"
        elif name != KEEPER and row.get("tags") not in ("", []):
            yield f"{name} may give the broker orders"
    for row in sessions:
        name = part(row, "user", str)
        if name != KEEPER and row != {"user": name, "vhost": VHOST, **of_session(name)}:
            yield f"{name} may use more than its own session"
        elif name != KEEPER and name not in bound:
            yield f"{name} may read and write everything"
    for row in topics:
        name, places = part(row, "user", str), circles_in(row)
        if row != {"user": name, "vhost": VHOST, **to_topics(name, places)}:
            yield f"{name} may read or write more than circles"
        elif any(name not in circles.get(circle, ()) for circle in places):
            yield f"{name} has rights in a circle it does not sit in"
