"""Sources fill the wire by themselves: a site of our own on loopback with feeds of every kind, visited by `chappe serve`
and by `chappe source refresh`. The site counts what a polite visitor would not do.
"""
import gzip
import json
import re
import subprocess
import time

from chappe_server import Server
from scenario import run
from test_site import Page, Site

DAY = 86400
TEXT = "La réunion des ministres s'est tenue mercredi à Bakou et a porté sur le transit."


def source(scenario, data, *arguments, code=0):
    done = subprocess.run([scenario.program, "source", *arguments[:1], "--data", str(data), *arguments[1:]],
                          capture_output=True, text=True, timeout=120)
    if code is not None:
        scenario.need(f"source {arguments[0]} ends with {code}", done.returncode == code, done.stdout + done.stderr)
    return done


def listed(scenario, data):
    return {one["name"]: one for one in map(json.loads, source(scenario, data, "list", "--json").stdout.splitlines())}


def wait_for(holds, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return bool(holds())


def fill(site):
    """A feed of each kind; what each must end as."""
    now = time.time()
    entries = [("/d/1", "Une délégation est reçue à Bakou", TEXT, now - 3600),
               ("/d/2", "Le corridor de transit rouvre", TEXT + " Deux trains par jour.", now - 7200)]
    states = {}

    def feed(name, health, **page):
        states[site.feed(f"{name}.example", entries, **page)] = health

    feed("well", "well")
    feed("zipped", "well", coding="gzip")
    feed("slow", "well", delay=1.0)
    states[site.put("gone.example", "/rss", Page(status=410))] = "gone"
    states[site.put("missing.example", "/rss", Page(status=404))] = "missing"
    states[site.put("shut.example", "/rss", Page(status=403))] = "forbidden"
    states[site.put("barred.example", "/rss", Page(status=451))] = "barred"
    states[site.put("broken.example", "/rss", Page(status=500))] = "failing"
    states[site.put("busy.example", "/rss", Page(status=503, headers={"Retry-After": "7200"}))] = "failing"
    states[site.put("garbage.example", "/rss", Page(raw=b"\x00\xff garbage\r\n\r\n"))] = "failing"
    bomb = gzip.compress(b"x" * (30 << 20), 9)
    states[site.put("bomb.example", "/rss", Page(raw=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                    + str(len(bomb)).encode() + b"\r\n\r\n" + bomb))] = "failing"
    states[site.put("large.example", "/rss", Page(b"<rss>" + b"x" * (11 << 20)))] = "failing"
    feed("private", "excluded")
    site.robots("private.example", "User-agent: *\nDisallow: /\n", forbidden=["/"])
    feed("norobots", "failing")
    site.put("norobots.example", "/robots.txt", Page(status=500))
    states[site.put("moved.example", "/rss", Page(status=301, headers={"Location": site.url("well.example", "/moved")}))] = "well"
    site.feed("well.example", entries, path="/moved")
    states[site.put("loop.example", "/rss", Page(status=302, headers={"Location": "/rss"}))] = "failing"
    states[site.put("inside.example", "/rss", Page(status=302, headers={"Location": "http://10.0.0.1/rss"}))] = "failing"
    latin = site.rss("latin.example", entries).replace('encoding="utf-8"', 'encoding="utf-8"').encode("latin-1")
    states[site.put("latin.example", "/rss", Page(latin, "application/rss+xml; charset=utf-8"))] = "well"
    return states


def main(scenario):
    site = scenario.close_at_end(Site(scenario.folder, pause=0.5))
    states = fill(site)
    data = scenario.folder / "data"
    options = site.fetch_options()

    refused = source(scenario, data, "add", "http://10.0.0.1/rss", code=2)
    scenario.check("a private address is refused when it is added", "not a public address" in refused.stderr, refused.stderr)
    source(scenario, data, "add", *options, "--category", "Presse/Europe", *states)
    again = source(scenario, data, "add", *options, next(iter(states)), code=2)
    scenario.check("a source is added once", "watched already" in again.stderr, again.stderr)

    server = Server(scenario.program, data, *options)
    server.start()
    try:
        visited = wait_for(lambda: all(one["last_visit"] for one in listed(scenario, data).values()), 60)
        scenario.need("every source is visited", visited, listed(scenario, data))
        now = listed(scenario, data)
        for address, health in states.items():
            one = now[address]
            scenario.check(f"{address.split('//')[1].split('.')[0]} is {health}", one["health"] == health,
                           f"{one['health']}: {one['trouble']}")
            if health != "well":
                scenario.check("and says why in one line", one["trouble"] and "\n" not in one["trouble"], one)
        moved = now[site.url("moved.example", "/rss")]
        scenario.equal("a permanent redirect is remembered", moved["address"], site.url("well.example", "/moved"))
        total = server.get("/api/stats").json()["total"]
        scenario.check("the wire has their news", total >= 8, total)
        title = server.get("/").text
        scenario.check("with its accents, though a charset lies", "Une délégation est reçue" in title, title[:300])

        # Nothing was done that a visitor should not do.
        scenario.equal("no visit broke the rules", site.offences, [])
        agents = {visit.headers.get("user-agent", "") for visit in site.visits()}
        scenario.check("visits say who comes", agents and all(agent.startswith("Chappe/") for agent in agents), agents)

        # The same again, by condition.
        site.forget()
        source(scenario, data, "refresh", site.url("well.example", "/rss"))
        scenario.need("a refresh is heard by the server", wait_for(lambda: site.visits("well.example", "/rss")))
        asked = site.visits("well.example", "/rss")[0]
        scenario.check("it asks whether something is new", "if-none-match" in asked.headers, asked.headers)
        scenario.equal("robots.txt is not fetched again", site.visits("well.example", "/robots.txt"), [])

        # An entry more, and a correction.
        site.feed("well.example", [("/d/3", "Trois morts dans une avalanche", TEXT, time.time()),
                                   ("/d/1", "Une délégation a été reçue à Bakou", TEXT, time.time() - 3600)])
        with server.events() as events:
            source(scenario, data, "refresh", site.url("well.example", "/rss"))
            event = events.wait_for(lambda e: "avalanche" in e.data, seconds=20)
        scenario.check("a new entry is on the screen of a reader", event is not None)

        # Paused means paused.
        source(scenario, data, "pause", site.url("well.example", "/rss"))
        paused = source(scenario, data, "refresh", site.url("well.example", "/rss"), code=2)
        scenario.check("a paused source is not refreshed", "paused" in paused.stderr, paused.stderr)
        source(scenario, data, "resume", site.url("well.example", "/rss"))

        # kill -9: what was visited is not visited again.
        wait_for(lambda: not any(one["pages_waiting"] for one in listed(scenario, data).values()))
        time.sleep(1)
        site.forget()
        server.kill()
        server.start()
        time.sleep(3)
        scenario.equal("after kill -9 nothing is fetched again", [visit for visit in site.visits()], [])
        scenario.check("and nothing is lost", server.get("/api/stats").json()["total"] > total)
    finally:
        server.stop()

    opml = source(scenario, data, "export").stdout
    scenario.check("OPML has categories and addresses", '<outline text="Presse">' in opml and
                   f'xmlUrl="{site.url("well.example", "/rss")}"' in opml, opml[:600])
    source(scenario, data, "remove", site.url("well.example", "/rss"))
    scenario.check("a removed source is gone", site.url("well.example", "/rss") not in listed(scenario, data))

    # Without a server `refresh` visits by itself.
    site.forget()
    source(scenario, data, "refresh", *options, site.url("zipped.example", "/rss"))
    scenario.equal("without a server, refresh visits", len(site.visits("zipped.example", "/rss")), 1)


if __name__ == "__main__":
    run(main, __doc__)
