"""Every kind of page of a wire with the samples, in a browser: what a reader sees must be usable by all.

For each page, light and dark, on a desk and on a phone: no violation of an axe-core rule. Its HTML: no
error of the Nu checker. Its weight: at most 60 KB over the wire without images, nothing asked of anybody
else. At 320 px nothing scrolls sideways.

The pages are found by following links from the first one, so a new kind of page is tested when
something links to it. Needs `tools/setup browser`; without it the test is skipped.

    tests/browser/pages_test.py [--only PATH...]
"""
import html.parser
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "system"))

from browser import Browser  # noqa: E402
from chappe_server import Server, command  # noqa: E402
from scenario import Skip, run  # noqa: E402

LIMIT = 60 * 1000  # bytes of a page without its images
A_KIND = 2         # so many pages of a kind are looked at; of dispatches, one of each language
MOST = 60          # pages
VIEWS = {
    "desk, light": {"width": 1200, "height": 900},
    "desk, dark": {"width": 1200, "height": 900, "dark": True},
    "phone, light": {"width": 390, "height": 844, "phone": True},
    "phone, dark": {"width": 390, "height": 844, "phone": True, "dark": True},
}
# Where no link leads.
ASIDE = ["/?ui=en", "/search?q=xyzzyplugh", "/search?q=%28paris", "/search?q=paris&ui=en",
         "/search?q=", "/actor/john-kennedy", "/search?q=qui:Kennedy", "/d/999999", "/nothing-here", "/nothing-here?ui=en", "/login"]
PASSWORD = "a long password for the tests"


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "a" and facts.get("href"):
            self.found.append(facts["href"])


def links_of(page, base):
    reader = Links()
    reader.feed(page)
    for link in reader.found:
        whole = urllib.parse.urlsplit(urllib.parse.urljoin(base, link))
        if whole.netloc == urllib.parse.urlsplit(base).netloc and whole.scheme == "http":
            yield whole.path + ("?" + whole.query if whole.query else "")


def kind_of(path, page):
    """Pages of one kind have one form: /d/{}, /search?q. Dispatches in another language are another."""
    parts = urllib.parse.urlsplit(path)
    first, *rest = parts.path.strip("/").split("/")
    names = ",".join(sorted(name for name, _ in urllib.parse.parse_qsl(parts.query, True)))
    kind = "/" + first
    for part in rest:
        named = first in ("source", "agency") or re.search(r"\d|%", part)
        kind += "/{}" if named else "/" + part
    if first == "d" and len(rest) == 1 and not names and (language := re.search(r'<h1[^>]* lang="([^"]+)', page)):
        kind += ":" + language[1]
    return kind + ("?" + names if names else "")


def is_page(answer):
    return answer.headers.get("content-type", "").startswith("text/html")


def find_pages(server, starts, headers):
    """Path -> HTML, a few of each kind."""
    waiting, seen, pages, kinds = list(starts), set(starts), {}, {}
    while waiting and len(seen) < 400 and len(pages) < MOST:
        path = waiting.pop(0)
        answer = server.ask("GET", path, headers=headers)
        if not is_page(answer):
            continue
        page = answer.text
        kind = kind_of(path, page)
        if path not in starts and kinds.get(kind, 0) >= (1 if ":" in kind else A_KIND):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        pages[path] = page
        for link in links_of(page, server.address + path):
            if link not in seen and "logout" not in link:
                seen.add(link)
                waiting.append(link)
    return pages


def violations(page, axe):
    world = page.world()
    page.evaluate(axe + ";0", world)
    return json.loads(page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify("
        "r.violations.map(v => v.id + ' ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + "
        "n.html.slice(0, 120) + ' ' + n.any.concat(n.all).map(a => a.message).join('; ').slice(0, 160)"
        ").join(' | '))))", world))


def look_at(scenario, browser, server, path, axe):
    """True when all is well; prints what is not."""
    page = browser.open()
    page.call("Network.setCacheDisabled", cacheDisabled=True)
    page.go(server.address + path)
    browser.wait(0.2)  # scripts that set times and live words
    found = []
    for name, view in VIEWS.items():
        page.view(**view)
        page.wait_until("document.getAnimations().every(a => a.playState != 'running')", 3)
        found += [f"{name}: {violation}" for violation in violations(page, axe)]
    scenario.equal(f"{path}: axe-core finds nothing", found, [])
    page.view(320, 640, phone=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    scenario.check(f"{path}: fits 320 px", wide <= 320, f"{wide} px: " + str(page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > 321)"
        ".slice(0, 5).map(e => e.outerHTML.slice(0, 100))")))
    own = [t for t in page.transfers.values() if not t["address"].startswith(("data:", "blob:"))]
    weight = sum(t["bytes"] for t in own if t["kind"] != "Image")
    scenario.check(f"{path}: weighs {weight / 1000:.1f} KB", 0 < weight <= LIMIT,
                   [(t["address"], t["bytes"]) for t in own])
    scenario.equal(f"{path}: nobody else is asked", page.outside(server.address), [])
    scenario.equal(f"{path}: no error on the console", [
        line for line in page.errors() if "the server responded with a status of 4" not in line], [])
    page.close()


