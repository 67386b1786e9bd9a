"""From a page to the wire: posted, announced, read in a browser; kill -9 and SIGTERM lose nothing."""
import http.client
import json
import socket
import threading
import time

from browser import Browser
from chappe_server import Server
from scenario import ROOT, run

PAGE = ROOT / "samples/black-hole-image.html"  # has scripts and handlers that must never run
PAGE_TITLE = "Astronomers show the first image of a black hole"
POSTS = 500
THREADS = 4


def story(number, run_name="e2e"):
    return {"title": f"Dépêche {run_name} {number:05}",
            "text": f"Ceci est la dépêche numéro {number} de l'essai {run_name}.\n\n"
                    f"Elle a deux paragraphes et porte le nom unique {run_name}-{number:05}."}


def post_a_page(scenario, server):
    """POST, SSE, JSON and the page in Chromium, of one dispatch."""
    with server.events() as events:
        scenario.equal("/events is open", events.status, 200)
        scenario.check("/events is an event stream", events.type.startswith("text/event-stream"),
                       events.type)
        posted = server.post(PAGE.read_bytes(), "text/html; charset=utf-8")
        began = time.monotonic()
        scenario.need("a posted page is answered 201", posted.status == 201, posted)
        number = posted.json()["id"]
        scenario.check("Location leads to the dispatch",
                       posted.headers.get("location", "").endswith(f"/d/{number}"), posted.headers)
        event = events.wait_for(lambda e: PAGE_TITLE in e.data, 2)
        scenario.need("it arrives on /events within 2 s", event, events.events)
        scenario.check("the event has an id", event.id and event.id.isdigit(), event)
        scenario.equal("the event names the dispatch", json.loads(event.data)["dispatch"]["id"],
                       number)
        print(f"      arrived {max(0.0, event.at - began) * 1000:.0f} ms after the answer")
    facts = server.get(f"/d/{number}.json").json()
    scenario.equal("its title is read", facts["title"], PAGE_TITLE)
    scenario.equal("its language is read", facts["language"], "en")
    return number, facts


def read_in_browser(scenario, server, browser, number, facts):
    page = browser.open(f"{server.address}/d/{number}?ui=fr")
    browser.wait(0.5)  # what a script of the source would have done, it has done by now
    scenario.equal("the page shows the title once",
                   page.evaluate("[...document.querySelectorAll('h1')].map(e => e.textContent.trim())"),
                   [PAGE_TITLE])
    shown = page.evaluate("[...document.querySelectorAll('article p, main p')]"
                          ".map(e => e.textContent.trim())")
    missing = [p for p in facts["body"].split("\n\n") if p.strip() not in shown]
    scenario.check("the page shows every paragraph", not missing and shown, missing)
    scenario.check("no script or handler of the source has run",
                   "has run" not in page.evaluate("document.title") + "".join(page.console),
                   page.console)
    scenario.equal("no error on the console", page.errors(), [])
    scenario.equal("no request to anybody else", page.outside(server.address), [])
    scenario.equal("no dialog", page.dialogs, [])
    page.close()

    plain = browser.open(f"{server.address}/d/{number}", script=False)
    shown = plain.evaluate("document.body.innerText")
    scenario.check("it reads whole with JavaScript off",
                   all(p in shown for p in facts["body"].split("\n\n")), shown)
    plain.close()


# The notice is found as a reader finds it: something visible to click that says so.
NOTICE = ("[...document.querySelectorAll('a,button')].find(e => /nouvelles? dépêches?/"
          ".test(e.textContent) && e.getClientRects().length > 0)")


def watch_the_wire(scenario, server, browser):
    page = browser.open(f"{server.address}/?ui=fr")
    loads = page.loaded
    scenario.check("the wire shows what is there",
                   page.evaluate("document.body.innerText").find(PAGE_TITLE) >= 0, "")
    scenario.check("nothing is announced before something arrives", not page.evaluate(f"!!{NOTICE}"))
    browser.wait(0.5)  # its EventSource connects

    server.post_json(story(1, "fil"))
    scenario.check("one post is announced without reload",
                   page.wait_until(f"({NOTICE})?.textContent.trim() === '1 nouvelle dépêche'", 5),
                   page.evaluate(f"({NOTICE})?.textContent"))
    server.post_json(story(2, "fil"))
    server.post_json(story(3, "fil"))
    scenario.check("three posts are counted",
                   page.wait_until(f"({NOTICE})?.textContent.trim() === '3 nouvelles dépêches'", 5),
                   page.evaluate(f"({NOTICE})?.textContent"))
    scenario.check("they wait until the reader asks",
                   "Dépêche fil" not in page.evaluate("document.querySelector('main').innerText"))
    page.evaluate(f"{NOTICE}.click()")
    titles = ("[1, 2, 3].every(n => document.querySelector('main').innerText"
              ".includes('Dépêche fil 0000' + n))")
    scenario.check("a click shows all three", page.wait_until(titles, 5),
                   page.evaluate("document.body.innerText"))
    text = page.evaluate("document.querySelector('main').innerText")
    scenario.check("the newest stands first", text.find("fil 00003") < text.find("fil 00001"), text)
    scenario.equal("the page was never loaded again", page.loaded, loads)
    scenario.check("the notice has gone", page.wait_until(f"!{NOTICE}", 2))
    scenario.equal("the wire has no error on the console", page.errors(), [])
    scenario.equal("the wire asks nobody else", page.outside(server.address), [])
    page.close()


