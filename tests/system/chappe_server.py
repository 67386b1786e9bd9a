"""A running `chappe serve` and how the tests talk to it: requests, live events, tokens.

    server = Server(program, folder / "data")
    server.start()
    answer = server.post_json({"title": "...", "text": "..."})
    with server.events() as events:
        event = events.wait_for(lambda e: "..." in e.data, seconds=5)
    code, seconds = server.stop()
"""
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    """What came back: status, headers (lower-case names), body as bytes."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:200]!r}"


class Event:
    """One event of /events: id, event, data, as the stream had them."""

    def __init__(self, fields):
        self.id = fields.get("id")
        self.kind = fields.get("event")
        self.data = fields.get("data", "")
        self.at = time.monotonic()

    def __repr__(self):
        return f"Event(id={self.id}, kind={self.kind}, data={self.data[:120]!r})"


class Events:
    """Follows /events in a thread of its own until close() or until the server hangs up."""

    def __init__(self, port, last_event_id=None, path="/events"):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Accept": "text/event-stream"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = str(last_event_id)
        self.connection.request("GET", path, headers=headers)
        self.socket = self.connection.sock  # http.client lets go of it when the answer ends with it
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.type = self.response.headers.get("Content-Type", "")
        self.events = []
        self.ended = False
        self._arrived = threading.Condition()
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self):
        fields = {}
        try:
            for raw in self.response:
                line = raw.decode("utf-8").rstrip("\r\n")
                if line:
                    self._take(fields, line)
                elif fields:
                    with self._arrived:
                        self.events.append(Event(fields))
                        self._arrived.notify_all()
                    fields = {}
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass  # hung up, by one side or the other; `ended` says so
        with self._arrived:
            self.ended = True
            self._arrived.notify_all()

    @staticmethod
    def _take(fields, line):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data" and "data" in fields:
            fields["data"] += "\n" + value
        elif name:
            fields[name] = value

    def wait_for(self, wanted, seconds):
        """The first event, of all so far and to come, that is wanted; None when it does not come."""
        end = time.monotonic() + seconds
        seen = 0
        with self._arrived:
            while True:
                for event in self.events[seen:]:
                    if wanted(event):
                        return event
                seen = len(self.events)
                left = end - time.monotonic()
                if left <= 0 or self.ended:
                    return None
                self._arrived.wait(left)

    def wait_for_end(self, seconds):
        with self._arrived:
            return self._arrived.wait_for(lambda: self.ended, seconds)

    def close(self):
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # already closed by the server
        self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Server:
    def __init__(self, program, data, *arguments):
        self.program = str(program)
        self.data = pathlib.Path(data)
        self.arguments = list(arguments)
        self.port = free_port()
        self.token = None
        self.process = None
        self.log = self.data.parent / (self.data.name + ".log")

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self, seconds=30):
        """Until /healthz answers. Raises RuntimeError with the server's own words when it does not."""
        command = [self.program, "serve", "--data", str(self.data), "--listen", "127.0.0.1",
                   "--port", str(self.port), *self.arguments]
        began = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, start_new_session=True)
        while time.monotonic() - began < seconds:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}: {self.words()}")
            try:
                if self.ask("GET", "/healthz", seconds=2).status == 200:
                    return time.monotonic() - began
            except OSError:
                pass  # not listening yet
            time.sleep(0.02)
        raise RuntimeError(f"the server did not answer within {seconds} s: {self.words()}")

    def words(self):
        """What the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def add_token(self, name="system test"):
        made = subprocess.run([self.program, "token", "add", name, "--data", str(self.data)],
                              capture_output=True, text=True, timeout=30)
        if made.returncode != 0:
            raise RuntimeError(f"chappe token add: {made.returncode} {made.stderr}")
        self.token = made.stdout.strip()
        return self.token

    def ask(self, method, path, body=None, headers=None, seconds=30, token=False):
        sent = dict(headers or {})
        if token:
            sent.setdefault("Authorization", f"Bearer {self.token or self.add_token()}")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        except http.client.HTTPException as broken:  # one kind of error for callers: OSError
            raise ConnectionError(repr(broken)) from broken
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, body, media_type, key=None, seconds=60):
        headers = {"Content-Type": media_type} if media_type else {}
        if key:
            headers["Idempotency-Key"] = key
        return self.ask("POST", "/api/dispatches", body, headers, seconds, token=True)

    def post_json(self, facts, key=None, seconds=60):
        return self.post(json.dumps(facts).encode(), "application/json", key, seconds)

    def events(self, last_event_id=None):
        return Events(self.port, last_event_id)

    def stop(self, seconds=20):
        """SIGTERM; (exit code, seconds it took). The code is None when it had to be killed."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            code = None
        return code, time.monotonic() - began

    def kill(self):
        """SIGKILL: what a power cut looks like to the program."""
        self.process.kill()
        self.process.wait(30)

    def running(self):
        return self.process is not None and self.process.poll() is None

    def close(self):
        if self.running():
            self.kill()


def command(program, *arguments, stdin=b"", seconds=60, **more):
    """Runs `chappe ARGUMENTS` to its end; bytes in, text out."""
    done = subprocess.run([str(program), *map(str, arguments)], input=stdin, capture_output=True,
                          timeout=seconds, env={**os.environ, **more.pop("env", {})}, **more)
    done.out = done.stdout.decode("utf-8", "replace")
    done.err = done.stderr.decode("utf-8", "replace")
    return done
