#!/usr/bin/python3 -I
"""Tries whatever one device could do to another's circle, in MQTT 5 and in 3.1.1, and prints what the broker says to it.

usage: isolation.py CIRCLE OTHER ANNA BEN MALLORY     (two circles, and seat files: Anna and Ben sit in the first circle,
Mallory in the other). A row that is not as expected has a star before what came, and the program ends with 1.
"""
import collections
import json
import pathlib
import struct
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from mqtt import (  # noqa: E402
    BRIDGE, CLOSED, FIVE, RESPONSE_TOPIC, SECONDS, THREE, TOPIC_ALIAS, USER_PROPERTY, Closed, Connection, Seat, Will, text)

OK, GRANTED, NOBODY_LISTENS, NO, GONE = 0, 1, 0x10, 0x87, CLOSED
# What each version's refusals are called: of a connection, of a subscription.
NOT_LET_IN = {FIVE: 0x87, THREE: 5}
NOT_GRANTED = {FIVE: 0x87, THREE: 0x80}
# 3.1.1 has no refusal of a message: it is acknowledged and reaches nobody.
NOT_TAKEN = {FIVE: 0x87, THREE: OK}
CONTROL = "$CONTROL/dynamic-security/v1"
# max_packet_size of mosquitto.conf, and so more than it with a topic.
PACKET_MAX = 262144
Row = collections.namedtuple("Row", "who what act expected")


def always(code):
    return {FIVE: code, THREE: code}


def shown(code):
    return code if isinstance(code, str) else "-" if code is None else f"0x{code:02x}"


class Room:
    """Who takes part, for one version. Anna listens all the while; Ben is away and his session waits."""

    def __init__(self, version, circle, other, seats):
        self.version, self.circle, self.other = version, circle, other
        self.anna_seat, self.ben_seat, self.mallory_seat = map(Seat, seats)
        self.names = {name: seat.client_id for name, seat in
                      (("anna", self.anna_seat), ("ben", self.ben_seat), ("mallory", self.mallory_seat))}
        ben = self.connect(self.ben_seat, clean=False)
        self.must(ben.subscribe(f"daybook/1/{circle}/#") == GRANTED, "Ben reads his circle")
        ben.close()
        self.anna = self.connect(self.anna_seat)
        self.must(self.anna.subscribe(f"daybook/1/{circle}/#") == GRANTED, "Anna reads her circle")
        self.anna.publish(self.place("anna", "have"), "kept", retain=True)
        self.anna.ping()
        self.said = [(self.place("anna", "have"), "kept")]

    def must(self, good, what):
        if not good:
            sys.exit(f"not so in version {self.version}: {what}")

    def connect(self, seat, **how):
        return Connection(seat, self.version, **how)

    def place(self, name, stream="ops", circle=None):
        return f"daybook/1/{circle or self.circle}/{self.names[name]}/s/{stream}"

    def mallory(self, **how):
        return self.connect(self.mallory_seat, **how)

    def undisturbed(self):
        """Nothing reached Anna that she did not say herself, and she is still there."""
        if not self.anna.alive():
            return "Anna is pushed off"
        found = [words for words in self.anna.heard if words not in self.said]
        self.anna.heard = []
        return f"Anna hears {found}" if found else None

    def kept(self):
        """What a newcomer to the circle finds retained."""
        self.anna.subscribe(self.place("anna", "have"))
        self.anna.ping()
        return self.anna.heard

    def waits_for_ben(self):
        ben = self.connect(self.ben_seat, clean=False)
        ben.ping()
        ben.close()
        return ben.heard


# --- what is tried: each returns the broker's code, or a sentence where something came through ------------------------


def subscription(of, topic):
    def act(room):
        with_topic = room.connect(getattr(room, f"{of}_seat")) if of != "anna" else room.anna
        code = with_topic.subscribe(topic(room) if callable(topic) else topic)
        if code != CLOSED and of == "mallory":
            with_topic.alive()
            if with_topic.heard:
                return f"reads {with_topic.heard}"
        if of != "anna":
            with_topic.close()
        return code
    return act


