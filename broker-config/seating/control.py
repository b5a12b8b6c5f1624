"""The keeper's connection to a Mosquitto on this machine: commands to its dynamic-security plugin, one at a time.

As much of MQTT 3.1.1 as that takes. The programs of mosquitto-clients would want passwords as arguments, where everybody
on the machine reads them.
"""
import json
import secrets
import socket
import ssl
import struct

from .refusal import FAILED, NOT_REACHED, Refusal

TOPIC = "$CONTROL/dynamic-security/v1"
CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK, DISCONNECT = 0x10, 0x20, 0x30, 0x82, 0x90, 0xE0
CLEAN_SESSION, WITH_NAME, WITH_PASSWORD = 0x02, 0x80, 0x40
QOS_MASK = 0x06
# With 40,000 accounts a change takes the broker a second or two, because it writes all of them.
ANSWER_SECONDS = 60
SILENT = "the broker does not answer; see whether it runs"


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


class Control:
    def __init__(self, host, port, authority, password):
        """Connect to this machine's broker, which must prove to be the one that devices dial as HOST.
        Without an authority the public ones are trusted."""
        try:
            context = ssl.create_default_context(cafile=authority)
            plain = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS)
            self.socket = context.wrap_socket(plain, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            raise Refusal(NOT_REACHED, f"the broker's certificate is not right: {error.verify_message}") from None
        except OSError:
            raise Refusal(NOT_REACHED, SILENT) from None
        self._log_in(password)
        self._send(SUBSCRIBE, struct.pack(">H", 1) + text(TOPIC + "/response") + b"\0")
        self._expect(SUBACK)

    def close(self):
        try:
            self._send(DISCONNECT, b"")
        except Refusal:
            pass  # it is gone already, which is what was wanted
        self.socket.close()

    def answers(self, *commands):
        """Have the plugin do these, in order; one answer for each, an error among them."""
        self._send(PUBLISH, text(TOPIC) + json.dumps({"commands": commands}).encode())
        body = self._expect(PUBLISH)
        return json.loads(body[2 + struct.unpack(">H", body[:2])[0]:])["responses"]

    def do(self, *commands):
        """The same where an error is none that could be expected. The data of each answer."""
        replies = self.answers(*commands)
        for reply in replies:
            if "error" in reply:
                raise Refusal(FAILED, f"the broker refuses to do {reply['command']}: {reply['error']}")
        return [reply.get("data") for reply in replies]

    def _log_in(self, password):
        self._send(CONNECT, text("MQTT") + bytes([4, CLEAN_SESSION | WITH_NAME | WITH_PASSWORD]) + struct.pack(">H", 0)
                   + text("keeper-" + secrets.token_hex(8)) + text("admin") + text(password))
        if self._expect(CONNACK)[1] != 0:
            raise Refusal(FAILED, "the broker refuses its keeper; admin/password is not of this broker's accounts")

    def _send(self, kind, body):
        try:
            self.socket.sendall(packet(kind, body))
        except OSError:
            raise Refusal(NOT_REACHED, SILENT) from None

    def _read(self, size):
        taken = bytearray()
        while len(taken) < size:
            try:
                some = self.socket.recv(size - len(taken))
            except OSError:
                some = b""
            if not some:
                raise Refusal(NOT_REACHED, SILENT)
            taken += some
        return bytes(taken)

    def _expect(self, kind):
        """The body of the next packet of this kind. The keeper subscribes with QoS 0, so nothing needs an answer."""
        while True:
            first, length, shift = self._read(1)[0], 0, 0
            while True:
                digit = self._read(1)[0]
                length |= (digit & 0x7F) << shift
                shift += 7
                if not digit & 0x80:
                    break
            body = self._read(length)
            if first & 0xF0 == kind & 0xF0 and not (kind == PUBLISH and first & QOS_MASK):
                return body
