"""The desk in a browser: editors log in, write, embargo, correct, withdraw and erase, over real forms,
first by plain HTTP with cookies, then in Chromium; every page as a picture.

    tests/system/newsroom_test.py [--screenshots FOLDER]
"""
import datetime
import http.client
import json
import pathlib
import re
import urllib.parse

from browser import Browser
from chappe_server import Answer, Server, command
from scenario import ROOT, run

PASSWORD = "un mot de passe assez long"
FRENCH = ("Un accord sur l’eau à Tbilissi",
          "Les deux pays partageront l’eau du fleuve.\n\nLe texte sera signé au printemps.")
ARABIC = ("اتفاق على تقاسم مياه النهر", "اتفق البلدان على تقاسم مياه النهر.\n\nيوقع النص في الربيع.")


class Person:
    """Somebody with a browser that knows forms and cookies, and nothing else."""

    def __init__(self, server):
        self.server = server
        self.cookie = None

    def ask(self, method, path, fields=None, origin="own"):
        headers = {"Accept-Language": "en"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if method == "POST" and origin:
            headers["Origin"] = self.server.address if origin == "own" else origin
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()},
                            response.read())
        finally:
            connection.close()
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].split(";")[0]
        return answer

    def log_in(self, name, password=PASSWORD):
        return self.ask("POST", "/login", {"name": name, "password": password})


def add_user(scenario, server, name, role):
    added = command(scenario.program, "user", "add", name, "--role", role, "--data", server.data,
                    stdin=(PASSWORD + "\n").encode())
    scenario.need(f"{name} is added", added.returncode == 0, added)


