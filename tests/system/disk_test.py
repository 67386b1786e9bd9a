"""When the disk or the database says no: writes get a clear answer, reads go on, nothing acknowledged
is lost, and it heals without a restart. Full disk 507, read-only disk 500 or 503, locked database 503.

The data folder is a tmpfs of a few megabytes in a mount namespace of its own, which goes away with
the test. Skipped where neither root nor user namespaces may mount.
"""
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time

from chappe_server import Server, command
from scenario import Skip, Stop, run

SIZE = 14 << 20    # bytes of the disk
BALLAST = 8 << 20  # bytes of it that are given back later
INSIDE = "CHAPPE_DISK_TEST_INSIDE"
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def enter_namespace():
    """Starts this script again where it may mount. Returns only inside."""
    if os.environ.get(INSIDE):
        return
    unshare = shutil.which("unshare")
    for flags in (["--mount"], ["--user", "--map-root-user", "--mount"]):
        if unshare and subprocess.run([unshare, *flags, "true"], capture_output=True).returncode == 0:
            os.environ[INSIDE] = "1"
            os.execv(unshare, [unshare, *flags, sys.executable, *sys.argv])


def mount(folder):
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Skip(f"no tmpfs can be mounted here: {done.stderr.strip()}")


def story(number, size=20_000):
    """Words that no compression makes small."""
    dice = random.Random(number)
    words = ["".join(dice.choices(LETTERS, k=8)) for _ in range(size // 9)]
    return {"title": f"Disque {number:04}", "text": " ".join(words)}


def fill(server, acknowledged, seconds=60):
    """Posts until the disk is full; the answer that said so."""
    end = time.monotonic() + seconds
    number = len(acknowledged)
    while time.monotonic() < end:
        number += 1
        answer = server.post_json(story(number))
        if answer.status != 201:
            return answer
        acknowledged[number] = answer.json()["id"]
    return None


def lost(server, acknowledged):
    return [number for number, i in acknowledged.items()
            if (a := server.get(f"/api/dispatches/{i}")).status != 200
            or a.json()["body"] != story(number)["text"]]


def reads_go_on(scenario, server, acknowledged):
    scenario.equal("reads go on: nothing acknowledged is lost", lost(server, acknowledged), [])
    for path in ("/", "/feed.atom", "/api/stats", f"/d/{max(acknowledged.values())}"):
        scenario.equal(f"reads go on: {path}", server.get(path).status, 200)
    scenario.check("/healthz still answers", server.get("/healthz").status in (200, 503, 507))


def full(scenario, server, acknowledged, answer):
    scenario.need("the disk got full", answer is not None and len(acknowledged) > 5,
                  f"{len(acknowledged)} posts taken, {answer}")
    print(f"      full after {len(acknowledged)} posts of 20 KB")
    scenario.equal("a full disk is answered 507", answer.status, 507)
    line = answer.json()["error"]
    scenario.check("with one clear line", "\n" not in line and any(
        word in line.lower() for word in ("disk", "room", "space", "full")), line)
    more = [server.post_json(story(9000 + i)).status for i in range(10)]
    scenario.equal("and so is every further post", more, [507] * 10)
    small = server.post_json({"title": "Une petite", "text": "Trois mots suffisent."})
    scenario.check("a small one is kept or answered 507", small.status in (201, 507), small)
    count = server.ask("POST", f"/api/dispatches/{acknowledged[1]}/reads", b"", token=True)
    scenario.check("a read is counted or answered 507", count.status in (200, 201, 507), count)
    return count.status != 507


def heals(scenario, server, acknowledged, ballast):
    ballast.unlink()
    answer = eventually(server, 5000)
    scenario.need("with room again a post is taken, without a restart", answer.status == 201, answer)
    acknowledged[5000] = answer.json()["id"]
    for number in range(5001, 5011):
        answer = server.post_json(story(number))
        scenario.equal(f"and the next one ({number})", answer.status, 201)
        acknowledged[number] = answer.json().get("id")


def remount(folder, mode):
    subprocess.run(["mount", "-o", f"remount,bind,{mode}", str(folder)], check=True, capture_output=True)


def read_only(scenario, server, acknowledged, disk):
    server.stop()  # a file that is open for writing keeps a disk from becoming read-only
    remount(disk, "ro")
    server.start()
    answer = server.post_json(story(6000))
    scenario.check("a read-only disk is answered 500 or 503 with one clear line",
                   answer.status in (500, 503) and "\n" not in answer.json()["error"], answer)
    scenario.equal("reads go on on a read-only disk", lost(server, acknowledged), [])
    scenario.equal("and the wire is there", server.get("/").status, 200)
    server.stop()
    remount(disk, "rw")
    server.start()
    answer = server.post_json(story(6001))
    scenario.need("when it can be written again a post is taken", answer.status == 201, answer)
    acknowledged[6001] = answer.json()["id"]


def eventually(server, number, seconds=15):
    """Posts until it is taken or the time is over; the last answer."""
    end = time.monotonic() + seconds
    answer = server.post_json(story(number))
    while answer.status != 201 and time.monotonic() < end:
        time.sleep(0.25)
        answer = server.post_json(story(number))
    return answer


def locked(scenario, server, acknowledged):
    """Another program holds the database for longer than the 5 s that the writer waits."""
    other = sqlite3.connect(server.data / "chappe.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    answer = server.post_json(story(6100))
    seconds = time.monotonic() - began
    scenario.check("a locked database is answered 503 with one clear line after about 5 s",
                   answer.status == 503 and "\n" not in answer.json()["error"] and seconds < 12,
                   f"{answer} after {seconds:.1f} s")
    scenario.equal("reads go on while it is locked", lost(server, acknowledged), [])
    other.execute("ROLLBACK")
    other.close()
    answer = server.post_json(story(6101))
    scenario.need("when it is free again a post is taken", answer.status == 201, answer)
    acknowledged[6101] = answer.json()["id"]


def damaged(scenario, data):
    """Pages in the middle of the file are noise: it says so or serves what it can; it never dies."""
    path = data / "chappe.db"
    size = path.stat().st_size
    for at in range(8192, size - 4096, 16384):
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(random.Random(at).randbytes(4096))
    server = scenario.close_at_end(Server(scenario.program, data))
    server.log = scenario.folder / "damaged.log"
    try:
        server.start()
    except RuntimeError as why:
        done = command(scenario.program, "serve", "--data", data, "--port", server.port, seconds=20)
        scenario.check("a damaged database: one clear line and exit code 5",
                       done.returncode == 5 and len(done.err.splitlines()) == 1, f"{done.err!r} {why}")
        return
    server.token = "0" * 64
    statuses = [server.get(path).status for path in ("/", "/d/1", "/feed.atom", "/api/stats")]
    post = server.post_json(story(1, 100))
    scenario.check("a damaged database is answered 500, or what is whole is served",
                   all(s in (200, 404, 500, 503) for s in statuses) and post.status in (401, 500, 503),
                   f"{statuses} {post}")
    scenario.equal("and it still ends cleanly", server.stop()[0], 0)


def restart_when_full(scenario, server, acknowledged, counted):
    """Full to the last byte, then stopped and started: it serves, or it says why not."""
    fill(server, acknowledged)
    code, _ = server.stop()
    scenario.equal("it ends cleanly on a full disk", code, 0)
    stuffing = server.data / "stuffing"
    with open(stuffing, "wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass  # that was the aim
    try:
        server.start()
        scenario.equal("started on a full disk it serves what it has", lost(server, acknowledged), [])
        server.stop()
    except RuntimeError as why:
        done = command(scenario.program, "serve", "--data", server.data, "--port", server.port,
                       seconds=20)
        scenario.check("started on a full disk it says so in one line and ends with 4 (full)",
                       done.returncode == 4 and len(done.err.splitlines()) == 1,
                       f"{done.returncode} {done.err!r} {why}")
    stuffing.unlink()
    server.start()
    scenario.equal("after all that nothing acknowledged is lost", lost(server, acknowledged), [])
    reads = server.get(f"/api/dispatches/{acknowledged[1]}").json()["reads_here"]
    scenario.equal("and the counter is exact", reads, int(counted))
    total = server.get("/api/stats").json()["total"]
    scenario.check("nor is anything there that was refused",
                   total in (len(acknowledged), len(acknowledged) + 1),
                   f"{total} in the archive, {len(acknowledged)} acknowledged, perhaps the small one")
    server.stop()
    database = sqlite3.connect(server.data / "chappe.db")
    scenario.equal("the database is whole",
                   database.execute("PRAGMA integrity_check").fetchone()[0], "ok")
    database.close()


def main(scenario):
    if not os.environ.get(INSIDE):
        raise Skip("mounting is not permitted here")
    disk = scenario.folder / "disk"
    mount(disk)
    try:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(BALLAST))
        server = scenario.close_at_end(Server(scenario.program, disk / "data"))
        server.log = scenario.folder / "server.log"  # not on the disk that gets full
        server.start()
        server.add_token()
        acknowledged = {}
        answer = fill(server, acknowledged)
        counted = full(scenario, server, acknowledged, answer)
        reads_go_on(scenario, server, acknowledged)
        heals(scenario, server, acknowledged, ballast)
        locked(scenario, server, acknowledged)
        read_only(scenario, server, acknowledged, disk)
        restart_when_full(scenario, server, acknowledged, counted)
        damaged(scenario, server.data)
    except Stop:
        print(server.words()[-2000:])
        raise
    finally:
        scenario.close()
        subprocess.run(["umount", str(disk)], capture_output=True)


if __name__ == "__main__":
    enter_namespace()
    run(main, __doc__)
