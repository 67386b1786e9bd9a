#!/usr/bin/env python3
"""Every development page of ../shared, cut at random places, is read: no crash, no hang, one dispatch each.

    cut_pages_test.py --chappe build/release/chappe [--cuts 20]

Skipped (77) where ../shared is not there. The places are the same in every run.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = ROOT.parent / "shared/data/reading/reading-dev.tar.xz"
BATCH = 400  # files a run of the program


def read(chappe, folder, names):
    """Runs the program over the files; fails when it does not answer for each of them."""
    done = subprocess.run([chappe, "read", "--type", "html", *names], cwd=folder, capture_output=True, timeout=120)
    if done.returncode != 0:
        sys.exit(f"FAIL: chappe read ended with {done.returncode} on cuts of {names[0]} .. {names[-1]}: "
                 f"{done.stderr.decode('utf-8', 'replace')[-300:]}")
    ids = {json.loads(line)["id"] for line in done.stdout.decode("utf-8").splitlines()}
    missing = [name for name in names if name.removesuffix(".html") not in ids]
    if missing:
        sys.exit(f"FAIL: no answer for {missing[:5]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chappe", required=True)
    parser.add_argument("--cuts", type=int, default=20)
    options = parser.parse_args()
    if not PAGES.exists():
        print("../shared is not there: skipped")
        sys.exit(77)
    chappe = str(pathlib.Path(options.chappe).resolve())
    chance = random.Random(1794)
    pages = cuts = 0
    with tempfile.TemporaryDirectory(prefix="chappe-cuts-") as name, tarfile.open(PAGES) as tar:
        folder, batch = pathlib.Path(name), []
        for member in tar:
            if not member.name.endswith(".html"):
                continue
            data = tar.extractfile(member).read()
            pages += 1
            for _ in range(options.cuts):
                cuts += 1
                batch.append(f"cut-{cuts}.html")
                (folder / batch[-1]).write_bytes(data[:chance.randrange(len(data) + 1)])
            if len(batch) >= BATCH:
                read(chappe, folder, batch)
                for done in batch:
                    (folder / done).unlink()
                batch = []
        if batch:
            read(chappe, folder, batch)
    print(f"{cuts} cuts of {pages} pages read")


main()