def message(of, topic, **how):
    def act(room):
        if of == "anna":
            return room.anna.publish(topic(room), "forged", **how)
        mallory = room.mallory()
        code = mallory.publish(topic(room), "forged", **how)
        mallory.close()
        return code
    return act


def last_will(topic, retain=False):
    def act(room):
        mallory = room.mallory(will=Will(topic(room), "last words", retain))
        mallory.drop()
        return mallory.code
    return act


def last_will_of_ben(room):
    """That it comes shows that the wills before it were looked at."""
    will = (room.place("ben"), "Ben's last words")
    ben = room.connect(room.ben_seat, clean=False, will=Will(*will))
    ben.drop()
    room.said.append(will)
    end = time.monotonic() + SECONDS
    while will not in room.anna.heard:
        if time.monotonic() > end:
            return "does not come"
        room.anna.ping()
    return ben.code


def entrance(changes, **how):
    def act(room):
        of, changed = changes(room)
        connection = room.connect(Seat(of.path, **changed), **how)
        if connection.code == OK:
            connection.subscribe(f"daybook/1/{room.circle}/#")
            connection.alive()
        connection.close()
        return connection.code
    return act


def rule_the_broker(room):
    """Not even an answer comes, and the account is not made: it does not get in."""
    mallory = room.mallory()
    order = json.dumps({"commands": [{"command": "createClient", "username": "planted", "clientid": "planted",
                                      "password": "planted", "roles": [{"rolename": "admin"}]}]})
    code = mallory.publish(CONTROL, order)
    mallory.alive()
    mallory.close()
    planted = room.connect(Seat(room.mallory_seat.path, client_id="planted", username="planted", password="planted"))
    return "the account is made" if planted.code == OK else code


def alias_of_a_foreign_topic(room):
    """A topic that was refused under a number is refused by that number, too."""
    mallory, alias = room.mallory(), bytes([TOPIC_ALIAS]) + struct.pack(">H", 1)
    mallory.publish(room.place("mallory", circle=room.other), "own", properties=alias)
    mallory.publish(room.place("anna"), "forged", properties=alias)
    code = mallory.publish("", "forged", properties=alias)
    mallory.close()
    return code


def alias_that_is_none(room):
    return room.mallory().publish("", "forged", properties=bytes([TOPIC_ALIAS]) + struct.pack(">H", 7))


def alias_of_zero(room):
    return room.mallory().publish(room.place("anna"), "forged", properties=bytes([TOPIC_ALIAS]) + b"\0\0")


def as_a_bridge(room):
    """Bit 0x80 of the version says that a broker calls. Mosquitto lets it, with no more rights."""
    bridge = room.mallory(bit=BRIDGE)
    if bridge.code != OK:
        return bridge.code
    code = bridge.subscribe(f"daybook/1/{room.circle}/#")
    bridge.publish(room.place("anna"), "forged")
    bridge.alive()
    bridge.close()
    return f"reads {bridge.heard}" if bridge.heard else code


def take_over_ben(room):
    """Ben's session with Mallory's password: what waits there stays there."""
    room.anna.publish(room.place("anna"), "for Ben")
    room.said.append((room.place("anna"), "for Ben"))
    room.anna.ping()
    thief = room.connect(Seat(room.mallory_seat.path, client_id=room.names["ben"]), clean=False)
    wiper = room.connect(Seat(room.mallory_seat.path, client_id=room.names["ben"]), clean=True)
    if wiper.code != thief.code or thief.heard:
        return "Ben's session is opened"
    waiting = [words for words in room.waits_for_ben() if words[1] == "for Ben"]
    return thief.code if len(waiting) == 1 else "what waited for Ben is gone"


