"""The command line as a newcomer types it: every mistake gets one clear line and the right exit code."""
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess

from chappe_server import Server, command
from scenario import ROOT, run

SAMPLES = ROOT / "samples"
ABSENT, REFUSED, BUSY, FULL, BROKEN = 1, 2, 3, 4, 5  # base/result.h
FACTS = {"id", "title", "lead", "body", "published", "modified", "language", "authors", "credit",
         "reads", "tags", "site", "url", "notes"}


def one_clear_line(scenario, what, done, codes, *words):
    """One line on standard error that names what was wrong, nothing on standard output."""
    lines = [line for line in done.err.splitlines() if line.strip()]
    codes = codes if isinstance(codes, tuple) else (codes,)
    evidence = f"exit {done.returncode}, stderr {done.err!r}, stdout {done.out[:200]!r}"
    scenario.check(f"{what}: exit code {' or '.join(map(str, codes))}", done.returncode in codes,
                   evidence)
    scenario.check(f"{what}: one line on standard error", len(lines) == 1, evidence)
    scenario.check(f"{what}: says what", all(word in done.err for word in words), evidence)
    scenario.check(f"{what}: in people's words",
                   done.err.startswith("chappe: ")
                   and not re.search(r"terminate|what\(\)|exception|std::|0x[0-9a-f]{6}", done.err),
                   evidence)
    scenario.equal(f"{what}: nothing on standard output", done.out, "")


def help_teaches(scenario):
    chappe = scenario.program
    version = command(chappe, "--version")
    scenario.check("--version prints name and number",
                   version.returncode == 0
                   and re.fullmatch(r"chappe \d+\.\d+\.\d+\n", version.out), version)
    general = command(chappe, "--help")
    scenario.equal("--help ends with 0", general.returncode, 0)
    for name in ("read", "add", "serve", "token"):
        scenario.check(f"--help names {name}", name in general.out, general.out)
        own = command(chappe, name, "--help")
        scenario.check(f"{name} --help ends with 0 and explains on standard output",
                       own.returncode == 0 and len(own.out.splitlines()) >= 5 and not own.err, own)
    scenario.check("--help fits 100 columns", max(map(len, general.out.splitlines())) <= 100,
                   general.out)
    scenario.check("read --help shows an example", "chappe read" in command(chappe, "read", "--help").out)


def wrong_words(scenario):
    chappe = scenario.program
    data = scenario.folder / "never-made"
    one_clear_line(scenario, "no command", command(chappe), REFUSED, "--help")
    one_clear_line(scenario, "unknown command", command(chappe, "sing"), REFUSED, '"sing"')
    one_clear_line(scenario, "unknown command with a flag", command(chappe, "sing", "--port", "1"),
                   REFUSED, '"sing"')
    one_clear_line(scenario, "unknown flag", command(chappe, "serve", "--loud"), REFUSED, "--loud")
    one_clear_line(scenario, "read without a file", command(chappe, "read"), REFUSED)
    one_clear_line(scenario, "unknown type",
                   command(chappe, "read", "--type", "poem", "-"), REFUSED, "poem")
    one_clear_line(scenario, "token without action", command(chappe, "token"), REFUSED)
    for port in ("abc", "70000", "-1", "80.5", ""):
        one_clear_line(scenario, f"port {port!r}",
                       command(chappe, "serve", "--data", data, f"--port={port}", seconds=10),
                       REFUSED, "port")
    one_clear_line(scenario, "a host that is no address",
                   command(chappe, "serve", "--data", scenario.folder / "elsewhere", "--listen",
                           "not an address", "--port", 0, seconds=10), REFUSED, "not an address")
    one_clear_line(scenario, "an address of another machine",
                   command(chappe, "serve", "--data", scenario.folder / "elsewhere", "--listen",
                           "192.0.2.7", "--port", 0, seconds=10), (REFUSED, BUSY), "192.0.2.7")


