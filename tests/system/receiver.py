"""Another server, to which `chappe serve` posts: keeps what it is sent and answers as the test says.

    receiver = scenario.close_at_end(Receiver())
    receiver.status = 500
    wait_for(lambda: receiver.taken())
"""
import http.server
import threading
import time


class Sent:
    """One POST: what was answered, headers (lower-case names), body as bytes."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __repr__(self):
        return f"{self.status} {self.body[:200]!r}"


class Receiver:
    """`status` is what it answers, `delay` how long it takes. Who awaits GETs gives `answer_get`: path -> body."""

    def __init__(self, answer_get=None):
        self.status, self.delay, self.sent = 200, 0, []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def reply(self, status, body=b""):
                try:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    pass  # whoever asked was killed, as tests do

            def do_GET(self):
                self.reply(200, answer_get(self.path)) if answer_get else self.reply(404)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(receiver.delay)
                status = receiver.status
                receiver.sent.append(Sent(status, {k.lower(): v for k, v in self.headers.items()}, body))
                self.reply(status)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def taken(self):
        return [sent for sent in self.sent if sent.status == 200]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def wait_for(holds, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return bool(holds())