def check_html(scenario, pages):
    """One start of the checker for all pages."""
    folder = scenario.folder / "html"
    folder.mkdir(exist_ok=True)
    names = {}
    for number, (path, page) in enumerate(pages.items()):
        names[f"{number:03}.html"] = path
        (folder / f"{number:03}.html").write_text(page, encoding="utf-8")
    jar = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
    done = subprocess.run(["java", "-Xss4m", "-jar", str(jar), "--stdout", "--exit-zero-always", "--format",
                           "json", *map(str, sorted(folder.iterdir()))],
                          capture_output=True, text=True, timeout=200)
    scenario.need("the Nu checker runs", done.returncode == 0, done.stderr[-500:])
    found = {}
    for message in json.loads(done.stdout)["messages"]:
        path = names[message["url"].rsplit("/", 1)[1]]
        line = f"{message['type']}: {message['message']} «{message.get('extract', '')[:150]}»"
        found.setdefault((path, message["type"] == "error" or message["type"] == "non-document-error"),
                         []).append(line)
    for path in pages:
        scenario.equal(f"{path}: the Nu checker finds no error", found.get((path, True), []), [])
        for line in found.get((path, False), []):
            print(f"      {path}: {line}")


def add_user(scenario, server):
    made = command(scenario.program, "user", "add", "redaction", "--role", "admin", "--data",
                   server.data, stdin=(PASSWORD + "\n").encode())
    scenario.need("a user is made", made.returncode == 0, made.err)


def log_in(scenario, browser, server):
    """Through the form, as people do. The session's cookie."""
    page = browser.open(server.address + "/login")
    page.evaluate("document.querySelector('input[name=name]').value = 'redaction';"
                  f"document.querySelector('input[type=password]').value = {json.dumps(PASSWORD)};"
                  "document.querySelector('input[type=password]').form.requestSubmit(); 0")
    gone = page.wait_until("location.pathname != '/login' && document.readyState == 'complete'")
    scenario.need("the form logs in", gone, page.evaluate("document.body.innerText"))
    cookies = page.call("Network.getCookies", urls=[server.address])["cookies"]
    page.close()
    scenario.need("a session's cookie is set", cookies, cookies)
    scenario.check("it is out of reach of scripts and other sites",
                   all(c["httpOnly"] and c.get("sameSite") in ("Strict", "Lax") for c in cookies), cookies)
    return "; ".join(f"{c['name']}={c['value']}" for c in cookies)


def check_the_checker(scenario, browser, server, axe):
    """Silence must mean something: a picture without words is found."""
    page = browser.open(server.address + "/")
    page.evaluate("document.body.append(document.createElement('img')); 0")
    found = violations(page, axe)
    scenario.need("axe-core sees what is wrong", any(v.startswith("image-alt") for v in found), found)
    page.close()


def judge(scenario, browser, server, pages, axe):
    chosen = {path: page for path, page in pages.items()
              if not scenario.options.only or path in scenario.options.only}
    print(f"      {len(chosen)} pages: {' '.join(chosen)}", flush=True)
    check_html(scenario, chosen)
    for path in chosen:
        look_at(scenario, browser, server, path, axe)


def needed(name):
    path = HERE / "node_modules" / name
    if not path.exists():
        raise Skip(f"no {name}: tools/setup browser installs it")
    return path


def add_story(server):
    """A dispatch with a copy elsewhere and a second edition, so that there are pages of both."""
    lead = ("Le canal entre les deux lacs rouvre mardi après neuf mois de travaux. Une écluse a été refaite, et les péniches "
            "de deux mille tonnes y passeront de nouveau avant la fin du mois de mai, dit le port.")
    first = server.post_json({"title": "Le canal rouvre", "text": lead, "language": "fr"}).json()["id"]
    server.post_json({"title": "Réouverture du canal", "text": lead.replace("neuf", "dix") + "\n\nLe port a cent ans.",
                      "language": "fr", "url": "https://portail.example/1"})
    server.ask("PUT", f"/api/dispatches/{first}",
               json.dumps({"title": "Le canal rouvre mardi", "text": lead + "\n\nDeux ponts ont été repeints."}).encode(),
               {"Content-Type": "application/json"}, token=True)
    print(f"      the story is dispatch {first}", flush=True)
    return [f"/d/{first}/copies", f"/d/{first}/versions", f"/d/{first}/versions/1..2", f"/d/{first}/versions/1..2?ui=en"]


def add_options(parser):
    parser.add_argument("--only", nargs="*", help="paths to look at, of those that are found")


def main(scenario):
    axe = needed("axe-core/axe.min.js").read_text(encoding="utf-8")
    needed("vnu-jar")
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data", "--demo"))
    server.start()
    browser = scenario.close_at_end(Browser(scenario.folder))

    check_the_checker(scenario, browser, server, axe)

    headers = {"Accept-Language": "fr"}
    public = find_pages(server, ["/", *add_story(server), *ASIDE], headers)
    judge(scenario, browser, server, public, axe)

    add_user(scenario, server)
    headers["Cookie"] = log_in(scenario, browser, server)
    inside = find_pages(server, ["/", "/desk"], headers)
    scenario.need("the desk is found", "/desk" in inside, list(inside))
    desk = {path: page for path, page in inside.items() if path not in public or path == "/"}
    judge(scenario, browser, server, desk, axe)


if __name__ == "__main__":
    run(main, __doc__, add_options)
