"""Who said what, from a post to the page: statements in the text and beside it, their records, actors,
searches, feeds; what withdrawing takes away; newer models; corrections by a person; in a browser, keys,
light and copies.

Screenshots are left in --screenshots for people to look at.
"""
import json
import pathlib
import re
import sqlite3

from browser import Browser
from chappe_server import Server, command
from scenario import ROOT, run
from site_test import CONTRAST, press

STORY = {
    "title": "Le pont de Brest sera fermé en avril", "language": "fr", "published": "2024-04-03",
    "credit": "Agence Télégraphe", "text":
    "La maire de Brest, Claire Morvan, a annoncé mercredi que le pont serait fermé en avril.\n\n"
    "« Nous n'avons pas le choix », a déclaré Claire Morvan. Elle a assuré que les travaux "
    "dureraient deux semaines.\n\n"
    "Le président de la région, Yann Kermarec, a démenti que la région ait refusé de payer. "
    "Selon Yann Kermarec, la région versera deux millions d'euros."}
ENGLISH = {
    "title": "Minister denies delay of the bridge", "language": "en", "published": "2024-04-04", "text":
    "Transport minister Mary Walker denied on Thursday that the bridge was late. "
    "\"We will open in June,\" Walker said."}


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def post(scenario, server):
    ids = [server.post_json(story).json()["id"] for story in (STORY, ENGLISH)]
    said = [server.get(f"/d/{n}.json").json() for n in ids]
    speakers = {s["speaker"]["name"] for d in said for s in d["said"] if s["speaker"]}
    scenario.check("what is posted is understood when it is there",
                   {"Claire Morvan", "Yann Kermarec", "Mary Walker"} <= speakers, speakers)
    body, first = said[0]["body"], said[0]["said"][0]
    scenario.check("spans count code points of the body",
                   "pont" in "".join(body[a:b] for a, b in first["content"]), first)
    return ids, said


def read_pages(scenario, server, ids, said):
    page = server.get(f"/d/{ids[0]}?ui=fr").text
    for one in said[0]["said"]:
        n = one["id"]
        scenario.check("a statement links from the text to the list and back",
                       f'id="s-{n}" href="#said-{n}"' in page and f'id="said-{n}"' in page
                       and f'href="#s-{n}"' in page, n)
    scenario.check("the words of the text stay as they are",
                   "a démenti que la région" in words_of(page).replace("  ", " "))
    one = next(s for s in said[0]["said"] if s["stance"] == "deny")
    record = server.get(f"/s/{one['id']}?ui=fr")
    scenario.check("a record shows speaker, stance and evidence",
                   all(part in words_of(record.text) for part in ("Yann Kermarec", "dément", "ait refusé de payer")))
    twin = server.get(f"/s/{one['id']}.json").json()
    scenario.check("its twin cites source, day and link",
                   all(part in twin["citation"] for part in
                       ("Yann Kermarec", "Agence Télégraphe", f"/s/{one['id']}")), twin["citation"])
    actor = server.get("/actor/claire-morvan?ui=fr")
    scenario.check("an actor has what they said and how they are introduced",
                   actor.status == 200 and "serait fermé" in actor.text and "maire de Brest" in actor.text)
    scenario.equal("nobody has no page", server.get("/actor/personne").status, 404)


def search(scenario, server):
    hits = server.get("/api/search?q=qui:Kermarec+posture:d%C3%A9mentir").json()["hits"]
    scenario.check("a search finds the statement", len(hits) == 1 and hits[0]["said"], hits)
    page = server.get("/search?q=qui:Kermarec&ui=fr").text
    scenario.check("the page shows its words and says what was asked",
                   "deux millions" in page and "où Kermarec s’exprime" in page)
    feed = server.get("/feed.json?q=qui:Kermarec").json()
    scenario.check("the feed has its words", "deux millions" in json.dumps(feed, ensure_ascii=False))
    told = server.get("/api/query?q=who:Walker&ui=en").json()
    scenario.equal("a query is told in words", told["words"], "Dispatches where Walker speaks.")


def withdraw(scenario, server, ids, said):
    one = said[1]["said"][0]["id"]
    scenario.equal("its record is there", server.get(f"/s/{one}").status, 200)
    server.ask("DELETE", f"/api/dispatches/{ids[1]}", token=True)
    for address in (f"/s/{one}", f"/s/{one}.json", "/actor/mary-walker", "/actor/mary-walker.json"):
        answer = server.get(address)
        scenario.check(f"{address}: gone with its dispatch",
                       answer.status in (404, 410) and "bridge was late" not in answer.text, answer.status)
    scenario.equal("no search finds it", server.get("/api/search?q=who:Walker").json()["hits"], [])


def correct(scenario, server, program, data):
    command(program, "actors", "set", "claire-morvan", "name", "Claire Morvan-Brun", "--data", data)
    command(program, "actors", "set", "claire-morvan", "no role", "maire de Brest", "--data", data)
    shown = command(program, "actors", "show", "claire-morvan", "--data", data)
    scenario.check("a correction is listed", b"corrected   name: Claire Morvan-Brun" in shown.stdout,
                   shown.stdout)
    page = server.get("/actor/claire-morvan?ui=fr").text
    scenario.check("the page shows it", "Morvan-Brun" in page and "corrigé par la rédaction" in page)
    refused = command(program, "actors", "set", "claire-morvan", "country", "Breizh", "--data", data)
    scenario.equal("what is no country is refused", refused.returncode, 2)


