"""A seat file being handed out: it comes before its account, and one that was cut short is ended by the same command.

An account whose password nobody has is worse than a file that opens nothing. So the file is written first, and before it
its digest in DIR/unfinished: that tells a file this keeper began from one that somebody else put there.
"""
import contextlib
import hashlib
import json
import os
import pathlib

from . import files
from .names import new_name, new_password
from .refusal import Refusal


def seat_text(broker, circle, device, password):
    """The text of a seat file, as daybook takes it."""
    return json.dumps({**broker, "circle": circle, "client_id": device, "username": device, "password": password},
                      separators=(",", ":")) + "\n"


def about_the_broker(directory):
    """What every seat says of the broker. Without an authority of its own, devices trust the public ones."""
    said = {"broker": files.read(directory / "address")}
    authority = directory / "ca.crt"
    return {**said, "ca": files.read(authority) + "\n"} if authority.exists() else said


class Seat:
    def __init__(self, directory, path, text):
        fields = json.loads(text)
        self.path, self.text = pathlib.Path(path), text
        self.circle, self.device, self.password = fields["circle"], fields["client_id"], fields["password"]
        self.mark = mark_of(directory, text)
        self.begun_before = self.mark.exists()

    def finish(self):
        self.mark.unlink(missing_ok=True)

    def _write(self):
        self.mark.parent.mkdir(mode=0o700, exist_ok=True)
        files.write_new(self.mark, "")
        try:
            files.write_new(self.path, self.text)
            files.keep(self.path)
            files.keep(self.path.parent)
        except Refusal:
            self.finish()
            raise

    @contextlib.contextmanager
    def offered(self):
        """The file is there while the broker is asked, and gone again where it refuses."""
        if not self.begun_before:
            self._write()
        try:
            yield
        except Refusal as refusal:
            if refusal.unsure:
                raise Refusal(refusal.status, f"{refusal}; then run the same again, which ends what {self.path} began",
                              unsure=True) from None
            self.path.unlink()
            self.finish()
            raise


def mark_of(directory, text):
    return directory / "unfinished" / hashlib.sha256(text.encode()).hexdigest()


def left_behind(directory, path):
    """The seat in a file that an earlier command began and did not end, or None."""
    try:
        with open(files.open_regular(path, os.O_RDONLY), "rb") as file:
            text = file.read(files.READ_MAX).decode(errors="replace")
    except (OSError, Refusal):
        return None
    return Seat(directory, path, text) if mark_of(directory, text).exists() else None


def begin(directory, path, circle, device=None):
    """A seat of this circle, and of this device or a new one: the one begun in PATH, or one to be written there."""
    found = left_behind(directory, path)
    if found is not None and found.circle == circle and device in (None, found.device):
        return found
    # A file that is there already is found out when it is written.
    return Seat(directory, path, seat_text(about_the_broker(directory), circle, device or new_name(), new_password()))
