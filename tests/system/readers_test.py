"""The wire in programs that people read with: Miniflux's API and Google Reader's by plain HTTP, as their documentation
shows them, and Debian's newsboat through both, which finds articles, marks them read and sees what others marked.
"""
import base64
import json
import os
import pty
import select
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.parse
import xml.etree.ElementTree

from chappe_server import Server, command
from scenario import Skip, run

PASSWORD = "un mot de passe assez long"
ATOM = "{http://www.w3.org/2005/Atom}"
READ = "user/-/state/com.google/read"
STARRED = "user/-/state/com.google/starred"
LIST = "user/-/state/com.google/reading-list"
TITLES = ["Le port de Rotterdam agrandit ses quais", "Lisbonne ouvre une ligne de tramway",
          "Le lac Léman au plus haut depuis mai", "Oslo relie deux musées par une passerelle"]


def text(title):
    return (f"{title}. Les travaux ont duré trois ans et mobilisé quarante entreprises de la région.\n\n"
            "La mise en service est prévue pour le printemps <sans faute> & sans cérémonie.")


class Client:
    """A program of one user: JSON both ways."""

    def __init__(self, server, **headers):
        self.server = server
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def ask(self, method, path, body=None):
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        return self.server.ask(method, path, body, headers)

    def get(self, path):
        answer = self.ask("GET", path)
        return answer.json() if answer.status == 200 else answer

    def titles(self, path):
        return [entry["title"] for entry in self.get(path)["entries"]]

    def form(self, path, fields):
        headers = dict(self.headers, **{"Content-Type": "application/x-www-form-urlencoded"})
        return self.server.ask("POST", path, urllib.parse.urlencode(fields).encode(), headers)


def basic(name, password=PASSWORD):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def add_user(scenario, server, name, role="reader"):
    made = command(scenario.program, "user", "add", name, "--role", role, "--data", server.data,
                   stdin=(PASSWORD + "\n").encode())
    scenario.need(f"{name} is added", made.returncode == 0, made.err)


def token_of(scenario, server, name):
    made = command(scenario.program, "token", "add", "a program", "--user", name, "--data", server.data)
    scenario.need(f"{name} gets a token", made.returncode == 0, made.err)
    return made.out.strip()


def post_all(scenario, server, titles=TITLES):
    ids = {}
    for title in titles:
        made = server.post_json({"title": title, "text": text(title), "language": "fr", "credit": "Lusa",
                                 "url": "https://agence.example/" + urllib.parse.quote(title)})
        scenario.need(f"{title} is on the wire", made.status == 201, made.status)
        ids[title] = made.json()["id"]
    return ids


# ---- Miniflux