def properties_of_a_message(room):
    """A message's own words on where to answer and what it is are nothing to the broker."""
    response = bytes([RESPONSE_TOPIC]) + text(room.place("anna"))
    named = bytes([USER_PROPERTY]) + text("topic") + text(room.place("anna"))
    mallory = room.mallory()
    code = mallory.publish(room.place("mallory", circle=room.other), "own", properties=response + named)
    mallory.close()
    return code


def more_than_a_packet(room):
    mallory = room.mallory()
    code = mallory.publish(room.place("mallory", circle=room.other), "x" * PACKET_MAX)
    mallory.close()
    return code


def two_sessions(room):
    """One seat is one connection and what waits for it: a second pushes off the first."""
    first, second = room.mallory(), room.mallory()
    code = "both stay" if first.alive() else second.code
    second.close()
    return code


def read_by(name, stream="ops"):
    return lambda room: room.place(name, stream)


def own(rest):
    return lambda room: f"daybook/1/{room.circle}/{rest}"


SUBSCRIPTIONS = (
    ("all of the circle", own("#")), ("one stream of it", read_by("anna")), ("what is kept in it", read_by("anna", "have")),
    ("#", "#"), ("+/#", "+/#"), ("daybook/#", "daybook/#"), ("daybook/1/+/#", "daybook/1/+/#"),
    ("daybook/1/+/+/s/ops", "daybook/1/+/+/s/ops"), ("+/+/+/+/+/+", "+/+/+/+/+/+"),
    ("$share/x/ and all of the circle", lambda room: f"$share/x/daybook/1/{room.circle}/#"),
    ("$share/x/#", "$share/x/#"), ("$SYS/#", "$SYS/#"), ("$CONTROL/#", "$CONTROL/#"),
    ("the keeper's answers", CONTROL + "/response"), ("the circle's bare name", lambda room: f"daybook/1/{room.circle}"),
)
MESSAGES = (
    ("as Anna", read_by("anna")), ("as oneself in the circle", read_by("mallory")),
    ("in nobody's circle", lambda room: "else/where"), ("into $SYS", lambda room: "$SYS/broker/uptime"),
)


def rows():
    yield Row("Anna", "reads: all of her circle", subscription("anna", own("#")), always(GRANTED))
    yield Row("Anna", "reads: what Ben says", subscription("anna", read_by("ben", "#")), always(GRANTED))
    yield Row("Anna", "reads: daybook/1/+/#", subscription("anna", "daybook/1/+/#"), NOT_GRANTED)
    for name, topic in SUBSCRIPTIONS:
        yield Row("Mallory", f"reads: {name}", subscription("mallory", topic), NOT_GRANTED)
    yield Row("Mallory", "reads: a filter of 60,000 letters", subscription("mallory", "x" * 60000), NOT_GRANTED)
    yield Row("Mallory", "reads: an empty filter", subscription("mallory", ""), always(GONE))
    yield Row("Anna", "writes: as Ben", message("anna", read_by("ben")), NOT_TAKEN)
    yield Row("Anna", "writes: as Ben, kept", message("anna", read_by("ben"), retain=True), NOT_TAKEN)
    for name, topic in MESSAGES:
        yield Row("Mallory", f"writes: {name}", message("mallory", topic), NOT_TAKEN)
    yield Row("Mallory", "writes: as Anna, kept", message("mallory", read_by("anna", "have"), retain=True), NOT_TAKEN)
    yield Row("Mallory", "writes: as Anna, QoS 0", message("mallory", read_by("anna"), quality=0), always(None))
    yield Row("Mallory", "writes: as Anna, QoS 2", message("mallory", read_by("anna"), quality=2), NOT_TAKEN)
    yield Row("Mallory", "writes: with a wildcard", message("mallory", own("+/s/ops")), always(GONE))
    yield Row("Mallory", "writes: below a topic of 60,000 letters", message("mallory", own("x" * 60000)), NOT_TAKEN)
    yield Row("Mallory", "writes: a topic of 1,000 levels", message("mallory", own("x/" * 1000)), always(GONE))
    yield Row("Mallory", "writes: 256 KiB at once, in her own circle", more_than_a_packet, always(GONE))
    yield Row("Mallory", "writes: an order to the broker", rule_the_broker, NOT_TAKEN)
    yield Row("Mallory", "writes: as Anna by topic alias", alias_of_a_foreign_topic, {FIVE: NO})
    yield Row("Mallory", "writes: an alias nobody named", alias_that_is_none, {FIVE: GONE})
    yield Row("Mallory", "writes: alias 0", alias_of_zero, {FIVE: GONE})
    yield Row("Mallory", "writes: her own, to be answered to Anna", properties_of_a_message, {FIVE: NOBODY_LISTENS})
    # A will is taken from everybody, and reaches nobody.
    yield Row("Mallory", "leaves a will: as Anna", last_will(read_by("anna")), always(OK))
    yield Row("Mallory", "leaves a will: as Anna, kept", last_will(read_by("anna", "have"), True), always(OK))
    yield Row("Mallory", "leaves a will: an order to the broker", last_will(lambda room: CONTROL), always(OK))
    yield Row("Ben", "leaves a will: as himself", last_will_of_ben, always(OK))
    yield from entrances()
    yield Row("Mallory", "comes as a bridge, and reads", as_a_bridge, always(0x80))


