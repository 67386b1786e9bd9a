"""The site in a browser: keys, searches that follow the wire, the reader's zone, every page on a
narrow phone and in the dark, printed, without JavaScript; and what machines read of it.

Screenshots are left in --screenshots for people to look at.
"""
import json
import pathlib
import xml.etree.ElementTree

from browser import Browser
from chappe_server import Server
from scenario import ROOT, run

PAGES = {  # name -> address; {arabic} and {dated} are filled with the ids of samples
    "wire": "/", "search": "/search?q=Paris", "search-best": "/search?q=Paris&order=best",
    "search-empty": "/search", "search-none": "/search?q=qwxyz", "search-wrong": "/search?q=(Paris",
    "archive": "/archive", "day": "/day/2015-12-12", "sources": "/sources", "source": "/source/samples",
    "agencies": "/agencies", "agency": "/agency/Optical%20Wire", "help": "/help", "about": "/about",
    "dispatch": "/d/{dated}", "arabic": "/d/{arabic}", "missing": "/nothing",
}
ERRORS = {"search-wrong": 400, "missing": 404}
WEIGHT = 60 * 1024  # bytes of a page with its style, script and icon, as they are sent

# The contrast of every text on the page with what is behind it (WCAG 2.2, 1.4.3), the worst.
CONTRAST = """(() => {
    const lit = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const behind = e => { for (; e; e = e.parentElement) {
        const c = getComputedStyle(e).backgroundColor;
        if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
    let worst = [99, ''];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !e.getClientRects().length || e.closest('.said, .skip')) continue;
        const [a, b] = [lit(getComputedStyle(e).color), lit(behind(e))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < worst[0]) worst = [ratio, walk.currentNode.data.trim().slice(0, 40)];
    }
    return worst; })()"""


def ids_of(server):
    found = {}
    for entry in server.get("/api/dispatches?limit=100").json()["dispatches"]:
        if entry["language"] == "ar":
            found["arabic"] = entry["id"]
        if (entry["title"] or "").startswith("COP21"):
            found["dated"] = entry["id"]
    return found


def fill(address, ids):
    for name, number in ids.items():
        address = address.replace("{" + name + "}", str(number))
    return address


def look_at_all(scenario, server, browser, ids):
    folder = scenario.options.screenshots
    folder.mkdir(parents=True, exist_ok=True)
    for name, address in PAGES.items():
        address = fill(address, ids)
        address += ("&" if "?" in address else "?") + "ui=fr"
        narrow = browser.open(server.address + address, width=320, height=640, phone=True)
        wide = narrow.evaluate("document.documentElement.scrollWidth - 320")
        scenario.check(f"{name}: nothing is wider than 320 px", wide <= 0, f"{wide} px too wide")
        narrow.screenshot(folder / f"{name}-phone.png")
        narrow.close()
        for look in ("light", "dark"):
            page = browser.open(server.address + address, dark=look == "dark")
            ratio, words = page.evaluate(CONTRAST)
            scenario.check(f"{name}, {look}: every text has contrast", ratio >= 4.5,
                           f"{ratio:.2f} of {words!r}")
            page.screenshot(folder / f"{name}-{look}.png")
            if look == "light":
                errors = [line for line in page.errors() if str(ERRORS.get(name, "-")) not in line]
                scenario.equal(f"{name}: no error on the console", errors, [])
                scenario.equal(f"{name}: nobody else is asked", page.outside(server.address), [])
                scenario.equal(f"{name}: one h1", page.evaluate("document.querySelectorAll('h1').length"), 1)
                levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(e => +e.tagName[1])")
                scenario.check(f"{name}: no heading skips a level",
                               all(b - a <= 1 for a, b in zip([0] + levels, levels)), levels)
            page.close()


def weigh(scenario, server, ids):
    import re
    import urllib.parse
    for name, address in PAGES.items():
        answer = server.get(fill(address, ids))
        scenario.equal(f"{name}: its status", answer.status, ERRORS.get(name, 200))
        files = set(re.findall(r'(?:href|src)="(/web/[^"]+)"', answer.text))
        weight = len(answer.body) + sum(len(server.get(urllib.parse.unquote(f)).body) for f in files)
        scenario.check(f"{name}: at most 60 KB with its files, uncompressed", weight <= WEIGHT, weight)
        scenario.check(f"{name}: no inline style or script",
                       " style=" not in answer.text and "<style" not in answer.text
                       and not re.search(r"<script(?! defer src| type=\"application/ld\+json\")", answer.text))