def miniflux_reads(scenario, anna, ids):
    me = anna.get("/v1/me")
    scenario.equal("/v1/me says who asks", (me["username"], me["is_admin"]), ("anna", False))
    feeds = anna.get("/v1/feeds")
    scenario.equal("the desk is a feed", [feed["title"] for feed in feeds], ["desk"])
    feed, category = feeds[0]["id"], feeds[0]["category"]["id"]
    scenario.equal("its category is listed", [one["id"] for one in anna.get("/v1/categories")], [category])
    scenario.equal("/v1/feeds/ID", anna.get(f"/v1/feeds/{feed}")["feed_url"], "desk")
    scenario.equal("/v1/categories/ID/feeds", [one["id"] for one in anna.get(f"/v1/categories/{category}/feeds")], [feed])
    icon = anna.ask("GET", f"/v1/feeds/{feed}/icon")
    scenario.equal("a source has no icon", (icon.status, list(icon.json())), (404, ["error_message"]))
    counters = anna.get("/v1/feeds/counters")
    scenario.equal("everything is unread", counters, {"reads": {}, "unreads": {str(feed): len(TITLES)}})

    newest = anna.get("/v1/entries?status=unread&limit=2&direction=desc")
    scenario.equal("the newest unread", ([e["title"] for e in newest["entries"]], newest["total"]),
                   ([TITLES[3], TITLES[2]], len(TITLES)))
    entry = newest["entries"][0]
    scenario.equal("an entry is its dispatch", (entry["id"], entry["feed_id"], entry["feed"]["title"], entry["author"],
                                                entry["starred"], entry["status"]),
                   (ids[TITLES[3]], feed, "desk", "Lusa", False, "unread"))
    scenario.check("its content is the whole text, as paragraphs",
                   entry["content"].startswith("<p>") and "&lt;sans faute&gt; &amp; sans" in entry["content"]
                   and entry["content"].count("<p>") == 3, entry["content"])
    scenario.equal("oldest first without a direction", anna.titles("/v1/entries"), TITLES)
    scenario.equal("a page further", anna.titles("/v1/entries?limit=2&offset=2"), TITLES[2:])
    third = ids[TITLES[2]]
    scenario.equal("before an entry", anna.titles(f"/v1/entries?before_entry_id={third}"), TITLES[:2])
    scenario.equal("after an entry", anna.titles(f"/v1/entries?after_entry_id={third}"), TITLES[3:])
    scenario.equal("words", anna.titles("/v1/entries?search=tramways"), [TITLES[1]])
    hour = int(time.time()) - 3600
    for name in ("before", "published_before", "changed_before"):
        scenario.equal(f"{name} an hour ago", anna.titles(f"/v1/entries?{name}={hour}"), [])
    for name in ("after", "published_after", "changed_after"):
        scenario.equal(f"{name} an hour ago", anna.titles(f"/v1/entries?{name}={hour}"), TITLES)
    scenario.equal("of a feed", anna.titles(f"/v1/feeds/{feed}/entries?order=published_at&direction=desc&limit=1"),
                   [TITLES[3]])
    scenario.equal("of a category", len(anna.titles(f"/v1/entries?category_id={category}")), len(TITLES))
    scenario.equal("one of a feed", anna.get(f"/v1/feeds/{feed}/entries/{third}")["title"], TITLES[2])
    for wrong in ("status=new", "order=colour", "direction=up", "limit=x", "feed_id=999", "category_id=99"):
        answer = anna.ask("GET", "/v1/entries?" + wrong)
        scenario.equal(f"{wrong} is refused", (answer.status, list(answer.json())), (400, ["error_message"]))
    for missing in ("/v1/entries/9999", "/v1/feeds/9999", "/v1/nothing"):
        scenario.equal(f"{missing} is not there", anna.ask("GET", missing).status, 404)


def miniflux_writes(scenario, anna, berta, ids):
    first, second = ids[TITLES[0]], ids[TITLES[1]]
    done = anna.ask("PUT", "/v1/entries", {"entry_ids": [first, second], "status": "read"})
    scenario.equal("two are read", (done.status, done.body), (204, b""))
    scenario.equal("they are", anna.titles("/v1/entries?status=read"), TITLES[:2])
    scenario.equal("two are left", anna.titles("/v1/entries?status=unread"), TITLES[2:])
    scenario.equal("another user's are as before", len(berta.titles("/v1/entries?status=unread")), len(TITLES))
    anna.ask("PUT", "/v1/entries", {"entry_ids": [first], "status": "unread"})
    scenario.equal("one is unread again", anna.get(f"/v1/entries/{first}")["status"], "unread")
    scenario.equal("a star", anna.ask("PUT", f"/v1/entries/{second}/bookmark").status, 204)
    scenario.equal("it is listed", anna.titles("/v1/entries?starred=true"), [TITLES[1]])
    anna.ask("PUT", f"/v1/entries/{second}/bookmark")
    scenario.equal("and taken back", anna.titles("/v1/entries?starred=true"), [])
    me = anna.get("/v1/me")["id"]
    scenario.equal("nobody marks another's", berta.ask("PUT", f"/v1/users/{me}/mark-all-as-read").status, 403)
    scenario.equal("everything is read", anna.ask("PUT", f"/v1/users/{me}/mark-all-as-read").status, 204)
    scenario.equal("nothing is left", anna.get("/v1/entries?status=unread")["total"], 0)
    anna.ask("PUT", "/v1/entries", {"entry_ids": [first], "status": "unread"})
    scenario.equal("but what is kept unread", anna.titles("/v1/entries?status=unread"), [TITLES[0]])
    scenario.equal("and counted", list(anna.get("/v1/feeds/counters")["unreads"].values()), [1])
    for body in ({"status": "read"}, {"entry_ids": [1], "status": "later"}, {"entry_ids": ["x"], "status": "read"}, []):
        scenario.equal(f"{body} is refused", anna.ask("PUT", "/v1/entries", body).status, 400)


