"""Our own feeds under the parsers of others: /feed.atom, /feed.rss and /feed.json of a wire with every
kind of dispatch are read by Debian's python3-feedparser without a complaint, and by feedsmith (npm).
Needs `tools/setup browser`; what is not there is left out, and without both the test is skipped."""
import json
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "system"))
from chappe_server import Server  # noqa: E402
from scenario import ROOT, Skip, run  # noqa: E402

FEEDS = {"atom": "/feed.atom", "rss": "/feed.rss", "json": "/feed.json"}
HOSTILE = {"title": "A < B & \"C\" ]]> <script>x()</script> \u2028 é 日本",
           "text": "First ]]> paragraph & <b>no markup</b>.\n\nSecond \u0007 one \U0001F5DE.",
           "language": "en", "tags": ["a & b", "<c>"], "authors": ["Ada <ada@wire.example>"],
           "credit": "Agency & Sons", "url": "https://wire.example/?a=1&b=<2>"}
# Debian's Python, whichever one runs this.
FEEDPARSER = """
import feedparser, json, sys
found = []
for file in sys.argv[1:]:
    feed = feedparser.parse(open(file, "rb").read())
    found.append({"bozo": bool(feed.bozo), "why": str(feed.get("bozo_exception", "")), "version": feed.version,
                  "title": feed.feed.get("title"), "entries": [
                      {"title": e.get("title"), "id": e.get("id"), "link": e.get("link"),
                       "dated": bool(e.get("published_parsed") or e.get("updated_parsed"))} for e in feed.entries]})
print(json.dumps(found))
"""


def result_of(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return (json.loads(done.stdout) if done.returncode == 0 else None), done.stderr


def read_by_feedparser(scenario, files, titles):
    found, why = result_of(["/usr/bin/python3", "-c", FEEDPARSER, str(files["atom"]), str(files["rss"])])
    if found is None:
        scenario.check("feedparser is there, or is not installed", "No module named" in why, why)
        return False
    for name, feed in zip(("Atom", "RSS"), found):
        scenario.check(f"feedparser has no complaint about {name}", not feed["bozo"], feed["why"])
        scenario.check(f"feedparser knows it as {name}", feed["version"] in ("atom10", "rss20"), feed["version"])
        scenario.equal(f"feedparser finds every dispatch in {name}",
                       sorted(entry["title"] for entry in feed["entries"]), sorted(titles))
        scenario.check(f"each with id, link and date in {name}",
                       all(entry["id"] and entry["link"] and entry["dated"] for entry in feed["entries"]),
                       feed["entries"])
    return True


def read_by_feedsmith(scenario, files, titles):
    if not shutil.which("node") or not (HERE / "node_modules/feedsmith").is_dir():
        return False
    found, why = result_of(["node", str(HERE / "read_feeds.mjs"), *map(str, files.values())])
    scenario.need("feedsmith reads all three without a complaint", found is not None and not why, why)
    for name, feed in zip(files, found):
        scenario.equal(f"feedsmith knows {name}", feed["format"], name)
        scenario.equal(f"feedsmith finds every dispatch in {name}",
                       sorted(item["title"] for item in feed["items"]), sorted(titles))
        scenario.check(f"each with its id in {name}", all(item["id"] for item in feed["items"]), feed)
    return True


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    for sample in sorted((ROOT / "samples").glob("*.txt"))[:8]:
        scenario.need(f"{sample.name} is posted", server.post(sample.read_bytes(), "text/plain").status == 201)
    scenario.need("a hostile one is posted", server.post_json(HOSTILE).status == 201)
    files = {}
    for name, path in FEEDS.items():
        answer = server.get(path)
        scenario.need(f"{path} answers", answer.status == 200, answer)
        files[name] = scenario.folder / f"feed.{name}"
        files[name].write_bytes(answer.body)
    titles = [item["title"] for item in json.loads(files["json"].read_bytes())["items"]]
    scenario.check("all are in the feed", len(titles) >= 5, titles)
    read = [read_by_feedparser(scenario, files, titles), read_by_feedsmith(scenario, files, titles)]
    if not any(read):
        raise Skip("neither python3-feedparser nor feedsmith is installed (tools/setup test, tools/setup browser)")


if __name__ == "__main__":
    run(main, __doc__)
