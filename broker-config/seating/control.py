"""The keeper's connection to a Mosquitto on this machine: commands to its dynamic-security plugin, one at a time.

As much of MQTT 3.1.1 as that takes. The programs of mosquitto-clients would want passwords as arguments, where everybody
on the machine reads them. Nothing the broker answers is believed before it was looked at.
"""
import json
import secrets
import socket
import ssl
import struct
import time

from .answers import SILENT, part, strange
from .refusal import FAILED, NOT_REACHED, Refusal, shown
from .roles import KEEPER

TOPIC = "$CONTROL/dynamic-security/v1"
CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK, DISCONNECT = 0x10, 0x20, 0x30, 0x82, 0x90, 0xE0
CLEAN_SESSION, WITH_NAME, WITH_PASSWORD = 0x02, 0x80, 0x40
QOS_MASK = 0x06
LENGTH_DIGITS_MAX = 4
PACKET_MAX = 1 << 25
ERROR_SHOWN = 100
REACH_SECONDS = 10
# With 40,000 accounts a change takes the broker a second or two, because it writes all of them.
ANSWER_SECONDS = 60


def text(value):
    encoded = value.encode()
    return struct.pack(">H", len(encoded)) + encoded


def packet(kind, body):
    length, digits = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        digits.append(digit | (0x80 if length else 0))
        if not length:
            return bytes([kind]) + bytes(digits) + body


def reach(host, port, authority):
    """A connection to this machine's broker, which must prove to be the one that devices dial as HOST.
    Without an authority the public ones are trusted."""
    try:
        context = ssl.create_default_context(cafile=authority)
    except OSError:
        raise Refusal(NOT_REACHED, f"{authority} is no authority that can be read; bring it back from a backup") from None
    try:
        plain = socket.create_connection(("127.0.0.1", port), timeout=REACH_SECONDS)
        try:
            return context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    except ssl.SSLCertVerificationError as error:
        raise Refusal(NOT_REACHED, f"the broker's certificate is not right, or this clock: {error.verify_message}") from None
    except (OSError, ValueError):
        raise Refusal(NOT_REACHED, SILENT) from None


class Control:
    def __init__(self, connection, password):
        """Log in over a connection, which from now on is owned here."""
        self.socket = connection
        try:
            self._log_in(password)
        except BaseException:
            self.socket.close()
            raise

    def close(self):
        try:
            self._send(DISCONNECT, b"")
        except Refusal:
            pass  # it is gone already, which is what was wanted
        self.socket.close()

    def answers(self, *commands):
        """Have the plugin do these, in order; one answer for each, an error among them."""
        self._send(PUBLISH, text(TOPIC) + json.dumps({"commands": commands}).encode())
        body = self._expect(PUBLISH, ANSWER_SECONDS)
        try:
            said = json.loads(body[2 + int.from_bytes(body[:2], "big"):])
        except (ValueError, RecursionError):
            said = None
        replies = part(said, "responses", list)
        named = [reply.get("command") if isinstance(reply, dict) else None for reply in replies]
        if named != [command["command"] for command in commands]:
            raise strange()
        return replies

    def do(self, *commands):
        """The same where no error can be expected but that it is so already. The data of each answer."""
        replies = self.answers(*commands)
        for reply in replies:
            if "error" in reply and reply["error"] not in SO_ALREADY.get(reply["command"], ()):
                raise Refusal(FAILED, f"the broker refuses to do {reply['command']}: {shown(reply['error'], ERROR_SHOWN)}")
        return [reply.get("data") for reply in replies]

    def _log_in(self, password):
        self._send(CONNECT, text("MQTT") + bytes([4, CLEAN_SESSION | WITH_NAME | WITH_PASSWORD]) + struct.pack(">H", 0)
                   + text("keeper-" + secrets.token_hex(8)) + text(KEEPER) + text(password))
        if self._expect(CONNACK, REACH_SECONDS)[1:] != b"\0":
            raise Refusal(FAILED, "the broker refuses its keeper; admin/password is not of this broker's accounts; where the "
                                  "broker is stopped, keeper rotate makes another")
        self._send(SUBSCRIBE, struct.pack(">H", 1) + text(TOPIC + "/response") + b"\0")
        if self._expect(SUBACK, REACH_SECONDS)[2:] != b"\0":
            raise Refusal(FAILED, "the broker does not let its keeper hear answers; bring its accounts back from a backup")

    def _send(self, kind, body):
        try:
            self.socket.settimeout(REACH_SECONDS)
            self.socket.sendall(packet(kind, body))
        except OSError:
            raise Refusal(NOT_REACHED, SILENT) from None

    def _read(self, size, end):
        taken = bytearray()
        while len(taken) < size:
            try:
                self.socket.settimeout(max(end - time.monotonic(), 0.001))
                some = self.socket.recv(min(size - len(taken), 1 << 16))
            except OSError:
                some = b""
            if not some:
                raise Refusal(NOT_REACHED, SILENT)
            taken += some
        return bytes(taken)

    def _read_packet(self, end):
        first, length = self._read(1, end)[0], 0
        for digit in range(LENGTH_DIGITS_MAX):
            more = self._read(1, end)[0]
            length |= (more & 0x7F) << 7 * digit
            if not more & 0x80:
                break
        else:
            length = PACKET_MAX + 1
        if length > PACKET_MAX:
            raise strange()
        return first, self._read(length, end)

    def _expect(self, kind, seconds):
        """The body of the next packet of this kind. The keeper subscribes with QoS 0, so nothing needs an answer."""
        end = time.monotonic() + seconds
        while True:
            first, body = self._read_packet(end)
            if first & 0xF0 == kind & 0xF0 and not (kind == PUBLISH and first & QOS_MASK):
                return body


# Half of a command was done once before the broker or this program ended, and now the other half is.
SO_ALREADY = {
    "createRole": ("Role already exists",),
    "createGroup": ("Group already exists",),
    "createClient": ("Client already exists",),
    "addRoleACL": ("ACL with this topic already exists",),
    "addGroupClient": ("Client is already in this group",),
    "removeGroupClient": ("Group not found", "Client not found"),
    "removeRoleACL": ("ACL not found", "Role not found"),
    "deleteRole": ("Role not found",),
    "deleteGroup": ("Group not found",),
    "deleteClient": ("Client not found",),
}
