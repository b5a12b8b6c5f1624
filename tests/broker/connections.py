#!/usr/bin/python3 -I
"""How many of COUNT connections opened at once from one address stand after SECONDS: see usage."""
import selectors
import socket
import sys
import time


def opened(source, target, port, count, seconds):
    waiting = selectors.DefaultSelector()
    family = socket.AF_INET6 if ":" in target else socket.AF_INET
    for _ in range(count):
        attempt = socket.socket(family, socket.SOCK_STREAM)
        attempt.setblocking(False)
        attempt.bind((source, 0))
        attempt.connect_ex((target, port))
        waiting.register(attempt, selectors.EVENT_WRITE)
    stand, end = 0, time.monotonic() + seconds
    while stand < count and (left := end - time.monotonic()) > 0:
        for key, _ in waiting.select(left):
            waiting.unregister(key.fileobj)
            stand += key.fileobj.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
    return stand


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit("usage: connections.py SOURCE TARGET PORT COUNT SECONDS")
    print(opened(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])))
