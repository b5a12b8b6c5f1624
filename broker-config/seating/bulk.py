"""Many new circles at once: every seat file is on the disk before the broker's accounts know the first of them."""
import contextlib
import os
import pathlib
import re
import shutil

from . import files, seat
from .names import new_name, new_password
from .refusal import IN_THE_WAY, WRONG_USE, Refusal


def count(text, least, what):
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) < least:
        raise Refusal(WRONG_USE, f"'{text}' is no number of {what}")
    return int(text)


def places_of(folder, circles, devices, therapists, places):
    """Each place there will be, as its circle and the path of its seat. A seat is one connection, so a therapist has a
    name of their own in every circle, and the broker cannot tell that they belong together."""
    names = [new_name() for _ in range(circles)]
    for circle in names:
        for number in range(1, devices + 1):
            yield circle, f"{folder}/circles/{circle}/{number}.seat"
    for therapist in range(therapists):
        for place in range(places):
            circle = names[(therapist * places + place) % circles]
            yield circle, f"{folder}/therapists/{therapist + 1}/{circle}.seat"


def write_seats(broker, rows):
    """A device in each place, and its seat. What the broker must know of it: circle, device, password."""
    for parent in dict.fromkeys(os.path.dirname(path) for _, path in rows):
        os.makedirs(parent, mode=files.OWNER_ONLY_FOLDER)
    seated = []
    for circle, path in rows:
        device, password = new_name(), new_password()
        files.write_new(path, seat.seat_text(broker, circle, device, password))
        seated.append((circle, device, password))
    return seated


@contextlib.contextmanager
def new_folder(path):
    """A folder that is gone again where the work is refused, so that no seats lie about that open nothing."""
    try:
        path.mkdir(mode=files.OWNER_ONLY_FOLDER)
    except OSError as error:
        raise Refusal(IN_THE_WAY, f"the folder {path} cannot be made: {files.why(error)}") from None
    try:
        yield
    except Refusal as refusal:
        if refusal.unsure:
            raise Refusal(refusal.status, f"{refusal}; what is in {path} may open or not: close its circles, then take "
                                          "another folder", unsure=True) from None
        shutil.rmtree(path)
        raise
    except OSError:
        shutil.rmtree(path)
        raise


def bulk(keeper, folder, circles, devices, therapists="0", places="0"):
    circles, devices = count(circles, 1, "circles"), count(devices, 1, "devices a circle")
    therapists, places = count(therapists, 0, "therapists"), count(places, 0, "circles a therapist")
    if places > circles:
        raise Refusal(WRONG_USE, f"a therapist cannot sit in {places} of {circles} circles")
    keeper.engine.require_ready_for_places()
    folder = pathlib.Path(folder)
    with new_folder(folder):
        rows = list(places_of(folder, circles, devices, therapists, places))
        seated = write_seats(seat.about_the_broker(keeper.directory), rows)
        files.keep_all(folder)
        with keeper.changing("bulk", f"{circles} circles", f"{len(seated)} devices"):
            keeper.engine.add_places(seated)
    print(f"{circles} circles, {len(seated)} seats")
