"""DIR/changes: what was changed when, in the broker's random names, with a word on what was cut short."""
import contextlib
import datetime
import os

from . import files
from .refusal import IN_THE_WAY, Refusal

INTERRUPTED = "interrupted"
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Journal:
    """Before a change its line stands in BEGUN. Whoever finds one there tells that nobody knows how it ended."""

    def __init__(self, directory):
        self.path = directory / "changes"
        self.begun = directory / ".begun"

    def note(self, *words):
        moment = datetime.datetime.now(datetime.timezone.utc).strftime(MOMENT)
        try:
            files.append(self.path, " ".join((moment, *words)) + "\n")
        except OSError as error:
            raise Refusal(IN_THE_WAY, f"{self.path} cannot be written: {files.why(error)}", unsure=True) from None

    def noted(self, *words):
        """Was this done here once, or at least begun?"""
        line = " ".join(words)
        if not self.path.exists():
            return False
        with open(files.open_regular(self.path, os.O_RDONLY), encoding="ascii", errors="replace") as journal:
            return any(entry.rstrip("\n").split(" ", 1)[-1].removeprefix(INTERRUPTED + " ") == line for entry in journal)

    def moments(self):
        """When each change was noted, the first first; a line without a moment is left out."""
        if not self.path.exists():
            return
        with open(files.open_regular(self.path, os.O_RDONLY), encoding="ascii", errors="replace") as journal:
            for entry in journal:
                with contextlib.suppress(ValueError):
                    yield datetime.datetime.strptime(entry.split(" ", 1)[0], MOMENT)

    def take_up(self):
        """Tell of a change that was cut short."""
        if self.begun.exists():
            self.note(INTERRUPTED, *files.read(self.begun).split())
            self.begun.unlink()

    @contextlib.contextmanager
    def noting(self, *words):
        """A change and its line. Where it cannot be noted it is not made; where the broker refuses, nothing is noted."""
        try:
            os.close(files.open_regular(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND))
        except OSError as error:
            raise Refusal(IN_THE_WAY, f"{self.path} cannot be written, and only what can be noted is changed: "
                                      f"{files.why(error)}") from None
        files.replace(self.begun, " ".join(words) + "\n")
        try:
            yield
        except Refusal as refusal:
            if not refusal.unsure:
                self.begun.unlink()
            raise
        self.note(*words)
        self.begun.unlink()