class Posters:
    """Four threads post numbered stories, each with its key; remembers what was acknowledged."""

    def __init__(self, server, name, count):
        self.server = server
        self.name = name
        self.todo = list(range(1, count + 1))
        self.acknowledged = {}  # number -> id
        self.unknown = []       # sent, no answer
        self.refused = []       # answered, but not 201
        self._lock = threading.Lock()
        self.threads = [threading.Thread(target=self._work) for _ in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def key(self, number):
        return f"{self.name}-{number}"

    def _work(self):
        while True:
            with self._lock:
                if not self.todo:
                    return
                number = self.todo.pop(0)
            try:
                answer = self.server.post_json(story(number, self.name), self.key(number), 20)
            except OSError:
                with self._lock:
                    self.unknown.append(number)
                return  # the server is gone
            with self._lock:
                if answer.status in (200, 201):
                    self.acknowledged[number] = answer.json()["id"]
                else:
                    self.refused.append((number, answer))

    def wait_for(self, count):
        while len(self.acknowledged) < count and any(t.is_alive() for t in self.threads):
            time.sleep(0.002)

    def join(self):
        for thread in self.threads:
            thread.join(60)


def titles_on(server):
    """Every title of the archive, by walking the ids: (title -> how often)."""
    counts = {}
    number, absent = 0, 0
    while absent < 600:  # an id may be missing where a commit was lost
        number += 1
        answer = server.get(f"/api/dispatches/{number}")
        if answer.status != 200:
            absent += 1
            continue
        absent = 0
        title = answer.json()["title"]
        counts[title] = counts.get(title, 0) + 1
    return counts


def kill_in_the_middle(scenario, server):
    before = server.get("/api/stats").json()["total"]
    posters = Posters(server, "kill", POSTS)
    posters.wait_for(POSTS // 2)
    server.kill()
    posters.join()
    print(f"      killed after {len(posters.acknowledged)} answers, {len(posters.unknown)} open")
    scenario.need("the kill came in the middle",
                  posters.todo and len(posters.acknowledged) >= POSTS // 2, posters.refused[:3])
    scenario.equal("every answered post was a 201", posters.refused, [])
    print(f"      back after {server.start():.2f} s")

    lost = [n for n, number in posters.acknowledged.items()
            if (a := server.get(f"/api/dispatches/{number}")).status != 200
            or a.json()["title"] != story(n, "kill")["title"]]
    scenario.equal("every acknowledged dispatch is there under its id", lost, [])

    # What got no answer is sent again under its key, and what was answered too: neither doubles.
    refused = {}
    for n in posters.unknown + posters.todo:
        answer = server.post_json(story(n, "kill"), posters.key(n))
        if answer.status in (200, 201):
            posters.acknowledged[n] = answer.json()["id"]
        else:
            refused[n] = answer
    scenario.equal("the rest is taken on the second try", refused, {})
    again = {n: server.post_json(story(n, "kill"), posters.key(n)).json().get("id")
             for n in list(posters.acknowledged)[:20]}
    scenario.equal("a retried key gives the same id", again,
                   {n: posters.acknowledged[n] for n in again})
    counts = titles_on(server)
    wrong = {n: counts.get(story(n, "kill")["title"], 0) for n in range(1, POSTS + 1)
             if counts.get(story(n, "kill")["title"], 0) != 1}
    scenario.equal(f"each of the {POSTS} is found exactly once", wrong, {})
    scenario.equal("the total says so too", server.get("/api/stats").json()["total"], before + POSTS)
    other = server.post_json(story(9999, "kill"), posters.key(1))
    scenario.check("a key used for something else is refused", 400 <= other.status < 500, other)


def resume_events(scenario, server):
    """A reader that comes back with Last-Event-ID gets what it missed, in order, once."""
    first = server.post_json(story(1, "reprise")).json()["id"]
    with server.events() as events:
        second = server.post_json(story(2, "reprise")).json()["id"]
        event = events.wait_for(lambda e: "reprise 00002" in e.data, 5)
        scenario.need("the second story arrives", event, events.events)
        scenario.check("an event is not repeated to a new reader",
                       not any("reprise 00001" in e.data for e in events.events), events.events)
    missed = [server.post_json(story(n, "reprise")).json()["id"] for n in (3, 4, 5)]
    with server.events(last_event_id=event.id) as events:
        events.wait_for(lambda e: "reprise 00005" in e.data, 5)
        got = [json.loads(e.data)["dispatch"]["id"] for e in events.events if e.data.startswith("{")]
    scenario.equal("Last-Event-ID brings what was missed, in order", got, missed)
    scenario.check("ids grow", first < second < missed[0], (first, second, missed))


def half_a_request(port):
    """A client that stops in the middle of its body."""
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(b"POST /api/dispatches HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                   b"Content-Length: 100000\r\n\r\nonly this")
    return client


def end_cleanly(scenario, server):
    """SIGTERM under load: what was accepted is answered, nobody who dawdles holds it up."""
    idle = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    idle.request("GET", "/healthz")
    idle.getresponse().read()  # and stays connected
    slow = half_a_request(server.port)
    events = server.events()
    posters = Posters(server, "fin", POSTS * 20)
    posters.wait_for(100)
    code, seconds = server.stop()
    posters.todo.clear()
    posters.join()
    scenario.equal("SIGTERM ends with exit code 0", code, 0)
    scenario.check("within 5 s", seconds < 5, f"{seconds:.1f} s")
    print(f"      ended in {seconds:.2f} s after {len(posters.acknowledged)} answers")
    scenario.check("the event stream was ended", events.wait_for_end(2))
    for thing in (idle, slow, events):
        thing.close()
    refused = [r for r in posters.refused if r[1].status != 503]
    scenario.equal("what was accepted was answered 201, the rest 503 or not at all", refused, [])

    server.start()
    lost = [n for n, number in posters.acknowledged.items()
            if server.get(f"/api/dispatches/{number}").status != 200]
    scenario.equal("all of them are there afterwards", lost, [])
    counts = titles_on(server)
    titles = [story(n, "fin")["title"] for n in posters.unknown]
    more = {title: counts.get(title, 0) for title in titles if counts.get(title, 0) > 1}
    scenario.equal("nothing is there twice", more, {})


def tokens_are_needed(scenario, server):
    body = json.dumps(story(1, "intrus")).encode()
    headers = {"Content-Type": "application/json"}
    scenario.equal("no token: 401", server.ask("POST", "/api/dispatches", body, headers).status, 401)
    headers["Authorization"] = "Bearer " + "0" * len(server.token)
    scenario.check("a wrong token: 401 or 403",
                   server.ask("POST", "/api/dispatches", body, headers).status in (401, 403))
    scenario.check("the token is not in the database as it is", not any(
        server.token.encode() in path.read_bytes() for path in server.data.rglob("*")
        if path.is_file()))
    count = server.ask("POST", "/api/dispatches/1/reads", b"", token=True)
    scenario.equal("a read is counted", count.status // 100, 2)
    scenario.equal("exactly once", server.get("/api/dispatches/1").json()["reads_here"], 1)
    absent = server.ask("POST", "/api/dispatches/999999/reads", b"", token=True)
    scenario.equal("reads of what is not there: 404", absent.status, 404)


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    words = server.words()
    scenario.check("it prints its address when it is ready", server.address in words, words)
    scenario.check("the first start prints a token", "oken" in words, words)
    server.add_token()
    post_a_page(scenario, server)
    tokens_are_needed(scenario, server)
    resume_events(scenario, server)
    kill_in_the_middle(scenario, server)
    end_cleanly(scenario, server)
    server.close()

    # A wire of its own for the browser, so that the page above is on its first screen.
    wire = scenario.close_at_end(Server(scenario.program, scenario.folder / "wire"))
    wire.start()
    number, facts = post_a_page(scenario, wire)
    browser = scenario.close_at_end(Browser(scenario.folder))
    read_in_browser(scenario, wire, browser, number, facts)
    watch_the_wire(scenario, wire, browser)


if __name__ == "__main__":
    run(main, __doc__)
