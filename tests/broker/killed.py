#!/usr/bin/python3 -I
"""Kills every command of seats at each of its steps, or takes its answer away, and repeats it; see the test that runs this.

A step is a call that leaves a trace: a file opened, written to the disk, renamed or removed, a packet sent or waited for.
usage: killed.py BROKER-FOLDER EVERY     (each EVERYth of these places; 1 for all)
"""
import base64
import collections
import hashlib
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import signal
import ssl
import sys

sys.dont_write_bytecode = True
SEATS = pathlib.Path(__file__).resolve().parents[2] / "broker-config" / "seats"
KILLED_BEFORE, KILLED_AFTER, UNANSWERED = "before", "after", "unanswered at"
HOWS = (KILLED_BEFORE, KILLED_AFTER, UNANSWERED)
Case = collections.namedtuple("Case", "words seat noted")


def program():
    loader = importlib.machinery.SourceFileLoader("seats", str(SEATS))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("seats", loader))
    loader.exec_module(module)
    return module


def fail(sentence):
    sys.exit(f"not so: {sentence}")


class Steps:
    """Counts the calls that leave a trace, and ends this process, or one answer, at one of them."""

    def __init__(self, place, how):
        self.place, self.how, self.taken = place, how, 0
        for module, names in ((os, ("open", "fsync", "replace", "unlink", "mkdir")), (ssl.SSLSocket, ("sendall", "recv"))):
            for name in names:
                setattr(module, name, self.counted(name, getattr(module, name)))

    def counted(self, name, call):
        def step(*arguments, **named):
            self.taken += 1
            here = self.taken == self.place
            if here and self.how == KILLED_BEFORE:
                os.kill(os.getpid(), signal.SIGKILL)
            if here and self.how == UNANSWERED and name == "recv":
                raise OSError("the connection is gone")
            result = call(*arguments, **named)
            if here and self.how == KILLED_AFTER:
                os.kill(os.getpid(), signal.SIGKILL)
            return result
        return step


class Desk:
    """A keeper before a running broker, and circles with names of their own for every attempt."""

    def __init__(self, broker):
        self.broker, self.seats, self.attempts = broker, program(), 0
        self.engine = self.seats.engine_of("mosquitto", broker)
        self.work = broker.parent / "killed"
        self.work.mkdir()

    def run(self, words, place=0, how=KILLED_BEFORE):
        """The program in a process of its own: its status or signal, how many steps it took, and what it said."""
        said, counted = self.work / "said", self.work / "steps"
        child = os.fork()
        if child == 0:
            with open(said, "w") as output:
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
            steps = Steps(place, how)
            status = self.seats.main([str(self.broker), *words])
            counted.write_text(str(steps.taken))
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return status, said.read_text().strip()

    def must(self, *words):
        status, said = self.run(words)
        if status != 0:
            fail(f"seats {' '.join(words)} succeeds: {status}, {said}")
        return said

    def steps(self):
        return int((self.work / "steps").read_text())

    def furnish(self):
        """Two circles; Anna and Ben sit in the first, Ben in the second, too, and Carl in the first and is disabled."""
        self.clear()
        self.attempts += 1
        number = f"{self.attempts:06}"
        self.home, self.other = f"home{number}aaaaaa", f"other{number}bbbbb"
        self.anna, self.ben, self.carl = (f"{name}{number}ccccccccc" for name in ("anna", "ben", "carl"))
        self.new = self.work / f"new{number}"
        with self.engine:
            self.engine.add_circle(self.home)
            self.engine.add_circle(self.other)
            for device in (self.anna, self.ben, self.carl):
                self.engine.add_device(self.home, device, "a password of a test")
            self.engine.join(self.other, self.ben)
            self.engine.disable(self.carl)

    def clear(self):
        """What the attempt before left goes, as each change writes all accounts there are."""
        with self.engine:
            for device in self.engine.devices():
                self.engine.remove_device(device)
            for circle in self.engine.circles():
                self.engine.close_circle(circle)

    def accounts(self):
        return json.loads(next(self.broker.rglob("dynamic-security.json")).read_text())

    def end(self):
        """All there is of this attempt's circles and devices, by names that are the same in every attempt."""
        names = {self.home: "HOME", self.other: "OTHER", self.anna: "ANNA", self.ben: "BEN", self.carl: "CARL"}
        if self.new.exists():
            seat = json.loads(self.new.read_text())
            names.setdefault(seat["username"], "NEW")
        found = []
        for kind in ("clients", "groups", "roles"):
            for row in self.accounts()[kind]:
                text = json.dumps({key: value for key, value in row.items() if key not in ("password", "salt")}, sort_keys=True)
                if any(name in text for name in names):
                    found.append(text)
        for name, meant in names.items():
            found = [text.replace(name, meant) for text in found]
        return sorted(ordered(text) for text in found)

    def opens(self):
        """Does the account of the new seat have the new seat's password?"""
        seat = json.loads(self.new.read_text())
        row = next(row for row in self.accounts()["clients"] if row["username"] == seat["username"])
        key = hashlib.pbkdf2_hmac("sha512", seat["password"].encode(), base64.b64decode(row["salt"]), row["iterations"])
        return base64.b64encode(key).decode() == row["password"]

    def noted(self, line, interrupted=True):
        """Is it in the journal of changes, done or also as interrupted?"""
        lines = [entry.split(" ", 1)[1] for entry in (self.broker / "changes").read_text().splitlines()]
        return line in lines or interrupted and f"interrupted {line}" in lines