def press(page, *keys, modifiers=0):
    for key in keys:
        page.call("Input.dispatchKeyEvent", type="keyDown", key=key, modifiers=modifiers,
                  text=key if len(key) == 1 else "")
        page.call("Input.dispatchKeyEvent", type="keyUp", key=key, modifiers=modifiers)
    page.browser.wait(0.1)


AT = "[...document.querySelectorAll('#lines li')].findIndex(e => e.contains(document.activeElement))"


def use_keys(scenario, server, browser):
    page = browser.open(server.address + "/?ui=fr")
    press(page, "j")
    scenario.equal("j chooses the first line", page.evaluate(AT), 0)
    press(page, "j", "j", "k")
    scenario.equal("j j k chooses the second", page.evaluate(AT), 1)
    press(page, "j", modifiers=2)
    scenario.equal("with Ctrl it is no key of ours", page.evaluate(AT), 1)
    titles = page.evaluate("[...document.querySelectorAll('#lines li h3')].map(e => e.textContent)")
    press(page, "o")
    scenario.check("o opens it", page.wait_until(
        f"document.querySelector('article h1')?.textContent === {json.dumps(titles[1])}", 5))
    browser.wait(0.3)
    press(page, "j")
    scenario.check("j on a dispatch turns to the next of the list", page.wait_until(
        f"document.querySelector('article h1')?.textContent === {json.dumps(titles[2])}", 5))
    browser.wait(0.3)
    press(page, "g", "f")
    scenario.check("g f goes to the sources", page.wait_until("location.pathname === '/sources'", 5))
    browser.wait(0.3)
    press(page, "/")
    scenario.equal("/ goes to the search box", page.evaluate("document.activeElement.id"), "q")
    press(page, "g", "u")
    scenario.equal("keys typed in a field are text", page.evaluate("document.activeElement.value"), "gu")
    page.evaluate("document.activeElement.blur()")
    press(page, "?")
    scenario.check("? shows the keys", page.wait_until("document.querySelector('dialog')?.open", 5))
    page.screenshot(scenario.options.screenshots / "keys.png")
    page.evaluate("document.querySelector('dialog .keyswitch input').click()")
    press(page, "?")
    scenario.check("? closes them", page.wait_until("!document.querySelector('dialog').open", 5)
                   or not page.evaluate("document.querySelector('dialog').close()"))
    press(page, "g", "u")
    browser.wait(0.3)
    scenario.equal("switched off, no key acts", page.evaluate("location.pathname"), "/sources")
    page.go(server.address + "/help?ui=fr")
    scenario.equal("the help page knows", page.evaluate(
        "document.querySelector('.keyswitch input').checked"), False)
    page.evaluate("document.querySelector('.keyswitch input').click()")
    press(page, "g", "u")
    scenario.check("switched on again, they do", page.wait_until("location.pathname === '/'", 5))
    scenario.equal("keys leave no error on the console", page.errors(), [])
    page.close()


NOTICE = "document.querySelector('#fresh:not([hidden]) button')?.textContent.trim()"


def follow_a_search(scenario, server, browser):
    page = browser.open(server.address + "/search?q=sémaphore&ui=fr")
    browser.wait(0.5)
    before = page.evaluate("document.querySelectorAll('#lines li').length")
    server.post_json({"title": "Rien à voir", "text": "Une dépêche qui parle d'autre chose."})
    server.post_json({"title": "Un sémaphore de plus", "text": "Le sémaphore de Brest transmet."})
    scenario.check("an open search tells of what it finds, and of nothing else",
                   page.wait_until(f"({NOTICE}) === '1 nouvelle dépêche'", 8), page.evaluate(NOTICE))
    page.evaluate("document.querySelector('#fresh button').click()")
    scenario.check("a click shows it", page.wait_until(
        f"document.querySelectorAll('#lines li').length === {before} + 1", 5))
    scenario.check("what was found is marked", page.evaluate(
        "document.querySelector('#lines li mark')?.textContent.toLowerCase() === 'sémaphore'"),
        page.evaluate("document.querySelector('#lines li')?.innerHTML"))
    page.close()