def read_files(scenario):
    chappe = scenario.program
    text = (SAMPLES / "telegraphe-paris-lille.txt").read_bytes()
    done = command(chappe, "read", "-", stdin=text)
    scenario.equal("read - takes standard input", done.returncode, 0)
    facts = json.loads(done.out)
    scenario.check("a line has the facts of the door", FACTS <= set(facts), FACTS - set(facts))
    scenario.equal("with its title", facts["title"],
                   "Il y a 230 ans, le télégraphe de Chappe apportait à Paris sa première victoire")
    scenario.equal("tags declared and empty are []", facts["tags"], [])
    scenario.equal("an absent fact is null", facts["modified"], None)

    files = sorted(p for p in SAMPLES.iterdir() if p.suffix in (".txt", ".html", ".xml"))
    done = command(chappe, "read", *files)
    lines = [json.loads(line) for line in done.out.splitlines()]
    scenario.equal("all samples at once: exit code 0", done.returncode, 0)
    scenario.equal("one line a dispatch", len(lines), len(files) + 2 + 1)  # feeds of 3 and of 2
    ids = [line["id"] for line in lines]
    scenario.check("ids are file names without extension, #n in a feed",
                   "cop21-accord" in ids and "sciences-rss#3" in ids and "institutions-atom#2" in ids,
                   ids)
    again = command(chappe, "read", *files)
    scenario.check("reading is the same every time", again.out == done.out)

    missing = scenario.folder / "no-such-page.html"
    done = command(chappe, "read", files[0], missing, files[1])
    scenario.equal("a missing file among good ones: the good ones are read",
                   len(done.out.splitlines()), 2)
    scenario.equal("and the exit code says so", done.returncode, ABSENT)
    scenario.check("and one line names it", str(missing) in done.err
                   and len(done.err.splitlines()) == 1, done.err)
    one_clear_line(scenario, "a missing file", command(chappe, "read", missing), ABSENT, missing.name)
    one_clear_line(scenario, "a folder", command(chappe, "read", SAMPLES), REFUSED, "folder")
    for name, content in (("empty.html", b""), ("zeros.txt", bytes(4096)),
                          ("noise.html", os.urandom(4096)), ("half.xml", b"<rss><channel><item>")):
        path = scenario.folder / name
        path.write_bytes(content)
        done = command(chappe, "read", path)
        scenario.check(f"reading {name} does not fail",
                       done.returncode == 0 and all(json.loads(l) for l in done.out.splitlines()),
                       f"{done.returncode} {done.err} {done.out[:300]}")
    typed = command(chappe, "read", "--type", "text", "-", stdin=b"<b>Bold</b> title\n\nA body.\n")
    scenario.check("--type text takes markup as words", "<b>" in json.loads(typed.out)["title"],
                   typed.out)
    with open("/dev/full", "wb") as full:
        gone = subprocess.run([chappe, "read", str(files[0])], stdout=full, stderr=subprocess.PIPE,
                              timeout=30)
    scenario.check("a full standard output is an error, not a success",
                   gone.returncode in (FULL, BROKEN) and len(gone.stderr.splitlines()) == 1, gone)


def read_the_seed(scenario):
    """The dispatch that Chappe grew from (not ours, so it lies beside the project)."""
    seed = scenario.options.shared / "seed/dispatch-fr.txt"
    if not seed.is_file():
        print("      the seed is not beside the project; its facts are not checked")
        return
    facts = json.loads(command(scenario.program, "read", seed).out)
    body = facts["body"].split("\n\n")
    title = seed.read_text(encoding="utf-8").splitlines()[0].strip()
    for name, expected in (("id", "dispatch-fr"), ("title", title), ("published", "2024-04-03"),
                           ("credit", "Azertac"), ("reads", 362), ("tags", []), ("language", "fr")):
        scenario.equal(f"the seed's {name}", facts[name], expected)
    scenario.equal("the seed's 12 paragraphs", len(body), 12)
    scenario.check("from its first words to its last",
                   body[0].startswith("Le président de la République")
                   and body[-1].endswith("technologies vertes."), (body[0], body[-1]))
    scenario.equal("no trace of its small print", [w for w in ("Lu:", "Tags:", "Fil d'info", title)
                                                   if w in facts["body"]], [])


def data_folders(scenario):
    chappe = scenario.program
    page = SAMPLES / "cop21-accord.html"
    blocked = scenario.folder / "a-file"
    blocked.write_text("not a folder")
    for what, words in (("serve", ["serve", "--port", "0"]), ("add", ["add", page]),
                        ("token add", ["token", "add", "x"])):
        one_clear_line(scenario, f"{what} --data on a file",
                       command(chappe, *words, "--data", blocked, seconds=10), (REFUSED, BROKEN),
                       str(blocked))
    scenario.equal("the file in the way is untouched", blocked.read_text(), "not a folder")
    if os.getuid() != 0:  # root may write anywhere
        locked = scenario.folder / "locked"
        locked.mkdir()
        locked.chmod(0o500)
        one_clear_line(scenario, "a folder that may not be written",
                       command(chappe, "add", page, "--data", locked, seconds=10), BROKEN, "locked")

    newer = scenario.folder / "newer"
    scenario.equal("add makes the data folder", command(chappe, "add", page, "--data", newer).returncode, 0)
    database = sqlite3.connect(newer / "chappe.db")
    database.execute("PRAGMA user_version = 9999")
    database.close()
    one_clear_line(scenario, "a database from a newer version",
                   command(chappe, "serve", "--port", 0, "--data", newer, seconds=10), BROKEN, "newer")
    one_clear_line(scenario, "add to a database from a newer version",
                   command(chappe, "add", page, "--data", newer), BROKEN, "newer")

    strange = scenario.folder / "strange"
    strange.mkdir()
    (strange / "chappe.db").write_bytes(b"this is no database, " * 500)
    one_clear_line(scenario, "a file that is no database",
                   command(chappe, "serve", "--port", 0, "--data", strange, seconds=10), BROKEN,
                   "chappe.db")
    other = scenario.folder / "other"
    other.mkdir()
    database = sqlite3.connect(other / "chappe.db")
    database.execute("CREATE TABLE recipes (name TEXT)")
    database.commit()
    database.close()
    one_clear_line(scenario, "somebody else's database",
                   command(chappe, "serve", "--port", 0, "--data", other, seconds=10), BROKEN,
                   "chappe.db")


