"""What a kind of broker must be able to do for seats. `seats` decides; an engine only says and does.

An engine is a module of this folder with a class Engine, named in ENGINES. It is made with the broker's directory, used as
a context manager, and raises Refusal with a sentence when the broker does not answer or does not do as it was told.

A call may be cut off anywhere. Until the same call was made again and came to its end, no device may have more rights than
it had before or gets by it.
"""
import importlib

from .refusal import WRONG_USE, Refusal, shown

NAME_SHOWN = 40
ENGINES = ("mosquitto", "rabbitmq")


class Device:
    """One device as the broker knows it: the circles it sits in, and whether it may connect."""

    def __init__(self, circles, disabled):
        self.circles = circles
        self.disabled = disabled


class BrokerEngine:
    name = None
    # What health tells a keeper to do: where this kind of broker writes what happened, how its certificate is renewed, and
    # how its accounts are kept elsewhere.
    log = renewal = backup = None

    def __init__(self, directory):
        self.directory = directory

    def __enter__(self):
        """Reach the running broker as its keeper."""
        return self

    def __exit__(self, *_):
        """Let go of it."""

    def prepare(self, address):
        """Before the broker's first start: no circles, no devices, everything denied. Needs no running broker, and begins
        anew where it was cut short."""
        raise NotImplementedError

    def require_room(self):
        """Refuse before a change where the broker could not keep it."""

    def findings(self):
        """What health should know of this kind of broker, running or not: [(is it good, a sentence)]."""
        return []

    def circles(self):
        """Every circle and its devices: {circle: [device]}."""
        raise NotImplementedError

    def circle(self, circle):
        """The devices of a circle, or None where there is none of that name."""
        raise NotImplementedError

    def devices(self):
        """Every device: {name: Device}."""
        raise NotImplementedError

    def device(self, device):
        """A Device, or None where there is none of that name."""
        raise NotImplementedError

    def add_circle(self, circle):
        """A circle nobody sits in."""
        raise NotImplementedError

    def close_circle(self, circle):
        """Forget a circle that everybody left."""
        raise NotImplementedError

    def add_device(self, circle, device, password):
        """A new device that sits in one circle: it reads daybook/1/CIRCLE/# and writes daybook/1/CIRCLE/DEVICE/#."""
        raise NotImplementedError

    def join(self, circle, device):
        """A device that is known takes a place in one more circle."""
        raise NotImplementedError

    def leave(self, circle, device):
        """Its place is taken away; what waits for it from there is never delivered."""
        raise NotImplementedError

    def disable(self, device):
        """End its connection and let it in no more."""
        raise NotImplementedError

    def enable(self, device):
        """Let it in again."""
        raise NotImplementedError

    def remove_device(self, device):
        """Take its places away and forget it."""
        raise NotImplementedError

    def set_password(self, device, password):
        """From now on only this one opens; a connection made with another is ended. A disabled device stays so."""
        raise NotImplementedError

    def rotate_keeper(self):
        """A new password for the keeper, in admin/password: whoever has the old one is let in no more."""
        raise Refusal(WRONG_USE, f"the keeper of a {self.name} gets a new password by that broker's own means")

    def require_ready_for_places(self):
        """Raise a Refusal where add_places could do nothing now: it is asked before the first seat is written."""
        raise NotImplementedError

    def add_places(self, places):
        """Many new circles at once: a list of (circle, device, password). A Refusal that is not unsure changed nothing."""
        raise NotImplementedError


def engine_of(name, directory):
    if name not in ENGINES:
        raise Refusal(WRONG_USE, f"'{shown(name, NAME_SHOWN)}' is no engine; there is {' and '.join(ENGINES)}")
    return importlib.import_module(f".{name}", __package__).Engine(directory)
