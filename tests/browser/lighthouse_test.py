"""Lighthouse on the wire, a dispatch and a search, as a phone on a slow line sees them: at least 95 of
100 in performance, accessibility, best practices and search engines' view.

Needs `tools/setup browser`; without it the test is skipped.
"""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "system"))

from browser import find_chromium  # noqa: E402
from chappe_server import Server  # noqa: E402
from scenario import Skip, run  # noqa: E402

FLOOR = 95
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
CHROMIUM = ("--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage "
            "--host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'")


def audit(scenario, address, name):
    report = scenario.folder / f"{name}.json"
    program = HERE / "node_modules/lighthouse/cli/index.js"
    if not program.exists():
        raise Skip("no lighthouse: tools/setup browser installs it")
    done = subprocess.run(
        ["node", str(program), address, "--quiet", "--output=json", f"--output-path={report}",
         "--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}",
         f"--chrome-flags={CHROMIUM}"],
        capture_output=True, text=True, timeout=120,
        env={**os.environ, "CHROME_PATH": find_chromium(), "HOME": str(scenario.folder)})
    scenario.need(f"{name}: Lighthouse runs", done.returncode == 0 and report.exists(), done.stderr[-800:])
    return json.loads(report.read_text(encoding="utf-8"))


def lost(report, category):
    """The audits that cost points."""
    audits = report["audits"]
    return [f"{ref['id']} {audits[ref['id']]['score']} {audits[ref['id']].get('displayValue', '')} "
            f"{json.dumps(audits[ref['id']].get('details', {}).get('items', []))[:400]}"
            for ref in report["categories"][category]["auditRefs"]
            if ref["weight"] and (audits[ref["id"]]["score"] or 0) < 0.9
            and audits[ref["id"]]["scoreDisplayMode"] != "notApplicable"]


def main(scenario):
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data", "--demo"))
    server.start()
    first = server.get("/api/dispatches?limit=1").json()["dispatches"][0]["id"]
    pages = {"wire": "/", "dispatch": f"/d/{first}", "search": "/search?q=paris"}
    for name, path in pages.items():
        report = audit(scenario, server.address + path, name)
        for category in CATEGORIES:
            score = round(100 * (report["categories"][category]["score"] or 0))
            scenario.check(f"{name}: {category} {score}", score >= FLOOR, lost(report, category))


if __name__ == "__main__":
    run(main, __doc__)
