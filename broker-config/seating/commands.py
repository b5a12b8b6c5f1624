"""What each command of seats does. Every one can be repeated: what is so already stays so."""
from . import files, seat
from .journal import Journal
from .names import check_name, host_and_port, is_name, new_name
from .refusal import IN_THE_WAY, NOT_THERE, Refusal, shown


class Keeper:
    """A broker's directory, its engine and its journal of changes."""

    def __init__(self, directory, engine):
        self.directory = directory
        self.engine = engine
        self.journal = Journal(directory)

    def changing(self, *words):
        """A change that is noted with these words: the names of the broker, which nobody is called by."""
        self.engine.require_room()
        return self.journal.noting(*words)

    def circle(self, circle):
        check_name(circle)
        return self.engine.circle(circle)

    def devices_of(self, circle):
        devices = self.circle(circle)
        if devices is None:
            raise Refusal(NOT_THERE, f"this broker has no circle {circle}")
        return devices

    def device(self, device):
        check_name(device)
        return self.engine.device(device)

    def known(self, device):
        found = self.device(device)
        if found is None:
            raise Refusal(NOT_THERE, f"this broker has no device {device}")
        return found


def init(keeper, address):
    host_and_port(address)
    place = keeper.directory / "address"
    # The engine's name is written last: without it nothing but init works, so it can be begun again.
    if (keeper.directory / "engine").exists():
        if files.read(place) == address:
            return
        raise Refusal(IN_THE_WAY, f"this broker is {files.read(place)} already, and every seat says so")
    with keeper.changing("init"):
        keeper.engine.prepare(address)
        files.replace(place, address + "\n")
        files.replace(keeper.directory / "engine", keeper.engine.name + "\n")


def circle_add(keeper, circle=None):
    if circle is None:
        circle = new_name()
    if keeper.circle(circle) is None:
        with keeper.changing("circle add", circle):
            keeper.engine.add_circle(circle)
    print(circle)


def state_of(found):
    return "disabled" if found.disabled else "active"


def circle_list(keeper, circle=None):
    if circle is None:
        for name, devices in sorted(keeper.engine.circles().items()):
            print(name, len(devices))
        return
    for device in keeper.devices_of(circle):
        found = keeper.device(device) if is_name(device) else None
        print(shown(device), state_of(found) if found else "not made by seats; see health")


def circle_close(keeper, circle):
    if keeper.journal.noted("circle close", circle) and keeper.circle(circle) is None:
        return
    for device in keeper.devices_of(circle):
        found = keeper.device(device) if is_name(device) else None
        if found is not None and found.circles == [circle]:
            device_remove(keeper, device)
        else:
            leave(keeper, circle, device)
    with keeper.changing("circle close", circle):
        keeper.engine.close_circle(circle)


def complete(keeper, circle, device):
    """Was a device that an earlier command began made to the end? Whoever was disabled since was."""
    found = keeper.device(device)
    if found is None or circle not in found.circles:
        return False
    return not found.disabled or keeper.journal.noted("device disable", device)


def device_add(keeper, circle, path):
    keeper.devices_of(circle)
    place = seat.begin(keeper.directory, path, circle)
    with keeper.changing("device add", circle, place.device), place.offered():
        if not complete(keeper, circle, place.device):
            keeper.engine.add_device(circle, place.device, place.password)
    # Only when its name was said is it done.
    print(place.device, flush=True)
    place.finish()


def device_list(keeper, device=None):
    found = keeper.engine.devices() if device is None else {device: keeper.known(device)}
    for name, of in sorted(found.items()):
        print(shown(name), state_of(of), *map(shown, of.circles))


def device_disable(keeper, device):
    if keeper.known(device).disabled:
        # A first time may have been cut off before its connection was.
        keeper.engine.require_room()
        keeper.engine.disable(device)
        return
    with keeper.changing("device disable", device):
        keeper.engine.disable(device)


def device_enable(keeper, device):
    if keeper.known(device).disabled:
        with keeper.changing("device enable", device):
            keeper.engine.enable(device)


def device_remove(keeper, device):
    if keeper.journal.noted("device remove", device) and keeper.device(device) is None:
        return
    keeper.known(device)
    with keeper.changing("device remove", device):
        keeper.engine.remove_device(device)


def join(keeper, circle, device):
    if circle not in keeper.known(device).circles:
        keeper.devices_of(circle)
        with keeper.changing("join", circle, device):
            keeper.engine.join(circle, device)


def leave(keeper, circle, device):
    if device not in keeper.devices_of(circle):
        keeper.known(device)
        return
    with keeper.changing("leave", circle, device):
        keeper.engine.leave(circle, device)


def rotate(keeper, circle, device, path):
    if circle not in keeper.known(device).circles:
        check_name(circle)
        raise Refusal(NOT_THERE, f"device {device} does not sit in circle {circle}")
    place = seat.begin(keeper.directory, path, circle, device)
    with keeper.changing("rotate", device), place.offered():
        keeper.engine.set_password(device, place.password)
    place.finish()


def keeper_rotate(keeper):
    with keeper.changing("keeper rotate"):
        keeper.engine.rotate_keeper()