def ordered(text):
    """The broker keeps lists in an order of its own."""
    row = json.loads(text)
    return json.dumps({key: sorted(value, key=json.dumps) if isinstance(value, list) else value for key, value in row.items()})


CASES = (
    Case("circle add {third}", False, "circle add {third}"),
    Case("circle close {home}", False, "circle close {home}"),
    Case("device add {home} {new}", True, "device add {home} {device}"),
    Case("device disable {anna}", False, "device disable {anna}"),
    Case("device enable {carl}", False, "device enable {carl}"),
    Case("device remove {ben}", False, "device remove {ben}"),
    Case("join {other} {anna}", False, "join {other} {anna}"),
    Case("leave {home} {ben}", False, "leave {home} {ben}"),
    Case("rotate {home} {anna} {new}", True, "rotate {anna}"),
    Case("rotate {home} {carl} {new}", True, "rotate {carl}"),
)


def filled(desk, text):
    device = json.loads(desk.new.read_text())["username"] if desk.new.exists() and desk.new.stat().st_size else ""
    third = f"third{desk.attempts:06}ccccc"
    return text.format(home=desk.home, other=desk.other, anna=desk.anna, ben=desk.ben, carl=desk.carl, new=desk.new,
                       device=device, third=third)


def cut_once(desk, case, expected, place, how):
    """Cut the command off at one place, repeat it, and look at everything. True where it was cut off at all."""
    desk.furnish()
    words = filled(desk, case.words).split()
    status, said = desk.run(words, place, how)
    if status == 0:
        return False
    what = f"seats {case.words} is cut off {how} step {place} ({status}) and done when repeated"
    if how == UNANSWERED and (status != 6 or len(said.splitlines()) != 1 or not said.startswith("seats: ")):
        fail(f"{what}: an answer that is lost is told in a sentence: {status} {said}")
    done = desk.noted(filled(desk, case.noted), interrupted=False) and (case.words.startswith("rotate") or said)
    status, said = desk.run(words)
    if status != 0 and not (done and case.seat and "is there already" in said):
        fail(f"{what}: {status} {said}")
    if desk.end() != expected:
        fail(f"{what}: {desk.end()} is not {expected}")
    if case.seat and not desk.opens():
        fail(f"{what}: the seat opens nothing")
    if not desk.noted(filled(desk, case.noted)):
        fail(f"{what}, and is in the journal of changes")
    return True


def cut_everywhere(desk, case, every):
    desk.furnish()
    desk.must(*filled(desk, case.words).split())
    steps, expected, times = desk.steps(), desk.end(), 0
    for number in range(desk.attempts % every, steps * len(HOWS), every):
        place, how = divmod(number, len(HOWS))
        times += cut_once(desk, case, expected, place + 1, HOWS[how])
    return times


def main(broker, every):
    desk = Desk(pathlib.Path(broker).resolve())
    times = [cut_everywhere(desk, case, int(every)) for case in CASES]
    desk.must("circle", "list")
    if (desk.broker / ".begun").exists():
        fail("nothing that was begun is left")
    print(f"{len(CASES)} commands cut off {sum(times)} times: all were finished by repeating them, and noted")


if __name__ == "__main__":
    main(*sys.argv[1:])
