"""What each command of seats does. Every one can be repeated: what is so already stays so."""
import datetime
import json
import os
import pathlib
import re

from . import files
from .names import check_name, new_name, new_password
from .refusal import IN_THE_WAY, NOT_REACHED, NOT_THERE, WRONG_USE, Refusal


class Keeper:
    """A broker's directory, its engine and its journal of changes."""

    def __init__(self, directory, engine):
        self.directory = directory
        self.engine = engine
        self.journal = directory / "changes"

    def note(self, *words):
        """One line for what was changed. The names in it are those of the broker, which nobody is called by."""
        moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        files.append(self.journal, " ".join((moment, *words)) + "\n")

    def noted(self, *words):
        """Was this done here once?"""
        line = " ".join(words)
        return any(entry.split(" ", 1)[-1] == line for entry in self._entries())

    def mentioned(self, name):
        """Was anything done here to what is called so?"""
        return any(name in entry.split(" ") for entry in self._entries())

    def _entries(self):
        return self.journal.read_text().splitlines() if self.journal.exists() else ()

    def devices_of(self, circle):
        check_name(circle)
        devices = self.engine.circle(circle)
        if devices is None:
            raise Refusal(NOT_THERE, f"this broker has no circle {circle}")
        return devices

    def known(self, device):
        check_name(device)
        found = self.engine.device(device)
        if found is None:
            raise Refusal(NOT_THERE, f"this broker has no device {device}")
        return found

    def broker(self):
        """What every seat says of the broker. Without an authority of its own, devices trust the public ones."""
        said = {"broker": (self.directory / "address").read_text().strip()}
        authority = self.directory / "ca.crt"
        return {**said, "ca": authority.read_text()} if authority.exists() else said

    @staticmethod
    def seat(broker, circle, device, password):
        """The text of a seat file, as daybook takes it."""
        return json.dumps({**broker, "circle": circle, "client_id": device, "username": device, "password": password},
                          separators=(",", ":")) + "\n"


def init(keeper, address):
    if not re.fullmatch(r"mqtts://[^/@\s]+:[0-9]{1,5}", address):
        raise Refusal(WRONG_USE, f"'{address}' is not of the form mqtts://host:port")
    keeper.engine.prepare(address)
    files.replace(keeper.directory / "address", address + "\n")
    keeper.note("init")


def circle_add(keeper, circle=None):
    if circle is None:
        circle = new_name()
    check_name(circle)
    if keeper.engine.circle(circle) is None:
        keeper.engine.add_circle(circle)
        keeper.note("circle add", circle)
    print(circle)


def circle_list(keeper, circle=None):
    if circle is not None:
        for device in keeper.devices_of(circle):
            print(device, "disabled" if keeper.known(device).disabled else "active")
        return
    for name, devices in sorted(keeper.engine.circles().items()):
        print(name, len(devices))


def circle_close(keeper, circle):
    if keeper.noted("circle close", circle) and keeper.engine.circle(circle) is None:
        return
    for device in keeper.devices_of(circle):
        if set(keeper.known(device).circles) <= {circle}:
            device_remove(keeper, device)
        else:
            leave(keeper, circle, device)
    keeper.engine.close_circle(circle)
    keeper.note("circle close", circle)


def begun(keeper, circle, seat):
    """The device and the password in the seat file of a device add that was cut off, or None."""
    try:
        said = json.loads(pathlib.Path(seat).read_text())
        device, password = said["client_id"], said["password"]
        if said != json.loads(keeper.seat(keeper.broker(), circle, device, password)):
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    check_name(device)
    return None if keeper.mentioned(device) else (device, password)


def device_add(keeper, circle, seat):
    keeper.devices_of(circle)
    left = begun(keeper, circle, seat)
    device, password = left or (new_name(), new_password())
    # The file comes first: an account whose password nobody has is worse than a file that opens nothing.
    if left is None:
        files.write_new(seat, keeper.seat(keeper.broker(), circle, device, password))
    found = keeper.engine.device(device) if left else None
    try:
        if found is None or found.disabled or circle not in found.circles:
            keeper.engine.add_device(circle, device, password)
    except Refusal as refusal:
        # Where no answer came the broker may have done it, and the same command goes on with this file.
        if left is None and refusal.status != NOT_REACHED:
            os.unlink(seat)
        raise
    keeper.note("device add", circle, device)
    print(device)


def device_disable(keeper, device):
    was_so = keeper.known(device).disabled
    # Again where it is so already: a first time may have been cut off before its connection was.
    keeper.engine.disable(device)
    if not was_so:
        keeper.note("device disable", device)


def device_enable(keeper, device):
    if keeper.known(device).disabled:
        keeper.engine.enable(device)
        keeper.note("device enable", device)


def device_remove(keeper, device):
    check_name(device)
    if keeper.noted("device remove", device) and keeper.engine.device(device) is None:
        return
    keeper.known(device)
    keeper.engine.remove_device(device)
    keeper.note("device remove", device)


def join(keeper, circle, device):
    if circle not in keeper.known(device).circles:
        keeper.devices_of(circle)
        keeper.engine.join(circle, device)
        keeper.note("join", circle, device)


def leave(keeper, circle, device):
    keeper.known(device)
    if device in keeper.devices_of(circle):
        keeper.engine.leave(circle, device)
        keeper.note("leave", circle, device)


def rotate(keeper, circle, device, seat):
    if circle not in keeper.known(device).circles:
        raise Refusal(NOT_THERE, f"device {device} does not sit in circle {circle}")
    password = new_password()
    files.write_new(seat, keeper.seat(keeper.broker(), circle, device, password))
    try:
        keeper.engine.set_password(device, password)
    except Refusal as refusal:
        # Where no answer came the broker may have done it, and then this file is the only one that opens.
        if refusal.status != NOT_REACHED:
            os.unlink(seat)
        raise
    keeper.note("rotate", device)


def count(text, least, what):
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) < least:
        raise Refusal(WRONG_USE, f"'{text}' is no number of {what}")
    return int(text)


def bulk(keeper, folder, circles, devices, therapists="0", places="0"):
    circles, devices = count(circles, 1, "circles"), count(devices, 1, "devices a circle")
    therapists, places = count(therapists, 0, "therapists"), count(places, 0, "circles a therapist")
    if places > circles:
        raise Refusal(WRONG_USE, f"a therapist cannot sit in {places} of {circles} circles")
    folder = pathlib.Path(folder)
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise Refusal(IN_THE_WAY, f"the folder {folder} cannot be made: {error.strerror}") from None
    names = [new_name() for _ in range(circles)]
    rows = [(circle, folder / "circles" / circle / f"{number}.seat")
            for circle in names for number in range(1, devices + 1)]
    # A seat is one connection, so a therapist has a name of their own in every circle, and the broker cannot tell
    # that they belong together.
    rows += [(circle, folder / "therapists" / str(therapist + 1) / f"{circle}.seat")
             for therapist in range(therapists)
             for circle in (names[(therapist * places + place) % circles] for place in range(places))]
    seated = [(circle, new_name(), new_password(), path) for circle, path in rows]
    for parent in dict.fromkeys(path.parent for _, _, _, path in seated):
        parent.mkdir(mode=0o700, parents=True)
    broker = keeper.broker()
    for circle, device, password, path in seated:
        files.write_new(path, keeper.seat(broker, circle, device, password))
    keeper.engine.add_places((circle, device, password) for circle, device, password, _ in seated)
    keeper.note("bulk", f"{circles} circles", f"{len(seated)} devices")
    print(f"{circles} circles, {len(seated)} seats")