def miniflux_feeds(scenario, server, anna, edda):
    body = {"feed_url": "https://agence.example/rss", "category_id": 1}
    scenario.equal("a reader adds no source", anna.ask("POST", "/v1/feeds", body).status, 403)
    found = edda.ask("POST", "/v1/discover", {"url": "https://agence.example/"}).json()
    scenario.equal("any page can be watched", [one["url"] for one in found], ["https://agence.example/"])
    made = edda.ask("POST", "/v1/feeds", body)
    scenario.equal("an editor adds one", made.status, 201)
    feed = made.json()["feed_id"]
    scenario.equal("once", edda.ask("POST", "/v1/feeds", body).status, 400)
    outline = edda.ask("GET", "/v1/export")
    scenario.check("OPML has it", b"https://agence.example/rss" in outline.body, outline.body)
    scenario.equal("it is visited when asked", edda.ask("PUT", f"/v1/feeds/{feed}/refresh").status, 204)
    scenario.equal("and removed", edda.ask("DELETE", f"/v1/feeds/{feed}").status, 204)
    scenario.equal("a reader's token posts nothing", server.ask(
        "POST", "/api/dispatches", b'{"title": "x", "text": "y"}',
        {"Content-Type": "application/json", "Authorization": "Bearer " + anna.headers["X-Auth-Token"]}).status, 403)
    scenario.equal("an editor's does", server.ask(
        "POST", "/api/dispatches", json.dumps({"title": "Riga", "text": text("Riga")}).encode(),
        {"Content-Type": "application/json", "Authorization": "Bearer " + edda.headers["X-Auth-Token"]}).status, 201)


def wrong_keys(scenario, server):
    for name, headers in (("no key", {}), ("a wrong token", {"X-Auth-Token": "0" * 64}),
                          ("a wrong password", {"Authorization": basic("anna", "faux et long")}),
                          ("a name that is none", {"Authorization": basic("zoé")}),
                          ("no base64", {"Authorization": "Basic ???"})):
        answer = server.ask("GET", "/v1/me", headers=headers)
        scenario.equal(f"{name} is answered 401", (answer.status, list(answer.json())), (401, ["error_message"]))
    operator = server.ask("GET", "/v1/me", headers={"X-Auth-Token": server.token})
    scenario.equal("the operator's token is nobody's", operator.status, 403)
    scenario.equal("a page of another site does nothing with a browser's password", server.ask(
        "PUT", "/v1/entries", b'{"entry_ids": [1], "status": "read"}',
        {"Authorization": basic("anna"), "Origin": "https://autre.example"}).status, 403)
    scenario.equal("the public sees no shelf", server.get("/v1/entries").status, 401)


# ---- Google Reader

def log_in(scenario, server, name):
    answer = Client(server).form("/accounts/ClientLogin", {"Email": name, "Passwd": PASSWORD, "service": "reader"})
    lines = dict(line.split("=", 1) for line in answer.body.decode().splitlines() if "=" in line)
    scenario.need(f"{name} logs in as Google Reader's clients do", answer.status == 200 and "Auth" in lines, answer.body)
    return lines["Auth"]