def add_while_serving(scenario, server):
    chappe = scenario.program
    with server.events() as events:
        done = command(chappe, "add", SAMPLES / "lascaux.html", "--data", server.data)
        event = events.wait_for(lambda e: "Lascaux" in e.data, 2)
        scenario.check("add while the server runs: exit code 0 and a line that names it",
                       done.returncode == 0 and "Lascaux" in done.out, f"{done.out} {done.err}")
        scenario.check("and it appears on /events within 2 s", event, events.events)
        done = command(chappe, "add", SAMPLES / "sciences-rss.xml", "--data", server.data)
        scenario.equal("a feed puts its three items", len(done.out.splitlines()), 3)
        scenario.check("all three appear", all(
            events.wait_for(lambda e, w=word: w in e.data, 2) for word in ("Gaia", "CERN", "ondes")))
    total = server.get("/api/stats").json()["total"]
    again = command(chappe, "add", SAMPLES / "lascaux.html", "--data", server.data)
    scenario.equal("adding it again succeeds", again.returncode, 0)
    scenario.equal("and adds nothing", server.get("/api/stats").json()["total"], total)
    missing = scenario.folder / "gone.html"
    mixed = command(chappe, "add", missing, SAMPLES / "qobustan.html", "--data", server.data)
    scenario.check("a missing file among good ones: the good one is added, exit code 1",
                   mixed.returncode == ABSENT and "Qobustan" in mixed.out
                   and len(mixed.err.splitlines()) == 1, f"{mixed.returncode} {mixed.out} {mixed.err}")
    for what, address in (("a private address", "http://127.0.0.1:8080/page"),
                          ("a private address by name", "http://localhost/page"),
                          ("a port of no web server", server.address + "/"),
                          ("an address without a host", "http:///page")):
        one_clear_line(scenario, f"add of {what}",
                       command(chappe, "add", address, "--data", server.data), REFUSED, address)


def ports(scenario, server):
    other = scenario.folder / "second"
    one_clear_line(scenario, "a port that is taken",
                   command(scenario.program, "serve", "--data", other, "--port", server.port,
                           seconds=10), BUSY, str(server.port))
    with socket.socket() as silent:  # taken by somebody who is no web server
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        one_clear_line(scenario, "a port taken by another program",
                       command(scenario.program, "serve", "--data", other, "--port", port,
                               seconds=10), BUSY, str(port))


def tokens(scenario, server):
    chappe = scenario.program
    made = command(chappe, "token", "add", "night desk", "--data", server.data)
    token = made.out.strip()
    scenario.check("token add prints just the token",
                   made.returncode == 0 and made.out == token + "\n" and len(token) >= 32
                   and " " not in token, made.out)
    server.token = token
    scenario.equal("it opens the API",
                   server.post_json({"title": "Essai de jeton", "text": "Un mot."}).status, 201)
    listed = command(chappe, "token", "list", "--data", server.data)
    scenario.check("token list shows names, not tokens",
                   "night desk" in listed.out and token not in listed.out, listed.out)
    number = next(line.split()[0] for line in listed.out.splitlines() if "night desk" in line)
    removed = command(chappe, "token", "remove", number, "--data", server.data)
    scenario.equal("token remove ends with 0", removed.returncode, 0)
    refused = server.post_json({"title": "Encore", "text": "Un mot."})
    scenario.check("a removed token opens nothing", refused.status in (401, 403), refused)
    one_clear_line(scenario, "remove a token that is not there",
                   command(chappe, "token", "remove", 4711, "--data", server.data), ABSENT, "4711")


def interrupt(scenario, server):
    server.process.send_signal(signal.SIGINT)
    scenario.equal("Ctrl-C ends with exit code 0", server.process.wait(10), 0)


def main(scenario):
    help_teaches(scenario)
    wrong_words(scenario)
    scenario.check("a mistyped port leaves no folder behind", not (scenario.folder / "never-made").exists())
    read_files(scenario)
    read_the_seed(scenario)
    data_folders(scenario)
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    add_while_serving(scenario, server)
    ports(scenario, server)
    tokens(scenario, server)
    interrupt(scenario, server)


if __name__ == "__main__":
    run(main, __doc__)
