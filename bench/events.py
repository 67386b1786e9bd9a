"""Live readers: 10,000 follow /events, one dispatch arrives. How long until the last of them has it, and
are the deaf ones, who take nothing, let go while the others miss nothing?

    bench/events.py [--chappe PROGRAM] [--readers 10000] [--deaf 100]
"""
import argparse
import pathlib
import re
import resource
import select
import socket
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/system"))

from chappe_server import Server  # noqa: E402

class Crowd:
    """Readers of /events in one thread: what each has received, counted by a mark in it."""

    def __init__(self, port, size, window=None):
        self.poll = select.epoll()
        self.sockets = {}
        self.gone = 0
        for number in range(size):
            reader = socket.socket()
            if window:
                reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            reader.settimeout(20)
            # From many addresses of loopback, as a crowd comes.
            reader.bind((f"127.0.{1 + number // 250 % 250}.{1 + number % 250}", 0))
            reader.connect(("127.0.0.1", port))
            reader.sendall(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
            reader.setblocking(False)
            self.sockets[reader.fileno()] = reader
            if not window:
                self.poll.register(reader, select.EPOLLIN)

    def wait_for(self, mark, seconds):
        """Until `mark` came to all; when it came to the last of them, and to how many it came."""
        end = time.monotonic() + seconds
        waiting = set(self.sockets)
        kept = {}
        last = None
        while waiting and (left := end - time.monotonic()) > 0:
            for descriptor, _ in self.poll.poll(left, 10000):
                try:
                    data = self.sockets[descriptor].recv(65536)
                except BlockingIOError:
                    continue
                except ConnectionError:
                    data = b""
                if not data:
                    self.poll.unregister(descriptor)
                    self.sockets.pop(descriptor).close()
                    waiting.discard(descriptor)
                    self.gone += 1
                    continue
                if descriptor in waiting:
                    data = kept.get(descriptor, b"") + data
                    if mark in data:
                        waiting.discard(descriptor)
                        last = time.monotonic()
                    else:
                        kept[descriptor] = data[-len(mark):]
        return last, len(self.sockets) - len(waiting)

    def close(self):
        for reader in self.sockets.values():
            reader.close()


def post(server, title, text="One line."):
    return server.post_json({"title": title, "text": text}).status == 201


def deliver(server, crowd, rounds):
    for number in range(rounds):
        mark = f"mark-{number}-{time.monotonic_ns()}"
        began = time.monotonic()
        if not post(server, mark):
            sys.exit("the post was refused")
        answered = time.monotonic()
        last, reached = crowd.wait_for(mark.encode(), 20)
        print(f"one event: {reached} of {len(crowd.sockets)} readers, the last "
              f"{(last - began) * 1000 if last else -1:.0f} ms after the post was sent "
              f"(the post itself was answered after {(answered - began) * 1000:.0f} ms)", flush=True)


def dropped(server):
    found = re.search(r"^chappe_event_readers_dropped_total (\d+)", server.get("/metrics").text, re.M)
    return int(found[1])


def let_go(server, size):
    """Events until the server has dropped those who do not read. A few hundred others keep reading."""
    deaf = Crowd(server.port, size, window=4096)
    crowd = Crowd(server.port, 5 * size)
    crowd.wait_for(b"\r\n\r\n", 10)
    filler = "mot " * 90
    began = time.monotonic()
    events = missed = 0
    while dropped(server) < size and time.monotonic() - began < 60:
        for _ in range(20):
            events += 1
            mark = f"mark-{events}-{filler}"
            if not post(server, mark, filler):
                sys.exit("the post was refused")
        _, reached = crowd.wait_for(mark[:12].encode(), 10)
        missed = max(missed, 5 * size - reached)
    print(f"{dropped(server)} of {size} deaf readers let go after {events} events of 0.8 KB; of "
          f"{5 * size} others {missed} missed one and {crowd.gone} were let go")
    deaf.close()
    crowd.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chappe", default=str(ROOT / "build/release/chappe"))
    parser.add_argument("--readers", type=int, default=10000)
    parser.add_argument("--deaf", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard < options.readers + options.deaf + 100:
        sys.exit(f"{options.readers} readers need ulimit -n above that; it is {hard}")
    with tempfile.TemporaryDirectory(prefix="chappe-bench-") as folder:
        server = Server(options.chappe, pathlib.Path(folder) / "data")
        try:
            server.start()
            server.add_token()
            began = time.monotonic()
            crowd = Crowd(server.port, options.readers)
            _, reached = crowd.wait_for(b"\r\n\r\n", 60)
            print(f"{reached} readers connected in {time.monotonic() - began:.1f} s")
            deliver(server, crowd, options.rounds)
            crowd.close()
            let_go(server, options.deaf)
        finally:
            server.close()


if __name__ == "__main__":
    main()
