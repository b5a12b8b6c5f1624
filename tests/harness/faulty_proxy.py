#!/usr/bin/env python3
"""A bad way to a broker: an MQTT proxy on loopback that loses, doubles, delays, swaps and cuts, by chance from a seed.

Clients reach it in plain on 127.0.0.1; it reaches the broker by TLS. It follows the framing of MQTT 3.1.1 and 5 and does
nothing to packets other than PUBLISH. The settings are lines "name value" and are read again at SIGHUP:

  drop S            this share of publishes is lost, each way; one of QoS 1 is acknowledged to its sender all the same
  double S          this share comes a second time, up to delay_ms later
  delay S           this share waits for up to delay_ms, and is overtaken by others meanwhile
  delay_ms N
  swap S            this share of retained messages has the content of another one, older or of another topic
  cut S             each second a connection is cut with this chance
  hang S            each second a connection falls silent with this chance: it stays open, and nothing passes
  hang_ms N         how long that lasts before it is cut

Chance depends on the seed, the client's name and how often it connected, so that one client's faults do not change with
what another one does. The report is JSON, written anew each second: packets and bytes each way, and faults by their name.

usage: faulty_proxy.py PORT-FILE BROKER-PORT CA-FILE SETTINGS REPORT SEED
"""
import asyncio
import collections
import json
import os
import pathlib
import random
import signal
import ssl
import sys

CONNECT, PUBLISH = 1, 3
RETAIN, QOS, DUP = 0x01, 0x06, 0x08
KEPT_PAYLOADS = 8
PACKET_MAX = 1 << 20

NO_FAULTS = {"drop": 0, "double": 0, "delay": 0, "delay_ms": 1000, "swap": 0, "cut": 0, "hang": 0, "hang_ms": 10000}


def read_settings(path):
    settings = dict(NO_FAULTS)
    for line in path.read_text().splitlines():
        name, value = line.split()
        if name not in settings:
            raise SystemExit(f"{path}: there is no setting {name}")
        settings[name] = float(value)
    return settings


def variable_number(number):
    """A number as MQTT writes lengths."""
    encoded = bytearray()
    while True:
        number, digit = divmod(number, 128)
        encoded.append(digit | (0x80 if number else 0))
        if not number:
            return bytes(encoded)


async def read_packet(reader):
    """The first byte and the body of the next packet; IncompleteReadError at the end of the stream."""
    first = (await reader.readexactly(1))[0]
    size = shift = 0
    while True:
        digit = (await reader.readexactly(1))[0]
        size |= (digit & 0x7F) << shift
        shift += 7
        if not digit & 0x80:
            break
        if shift > 21:
            raise ConnectionError("a length of more than four bytes")
    if size > PACKET_MAX:
        raise ConnectionError("a packet larger than this proxy carries")
    return first, await reader.readexactly(size)


def packet(first, body):
    return bytes([first]) + variable_number(len(body)) + body


class Publish:
    """The parts of a PUBLISH, so that one of them can be changed."""

    def __init__(self, first, body, has_properties):
        self.first = first
        at = 2 + int.from_bytes(body[:2], "big")
        self.topic = body[2:at]
        self.number = b""
        if first & QOS:
            self.number = body[at:at + 2]
            at += 2
        start = at
        if has_properties:
            size = shift = 0
            while True:
                digit = body[at]
                size |= (digit & 0x7F) << shift
                shift += 7
                at += 1
                if not digit & 0x80:
                    break
            at += size
        self.properties = body[start:at]
        self.payload = body[at:]

    def encode(self):
        return packet(self.first, self._topic() + self.number + self.properties + self.payload)

    def encode_again(self):
        """The same at QoS 0, which nobody acknowledges: the packet's number stays the original's own."""
        return packet(self.first & ~(QOS | DUP), self._topic() + self.properties + self.payload)

    def _topic(self):
        return len(self.topic).to_bytes(2, "big") + self.topic

    def acknowledgement(self):
        return packet(0x40, self.number)


class Proxy:
    def __init__(self, broker_port, authority, settings, report, seed):
        self.broker_port = broker_port
        self.tls = ssl.create_default_context(cafile=authority)
        self.settings_path = settings
        self.settings = read_settings(settings)
        self.report_path = report
        self.seed = seed
        self.connected = collections.Counter()
        self.count = collections.Counter()
        self.retained = collections.defaultdict(lambda: collections.deque(maxlen=KEPT_PAYLOADS))

    def reload(self):
        self.settings = read_settings(self.settings_path)

    def write_report(self):
        fresh = self.report_path.with_suffix(".new")
        fresh.write_text(json.dumps(self.count, sort_keys=True) + "\n")
        os.replace(fresh, self.report_path)

    async def serve(self, reader, writer):
        try:
            first, body = await read_packet(reader)
            if first >> 4 != CONNECT:
                return
            name = body[2:2 + int.from_bytes(body[:2], "big")]
            version = body[2 + len(name)]
            broker_reader, broker_writer = await asyncio.open_connection("127.0.0.1", self.broker_port, ssl=self.tls)
            broker_writer.write(packet(first, body))
            self.count["connections"] += 1
            await Connection(self, (reader, writer), (broker_reader, broker_writer), version >= 5, client_of(body)).run()
        except (OSError, asyncio.IncompleteReadError, IndexError):
            pass  # One end is gone, or speaks something else; so the other end is told, by the close.
        finally:
            writer.transport.abort()