def greader(scenario, server, ids):
    wrong = Client(server).form("/accounts/ClientLogin", {"Email": "carla", "Passwd": "faux et long"})
    scenario.equal("a wrong password", (wrong.status, wrong.body), (403, b"Error=BadAuthentication\n"))
    key = log_in(scenario, server, "carla")
    scenario.equal("logging in again gives the same key", log_in(scenario, server, "carla"), key)
    carla = Client(server, Authorization="GoogleLogin auth=" + key)
    base = "/reader/api/0/"
    scenario.equal("no key, no list", server.get(base + "subscription/list").status, 401)
    scenario.equal("who", carla.get(base + "user-info?output=json")["userName"], "carla")
    scenario.equal("a token has 57 signs", len(carla.ask("GET", base + "token").body), 57)
    feeds = carla.get(base + "subscription/list?output=json")["subscriptions"]
    scenario.equal("the desk is a subscription", [feed["title"] for feed in feeds], ["desk"])
    feed = feeds[0]["id"]
    as_xml = xml.etree.ElementTree.fromstring(carla.ask("GET", base + "subscription/list?output=xml").body)
    scenario.equal("also as XML", as_xml.find("list[@name='subscriptions']/object/string[@name='id']").text, feed)
    tags = [tag["id"] for tag in carla.get(base + "tag/list?output=json")["tags"]]
    scenario.check("tags are listed", STARRED in tags and feeds[0]["categories"][0]["id"] in tags, tags)
    count = len(TITLES) + 1
    counts = {one["id"]: one["count"] for one in carla.get(base + "unread-count?output=json")["unreadcounts"]}
    scenario.equal("everything is unread", (counts[feed], counts[LIST]), (count, count))

    page = carla.get(base + f"stream/contents/{feed}?n=2&output=json")
    scenario.equal("the newest two", [item["title"] for item in page["items"]], ["Riga", TITLES[3]])
    item = page["items"][1]
    scenario.equal("an item's tag", item["id"], f"tag:google.com,2005:reader/item/{ids[TITLES[3]]:016x}")
    scenario.check("its content is whole", "La mise en service" in item["summary"]["content"], item["summary"])
    rest = carla.get(base + f"stream/contents/{feed}?n=9&c={page['continuation']}")
    scenario.equal("what continues", [item["title"] for item in rest["items"]], TITLES[2::-1])
    scenario.check("and ends", "continuation" not in rest, rest.get("continuation"))
    oldest = carla.get(base + f"stream/items/ids?s={LIST}&n=2&r=o")
    numbers = [ref["id"] for ref in oldest["itemRefs"]]
    scenario.equal("ids, oldest first", numbers, [str(ids[TITLES[0]]), str(ids[TITLES[1]])])
    both = carla.form(base + "stream/items/contents", [("i", numbers[0]), ("i", item["id"])]).json()
    scenario.equal("items by both kinds of id", [one["title"] for one in both["items"]], [TITLES[0], TITLES[3]])

    done = carla.form(base + "edit-tag", [("i", item["id"]), ("i", numbers[0]), ("a", READ), ("a", STARRED), ("T", "x")])
    scenario.equal("two are read and starred", (done.status, done.body), (200, b"OK"))
    unread = carla.get(base + f"stream/items/ids?s={LIST}&xt={READ}&n=99")["itemRefs"]
    scenario.equal("they are not among the unread", len(unread), count - 2)
    starred = carla.get(base + f"stream/items/ids?s={STARRED}&n=9")["itemRefs"]
    scenario.equal("they are among the starred", [ref["id"] for ref in starred], [str(ids[TITLES[3]]), numbers[0]])
    carla.form(base + "edit-tag", [("i", numbers[0]), ("r", READ), ("a", "user/-/state/com.google/kept-unread")])
    scenario.equal("one is kept unread", len(carla.get(base + f"stream/items/ids?s={READ}&n=9")["itemRefs"]), 1)
    future = carla.get(base + f"stream/items/ids?s={LIST}&ot={int(time.time()) + 60}")["itemRefs"]
    past = carla.get(base + f"stream/items/ids?s={LIST}&nt={int(time.time()) + 60}")["itemRefs"]
    scenario.equal("between times", (len(future), len(past)), (0, count))
    atom = xml.etree.ElementTree.fromstring(carla.ask("GET", "/reader/atom/" + feed + "?n=9").body)
    labels = {entry.find(ATOM + "title").text: {c.get("label") for c in entry.findall(ATOM + "category")}
              for entry in atom.findall(ATOM + "entry")}
    scenario.equal("Atom says what is read", ("read" in labels[TITLES[3]], "read" in labels[TITLES[1]]), (True, False))
    done = carla.form(base + "mark-all-as-read", {"s": feed, "ts": f"{int(time.time())}000000"})
    scenario.equal("all is read", (done.body, carla.get(base + f"stream/items/ids?s={LIST}&xt={READ}")["itemRefs"]),
                   (b"OK", []))
    shared = carla.ask("GET", "/reader/atom/user/-/state/com.google/broadcast")
    scenario.equal("what nobody shares is empty", (shared.status, b"<entry" in shared.body), (200, False))
    for path in ("stream/contents/feed/999", "stream/contents/nothing", "elsewhere"):
        scenario.equal(f"{path} is not there", carla.ask("GET", base + path).status, 404)
    scenario.equal("an item that is none", carla.form(base + "edit-tag", {"i": "x", "a": READ}).status, 400)

    changed = command(scenario.program, "user", "password", "carla", "--data", server.data,
                      stdin=b"un autre mot de passe\n")
    scenario.equal("a changed password", changed.returncode, 0)
    scenario.equal("ends the keys it gave", carla.ask("GET", base + "user-info").status, 401)
    scenario.equal("and the password itself", server.ask("GET", "/v1/me", headers={"Authorization": basic("carla")}).status, 401)