def entrances():
    yield Row("Mallory", "comes as Anna, who is there", entrance(
        lambda room: (room.mallory_seat, {"client_id": room.names["anna"]})), NOT_LET_IN)
    yield Row("Mallory", "comes as Ben, who is away", take_over_ben, NOT_LET_IN)
    yield Row("Mallory", "comes under Anna's name, with her own password", entrance(
        lambda room: (room.mallory_seat, {"client_id": room.names["anna"], "username": room.names["anna"]})), NOT_LET_IN)
    yield Row("Anna", "comes as Mallory", entrance(
        lambda room: (room.anna_seat, {"client_id": room.names["mallory"]})), NOT_LET_IN)
    yield Row("Mallory", "comes a second time, to have two sessions", two_sessions, always(OK))
    yield Row("Mallory", "comes with an empty client id", entrance(
        lambda room: (room.mallory_seat, {"client_id": ""})), {FIVE: 0x80, THREE: 2})
    yield Row("somebody", "comes as Anna without a password", entrance(
        lambda room: (room.anna_seat, {"username": None})), NOT_LET_IN)
    yield Row("somebody", "comes as the keeper", entrance(
        lambda room: (room.anna_seat, {"client_id": "keeper", "username": "admin", "password": "admin"})), NOT_LET_IN)


def tried(room, row):
    """What came of it, and whether that is as expected and nobody else noticed."""
    try:
        code = row.act(room)
    except Closed:
        code = "somebody else is pushed off"
    disturbed = room.undisturbed()
    if disturbed:
        return f"*{disturbed}"
    return shown(code) if code == row.expected[room.version] else f"*{shown(code)}, not {shown(row.expected[room.version])}"


def try_all(room, table):
    """The answers to each row, by its place in the table."""
    answers = [tried(room, row) if room.version in row.expected else "" for row in table]
    room.must(room.kept() == [(room.place("anna", "have"), "kept")], "what was kept is what Anna said")
    waiting = [words for words in room.waits_for_ben() if words not in room.said]
    room.must(not waiting, f"nothing but what was said in the circle waits for Ben, not {waiting}")
    room.anna.close()
    return answers


def main(circle, other, *seats):
    table = list(rows())
    found = {version: try_all(Room(version, circle, other, seats), table) for version in (FIVE, THREE)}
    bad = sum(answer.startswith("*") for answers in found.values() for answer in answers)
    print(f"{'who':9}{'what':50}{'MQTT 5':12}MQTT 3.1.1")
    for at, row in enumerate(table):
        print(f"{row.who:9}{row.what:50}{found[FIVE][at]:12}{found[THREE][at]}")
    print(f"{len(table)} ways tried, {bad} not as expected; nothing reached Anna or waited for Ben but what she said")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
