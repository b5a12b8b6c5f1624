#!/usr/bin/python3 -I
"""Cuts every command of seats off at every request to RabbitMQ's keeper, and repeats it; see the test that runs this."""
import base64
import collections
import hashlib
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from keepers_door import KILLED, UNANSWERED, UNHEARD, Door  # noqa: E402

HOME, OTHER = "homehomehomehome", "otherotherother1"
NOT_THERE, NOT_REACHED = 4, 6
# A command, the seat file it makes, and the one to name when it is repeated and the first is there.
Case = collections.namedtuple("Case", "words seat again", defaults=(None, None))


def program():
    path = str(HERE.parents[1] / "broker-config" / "seats")
    loader = importlib.machinery.SourceFileLoader("seats", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("seats", loader))
    loader.exec_module(module)
    # Loaded once, not in every process: the engine, and what a connection's first name takes.
    importlib.import_module("seating.rabbitmq")
    importlib.import_module("encodings.idna")
    return module


class Desk:
    """A keeper's folder before a fake door; everything a command changes can be put back."""

    def __init__(self, folder):
        self.folder, self.door, self.seats = folder, Door(), program()
        self.broker = folder / "broker"
        self.door.meant = self.anywhere
        self.broker.mkdir()
        self.must("init", "mqtts://broker.clinic.example:8883")
        (self.broker / "keeper-port").write_text(str(self.door.port))
        self.furnish()
        self.cluster, self.kept = self.door.cluster.copy(), folder / "kept"
        shutil.copytree(self.broker, self.kept)

    def furnish(self):
        """Two circles; Ben sits in both, Carl is disabled, and whoever may is connected and has a session."""
        self.must("circle", "add", HOME)
        self.must("circle", "add", OTHER)
        self.anna, self.ben, self.carl = (self.must("device", "add", HOME, str(self.broker / name))
                                          for name in ("anna", "ben", "carl"))
        self.must("join", OTHER, self.ben)
        self.must("device", "disable", self.carl)
        self.door.cluster.clients = [self.anna, self.ben]
        self.door.cluster.come_back()

    def put_back(self):
        shutil.rmtree(self.broker)
        shutil.copytree(self.kept, self.broker)
        self.door.cluster, self.door.asked, self.door.cut = self.cluster.copy(), 0, 0

    def anywhere(self, device):
        """Whoever is in a circle's list is meant to have rights there."""
        return [name.partition("-")[2] for name, members in self.door.cluster.global_parameters.items() if device in members]

    def run(self, *words):
        """The program in a process of its own, which can be killed: its status or signal, and what it said."""
        said = self.folder / "said"
        child = os.fork()
        if child == 0:
            with open(said, "w") as output:
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
                status = self.seats.main(["--engine", "rabbitmq", str(self.broker), *words])
                sys.stdout.flush()
                os._exit(status)
        self.door.asking = child
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.read_text().strip()

    def must(self, *words):
        status, said = self.run(*words)
        if status != 0:
            sys.exit(f"not so: seats {' '.join(words)} succeeds: {status}, {said}")
        return said

    def end(self, seat):
        """All there is at the cluster, with the device of a new seat by a name that is always the same; the account opens
        with the seat's password."""
        text, cluster = json.dumps(self.door.cluster.__dict__), self.door.cluster
        if seat is not None:
            said = json.loads((self.broker / seat).read_text())
            text = text.replace(said["client_id"], "the-new-device")
            kept = base64.b64decode(cluster.users[said["username"]]["password_hash"])
            if kept[4:] != hashlib.sha256(kept[:4] + said["password"].encode()).digest():
                return "a seat that does not open"
        found = json.loads(text)
        found["users"] = sorted(found["users"])
        found["global_parameters"] = {name: sorted(value) for name, value in found["global_parameters"].items()}
        return found


def check(desk, what, good):
    if desk.door.wrong:
        sys.exit(f"not so: {what}: {desk.door.wrong}")
    if not good:
        sys.exit(f"not so: {what}")


