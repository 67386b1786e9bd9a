"""Pages that nobody asked for yet, of an archive that is large: how long each takes, one after another.

    bench/latency.py DATA [--chappe PROGRAM] [--requests 2000]

DATA is a folder that `chappe serve` can open (bench_search fill makes large ones). Prints p50, p99 and
the longest of the wire at random positions, of dispatches and of searches.
"""
import argparse
import http.client
import pathlib
import random
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/system"))

from chappe_server import Server  # noqa: E402


def measure(name, port, paths):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken, sizes, statuses = [], [], {}
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Language": "fr"})
        answer = connection.getresponse()
        body = answer.read()
        taken.append((time.perf_counter() - began) * 1000)
        sizes.append(len(body))
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
    taken.sort()
    print(f"{name:24} {len(taken)} requests, p50 {taken[len(taken) // 2]:.2f} ms, p99 "
          f"{taken[len(taken) * 99 // 100]:.2f} ms, longest {taken[-1]:.2f} ms; "
          f"{sum(sizes) // len(sizes)} bytes, {statuses}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--chappe", default=str(ROOT / "build/release/chappe"))
    parser.add_argument("--requests", type=int, default=2000)
    options = parser.parse_args()
    server = Server(options.chappe, options.data)
    server.log = pathlib.Path("/dev/null")
    try:
        server.start(600)
        stats = server.get("/api/stats").json()
        print(f"{stats['total']} dispatches")
        chance = random.Random(1794)
        # No two the same, so that nothing kept in memory answers.
        positions = chance.sample(range(1000, stats["total"]), options.requests)
        measure("wire, from a position", server.port, [f"/?before={at}" for at in positions])
        measure("dispatch", server.port, [f"/d/{at}" for at in positions])
        measure("dispatch as JSON", server.port, [f"/api/dispatches/{at}" for at in positions])
    finally:
        server.close()


if __name__ == "__main__":
    main()