def change_zones(scenario, server, browser):
    arrived = server.get("/api/dispatches?limit=1").json()["dispatches"][0]["arrived"]
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Asia/Tokyo"):
        page = browser.open(width=1000)
        page.call("Emulation.setTimezoneOverride", timezoneId=zone)
        page.go(server.address + "/?ui=fr")
        expected = page.evaluate(
            f"new Intl.DateTimeFormat('fr', {{hour: '2-digit', minute: '2-digit', timeZone: '{zone}'}})"
            f".format(new Date('{arrived}'))")
        scenario.equal(f"{zone}: the clock is the reader's",
                       page.evaluate("document.querySelector('.clock time').textContent"), expected)
        day = page.evaluate(f"new Intl.DateTimeFormat('sv', {{timeZone: '{zone}'}}).format(new Date('{arrived}'))")
        scenario.equal(f"{zone}: and so is the day above it",
                       page.evaluate("document.querySelector('section.day').dataset.day"), day)
        scenario.check(f"{zone}: the page says so", zone in page.evaluate(
            "document.getElementById('clock-zone').textContent"))
        page.close()


def read_right_to_left(scenario, server, browser, ids):
    page = browser.open(server.address + fill("/d/{arabic}?ui=fr", ids))
    scenario.equal("Arabic runs from right to left", page.evaluate(
        "['article h1', '.body p'].map(s => getComputedStyle(document.querySelector(s)).direction)"),
        ["rtl", "rtl"])
    page.call("Emulation.setEmulatedMedia", media="print")
    scenario.equal("a printed dispatch leaves the site's own furniture out", page.evaluate(
        "['.ways', '.finder', '.colophon'].filter(s => document.querySelector(s).getClientRects().length)"), [])
    page.screenshot(scenario.options.screenshots / "print.png")
    page.close()


def read_as_machines(scenario, server, ids):
    page = server.get(fill("/d/{dated}?ui=fr", ids)).text
    begin = page.index('<script type="application/ld+json">') + 35
    facts = json.loads(page[begin:page.index("</script>", begin)])
    scenario.equal("JSON-LD names the article", (facts["@type"], facts["datePublished"]),
                   ("NewsArticle", "2015-12-12T20:04:00+01:00"))
    for address in ("/feed.atom?q=Paris", "/feed.rss?q=Paris", "/sitemap.xml", "/sitemap-news.xml"):
        xml.etree.ElementTree.fromstring(server.get(address).text)
    scenario.check("a search is a feed", "q=Paris" in server.get("/feed.atom?q=Paris").text)
    found = server.get("/api/search?q=Paris&fields=id,title").json()["hits"]
    scenario.check("and JSON", found and all(set(hit) == {"id", "title"} for hit in found), found)
    robots = server.get("/robots.txt").text
    scenario.check("crawlers are told what to leave", "Disallow: /desk\n" in robots
                   and f"Sitemap: {server.address}/sitemap.xml" in robots, robots)


def show_summaries(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "summary", "--show", "summary"))
    server.start()
    facts = {"title": "Titre d'un autre", "text": "Le chapeau.\n\nLa suite secrète.",
             "url": "https://presse.example/1"}
    number = server.post_json(facts).json()["id"]
    own = server.post_json({"title": "Titre à nous", "text": "Le chapeau.\n\nLa suite publique."}).json()["id"]
    doors = (f"/d/{number}", f"/d/{number}.json", f"/d/{number}.txt", f"/api/dispatches/{number}",
             "/", "/feed.atom", "/feed.rss", "/feed.json", "/search?q=secr%C3%A8te", "/api/dispatches",
             "/api/search?q=secr%C3%A8te", "/feed.atom?q=suite", "/sitemap-news.xml")
    told = [door for door in doors if "La suite secr" in server.get(door).text]
    scenario.equal("no door shows the whole of another's article", told, [])
    scenario.check("the page leads to it", "https://presse.example/1" in server.get(doors[0]).text)
    scenario.check("what is ours is whole", "La suite publique" in server.get(f"/d/{own}").text)
    whole = server.ask("GET", f"/api/dispatches/{number}", token=True).json()
    scenario.equal("a token sees everything", (whole["shown"], whole["body"]), ("full", facts["text"]))
    server.close()


def add_options(parser):
    parser.add_argument("--screenshots", type=pathlib.Path, default=ROOT / "build/screenshots/site")


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data", "--demo"))
    server.start()
    ids = ids_of(server)
    weigh(scenario, server, ids)
    read_as_machines(scenario, server, ids)
    show_summaries(scenario)
    browser = scenario.close_at_end(Browser(scenario.folder))
    look_at_all(scenario, server, browser, ids)
    use_keys(scenario, server, browser)
    change_zones(scenario, server, browser)
    read_right_to_left(scenario, server, browser, ids)
    follow_a_search(scenario, server, browser)


if __name__ == "__main__":
    run(main, __doc__, add_options)
