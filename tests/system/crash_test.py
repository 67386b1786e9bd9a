"""Twenty rounds of kill -9 under load, by the crash loop in ../shared/eval/trust (not ours; skipped
where that folder is not): nothing acknowledged lost, nothing doubled, counters exact, database whole.
"""
import shutil
import subprocess
import sys

from chappe_server import Server, free_port
from scenario import Skip, run


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=20)


def main(scenario):
    crash = scenario.options.shared / "eval/trust/crash.py"
    if not crash.is_file():
        raise Skip(f"{crash.name} is not beside the project")
    if not shutil.which("sqlite3"):
        raise Skip("no sqlite3 on this machine")
    data = scenario.folder / "data"
    server = scenario.close_at_end(Server(scenario.program, data))
    token = server.add_token("crash test")
    done = subprocess.run(
        [sys.executable, str(crash),
         "--start", f"{scenario.program} serve --data {{data}} --listen 127.0.0.1 --port {{port}}",
         "--data", str(data), "--port", str(free_port()), "--ready", "/healthz",
         "--header", f"Authorization: Bearer {token}",
         "--write", "POST /api/dispatches", "--body", '{"title":"{token}","text":"corps {token}"}',
         "--id-json", "id", "--read", "GET /api/dispatches/{id}",
         "--hit", "POST /api/dispatches/{id}/reads",
         "--count", "GET /api/dispatches/{id}", "--count-json", "reads_here",
         "--total", "GET /api/stats", "--total-json", "total",
         "--check", "sqlite3 {copy}/chappe.db 'pragma integrity_check'",
         "--rounds", str(scenario.options.rounds)],
        capture_output=True, text=True, timeout=270)
    print(done.stdout, done.stderr)
    scenario.equal("no promise was broken in any round", done.returncode, 0)


if __name__ == "__main__":
    run(main, __doc__, add_options)