def client_of(connect):
    """The client's name in a CONNECT."""
    at = 2 + int.from_bytes(connect[:2], "big") + 4
    if connect[at - 4] >= 5:
        at += 1 + connect[at]  # few properties: their length is one byte
    size = int.from_bytes(connect[at:at + 2], "big")
    return connect[at + 2:at + 2 + size].decode(errors="replace")


class Connection:
    def __init__(self, proxy, client, broker, has_properties, name):
        self.proxy = proxy
        self.client_reader, self.client = client
        self.broker_reader, self.broker = broker
        self.has_properties = has_properties
        proxy.connected[name] += 1
        self.seed = f"{proxy.seed} {name} {proxy.connected[name]}"
        self.silent = False

    async def run(self):
        tasks = [
            asyncio.ensure_future(self.pass_on("up", self.client_reader, self.client, self.broker)),
            asyncio.ensure_future(self.pass_on("down", self.broker_reader, self.broker, self.client)),
            asyncio.ensure_future(self.fail_some_time()),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.broker.transport.abort()
            self.client.transport.abort()

    async def fail_some_time(self):
        chance = random.Random(f"{self.seed} end")
        while True:
            await asyncio.sleep(1)
            settings = self.proxy.settings
            if chance.random() < settings["cut"]:
                self.proxy.count["cut"] += 1
                return
            if chance.random() < settings["hang"]:
                self.proxy.count["hung"] += 1
                self.silent = True
                await asyncio.sleep(settings["hang_ms"] / 1000)
                return

    async def pass_on(self, way, reader, sender, receiver):
        chance = random.Random(f"{self.seed} {way}")
        count = self.proxy.count
        while True:
            first, body = await read_packet(reader)
            count[f"{way}_packets"] += 1
            count[f"{way}_bytes"] += 1 + len(variable_number(len(body))) + len(body)
            if self.silent:
                continue
            if first >> 4 == PUBLISH:
                count[f"{way}_publishes"] += 1
                self.publish(way, Publish(first, body, self.has_properties), chance, (sender, receiver))
            else:
                receiver.write(packet(first, body))
            await receiver.drain()

    def publish(self, way, message, chance, ends):
        """Every publish takes the same number of throws, so that a setting moves no later fault."""
        sender, receiver = ends
        settings = self.proxy.settings
        count = self.proxy.count
        drop, double, delay, swap = (chance.random() for _ in range(4))
        pause = chance.random() * settings["delay_ms"] / 1000
        other = chance.random()
        if way == "up" and message.first & RETAIN and message.payload:
            self.proxy.retained[message.topic].append(message.payload)
        if drop < settings["drop"]:
            count["dropped"] += 1
            if message.first & QOS:
                sender.write(message.acknowledgement())
            return
        if way == "down" and message.first & RETAIN and swap < settings["swap"]:
            count["swapped"] += 1
            kept = [payload for topic in sorted(self.proxy.retained) for payload in self.proxy.retained[topic]]
            message.payload = kept[int(other * len(kept))] if kept else message.payload
        if double < settings["double"]:
            count["doubled"] += 1
            self.write_later(receiver, message.encode_again(), pause)
        if delay < settings["delay"]:
            count["delayed"] += 1
            self.write_later(receiver, message.encode(), pause)
        else:
            receiver.write(message.encode())

    def write_later(self, receiver, encoded, seconds):
        def write():
            if not self.silent and not receiver.is_closing():
                receiver.write(encoded)
        asyncio.get_running_loop().call_later(seconds, write)


async def run(port_file, broker_port, authority, settings, report, seed):
    proxy = Proxy(int(broker_port), authority, pathlib.Path(settings), pathlib.Path(report), seed)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGHUP, proxy.reload)
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    proxy.write_report()
    fresh = pathlib.Path(port_file + ".new")
    fresh.write_text(f"{server.sockets[0].getsockname()[1]}\n")
    os.replace(fresh, port_file)
    while not ended.is_set():
        try:
            await asyncio.wait_for(ended.wait(), 1)
        except asyncio.TimeoutError:
            pass
        proxy.write_report()


if __name__ == "__main__":
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    asyncio.run(run(*sys.argv[1:]))