def understand_again(scenario, server, program, data, ids, said):
    first = command(program, "reunderstand", "--data", data)
    scenario.check("the same models have nothing to do", first.stdout.startswith(b"0 dispatches"), first)
    with sqlite3.connect(pathlib.Path(data) / "chappe.db", timeout=10) as database:
        database.execute("UPDATE annotation_run SET models = '{}'")
    again = command(program, "reunderstand", "--data", data)
    done = int(again.stdout.split()[0])
    scenario.check("older models are replaced", done > 10, again.stdout)
    after = server.get(f"/d/{ids[0]}.json").json()["said"]
    scenario.equal("statements keep their ids", [s["id"] for s in after], [s["id"] for s in said[0]["said"]])
    page = server.get("/actor/claire-morvan?ui=fr").text
    scenario.check("what a person corrected stays", "Morvan-Brun" in page)


LIT = "document.querySelectorAll('.lit').length"


def look(scenario, server, browser, ids, said):
    folder = scenario.options.screenshots
    folder.mkdir(parents=True, exist_ok=True)
    one = said[0]["said"][0]["id"]
    pages = {"said-dispatch": f"/d/{ids[0]}?ui=fr", "said-record": f"/s/{one}?ui=fr",
             "said-actor": "/actor/claire-morvan?ui=fr", "said-search": "/search?q=qui:Kermarec&ui=fr"}
    for name, address in pages.items():
        narrow = browser.open(server.address + address, width=320, height=640, phone=True)
        wide = narrow.evaluate("document.documentElement.scrollWidth - 320")
        scenario.check(f"{name}: nothing is wider than 320 px", wide <= 0, f"{wide} px too wide")
        narrow.screenshot(folder / f"{name}-phone.png", whole=True)
        narrow.close()
        for shade in ("light", "dark"):
            page = browser.open(server.address + address, dark=shade == "dark", width=1280)
            ratio, words = page.evaluate(CONTRAST)
            scenario.check(f"{name}, {shade}: every text has contrast", ratio >= 4.5, f"{ratio:.2f} of {words!r}")
            scenario.equal(f"{name}, {shade}: no error on the console", page.errors(), [])
            page.screenshot(folder / f"{name}-{shade}.png")
            page.close()


def use(scenario, server, browser, ids):
    page = browser.open(server.address + f"/d/{ids[0]}?ui=fr", width=1280)
    press(page, "]")
    scenario.equal("] goes to the first statement", page.evaluate("document.activeElement.dataset.n"), "1")
    scenario.check("it lights up in the text and in the list", page.evaluate(
        f"{LIT} > 2 && document.querySelector('.sayings li.lit') !== null"))
    press(page, "]", "]", "[")
    scenario.equal("] ] [ is at the second", page.evaluate("document.activeElement.dataset.n"), "2")
    page.evaluate("""(() => { window.copied = '';
        Object.defineProperty(navigator, 'clipboard', {value: {writeText: w => {
            window.copied = w; return Promise.resolve(); }}, configurable: true}); })()""")
    page.evaluate("document.querySelector('.sayings .copy').click()")
    scenario.check("a click copies the citation", page.wait_until("window.copied.includes('/s/')", 5))
    page.close()
    plain = browser.open(server.address + f"/d/{ids[0]}?ui=fr", script=False)
    scenario.check("without JavaScript the links are there and no button is",
                   plain.evaluate("document.querySelectorAll('.body .num').length > 3 &&"
                                  "[...document.querySelectorAll('.copy')].every(b => b.hidden)"))
    plain.close()
    page = browser.open(server.address + "/search?ui=fr", width=1280)
    page.evaluate("""(() => { const field = document.querySelector('main .finder input');
        field.value = 'qui:Kermarec'; field.dispatchEvent(new Event('input', {bubbles: true})); })()""")
    scenario.check("a search is told in words while it is typed", page.wait_until(
        "document.getElementById('in-words').textContent.includes('où Kermarec s’exprime')", 5))
    page.close()


def main(scenario):
    program = scenario.program
    data = scenario.folder / "data"
    server = scenario.close_at_end(Server(program, data, "--demo"))
    server.start()
    server.add_token()
    ids, said = post(scenario, server)
    read_pages(scenario, server, ids, said)
    search(scenario, server)
    browser = scenario.close_at_end(Browser(scenario.folder))
    look(scenario, server, browser, ids, said)
    use(scenario, server, browser, ids)
    withdraw(scenario, server, ids, said)
    correct(scenario, server, program, data)
    understand_again(scenario, server, program, data, ids, said)


def options(parser):
    parser.add_argument("--screenshots", type=pathlib.Path, default=ROOT / "build/screenshots/said")


if __name__ == "__main__":
    run(main, __doc__, options)
