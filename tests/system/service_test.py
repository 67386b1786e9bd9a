"""What a service manager hears: READY=1 once the port is open, WATCHDOG=1 while the server answers and
not when it hangs, STOPPING=1 at SIGTERM. No token goes to the journal.
"""
import os
import signal
import socket
import time

from chappe_server import Server
from scenario import run


class Manager:
    """The socket that $NOTIFY_SOCKET names, and the environment that says so."""

    def __init__(self, folder):
        self.path = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.environment = {"NOTIFY_SOCKET": self.path, "WATCHDOG_USEC": str(900_000)}

    def next(self, seconds):
        """What is said next; None after so long a silence."""
        self.socket.settimeout(seconds)
        try:
            return self.socket.recv(1000).decode()
        except TimeoutError:
            return None

    def wait_for(self, words, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.next(left) == words:
                return True
        return False

    def drain(self):
        while self.next(0.01) is not None:
            pass

    def close(self):
        self.socket.close()


def main(scenario):
    manager = scenario.close_at_end(Manager(scenario.folder))
    os.environ.update(manager.environment)  # the server inherits it
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data"))
    server.start()
    scenario.equal("the first thing it says is that it is ready", manager.next(10), "READY=1")
    scenario.equal("then that it lives", manager.next(10), "WATCHDOG=1")
    scenario.equal("and again", manager.next(10), "WATCHDOG=1")
    scenario.check("no token is printed for a journal to keep", "oken" not in server.words(), server.words())

    os.kill(server.process.pid, signal.SIGSTOP)
    manager.drain()
    silent = manager.next(1.2)
    os.kill(server.process.pid, signal.SIGCONT)
    scenario.equal("it is silent while it hangs", silent, None)
    scenario.check("and speaks again after", manager.wait_for("WATCHDOG=1", 10))

    manager.drain()
    server.process.send_signal(signal.SIGTERM)
    scenario.check("it says that it stops", manager.wait_for("STOPPING=1", 10))
    scenario.equal("and ends cleanly", server.process.wait(20), 0)


if __name__ == "__main__":
    run(main, __doc__)
