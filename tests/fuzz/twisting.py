"""Answers of a broker as a hostile hand leaves them, and whether seats may believe what it took from one."""
import copy
import json

from seating.engine import Device

ODD = (None, True, 0, -1, 10**400, 1e308, "", "\x1b[2J\n", "x" * 9999, [], {}, [[]], [{}], {"": []}, "Group not found")


def places(value):
    """Every list or object in a value with each of its keys."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        for key in (list(here) if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()):
            yield here, key
            waiting.append(here[key])


def twisted(chance, value):
    """A copy with some of its parts gone, doubled, or something else."""
    value = json.loads(json.dumps(value))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 5))):
        found = list(places(value))
        if found:
            here, key = chance.choice(found)
            if chance.random() < 0.2:
                del here[key]
            else:
                here[key] = copy.deepcopy(chance.choice(ODD))
    return value


def damaged(chance, data):
    """The same bytes with some cut, flipped or put in."""
    data = bytearray(data)
    for _ in range(chance.choice((0, 0, 0, 1, 2, 8))):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            del data[at:at + chance.choice((1, 10, 1000))]
        elif kind == 1:
            data[at:at] = chance.choice((b"\xff" * 5, b"[" * 5000, b'{"a":' * 5000, b"\0", b"9" * 6000, b"\xe2\x82"))
        elif data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
    return bytes(data)


def whole(value):
    """Is this something seats may believe?"""
    if isinstance(value, Device):
        return isinstance(value.disabled, bool) and all(isinstance(circle, str) for circle in value.circles)
    if isinstance(value, dict):
        return all(isinstance(key, str) and whole(of) for key, of in value.items())
    if isinstance(value, list):
        return all(isinstance(name, str) for name in value)
    return value is None
