"""Files that hold more than one piece of news, from outside: read and added as people have them, a WARC
file larger than memory may be, and hostile ones."""
import gzip
import json
import pathlib
import resource
import shutil
import subprocess
import sys

from chappe_server import Server, command
from scenario import ROOT, run

DOCUMENTS = ROOT / "tests/documents"
# Folder of tests/documents, the name people would give the file, and how many dispatches are in it.
FILES = [("warc-packed-de", "crawl.warc.gz", 2), ("warc-plain-fr", "crawl.warc", 2), ("arc-es", "old.arc", 1),
         ("mail-alternative-en", "release.eml", 1), ("mail-digest-de", "digest.eml", 2),
         ("feed-json11-zh", "feed.json", 2), ("ninjs-2-de", "item.json", 1),
         ("newsml-message-fr", "message.xml", 1), ("gzip-feed-it", "feed.xml.gz", 1)]


def document(folder):
    return next(DOCUMENTS.joinpath(folder).glob("source.*"))


def record(number, size):
    page = (f"<html lang=en><title>Tower number {number} stood on a hill</title><p>Tower number {number} of the "
            f"line stood on a hill, and two men kept watch there with telescopes.</p><!--{'x' * size}--></html>")
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    return (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://towers.example/{number}\r\n"
            f"WARC-Date: 2024-04-03T10:30:00Z\r\nContent-Length: {len(block)}\r\n\r\n").encode() + block + b"\r\n\r\n"


def read_them(scenario):
    for folder, name, count in FILES:
        path = scenario.folder / name
        shutil.copy(document(folder), path)
        done = command(scenario.program, "read", path)
        lines = [json.loads(line) for line in done.out.splitlines()]
        scenario.check(f"{name}: {count} dispatches", done.returncode == 0 and len(lines) == count, done)
        scenario.check(f"{name}: each with title and body", all(l["title"] and l["body"] for l in lines), lines)
    ids = [json.loads(line)["id"] for line in
           command(scenario.program, "read", scenario.folder / "crawl.warc").out.splitlines()]
    scenario.equal("items of a container are numbered", ids, ["crawl#1", "crawl#2"])
    for kind, name in (("warc", "crawl.warc"), ("eml", "release.eml"), ("gzip", "feed.xml.gz")):
        done = command(scenario.program, "read", "--type", kind, scenario.folder / name)
        scenario.check(f"--type {kind} reads {name}", done.returncode == 0 and done.out, done)


def add_them(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    total = 0
    for _, name, count in FILES[1:]:  # the first crawl is another packing of such pages
        done = command(scenario.program, "add", "--data", server.data, scenario.folder / name)
        scenario.check(f"add {name}: {count} added", done.returncode == 0
                       and done.out.count("added ") == count, done)
        total += count
    scenario.equal("all are on the wire", server.get("/api/stats").json()["total"], total)
    again = command(scenario.program, "add", "--data", server.data, scenario.folder / "crawl.warc")
    scenario.equal("the same crawl again adds nothing", again.out.count("already have "), 2)
    listed = server.get("/api/dispatches?limit=50").json()["dispatches"]
    scenario.check("a page of a crawl has its own address",
                   any(d["url"] == "https://tour.example/1" for d in listed), [d["url"] for d in listed])
    opml = scenario.folder / "sources.opml"
    shutil.copy(document("opml-folders-fr"), opml)
    done = command(scenario.program, "add", "--data", server.data, opml)
    scenario.check("a list of sources is no dispatch, and says so", done.returncode == 2
                   and "no dispatch in it" in done.err, done)
    posted = server.post(document("mail-simple-fr").read_bytes(), "message/rfc822")
    scenario.equal("a mail can be posted", posted.status, 201)


def large_file(scenario):
    """400 MB of records in 40 MB or less of memory above what the program needs anyway."""
    path = scenario.folder / "large.warc.gz"
    with open(path, "wb") as out:
        for number in range(400):
            out.write(gzip.compress(record(number, 1 << 20), 1))
    def peak(*arguments):
        watched = subprocess.run(
            [sys.executable, "-c", "import resource, subprocess, sys\n"
             "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode\n"
             "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)",
             str(scenario.program), *map(str, arguments)], capture_output=True, text=True, timeout=120)
        code, megabytes = watched.stdout.split()
        return int(code), int(megabytes)
    _, small = peak("read", scenario.folder / "release.eml")
    code, large = peak("read", path)
    print(f"      peak of a small file {small} MB, of 400 records of 1 MB {large} MB")
    scenario.check("400 records of a megabyte take bounded memory", code == 0 and large < small + 60,
                   f"exit {code}, {large} MB beside {small} MB")


def main(scenario):
    read_them(scenario)
    add_them(scenario)
    large_file(scenario)


if __name__ == "__main__":
    run(main, __doc__)
