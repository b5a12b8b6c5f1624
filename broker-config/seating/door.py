"""RabbitMQ's management door on this machine, where the keeper asks and orders: one request, one answer.

As much of it as HTTP needs comes from http.client; what is added is an end to the waiting and to the size of an answer.
"""
import base64
import http
import http.client
import json
import socket
import time

from .answers import SILENT, strange
from .refusal import FAILED, NOT_REACHED, Refusal

REACH_SECONDS = 10
# A cluster takes some milliseconds for each account, and shall answer in time also when it is busy.
ANSWER_SECONDS = 60
# Some 400 bytes for what an account may do, and room for more accounts than three nodes carry.
ANSWER_MAX = 1 << 26
DONE = (http.HTTPStatus.OK, http.HTTPStatus.CREATED, http.HTTPStatus.NO_CONTENT)


class Line(socket.socket):
    """A connection that waits until a moment for all there is to send and to receive, however slowly it comes."""

    def wait_until(self, end):
        self.end = end
        self._hurry()

    def recv_into(self, *arguments):
        self._hurry()
        return super().recv_into(*arguments)

    def _hurry(self):
        self.settimeout(max(self.end - time.monotonic(), 0.001))


class Caller(http.client.HTTPConnection):
    def connect(self):
        self.sock = Line()
        self.sock.wait_until(time.monotonic() + REACH_SECONDS)
        self.sock.connect((self.host, self.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Door:
    def __init__(self, port, name, password):
        """Nothing is dialled before the first request."""
        token = base64.b64encode(f"{name}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
        self.caller = Caller("127.0.0.1", port)
        self.changed = False

    def close(self):
        self.caller.close()

    def passes(self, where):
        """How one of RabbitMQ's own checks comes out."""
        status, _ = self._ask("GET", where)
        if status != http.HTTPStatus.SERVICE_UNAVAILABLE:
            self._require_done("GET", where, status)
        return status != http.HTTPStatus.SERVICE_UNAVAILABLE

    def get(self, where):
        """What is there, None where nothing of that name is."""
        status, text = self._ask("GET", where)
        if status == http.HTTPStatus.NOT_FOUND:
            return None
        self._require_done("GET", where, status)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise strange() from None

    def put(self, where, body):
        self._change("PUT", where, json.dumps(body))

    def post(self, where, body):
        self._change("POST", where, json.dumps(body))

    def delete(self, where):
        """It is gone afterwards; it may have been before."""
        self._change("DELETE", where)

    def _change(self, method, where, body=None):
        status, _ = self._ask(method, where, body)
        if method != "DELETE" or status != http.HTTPStatus.NOT_FOUND:
            self._require_done(method, where, status)
        self.changed = True

    def _require_done(self, method, where, status):
        """Whoever is refused after something was changed, or half of a change, does not know how things are."""
        half = method == "POST" or method != "GET" and status >= http.HTTPStatus.INTERNAL_SERVER_ERROR
        if status == http.HTTPStatus.UNAUTHORIZED:
            raise Refusal(FAILED, "the broker refuses its keeper; admin/password is not of this cluster's accounts",
                          unsure=self.changed)
        if status >= http.HTTPStatus.BAD_REQUEST:
            raise Refusal(FAILED, f"the broker refuses to {method} {where}: {status}", unsure=self.changed or half)
        if status not in DONE:
            raise strange()

    def _ask(self, method, where, body=None):
        """The status and the whole text of an answer."""
        try:
            if self.caller.sock is None:
                self.caller.connect()
            self.caller.sock.wait_until(time.monotonic() + ANSWER_SECONDS)
            self.caller.request(method, where, body, self.headers)
            response = self.caller.getresponse()
            text = response.read(ANSWER_MAX + 1)
        except (OSError, http.client.HTTPException):
            self.caller.close()
            raise Refusal(NOT_REACHED, SILENT) from None
        if len(text) > ANSWER_MAX:
            raise strange()
        return response.status, text
