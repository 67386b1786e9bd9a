"""Kill -9 and SIGTERM under load, also while backups are made, by the crash loop in
../shared/eval/trust (not ours; skipped where that folder is not): nothing acknowledged lost, nothing
doubled, counters exact, database and backups whole.
"""
import shutil
import subprocess
import sys
import threading

from chappe_server import Server, command, free_port
from scenario import Skip, run


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=12, help="of kill -9; half as many of SIGTERM")


class Backups:
    """Backs up again and again beside the server until close()."""

    def __init__(self, program, data, file):
        self.program, self.data, self.file = program, data, file
        self.made, self.refused = 0, []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.loop, daemon=True)
        self.thread.start()

    def loop(self):
        while not self.ended.wait(0.2):
            done = command(self.program, "backup", "--data", self.data, self.file)
            if done.returncode == 0:
                self.made += 1
            else:
                self.refused.append(done.err)

    def close(self):
        self.ended.set()
        self.thread.join(60)


def crash(scenario, script, data, token, rounds, signal, *more):
    """The loop; with a backup being made all the time. The last backup is checked."""
    backups = scenario.close_at_end(
        Backups(scenario.program, data, scenario.folder / f"{signal}.backup"))
    done = subprocess.run(
        [sys.executable, str(script),
         "--start", f"{scenario.program} serve --data {{data}} --listen 127.0.0.1 --port {{port}}",
         "--data", str(data), "--port", str(free_port()), "--ready", "/healthz",
         "--header", f"Authorization: Bearer {token}",
         "--write", "POST /api/dispatches", "--body", '{"title":"{token}","text":"corps {token}"}',
         "--id-json", "id", "--read", "GET /api/dispatches/{id}",
         "--hit", "POST /api/dispatches/{id}/reads",
         "--count", "GET /api/dispatches/{id}", "--count-json", "reads_here",
         "--total", "GET /api/stats", "--total-json", "total",
         "--rounds", str(rounds), "--signal", signal, *more],
        capture_output=True, text=True, timeout=270)
    print(done.stdout, done.stderr)
    backups.close()
    scenario.equal(f"{signal}: no promise was broken in any round", done.returncode, 0)
    scenario.check(f"{signal}: backups were made beside it", backups.made > 2 and not backups.refused,
                   backups.refused[:3] or backups.made)
    return backups.file


def check_backup(scenario, file, folder):
    """It becomes an archive that serves, in which titles and texts are."""
    restored = command(scenario.program, "restore", file, "--data", folder)
    scenario.equal("a backup made under load is restored", restored.returncode, 0)
    server = scenario.close_at_end(Server(scenario.program, folder))
    server.start()
    total = server.get("/api/stats").json()["total"]
    first = server.get("/api/dispatches/1").json()
    scenario.check("what was restored is served", total > 0 and first["title"] in first["body"],
                   (total, first))
    scenario.check("with its reads", first["reads_here"] > 0, first)
    scenario.equal("and ends at SIGTERM", server.stop()[0], 0)


def main(scenario):
    script = scenario.options.shared / "eval/trust/crash.py"
    if not script.is_file():
        raise Skip(f"{script.name} is not beside the project")
    if not shutil.which("sqlite3"):
        raise Skip("no sqlite3 on this machine")
    data = scenario.folder / "data"
    token = Server(scenario.program, data).add_token("crash test")
    file = crash(scenario, script, data, token, scenario.options.rounds, "KILL",
                 "--check", "sqlite3 {copy}/chappe.db 'pragma integrity_check'")
    check_backup(scenario, file, scenario.folder / "restored")
    again = scenario.folder / "again"
    token = Server(scenario.program, again).add_token("crash test")
    crash(scenario, script, again, token, max(scenario.options.rounds // 2, 1), "TERM")


if __name__ == "__main__":
    run(main, __doc__, add_options)