def by_hand(scenario, server):
    """Plain HTTP: sessions, origins, forms."""
    edda = Person(server)
    wrong = edda.log_in("edda", "not the right one")
    scenario.check("a wrong password is refused", wrong.status == 403 and edda.cookie is None, wrong)
    entered = edda.log_in("edda")
    scenario.check("the right one opens the desk",
                   entered.status == 303 and entered.headers["location"] == "/desk", entered)
    cookie = entered.headers["set-cookie"]
    scenario.check("its cookie is out of reach of scripts and other sites",
                   "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie)
    desk = edda.ask("GET", "/desk")
    scenario.check("the desk is private", desk.status == 200
                   and desk.headers["cache-control"] == "private, no-store", desk.headers)
    draft = {"title": "Par formulaire", "text": "Un texte.\r\n\r\nDeux.", "timing": "now",
             "step": "send", "published": "2026-11-25"}
    for origin in ("https://evil.example", "null", None):
        refused = edda.ask("POST", "/desk/new", draft, origin=origin)
        scenario.equal(f"a form from {origin} is refused", refused.status, 403)
    sent = edda.ask("POST", "/desk/new", draft)
    scenario.need("a form from our own page is taken",
                  sent.status == 303 and sent.headers["location"].startswith("/d/"), sent)
    story = server.get(sent.headers["location"] + ".json").json()
    scenario.equal("its text is on the wire, word for word", story["body"], "Un texte.\n\nDeux.")

    big = {**draft, "title": "Long", "text": "ب" * 60_000}  # 360,000 bytes on the way
    scenario.equal("a long text gets through", edda.ask("POST", "/desk/new", big).status, 303)
    old_cookie = edda.cookie
    scenario.equal("logging out", edda.ask("POST", "/logout", {}).status, 303)
    edda.cookie = old_cookie
    scenario.equal("ends the session at the server", edda.ask("GET", "/desk").status, 303)
    kept = edda.ask("POST", "/desk/new", big)
    scenario.check("an ended session gives the text back", kept.status == 403
                   and "ب" * 60_000 in kept.text and "kept.text" in kept.text, kept.status)

    guesser = Person(server)
    answers = [guesser.log_in("nemo", str(n)).status for n in range(12)]
    scenario.equal("guesses run out", answers.count(429), 2)


def by_program(scenario, server):
    number = server.post_json({"title": "Par programme", "text": "Un."}).json()["id"]
    path = f"/api/dispatches/{number}"
    put = server.ask("PUT", path, json.dumps({"title": "Par programme", "text": "Deux.",
                                              "tags": ["a"]}), {"Content-Type": "application/json"},
                     token=True)
    scenario.check("a token corrects", put.status == 200 and put.json()["outcome"] == "corrected", put)
    scenario.equal("the correction is read", server.get(path).json()["body"], "Deux.")
    for _ in range(2):
        gone = server.ask("DELETE", path + "?notice=Retrait.", token=True)
        scenario.check("and withdraws, also twice", gone.status == 200, gone)
    scenario.equal("the notice stays", server.get(path).json()["notice"], "Retrait.")
    scenario.check("the Atom feed says so",
                   f'deleted-entry ref="{server.address}/d/{number}"' in server.get("/feed.atom").text)
    for _ in range(2):
        gone = server.ask("DELETE", path + "?erase=yes", token=True)
        scenario.check("and erases, also twice", gone.status == 200, gone)
    scenario.equal("without a token nothing happens", server.ask("DELETE", path).status, 401)


def type_into(page, **fields):
    for name, value in fields.items():
        page.evaluate(f"document.getElementById({json.dumps(name)}).value = {json.dumps(value)}")


def press(page, words, seconds=10):
    """Clicks the button that says so, and waits for the next page."""
    before = page.loaded
    page.evaluate("[...document.querySelectorAll('button')].find(b => b.textContent === "
                  f"{json.dumps(words)}).click()")
    for _ in range(int(seconds / 0.05)):
        if page.loaded > before:
            return
        page.browser.wait(0.05)
    raise TimeoutError(f"nothing followed a click on {words}")


def number_in(page):
    found = re.search(r"/d/(\d+)", page.evaluate("location.pathname"))
    return found and found[1]


def write_french(scenario, server, page):
    page.go(server.address + "/desk/new")
    type_into(page, title=FRENCH[0], text=FRENCH[1], credit="Sémaphore", tags="eau, Tbilissi")
    press(page, "Aperçu")
    scenario.check("the preview shows the story and the form", page.evaluate(
        "document.querySelector('.preview h1').textContent + document.querySelector('#text').value")
        == FRENCH[0] + FRENCH[1])
    page.screenshot(scenario.options.screenshots / "newsroom-preview.png", whole=True)
    press(page, "Publier")
    number = number_in(page)
    scenario.need("publishing shows the dispatch", number and page.evaluate(
        "document.querySelector('article h1').textContent") == FRENCH[0], page.evaluate("location.href"))
    scenario.check("with its paragraphs, agency and tags", page.evaluate(
        "document.querySelectorAll('.body p').length === 2 && "
        "document.querySelector('.credit').textContent.includes('Sémaphore') && "
        "document.querySelector('.tags').textContent.includes('Tbilissi')"))
    return number


def embargo_arabic(scenario, server, page, reader):
    page.go(server.address + "/desk/new")
    scenario.equal("the browser's own zone is chosen", page.evaluate(
        "document.getElementById('zone').value"), page.evaluate(
        "Intl.DateTimeFormat().resolvedOptions().timeZone"))
    release = (datetime.datetime.now(datetime.timezone.utc)
               + datetime.timedelta(seconds=4)).replace(microsecond=0)  # as the field takes it
    type_into(page, title=ARABIC[0], text=ARABIC[1], zone="UTC",
              release=release.strftime("%Y-%m-%dT%H:%M:%S"))
    page.evaluate("document.getElementById('timing-embargo').click()")
    press(page, "Publier")
    scenario.check("an embargo brings its editor to the desk", page.evaluate(
        "location.pathname === '/desk' && document.querySelector('[role=status]') !== null"))
    page.screenshot(scenario.options.screenshots / "newsroom-desk.png", whole=True)
    number = page.evaluate("document.querySelector('.entries a').href").rsplit("/", 1)[1]
    early = server.get(f"/d/{number.split('?')[0]}").status
    scenario.check("readers do not see it before its time", early == 404 or
                   datetime.datetime.now(datetime.timezone.utc) >= release, early)
    here = f"document.body.textContent.includes({json.dumps(ARABIC[0])})"
    scenario.check("at its time it comes live on an open page", reader.wait_until(
        f"(document.querySelector('#fresh:not([hidden]) button')?.click(), {here})", 12))
    scenario.check("its time was kept", datetime.datetime.now(datetime.timezone.utc) >= release)
    return number


def correct_and_withdraw(scenario, server, page, number):
    page.go(f"{server.address}/d/{number}/edit")
    page.screenshot(scenario.options.screenshots / "newsroom-correct.png", whole=True)
    type_into(page, title=FRENCH[0] + " et Bakou")
    press(page, "Publier la correction")
    scenario.equal("a correction is on its page", page.evaluate(
        "document.querySelector('article h1').textContent"), FRENCH[0] + " et Bakou")
    page.go(f"{server.address}/d/{number}/withdraw")
    type_into(page, notice="Le texte n’est pas encore signé.")
    press(page, "Retirer du fil")
    gone = server.get(f"/d/{number}", Accept_Language="fr")
    scenario.check("a withdrawn one says why, and since when", gone.status == 410
                   and "Le texte n’est pas encore signé." in gone.text and "Retirée le" in gone.text,
                   gone)
    page.screenshot(scenario.options.screenshots / "newsroom-withdrawn.png", whole=True)
    press(page, "Rétablir")
    scenario.equal("and can be reinstated", server.get(f"/d/{number}").status, 200)


def erase(scenario, server, page, number):
    page.go(f"{server.address}/d/{number}/erase")
    type_into(page, typed="0")
    press(page, "Effacer pour toujours")
    scenario.check("erasing asks for the number", page.evaluate(
        "document.activeElement !== null && !!document.getElementById('typed-wrong')"))
    type_into(page, typed=number)
    press(page, "Effacer pour toujours")
    scenario.equal("an erased one is gone", server.get(f"/d/{number}").status, 410)
    page.go(server.address + "/desk/audit")
    scenario.check("and the log has it", page.evaluate(
        "document.querySelector('table').textContent.includes('effacement')"))


VIEWS = {"": {}, "-dark": {"dark": True}, "-phone": {"width": 390, "height": 844, "phone": True},
         "-phone-dark": {"width": 390, "height": 844, "phone": True, "dark": True}}


def pictures(scenario, server, browser, number, secret):
    """Every page, as people see it. The cookie is the browser's: all its pages are logged in."""
    pages = {"desk": "/desk", "new": "/desk/new", "users": "/desk/users", "password": "/desk/password",
             "audit": "/desk/audit", "edit": f"/d/{number}/edit", "withdraw": f"/d/{number}/withdraw",
             "erase": f"/d/{number}/erase", "dispatch": f"/d/{number}", "arabic": f"/d/{secret}/edit"}
    for suffix, view in VIEWS.items():
        page = browser.open(**view)
        for name, path in pages.items():
            page.go(server.address + path)
            page.screenshot(scenario.options.screenshots / f"newsroom-{name}{suffix}.png", whole=True)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            scenario.check(f"{name}{suffix}: nothing is wider than the screen", wide <= 0, wide)
        page.go(server.address + "/desk/new")
        page.evaluate("document.querySelector('form.draft').noValidate = true")
        type_into(page, title="Sans texte", url="ftp://x")
        press(page, "Publier")
        page.screenshot(scenario.options.screenshots / f"newsroom-wrong{suffix}.png", whole=True)
        scenario.check(f"wrong{suffix}: what is wrong stands at its field", page.evaluate(
            "document.querySelector('#text-wrong') && document.querySelector('#url-wrong') && "
            "document.querySelector('#title').value === 'Sans texte'"))
        scenario.equal(f"{suffix}: no error on the console", [
            line for line in page.errors() if "422" not in line], [])
        scenario.equal(f"{suffix}: nobody else is asked", page.outside(server.address), [])
        page.close()


def in_browser(scenario, server):
    folder = scenario.options.screenshots
    folder.mkdir(parents=True, exist_ok=True)
    browser = scenario.close_at_end(Browser(scenario.folder))
    reader = browser.open(server.address + "/")
    page = browser.open(server.address + "/desk/new")
    scenario.equal("whoever is nobody is asked to log in", page.evaluate("location.pathname"), "/login")
    page.screenshot(folder / "newsroom-login.png", whole=True)
    type_into(page, name="ada", password=PASSWORD)
    press(page, "Entrer")
    scenario.equal("and goes on from there", page.evaluate("location.pathname"), "/desk/new")

    number = write_french(scenario, server, page)
    secret = embargo_arabic(scenario, server, page, reader)
    reader.close()
    correct_and_withdraw(scenario, server, page, number)
    pictures(scenario, server, browser, number, secret)
    erase(scenario, server, page, number)
    scenario.equal("no error on the console", [
        line for line in page.errors() if "422" not in line and "410" not in line], [])
    page.go(server.address + "/desk")
    press(page, "Sortir")
    scenario.equal("logging out leads to the wire", page.evaluate("location.pathname"), "/")
    page.go(server.address + "/desk")
    scenario.equal("and the desk is shut", page.evaluate("location.pathname"), "/login")
    print(f"      screenshots: {folder}")


def add_options(parser):
    parser.add_argument("--screenshots", type=pathlib.Path, default=ROOT / "build/screenshots")


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    server.add_token()
    for name, role in (("edda", "editor"), ("ada", "admin")):
        add_user(scenario, server, name, role)
    by_hand(scenario, server)
    by_program(scenario, server)
    in_browser(scenario, server)


if __name__ == "__main__":
    run(main, __doc__, add_options)
