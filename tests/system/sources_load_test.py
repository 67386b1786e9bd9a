"""A thousand feeds with five thousand pages behind them, on a thousand host names, some of them slow, broken, moved, shut,
lying or copying: all are taken in with their full text, then refreshed when nothing has changed. `chappe` has one core,
the site another.

    tests/system/sources_load_test.py --feeds 1000 --entries 5
"""
import gzip
import json
import os
import re
import subprocess
import time

from chappe_server import Server
from scenario import run
from test_site import Page, Site

WORDS = ("ministre accord transit corridor énergie négociation budget réforme élection sommet tunnel barrage récolte "
         "séisme tempête transport énergie gaz rail port douane marché usine région conseil audience procès").split()


def sentence(seed, length):
    return " ".join(WORDS[(seed * 7 + i * (3 + seed % 5)) % len(WORDS)] for i in range(length)).capitalize() + "."


# Of fifty feeds one is of each of these kinds, and how it must end.
ODD = {7: ("slow", "well"), 13: ("broken", "failing"), 19: ("moved", "well"), 23: ("bomb", "failing"),
       29: ("shut", "excluded"), 31: ("lying", "well"), 37: ("copying", "well")}


def page_of(title, lead, seed, charset="utf-8"):
    body = "".join(f"<p>{sentence(seed + i, 40)}</p>" for i in range(2, 9))
    return (f"<html lang=fr><head><title>{title}</title></head><body><nav><a href=/>Accueil</a></nav>"
            f"<article><h1>{title}</h1><p>{lead}</p>{body}</article></body></html>").encode(charset)


def bomb():
    packed = gzip.compress(b"x" * (30 << 20), 9)
    return Page(raw=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                + str(len(packed)).encode() + b"\r\n\r\n" + packed)


def fill(site, feeds, entries):
    """How each feed must end, by its address; how many dispatches there are."""
    now = time.time()
    ends, total = {}, 0
    bombed = bomb()
    for number in range(feeds):
        kind, health = ODD.get(number % 50, ("plain", "well"))
        host = f"agence-{number}.example"
        charset = "latin-1" if kind == "lying" else "utf-8"
        items = []
        for entry in range(entries):
            seed = (number - (kind == "copying")) * entries + entry
            title = f"Dépêche {seed}\u00a0: {sentence(seed, 5)}"
            lead = sentence(seed + 1, 25)
            items.append((f"/d/{entry}", title, lead, now - 3600 * (entry + 1)))
            site.put(host, f"/d/{entry}", Page(page_of(title, lead, seed, charset)))
        rss = site.rss(host, items).encode(charset)
        address = site.put(host, "/rss", {
            "slow": lambda: Page(rss, "application/rss+xml", delay=1.0),
            "broken": lambda: Page(status=500),
            "moved": lambda: Page(status=301, headers={"Location": "/moved"}),
            "bomb": lambda: bombed,
        }.get(kind, lambda: Page(rss, "application/rss+xml; charset=utf-8"))())
        if kind == "moved":
            site.put(host, "/moved", Page(rss, "application/rss+xml"))
        if kind == "shut":
            site.robots(host, "User-agent: *\nDisallow: /\n", forbidden=["/"])
        ends[address] = health
        total += entries if health == "well" else 0
    return ends, total


def peak_memory(pid):
    status = open(f"/proc/{pid}/status").read()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) / 1024


def main(scenario):
    feeds, entries = scenario.options.feeds, scenario.options.entries
    site = scenario.close_at_end(Site(scenario.folder, pause=0.9))
    ends, total = fill(site, feeds, entries)
    data = scenario.folder / "data"
    options = site.fetch_options()
    addresses = list(ends)
    for begin in range(0, feeds, 200):
        done = subprocess.run([scenario.program, "source", "add", "--data", str(data), *options,
                               *addresses[begin:begin + 200]], capture_output=True, text=True, timeout=120)
        scenario.need("sources are added", done.returncode == 0, done.stderr)

    wrap = ["taskset", "-c", "0"] if os.cpu_count() > 1 else []
    if wrap:
        os.sched_setaffinity(0, {1})  # the site and this test

    began = time.monotonic()
    taken = subprocess.Popen([*wrap, scenario.program, "source", "refresh", "--data", str(data), *options],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = 0
    while taken.poll() is None:
        try:
            peak = max(peak, peak_memory(taken.pid))
        except (OSError, AttributeError):
            pass
        time.sleep(0.2)
        if time.monotonic() - began > 200:
            taken.kill()
    seconds = time.monotonic() - began
    scenario.need("all is taken in", taken.returncode == 0, taken.stderr.read())
    print(f"      {total} dispatches with full text in {seconds:.1f} s: {total / seconds:.0f} a second; "
          f"{len(site.visits())} requests; peak {peak:.0f} MB")
    scenario.equal("each page is fetched once", len([v for v in site.visits() if v.path.startswith("/d/")]), total)
    shut = sum(end == "excluded" for end in ends.values())
    scenario.equal("each feed once", len([v for v in site.visits() if v.path == "/rss"]), feeds - shut)
    scenario.equal("no visit broke the rules", site.offences[:5], [])
    scenario.check("50 dispatches a second with their full text", total / seconds >= 50, f"{total / seconds:.1f}")
    scenario.check("in less than 300 MB", peak < 300, f"{peak:.0f} MB")

    with_text = subprocess.run([scenario.program, "source", "list", "--json", "--data", str(data)],
                               capture_output=True, text=True, timeout=60).stdout
    listed = [json.loads(line) for line in with_text.splitlines()]
    scenario.equal("every source ends as it must", {one["name"]: one["health"] for one in listed}, ends)
    scenario.equal("nothing is missing", sum(one["dispatches"] for one in listed), total)
    scenario.equal("no page failed", sum(one["pages_failed"] for one in listed), 0)

    site.forget()
    began = time.monotonic()
    done = subprocess.run([*wrap, scenario.program, "source", "refresh", "--data", str(data), *options],
                          capture_output=True, text=True, timeout=120)
    seconds = time.monotonic() - began
    print(f"      {feeds} feeds without news refreshed in {seconds:.1f} s on one core, marking them included")
    scenario.equal("a refresh asks each feed once and nothing else", len(site.visits()), feeds - shut)
    scenario.check("those that gave something by condition",
                   all("if-none-match" in visit.headers for visit in site.visits()
                       if ends.get(site.url(visit.host, "/rss")) == "well"))
    scenario.equal("it ends well", done.returncode, 0)
    scenario.check("in less than 10 s", seconds < 10, f"{seconds:.1f} s")

    # A server follows what is due on its own and stays small.
    server = Server(scenario.program, data, *options)
    server.start()
    time.sleep(2)
    scenario.check("a server with them stays small", peak_memory(server.process.pid) < 300,
                   f"{peak_memory(server.process.pid):.0f} MB")
    server.stop()


def add_options(parser):
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--entries", type=int, default=5)


if __name__ == "__main__":
    run(main, __doc__, add_options)
