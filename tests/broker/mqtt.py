"""One MQTT connection, packet by packet, in 5 or 3.1.1: also what no honest client would send."""
import json
import pathlib
import socket
import ssl
import struct
import urllib.parse

CONNECT, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP = 0x10, 0x20, 0x30, 0x40, 0x50, 0x62, 0x70
SUBSCRIBE, SUBACK, PINGREQ, PINGRESP, DISCONNECT = 0x82, 0x90, 0xC0, 0xD0, 0xE0
FIVE, THREE = 5, 4
BRIDGE = 0x80
CLEAN, WILL, WILL_RETAIN, WITH_PASSWORD, WITH_NAME = 0x02, 0x04, 0x20, 0x40, 0x80
RETAIN = 0x01
SESSION_EXPIRY, TOPIC_ALIAS, RESPONSE_TOPIC, USER_PROPERTY = 0x11, 0x23, 0x08, 0x26
HOUR = 3600
CLOSED = "closed"
SECONDS = 10


class Closed(Exception):
    """The broker hung up."""


def number(value):
    digits = bytearray()
    while True:
        value, digit = divmod(value, 128)
        digits.append(digit | (0x80 if value else 0))
        if not value:
            return bytes(digits)


def text(value):
    encoded = value if isinstance(value, bytes) else value.encode()
    return struct.pack(">H", len(encoded)) + encoded


def read_number(body, at):
    value = shift = 0
    while True:
        digit = body[at]
        value |= (digit & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not digit & 0x80:
            return value, at


class Will:
    def __init__(self, topic, payload, retain=False):
        self.topic, self.payload, self.retain = topic, payload, retain


class Seat:
    """A seat file, and other seats made of it: each field may be another one's."""

    def __init__(self, path, **changed):
        fields = {**json.loads(pathlib.Path(path).read_text()), **changed}
        self.path, self.authority = path, fields["ca"]
        self.port = urllib.parse.urlsplit(fields["broker"]).port
        self.client_id, self.username, self.password = fields["client_id"], fields["username"], fields["password"]


class Connection:
    """Connects at once. `code` is what the broker said to it, or CLOSED; `heard` is what it published to us, in order."""

    def __init__(self, seat, version, clean=True, will=None, bit=0):
        self.version, self.numbers, self.heard = version, 0, []
        context = ssl.create_default_context(cadata=seat.authority)
        plain = socket.create_connection(("127.0.0.1", seat.port), timeout=SECONDS)
        self.socket = context.wrap_socket(plain, server_hostname="127.0.0.1")
        flags = (CLEAN if clean else 0) | (0 if seat.username is None else WITH_NAME | WITH_PASSWORD)
        expiry = b"" if clean else bytes([SESSION_EXPIRY]) + struct.pack(">I", HOUR)
        body = text("MQTT") + bytes([version | bit])
        rest = struct.pack(">H", 60) + self._properties(expiry) + text(seat.client_id)
        if will:
            flags |= WILL | 0x08 | (WILL_RETAIN if will.retain else 0)
            rest += self._properties(b"") + text(will.topic) + text(will.payload)
        if seat.username is not None:
            rest += text(seat.username) + text(seat.password)
        try:
            self._send(CONNECT, body + bytes([flags]) + rest)
            self.code = self._expect(CONNACK)[1]
        except Closed:
            self.code = CLOSED

    def subscribe(self, topic):
        self.numbers += 1
        try:
            self._send(SUBSCRIBE, struct.pack(">H", self.numbers) + self._properties(b"") + text(topic) + b"\1")
            return self._expect(SUBACK)[-1]
        except Closed:
            return CLOSED

    def publish(self, topic, payload, quality=1, retain=False, properties=b""):
        """The code of its acknowledgement; None where the quality of service or the version has none."""
        self.numbers += 1
        identifier = struct.pack(">H", self.numbers) if quality else b""
        try:
            self._send(PUBLISH | quality << 1 | retain,
                       text(topic) + identifier + self._properties(properties) + payload.encode())
            if not quality:
                self.ping()
                return None
            body = self._expect(PUBACK if quality == 1 else PUBREC)
            code = body[2] if len(body) > 2 else 0
            if quality == 2 and code < 0x80:
                self._send(PUBREL, identifier)
                self._expect(PUBCOMP)
            return code
        except Closed:
            return CLOSED

    def ping(self):
        """When this returns, all that the broker sent before is in `heard`."""
        self._send(PINGREQ, b"")
        self._expect(PINGRESP)

    def alive(self):
        try:
            self.ping()
        except Closed:
            return False
        return True

    def drop(self):
        """Hang up without a word, so that a will is sent."""
        self.socket.close()

    def close(self):
        try:
            self._send(DISCONNECT, b"")
        except Closed:
            pass  # the broker was first
        self.socket.close()

    def _properties(self, encoded):
        return number(len(encoded)) + encoded if self.version == FIVE else b""

    def _send(self, kind, body):
        try:
            self.socket.sendall(bytes([kind]) + number(len(body)) + body)
        except OSError:
            raise Closed from None

    def _read(self, size):
        taken = b""
        while len(taken) < size:
            try:
                some = self.socket.recv(size - len(taken))
            except ConnectionError:
                some = b""
            if not some:
                raise Closed
            taken += some
        return taken

    def _expect(self, kind):
        while True:
            first, digits = self._read(1)[0], b""
            while not digits or digits[-1] & 0x80:
                digits += self._read(1)
            body = self._read(read_number(digits, 0)[0])
            if first & 0xF0 == PUBLISH:
                self._take(first, body)
            elif first & 0xF0 == kind & 0xF0:
                return body
            elif first & 0xF0 == DISCONNECT:
                raise Closed

    def _take(self, first, body):
        at = 2 + int.from_bytes(body[:2], "big")
        topic = body[2:at].decode()
        if first & 0x06:
            self._send(PUBACK, body[at:at + 2])
            at += 2
        if self.version == FIVE:
            size, at = read_number(body, at)
            at += size
        self.heard.append((topic, body[at:].decode()))