# ---- newsboat

class Newsboat:
    """Debian's newsboat with a configuration and a cache of its own."""

    def __init__(self, scenario, name, lines):
        self.scenario = scenario
        self.folder = scenario.folder / name
        self.folder.mkdir()
        (self.folder / "urls").write_text("")
        (self.folder / "config").write_text("\n".join(lines) + "\n")
        self.command = ["newsboat", "-u", str(self.folder / "urls"), "-c", str(self.folder / "cache.db"),
                        "-C", str(self.folder / "config")]
        self.environment = {**os.environ, "HOME": str(self.folder), "TERM": "xterm", "LANG": "C.UTF-8",
                            "LC_ALL": "C.UTF-8", "LINES": "40", "COLUMNS": "120"}

    def execute(self, *commands):
        done = subprocess.run([*self.command, "-x", *commands], capture_output=True, text=True, timeout=60,
                              env=self.environment, stdin=subprocess.DEVNULL)
        self.scenario.check(f"newsboat -x {' '.join(commands)}", done.returncode == 0, done.stdout + done.stderr)
        return done.stdout

    def items(self):
        with sqlite3.connect(self.folder / "cache.db") as cache:
            return {title: (content, unread) for title, content, unread in
                    cache.execute("SELECT title, content, unread FROM rss_item WHERE deleted = 0")}

    def press(self, keys, until, seconds=30):
        """The real screen: keys one after another, until something holds. Ends with SIGTERM."""
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe(self.command[0], self.command, self.environment)
        shown, waiting, held = b"", list(keys), False
        end, next_key = time.monotonic() + seconds, time.monotonic() + 2.0
        while time.monotonic() < end and not held:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    shown += os.read(terminal, 65536)
                except OSError:
                    break
            if waiting and time.monotonic() >= next_key:
                os.write(terminal, waiting.pop(0).encode())
                next_key = time.monotonic() + 1.5
            held = not waiting and until()
        try:
            os.kill(child, signal.SIGTERM)
        except ProcessLookupError:
            pass
        try:
            while os.read(terminal, 65536):
                pass
        except OSError:
            pass
        os.close(terminal)
        os.waitpid(child, 0)
        return held, shown


