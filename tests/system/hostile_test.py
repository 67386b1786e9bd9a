"""Some forty hostile documents are posted; every door that shows them stays well-formed and harmless."""
import html.parser
import json
import re
import socket
import time
import xml.etree.ElementTree

from browser import Browser
from chappe_server import Server, command
from hostile_documents import INTRUDER, OUTSIDE, documents, feed_of
from scenario import run

FEEDS = ("/feed.atom", "/feed.rss")
XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Markup(html.parser.HTMLParser):
    """What a page of ours must not have, whatever was posted."""

    def __init__(self):
        super().__init__()
        self.found = []
        self.facts = False     # its one block was seen
        self.in_facts = False

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            value = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "content", "data") and re.match(
                    r"(javascript|data|vbscript)\s*:", re.sub(r"[\s\x00-\x1f]", "", value)):
                self.found.append(f"<{tag} {name}={value[:40]}>")
            if tag in ("img", "script", "iframe", "source") and name == "src" and OUTSIDE in value:
                self.found.append(f"<{tag} src={value[:40]}>")
        if tag in ("iframe", "object", "embed", "base", "style", "math"):
            self.found.append(f"<{tag}>")
        if tag == "script":
            self.take_script(dict(attributes))

    def take_script(self, attributes):
        """Ours come from a file of ours, but for one block of facts, which is data and not run."""
        if attributes == {"type": "application/ld+json"} and not self.facts:
            self.facts = True
            self.in_facts = True
        elif not attributes.get("src", "").startswith("/"):
            self.found.append("<script> without a source of ours")

    def handle_data(self, data):
        if not self.in_facts:
            return
        self.in_facts = False
        try:
            json.loads(data)
        except ValueError:
            self.found.append(f"facts that are no JSON: {data[:40]}")


def post_all(scenario, server):
    """Every document gets an answer below 500 in good time. The names of those on the wire."""
    on_wire = {}
    for name, media_type, content in documents():
        began = time.monotonic()
        try:
            answer = server.post(content, media_type)
        except OSError as error:
            scenario.check(f"{name}: is answered", False, error)
            continue
        seconds = time.monotonic() - began
        scenario.check(f"{name}: {answer.status}", answer.status in (200, 201, 400, 413, 415, 422)
                       and seconds < 10, f"{answer} after {seconds:.1f} s")
        if answer.status in (200, 201):  # 200: word for word what another one was
            on_wire.setdefault(answer.json()["id"], name)
        else:
            scenario.check(f"{name}: the refusal is one clear line",
                           "\n" not in answer.json()["error"], answer)
        scenario.need(f"{name}: the server lives", server.get("/healthz").status == 200,
                      server.words()[-500:])
    return on_wire


def look_at_dispatch(scenario, server, number, name):
    page = server.get(f"/d/{number}")
    scenario.equal(f"{name}: has a page", page.status, 200)
    markup = Markup()
    markup.feed(page.text)  # raises when it is not UTF-8
    scenario.equal(f"{name}: nothing of its markup is in the page", markup.found, [])
    policy = page.headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        scenario.check(f"{name}: the page has a strict policy", False, policy)
    facts = server.get(f"/d/{number}.json").json()
    text = server.get(f"/d/{number}.txt").text
    scenario.check(f"{name}: no NUL in JSON or text", "\0" not in json.dumps(facts) + text
                   and "\\u0000" not in json.dumps(facts))
    scenario.check(f"{name}: its address is http or none",
                   not facts["url"] or facts["url"].startswith(("http://", "https://")), facts["url"])
    body = facts["body"]
    spans = [block["span"] for block in facts.get("blocks", [])]
    scenario.check(f"{name}: blocks are in order and inside the body",
                   all(0 <= a <= b <= len(body) for a, b in spans)
                   and all(x[1] <= y[0] for x, y in zip(spans, spans[1:])), spans[:10])


def look_at_lists(scenario, server):
    markup = Markup()
    markup.feed(server.get("/").text)
    scenario.equal("/: nothing of theirs is markup", markup.found, [])
    for path in FEEDS:
        answer = server.get(path)
        try:
            tree = xml.etree.ElementTree.fromstring(answer.body)
            entries = [e for e in tree.iter() if e.tag.split("}")[-1] in ("item", "entry")]
            scenario.check(f"{path} is well-formed and full", len(entries) >= 20, len(entries))
        except xml.etree.ElementTree.ParseError as error:
            scenario.check(f"{path} is well-formed", False, error)
        scenario.check(f"{path} has no character that XML forbids",
                       not XML_FORBIDDEN.search(answer.text))
        scenario.check(f"{path} links nowhere but to http",
                       "href=\"javascript" not in answer.text and "<link>javascript" not in answer.text)
    feed = server.get("/feed.json").json()
    scenario.check("/feed.json is a full JSON Feed",
                   feed["version"].startswith("https://jsonfeed.org/") and len(feed["items"]) >= 20)
    with server.events(last_event_id=0) as events:
        events.wait_for(lambda e: False, 1)
        scenario.check("/events replays them, each as one line of JSON",
                       len(events.events) >= 20 and all(
                           json.loads(e.data) for e in events.events if e.data), len(events.events))


