"""The desk at the console beside a running server: withdrawn and erased at once, for every reader, in
every file; users and the log of what was done."""
import json
import time

from chappe_server import Server, command
from scenario import run

RARE = ["zyxotitre", "zyxocorps", "zyxochapeau", "zyxolien", "zyxoclef"]
STORY = {"title": "Le zyxotitre du jour", "url": "https://news.example/zyxolien",
         "text": "Un zyxochapeau bien court.\n\nDes zyxocorps par centaines."}
DOORS = ["/", "/api/dispatches", "/feed.atom", "/feed.rss", "/feed.json", "/search?q=zyxocorps",
         "/sources", "/archive", "/sitemap-news.xml", "/d/{0}", "/d/{0}.json", "/d/{0}.txt",
         "/api/dispatches/{0}"]


def words_in(data):
    """Which rare words the folder's files hold, and where."""
    found = []
    for path in sorted(data.rglob("*")):
        if path.is_file():
            held = path.read_bytes().lower()
            found += [f"{word} in {path.name}" for word in RARE if word.encode() in held]
    return found


def words_told(server, number):
    """Which doors still tell a rare word (what a reader asked for is his own word)."""
    told = []
    for door in DOORS:
        body = server.get(door.format(number)).text.lower()
        for word in RARE:
            if word in body and word not in door:
                told.append(f"{word} at {door}")
    return told


def users(scenario, data):
    chappe = scenario.program
    added = command(chappe, "user", "add", "anna", "--role", "editor", "--data", data,
                    stdin="dix lettres\n".encode())
    scenario.check("a user is added with a password from standard input",
                   added.returncode == 0 and not added.out, added)
    scenario.equal("a short password is refused", command(
        chappe, "user", "add", "ivo", "--data", data, stdin=b"court\n").returncode, 2)
    scenario.equal("no password is refused", command(
        chappe, "user", "add", "ivo", "--data", data).returncode, 2)
    scenario.equal("an unknown role is refused", command(
        chappe, "user", "role", "anna", "boss", "--data", data).returncode, 2)
    scenario.equal("a user who is not there is absent", command(
        chappe, "user", "remove", "ivo", "--data", data).returncode, 1)
    command(chappe, "user", "role", "anna", "admin", "--data", data)
    listed = command(chappe, "user", "list", "--data", data).out
    scenario.check("the list shows name and role", listed.startswith("anna\tadmin\t"), listed)
    scenario.check("the password is in no file", not any(
        b"dix lettres" in path.read_bytes() for path in data.rglob("*") if path.is_file()))
    scenario.equal("a user is removed", command(
        chappe, "user", "remove", "anna", "--data", data).returncode, 0)
    scenario.equal("and gone", command(chappe, "user", "list", "--data", data).out, "")


def withdraw(scenario, server, number, events):
    began = time.monotonic()
    done = command(scenario.program, "withdraw", number, "--notice", "Retirée.", "--data", server.data)
    scenario.equal("withdraw works beside the server", done.returncode, 0)
    event = events.wait_for(lambda e: '"kind":"withdrawal"' in e.data.replace(" ", ""), 5)
    scenario.check("live readers are told within 1 s of the command's end",
                   event and event.at - began < 1 + 1, event)
    page = server.get(f"/d/{number}")
    scenario.check("its page is 410 with the notice", page.status == 410 and "Retirée." in page.text,
                   page)
    scenario.equal("no door tells a word of it", words_told(server, number), [])


def erase(scenario, server, number):
    scenario.equal("erase asks nobody without a terminal", command(
        scenario.program, "erase", number, "--data", server.data).returncode, 2)
    began = time.monotonic()
    done = command(scenario.program, "erase", number, "--yes", "--data", server.data)
    print(f"      erased in {time.monotonic() - began:.2f} s")
    scenario.equal("erase works beside the server", done.returncode, 0)
    scenario.equal("no file holds a word of it", words_in(server.data), [])
    scenario.equal("no door tells one", words_told(server, number), [])
    scenario.equal("its page is 410", server.get(f"/d/{number}").status, 410)
    scenario.equal("erasing twice is refused", command(
        scenario.program, "erase", number, "--yes", "--data", server.data).returncode, 2)
    with server.events(last_event_id=0) as again:
        last = again.wait_for(lambda e: int(e.id or 0) >= 2, 5)
        told = " ".join(event.data for event in again.events)
        scenario.check("events that are told again hold no word of it",
                       last and not any(word in told.lower() for word in RARE), told)


def stays_away(scenario, server, number):
    again = server.post_json(STORY, key="zyxoclef")
    scenario.check("the same request again brings nothing back", again.status == 410
                   and server.get(f"/d/{number}").status == 410, again)
    moved = server.post_json(STORY | {"url": "https://other.example/2"})
    scenario.equal("nor does the same text from elsewhere", words_told(server, number), [])
    scenario.equal("whose answer says so", moved.status, 410)


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    server.add_token()
    users(scenario, server.data)
    for n in range(30):
        server.post_json({"title": f"Dépêche {n}", "text": f"Le mot{n} et la suite {n * 7}."})
    number = server.post_json(STORY, key="zyxoclef").json()["id"]
    scenario.check("before, files and doors tell it", words_in(server.data)
                   and len(words_told(server, number)) > 5, words_told(server, number))
    events = scenario.close_at_end(server.events())
    withdraw(scenario, server, number, events)
    erase(scenario, server, number)
    stays_away(scenario, server, number)
    audit = command(scenario.program, "audit", "--data", server.data).out
    scenario.check("the log tells who did what to which dispatch",
                   f"\tconsole\terase\t{number}\t" in audit
                   and f"\tconsole\twithdraw\t{number}\t" in audit, audit)
    scenario.check("and no word of it", not any(word in audit.lower() for word in RARE), audit)
    code, _ = server.stop()
    scenario.equal("the server ends cleanly", code, 0)


if __name__ == "__main__":
    run(main, __doc__)
