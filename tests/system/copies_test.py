"""One story, once: near-copies of several sources stand behind their original on the wire, in searches and feeds; readers
of live events hear of them as copies; kill -9 leaves every group whole; precision and recall stay above eval/floors.json.
"""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import threading
import time

from chappe_server import Server
from scenario import run

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LEAD = ("Le trafic ferroviaire a repris mardi matin entre Lyon et Grenoble après trois jours d'interruption, a annoncé "
        "l'exploitant de la ligne.")
DETAILS = ("Un éboulement avait emporté deux cents mètres de voie samedi près de Rives. Quarante ouvriers se sont relayés jour "
           "et nuit pour poser de nouveaux rails, et un train d'essai a circulé lundi soir sans incident.")


def put(folder, name, **facts):
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    os.utime(file, (time.time() - 60,) * 2)  # whoever writes it is done


def chappe(scenario, data, *arguments):
    done = subprocess.run([scenario.program, *map(str, arguments), "--data", str(data)], capture_output=True, text=True, timeout=120)
    scenario.need(f"chappe {arguments[0]} {arguments[1]}", done.returncode == 0, done.stdout + done.stderr)


def check_story(scenario, folder):
    """An agency's dispatch, a portal's with another figure, and a new copy while somebody watches."""
    data = folder / "data"
    put(folder / "agence", "1", title="Reprise du trafic", text=f"{LEAD}\n\n{DETAILS}", language="fr", url="https://agence.example/1")
    put(folder / "portail", "1", title="C'est reparti", text=f"{LEAD}\n\n{DETAILS}".replace("trois", "quatre"), language="fr",
        url="https://portail.example/1")
    for source in ("agence", "portail"):
        chappe(scenario, data, "source", "add", folder / source)
        chappe(scenario, data, "source", "refresh")
    server = Server(scenario.program, data)
    try:
        server.start()
        wire = server.get("/?ui=en").text
        scenario.check("the wire tells it once", wire.count('data-id="') == 1 and "+1 copy</a>" in wire, wire[:2000])
        page = server.get("/d/1/copies?ui=en").text
        scenario.check("what the portal changed is shown", "trois</del>" in page and "quatre</ins>" in page, page[:3000])
        portal = server.get("/d/2.json").json()
        scenario.check("JSON says whose copy it is", portal["copy_of"] == 1 and server.get("/d/1.json").json()["copies"] == 1, portal)
        found = server.get("/api/search?q=Grenoble&copies=once").json()["hits"]
        scenario.check("a search finds it once", [hit["id"] for hit in found] == [1], found)
        scenario.check("a search for what only the copy says finds that",
                       [hit["id"] for hit in server.get("/api/search?q=quatre&copies=once").json()["hits"]] == [2])
        with server.events() as events:
            server.post_json({"title": "Encore", "text": LEAD, "language": "fr", "url": "https://radio.example/1"})
            event = events.wait_for(lambda e: "Encore" in e.data, seconds=10)
            told = json.loads(event.data) if event else {}
            scenario.check("live readers hear of a copy, not of news",
                           told.get("kind") == "copy" and told["dispatch"]["copy_of"] == 1, told)
        scenario.check("feeds tell it once", server.get("/feed.json").json()["items"].__len__() == 1)
        scenario.check("and each when they are asked to", len(server.get("/feed.json?copies=each").json()["items"]) == 3)
        server.ask("DELETE", "/api/dispatches/1", token=True)
        after = server.get("/d/2.json").json()
        scenario.check("the next one stands in its place", after["copy_of"] is None and after["copies"] == 1, after)
    finally:
        server.close()


def check_editions(scenario, folder):
    server = Server(scenario.program, folder / "editions")
    try:
        server.start()
        item = {"uri": "urn:x:1", "type": "text", "headline": "Reprise", "pubstatus": "usable", "body_text": f"{LEAD}\n\n{DETAILS}"}
        server.post_json(item)
        server.post_json(item | {"headline": "Reprise mardi", "body_text": f"{LEAD}\n\n{DETAILS}".replace("Quarante", "Cinquante")})
        page = server.get("/d/1/versions/1..2?ui=fr")
        scenario.check("editions are compared", page.status == 200 and "Quarante</del>" in page.text and "Cinquante</ins>" in page.text,
                       page)
        killed = server.post_json(item | {"pubstatus": "canceled"})
        scenario.check("what the source cancels is withdrawn", server.get("/d/1").status == 410 and killed.status == 410, killed)
    finally:
        server.close()


def whole(data):
    """What is wrong with the groups."""
    database = sqlite3.connect(f"file:{data}/chappe.db?mode=ro", uri=True)
    try:
        return database.execute(
            "SELECT 'originals', copy_group FROM copy_member GROUP BY copy_group HAVING sum(original) <> 1 OR count(*) < 2"
            " UNION ALL SELECT 'not live', m.dispatch FROM copy_member m JOIN dispatch d ON d.id = m.dispatch WHERE d.state <> 'live'"
            " UNION ALL SELECT 'no group', dispatch FROM copy_member WHERE copy_group NOT IN (SELECT id FROM copy_group)"
            " UNION ALL SELECT 'told as news', m.dispatch FROM copy_member m JOIN dispatch d ON d.id = m.dispatch"
            " JOIN change c ON c.seq = d.position WHERE m.original = 0 AND c.kind = 'new' AND d.last_change = d.position"
            " UNION ALL SELECT 'key of nobody', dispatch FROM copy_band WHERE dispatch NOT IN (SELECT dispatch FROM copy_signature)"
        ).fetchall()
    finally:
        database.close()


def check_crash(scenario, folder):
    data = folder / "crash"
    server = Server(scenario.program, data)
    words = "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa".split()

    posted = []

    def post(worker):
        n = 0
        while True:
            story = [words[(worker * 7 + n // 3 + i * i) % len(words)] + str(n // 3 % 9) for i in range(30)]
            try:
                server.post_json({"title": f"{worker} {n}", "text": " ".join(story) + f" {n % 3}.", "language": "en",
                                  "url": f"https://x{worker}.example/{n}"}, seconds=10)
            except OSError:
                return
            n += 1
            posted.append(worker)

    for round in range(3):
        try:
            server.start()
            workers = [threading.Thread(target=post, args=(round * 4 + w,), daemon=True) for w in range(4)]
            for worker in workers:
                worker.start()
            end, wanted = time.monotonic() + 30, len(posted) + 60  # a story has three copies
            while len(posted) < wanted and time.monotonic() < end:
                time.sleep(0.02)
        finally:
            server.close()
        for worker in workers:
            worker.join(20)
        server.start()
        wrong = whole(data)
        scenario.check(f"groups are whole after kill -9 ({round})", not wrong, wrong[:5])
        groups = sqlite3.connect(f"file:{data}/chappe.db?mode=ro", uri=True).execute("SELECT count(*) FROM copy_group").fetchone()[0]
        scenario.check("there were groups", groups > 0)
        server.close()


def check_quality(scenario):
    done = subprocess.run([sys.executable, "-B", ROOT / "eval/copies/score.py", "--chappe", scenario.program, "--copies", "150",
                           "--lookalikes", "150", "--seed", "4", "--floors"], capture_output=True, text=True, timeout=250)
    print(done.stdout.splitlines()[0] if done.stdout else "")
    scenario.check("precision and recall are above the floors", done.returncode == 0, done.stdout + done.stderr)


def main(scenario):
    folder = scenario.folder
    check_story(scenario, folder)
    check_editions(scenario, folder)
    check_crash(scenario, folder)
    check_quality(scenario)


if __name__ == "__main__":
    run(main, __doc__)
