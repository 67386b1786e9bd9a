"""A news site of our own on loopback, under as many host names as a test wants.

    site = Site(folder)
    feed = site.feed("agence-1.example", entries=[...])
    ... chappe serve --hosts-file site.hosts_file --allow 127.0.0.0/8 --allow-port site.port
    site.visits("agence-1.example", "/rss")

The site counts what a polite visitor would not do: pages that robots.txt forbids, more than one
request of a host at a time, pages of a host without a pause, pages before robots.txt.
"""
import collections
import email.utils
import gzip
import hashlib
import http
import selectors
import socket
import threading
import time


class Visit:
    """One request as it came in."""

    def __init__(self, at, host, path, headers):
        self.at = at
        self.host = host
        self.path = path
        self.headers = headers

    def __repr__(self):
        return f"{self.host}{self.path}"


class Page:
    """What a path answers. `delay` in seconds before the answer; `raw` instead of a proper answer."""

    def __init__(self, body=b"", media_type="text/html; charset=utf-8", status=200, headers=None,
                 delay=0.0, raw=None, coding=None):
        self.body = body.encode() if isinstance(body, str) else body
        self.media_type = media_type
        self.status = status
        self.headers = dict(headers or {})
        self.delay = delay
        self.raw = raw
        self.coding = coding
        self.etag = '"' + hashlib.sha256(self.body).hexdigest()[:16] + '"'
        self.validates = status == 200

    def answer(self, asked):
        if self.raw is not None:
            return self.raw
        if self.validates and asked.get("if-none-match") == self.etag:
            return (f"HTTP/1.1 304 Not Modified\r\nETag: {self.etag}\r\nConnection: close\r\n\r\n").encode()
        body = self.body
        lines = [f"HTTP/1.1 {self.status} {http.HTTPStatus(self.status).phrase}",
                 f"Content-Type: {self.media_type}", "Connection: close"]
        if self.validates:
            lines.append(f"ETag: {self.etag}")
        if self.coding == "gzip":
            body = gzip.compress(body)
            lines.append("Content-Encoding: gzip")
        lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Site:
    """All hosts on one port, in a thread of its own: an event loop, so that slow pages hold up nobody."""

    def __init__(self, folder, pause=0.0):
        self.folder = folder
        self.pause = pause  # between two pages of a host; 0: not looked at
        self.pages = {}
        self.log = []
        self.offences = []
        self.lock = threading.Lock()
        self._open = collections.Counter()
        self._last_end = {}
        self._robots_seen = set()
        self._forbidden = {}
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]
        self._ending = False
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._waiting = []  # (when, connection)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    # ---- what is there

    def put(self, host, path, page):
        with self.lock:
            self.pages[host, path] = page
        return self.url(host, path)

    def robots(self, host, text, forbidden=()):
        """`forbidden`: paths that the text forbids, so that a visit of them is an offence."""
        self._forbidden[host] = tuple(forbidden)
        return self.put(host, "/robots.txt", Page(text, "text/plain"))

    def feed(self, host, entries, path="/rss", **page):
        """Entries: (path of the page, title, text, instant)."""
        return self.put(host, path, Page(self.rss(host, entries), "application/rss+xml; charset=utf-8", **page))

    def rss(self, host, entries):
        items = "".join(
            f"<item><title>{title}</title><link>{self.url(host, path)}</link>"
            f"<guid isPermaLink=\"false\">{host}{path}</guid>"
            f"<pubDate>{email.utils.formatdate(at, usegmt=True)}</pubDate>"
            f"<description>{text}</description></item>" for path, title, text, at in entries)
        return ("<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel>"
                f"<title>{host}</title><link>{self.url(host, '/')}</link>"
                f"<description>Un fil</description>{items}</channel></rss>")

    def url(self, host, path):
        return f"http://{host}:{self.port}{path}"

    def hosts_file(self):
        file = self.folder / "hosts"
        names = sorted({host for host, _ in self.pages})
        file.write_text("".join(f"{name} 127.0.0.1\n" for name in names))
        return file

    def fetch_options(self):
        """For `chappe serve` and `chappe source`."""
        return ["--hosts-file", str(self.hosts_file()), "--allow", "127.0.0.0/8",
                "--allow-port", str(self.port)]

    # ---- what was asked

    def visits(self, host=None, path=None):
        with self.lock:
            return [visit for visit in self.log
                    if host in (None, visit.host) and path in (None, visit.path)]

    def forget(self):
        with self.lock:
            self.log.clear()
            self.offences.clear()

    # ---- the loop

    def close(self):
        self._ending = True
        self._thread.join()
        self._listener.close()

    def _run(self):
        while not self._ending:
            now = time.monotonic()
            wait = min([0.05] + [when - now for when, _ in self._waiting])
            for key, _ in self._selector.select(max(0, wait)):
                if key.fileobj is self._listener:
                    self._accept()
                else:
                    self._read(key.data)
            now = time.monotonic()
            due = [entry for entry in self._waiting if entry[0] <= now]
            self._waiting = [entry for entry in self._waiting if entry[0] > now]
            for _, connection in due:
                self._answer(connection)

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except BlockingIOError:
                return
            client.setblocking(False)
            connection = {"socket": client, "bytes": b""}
            self._selector.register(client, selectors.EVENT_READ, connection)

    def _read(self, connection):
        try:
            piece = connection["socket"].recv(65536)
        except OSError:
            piece = b""
        connection["bytes"] += piece
        if not piece:
            self._drop(connection)
        elif b"\r\n\r\n" in connection["bytes"] and "host" not in connection:
            self._take_request(connection)

    def _take_request(self, connection):
        head = connection["bytes"].decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        path = head[0].split(" ")[1]
        headers = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip()
                   for line in head[1:] if ":" in line}
        host = headers.get("host", "").rsplit(":", 1)[0]
        connection["host"] = host
        now = time.monotonic()
        with self.lock:
            self.log.append(Visit(now, host, path, headers))
            self._look_for_offences(host, path, now)
            page = self.pages.get((host, path)) or Page(status=404)
        self._open[host] += 1
        connection["answer"] = page.answer(headers)
        # A redirect goes on within the visit, and robots.txt is no page.
        connection["redirects"] = 300 <= page.status < 400 or path == "/robots.txt"
        if page.delay:
            self._waiting.append((now + page.delay, connection))
        else:
            self._answer(connection)

    def _look_for_offences(self, host, path, now):
        if path == "/robots.txt":
            self._robots_seen.add(host)
            return
        if host not in self._robots_seen:
            self.offences.append(f"{host}{path} before robots.txt")
        if any(path.startswith(start) for start in self._forbidden.get(host, ())):
            self.offences.append(f"{host}{path} is forbidden by robots.txt")
        if self._open[host] > 0:
            self.offences.append(f"{host}{path} while another request of the host is open")
        last = self._last_end.get(host)
        if self.pause and last is not None and now - last < self.pause:
            self.offences.append(f"{host}{path} {now - last:.3f} s after the page before")

    def _answer(self, connection):
        client = connection["socket"]
        try:
            client.setblocking(True)
            client.settimeout(10)
            client.sendall(connection["answer"])
        except OSError:
            pass  # the visitor has seen enough
        if not connection["redirects"]:
            self._last_end[connection["host"]] = time.monotonic()
        self._drop(connection)

    def _drop(self, connection):
        if "host" in connection:
            self._open[connection["host"]] -= 1
        try:
            self._selector.unregister(connection["socket"])
        except KeyError:
            pass
        connection["socket"].close()