def newsboat_reads(scenario, name, lines, user):
    """`user`: a Miniflux client of the same user, who sees what newsboat did."""
    boat = Newsboat(scenario, name, lines)
    boat.execute("reload", "print-unread")
    items = boat.items()
    scenario.equal(f"{name}: all articles arrive", sorted(items), sorted(TITLES + ["Riga"]))
    whole, unread = items.get(TITLES[1], ("", 0))
    scenario.check(f"{name}: with their whole text", "La mise en service est prévue" in whole and "sans faute" in whole, whole)
    scenario.equal(f"{name}: unread", unread, 1)

    # The feed, its first article, and back, which is when newsboat says that it was read. Which one is the first is
    # newsboat's affair.
    held, shown = boat.press(["\r", "\r", "q"], lambda: user.get("/v1/entries?status=read")["total"] == 1)
    scenario.check(f"{name}: an article that was opened in it is read here", held, shown[-600:])
    left = user.get("/v1/entries?status=unread")["entries"]
    scenario.equal(f"{name}: and no other", len(left), len(TITLES))
    elsewhere = left[1]
    user.ask("PUT", "/v1/entries", {"entry_ids": [elsewhere["id"]], "status": "read"})
    boat.execute("reload")
    scenario.equal(f"{name}: what was read elsewhere is read in it", boat.items()[elsewhere["title"]][1], 0)
    held, shown = boat.press(["A"], lambda: user.get("/v1/entries?status=unread")["total"] == 0)
    scenario.check(f"{name}: a feed that was marked in it is read here", held, shown[-600:])


def newsboat(scenario, server):
    if not shutil.which("newsboat"):
        raise Skip("newsboat")
    version = subprocess.run(["newsboat", "-v"], capture_output=True, text=True, timeout=20).stdout.split("\n")[0]
    print(f"      {version}")
    nora = Client(server, X_Auth_Token=token_of(scenario, server, "nora"))
    newsboat_reads(scenario, "miniflux", [
        'urls-source "miniflux"', f'miniflux-url "{server.address}"', 'miniflux-login "nora"',
        f'miniflux-password "{PASSWORD}"'], nora)
    olga = Client(server, X_Auth_Token=token_of(scenario, server, "olga"))
    newsboat_reads(scenario, "feedhq", [
        'urls-source "feedhq"', f'feedhq-url "{server.address}"', 'feedhq-login "olga"',
        f'feedhq-password "{PASSWORD}"', 'feedhq-min-items 100', "feedhq-show-special-feeds no"], olga)


def survives(scenario, server):
    """kill -9 right behind the answer."""
    anna = Client(server, X_Auth_Token=token_of(scenario, server, "berta"))
    for round_number in range(3):
        ids = [entry["id"] for entry in anna.get("/v1/entries?status=unread&limit=1")["entries"]]
        done = anna.ask("PUT", "/v1/entries", {"entry_ids": ids, "status": "read"})
        server.kill()
        server.start()
        scenario.equal(f"round {round_number}: what was answered is kept",
                       (done.status, anna.get(f"/v1/entries/{ids[0]}")["status"]), (204, "read"))


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "wire", "--no-fetching"))
    server.start()
    server.add_token()
    for name, role in (("anna", "reader"), ("berta", "reader"), ("carla", "reader"), ("edda", "editor"),
                       ("nora", "reader"), ("olga", "reader")):
        add_user(scenario, server, name, role)
    ids = post_all(scenario, server)
    anna = Client(server, X_Auth_Token=token_of(scenario, server, "anna"))
    berta = Client(server, Authorization=basic("berta"))
    edda = Client(server, X_Auth_Token=token_of(scenario, server, "edda"))
    miniflux_reads(scenario, anna, ids)
    miniflux_writes(scenario, anna, berta, ids)
    wrong_keys(scenario, server)
    miniflux_feeds(scenario, server, anna, edda)
    greader(scenario, server, ids)
    newsboat(scenario, server)
    survives(scenario, server)
    scenario.check("health is told", server.get("/healthcheck").body == b"OK")


if __name__ == "__main__":
    run(main, __doc__)