def look_in_browser(scenario, server, browser, on_wire):
    for path, name in [("/", "the wire"), *((f"/d/{n}", name) for n, name in on_wire.items())]:
        page = browser.open(server.address + path)
        browser.wait(0.1)
        title = page.evaluate("document.title")
        bad = [line for line in page.console if line.startswith("log: ") or "exception" in line]
        scenario.check(f"{name}: nothing of it runs in a browser",
                       not page.dialogs and not bad and title != INTRUDER,
                       f"{page.dialogs} {bad} {title!r}")
        scenario.equal(f"{name}: nobody else is asked", page.outside(server.address), [])
        blocked = [line for line in page.errors() if "Content Security Policy" in line]
        scenario.equal(f"{name}: nothing is left for the policy to block", blocked, [])
        scenario.equal(f"{name}: the browser is where we sent it",
                       page.evaluate("location.href"), server.address + path)
        page.close()


def live_in_browser(scenario, server, browser):
    """The wire's own script puts new dispatches into an open page: as text, too."""
    page = browser.open(server.address + "/?ui=en")
    browser.wait(0.5)
    name, media_type, content = next(d for d in documents() if d[0] == "script in every field")
    server.post(content.replace(b"Script in every field", b"Script, live"), media_type)
    notice = ("[...document.querySelectorAll('a,button')].find(e => /new dispatch/"
              ".test(e.textContent) && e.getClientRects().length > 0)")
    scenario.check("a hostile dispatch is announced live", page.wait_until(f"!!{notice}", 5))
    page.evaluate(f"{notice}?.click()")
    browser.wait(1)
    scenario.check("and nothing of it runs", not page.dialogs and not page.errors()
                   and page.evaluate("document.title") != INTRUDER,
                   f"{page.dialogs} {page.console}")
    scenario.equal("and nobody else is asked", page.outside(server.address), [])
    page.close()


def memory_of(process):
    """Megabytes that the process holds, and the most that it ever held."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        rows = dict(line.split(":", 1) for line in status)
    return [int(rows[name].split()[0]) // 1024 for name in ("VmRSS", "VmHWM")]


def many_items(scenario):
    """10,001 items: cut at 10,000 with a note, at both doors."""
    feed = scenario.folder / "many.xml"
    feed.write_bytes(feed_of(10_001))
    began = time.monotonic()
    done = command(scenario.program, "read", feed)
    seconds = time.monotonic() - began
    scenario.equal("a feed of 10,001 items is cut at 10,000", len(done.out.splitlines()), 10_000)
    scenario.check("with a note", "10,000" in done.err or "10000" in done.err, done.err[:300])
    scenario.check("in less than 5 s", seconds < 5, f"{seconds:.1f} s")

    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "many"))
    server.start()
    server.add_token()
    deaf = deaf_reader(server.port)
    with server.events() as events:
        began = time.monotonic()
        answer = server.post(feed.read_bytes(), "application/rss+xml", seconds=120)
        print(f"      posted: {answer.status} after {time.monotonic() - began:.1f} s")
        scenario.need("posted, it is taken", answer.status == 201, answer)
        scenario.equal("10,000 of them are on the wire",
                       server.get("/api/stats").json()["total"], 10_000)
        scenario.check("the first page is still a page", len(server.get("/").body) < 500_000)
        heard, connections = hear_all(server, events, 10_000)
    print(f"      heard over {connections} connections")
    ids = [int(event.id) for event in heard]
    scenario.check("a reader who listens gets all of them, in order, once",
                   len(ids) == 10_000 and ids == sorted(set(ids)), f"{len(ids)} events")
    sent = sum(len(event.data) for event in heard)
    got = drain(deaf)
    scenario.check("one who does not was dropped on the way", got is not None and got < sent,
                   f"{got} bytes of {sent}")
    server.close()


def hear_all(server, events, count, seconds=60):
    """As EventSource does: who is hung up on comes back with the last id that he heard."""
    end = time.monotonic() + seconds
    heard, connections = [], 1
    while True:
        events.wait_for(lambda e: len(heard) + len(events.events) >= count, end - time.monotonic())
        heard += [event for event in events.events if event.id]
        if len(heard) >= count or time.monotonic() > end:
            return heard, connections
        events.close()
        events = server.events(last_event_id=heard[-1].id if heard else 0)
        connections += 1


def deaf_reader(port):
    """Opens /events and reads nothing."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", port))
    reader.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
    return reader


def drain(reader, seconds=10):
    """Bytes until the other side hung up; None when it did not."""
    reader.settimeout(seconds)
    total = 0
    try:
        while chunk := reader.recv(1 << 16):
            total += len(chunk)
    except ConnectionResetError:
        return total
    except TimeoutError:
        return None
    finally:
        reader.close()
    return total


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    on_wire = post_all(scenario, server)
    scenario.check("most of them are on the wire", len(on_wire) >= 25, on_wire)
    for number, name in on_wire.items():
        look_at_dispatch(scenario, server, number, name)
    look_at_lists(scenario, server)
    secret = [line.split(":")[0] for line in open("/etc/passwd", encoding="utf-8")][:1]
    dump = "".join(server.get(f"/d/{n}.txt").text for n in on_wire)
    scenario.check("no file of this machine is in any of them", f"{secret[0]}:x:" not in dump)
    held, most = memory_of(server.process)
    print(f"      the server holds {held} MB, held {most} MB at most")
    scenario.check("none of them blew it up", most < 1024, f"{most} MB")
    many_items(scenario)
    browser = scenario.close_at_end(Browser(scenario.folder, language="en"))
    look_in_browser(scenario, server, browser, on_wire)
    live_in_browser(scenario, server, browser)


if __name__ == "__main__":
    run(main, __doc__)
