"""The part of RabbitMQ's management door that seats uses, over a cluster that is a few dictionaries.

It can be told to hang up at a request, before it is done or after, or to kill who asked. After every single change it
looks for a device with more rights than it should have.
"""
import http.server
import json
import os
import re
import signal
import socketserver
import threading
import urllib.parse

UNHEARD, UNANSWERED, KILLED = "before it is done", "before it is answered", "by killing who asked"
SESSION = "mqtt-subscription-"


class Wrong(Exception):
    """A device that has rights it should not have."""


class Cluster:
    """Accounts as RabbitMQ keeps them. All values are of plain JSON, so that two moments can be compared."""

    def __init__(self):
        self.users, self.permissions, self.topic_permissions = {}, {}, {}
        self.global_parameters = {}
        self.clients, self.connections, self.queues = [], [], {}

    def copy(self):
        other = Cluster()
        other.__dict__ = json.loads(json.dumps(self.__dict__))
        return other

    def circles_of(self, device):
        found = re.findall("[a-z0-9]{16,}", self.topic_permissions.get(device, {}).get("read", ""))
        return sorted(circle for circle in found if circle != device)

    def come_back(self):
        """As live devices do: whoever may connect is there again at once, and subscribes to what it may read."""
        there = [device for device in self.clients if device in self.permissions]
        self.connections += [device for device in there if device not in self.connections]
        for device in there:
            self.queues.setdefault(f"{SESSION}{device}qos1", self.circles_of(device))

    def hears_its_own(self):
        """Is no session subscribed to what its device has no right to?"""
        return all(set(circles) <= set(self.circles_of(name[len(SESSION):-len("qos1")]))
                   for name, circles in self.queues.items())

    def look(self, meant):
        """No device may do everything with topics, more than is meant, or anything where it is in no list."""
        for device in self.permissions:
            if device not in self.topic_permissions:
                raise Wrong(f"{device} may do everything with topics")
        for device in self.topic_permissions:
            for circle in self.circles_of(device):
                if circle not in meant(device):
                    raise Wrong(f"{device} has rights in {circle}, which nobody meant")
                if device not in self.global_parameters.get(f"circle-{circle}", []):
                    raise Wrong(f"{device} has rights in {circle} and is not in its list")

    def put(self, kind, name, body):
        table = getattr(self, kind)
        if kind in ("permissions", "topic_permissions") and name not in self.users:
            return 400
        table[name] = body["value"] if kind == "global_parameters" else body
        return 204

    def delete(self, kind, name):
        if kind == "connections":
            self.connections = [user for user in self.connections if user != name]
        elif kind == "queues":
            if self.queues.pop(name, None) is None:
                return 404
        elif getattr(self, kind).pop(name, None) is None:
            return 404
        if kind == "users":
            self.permissions.pop(name, None)
            self.topic_permissions.pop(name, None)
        return 204


class Door:
    """Serves a cluster until closed. `cut` is the number of the request to hang up at, 0 for none."""

    def __init__(self):
        self.cluster, self.meant = Cluster(), lambda device: ()
        self.cut, self.how, self.asking, self.asked, self.wrong = 0, UNHEARD, 0, 0, None
        door = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def serve(self):
                door.serve(self)

            do_GET = do_PUT = do_POST = do_DELETE = serve

            def log_message(self, *_):
                """Says nothing: the test does."""

        class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
            daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, request):
        self.asked += 1
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        reached = self.asked == self.cut
        if not (reached and self.how == UNHEARD):
            status, answer = self.answer(request.command, request.path, json.loads(body) if body else None)
        if reached and self.how == KILLED:
            os.kill(self.asking, signal.SIGKILL)
        if reached:
            request.close_connection = True
            return
        text = json.dumps(answer).encode() if answer is not None else b""
        request.send_response(status)
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)

    def answer(self, method, where, body):
        words = [urllib.parse.unquote(word) for word in where.split("/")[2:]]
        if method == "POST":
            return self.load(body)
        if method == "GET":
            return self.get(words)
        kind, name = words[0].replace("-", "_"), words[-1]
        status = self.change(lambda: self.cluster.put(kind, name, body) if method == "PUT" else self.cluster.delete(kind, name))
        return status, None

    def get(self, words):
        cluster = self.cluster
        if words[0] == "users":
            table = getattr(cluster, words[2].replace("-", "_"))
            return (200, [table[words[1]]] if words[1] in table else []) if words[1] in cluster.users else (404, None)
        rows = [{"name": name, "value": value} for name, value in cluster.global_parameters.items()]
        if len(words) == 1:
            return 200, rows
        found = [row for row in rows if row["name"] == words[1]]
        return (200, found[0]) if found else (404, None)

    def load(self, body):
        """In RabbitMQ's order: a device's permissions come before its rights to topics."""
        for kind, name in (("users", "name"), ("permissions", "user"), ("topic_permissions", "user"),
                           ("global_parameters", "name")):
            for row in body.get(kind, ()):
                if self.change(lambda kind=kind, row=row, name=name: self.cluster.put(kind, row[name], row)) != 204:
                    return 400, None
        return 204, None

    def change(self, act):
        status = act()
        self.cluster.come_back()
        try:
            self.cluster.look(self.meant)
        except Wrong as wrong:
            self.wrong = self.wrong or wrong
        return status