def cases(desk):
    """Each command with a circle, a device or a file it makes sense for."""
    for words in ("circle add thirdthirdthird1", f"circle close {HOME}", f"device disable {desk.anna}",
                  f"device disable {desk.ben}", f"device enable {desk.carl}", f"device remove {desk.ben}",
                  f"device remove {desk.carl}", f"join {OTHER} {desk.anna}", f"leave {HOME} {desk.ben}",
                  f"leave {HOME} {desk.anna}"):
        yield Case(words)
    yield Case(f"device add {HOME}", "new", "new")
    yield Case(f"rotate {HOME} {desk.anna}", "new", "newer")
    yield Case(f"rotate {HOME} {desk.carl}", "new", "newer")


def places_to_cut(requests, keeps_files):
    """Unheard is like unanswered one request before, and who is not answered only acts on it where there is a file."""
    yield 1, UNHEARD
    for number in range(1, requests + 1):
        yield number, KILLED
        if keeps_files or number == requests:
            yield number, UNANSWERED


def cut_at(desk, number, how, words):
    """Run the command until it is cut off. Returns what shall be so afterwards."""
    desk.put_back()
    desk.door.cut, desk.door.how = number, how
    status, said = desk.run(*words)
    what = f"seats {' '.join(words)} is cut off at request {number} {how}, and done when repeated"
    check(desk, f"{what}: {status} {said}", status == (-signal.SIGKILL if how == KILLED else NOT_REACHED))
    desk.door.cut = 0
    return what


def cut_everywhere(desk, case):
    """How often the command was cut off."""
    def words(seat):
        return [*case.words.split(), *([str(desk.broker / seat)] if seat else [])]

    def meant(device):
        new = [] if device in before.users else [HOME]
        return {*before.circles_of(device), *after.circles_of(device), *new}

    desk.put_back()
    desk.must(*words(case.seat))
    expected, before, after = desk.end(case.seat), desk.cluster, desk.door.cluster.copy()
    places = list(places_to_cut(desk.door.asked, case.seat))
    desk.door.meant = meant
    for number, how in places:
        what = cut_at(desk, number, how, words(case.seat))
        seat = case.again if case.seat and (desk.broker / case.seat).exists() else case.seat
        status, said = desk.run(*words(seat))
        check(desk, f"{what}: {status} {said}", status in (0, NOT_THERE))
        check(desk, f"{what}: {desk.end(seat)}", desk.end(seat) == expected and desk.door.cluster.hears_its_own())
    desk.door.meant = desk.anywhere
    return len(places)


def cut_bulk_everywhere(desk):
    """What bulk left is complete or without power, and goes away with its circles."""
    words = ["bulk", str(desk.broker / "many"), "2", "2", "1", "2"]
    desk.put_back()
    desk.must(*words)
    places = list(places_to_cut(desk.door.asked, True))
    for number, how in places:
        what = cut_at(desk, number, how, words)
        for circle in (desk.broker / "many" / "circles").glob("*"):
            status, said = desk.run("circle", "close", circle.name)
            check(desk, f"{what}: {status} {said}", status in (0, NOT_THERE))
        check(desk, what, desk.door.cluster.__dict__ == desk.cluster.__dict__)
        desk.must("bulk", str(desk.broker / "more"), *words[2:])
        check(desk, what, len(desk.door.cluster.permissions) == len(desk.cluster.permissions) + 6)
    return len(places)


def let_in_what_is_half_made(desk):
    """A device whose making was cut off may be let in, and may do no more than it was to."""
    desk.put_back()
    words = ["device", "add", HOME, str(desk.broker / "new")]
    desk.must(*words)
    times = desk.door.asked
    for number in range(1, times + 1):
        what = cut_at(desk, number, KILLED, words)
        device = json.loads((desk.broker / "new").read_text())["client_id"] if (desk.broker / "new").exists() else desk.carl
        status, said = desk.run("device", "enable", device)
        check(desk, f"{what}: {status} {said}", status in (0, NOT_THERE))
    return times


def main():
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(pathlib.Path(folder))
        times = [cut_everywhere(desk, case) for case in cases(desk)]
        times += [cut_bulk_everywhere(desk), let_in_what_is_half_made(desk)]
    print(f"{len(times)} commands cut off {sum(times)} times: all were finished by repeating them, and at no moment did a "
          "device have more rights than were meant")


if __name__ == "__main__":
    main()
