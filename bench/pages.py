"""The page of a dispatch, from Chappe and from nginx: the same bytes under the same headers, one core.

Chappe makes the page once and counts each reader (`Lu : N` exact, written down); nginx serves the bytes
as a file. Both run alone on core 0, in turns; wrk asks on core 1 over kept connections. Two audiences:
one browser that comes back, and a new reader with every request. Prints requests a second and p99 of
each pair, and the ratios of their medians.

    bench/pages.py [--chappe PROGRAM] [--rounds 5] [--seconds 3] [--connections 48]
"""
import argparse
import gzip
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/system"))

from chappe_server import Server, free_port  # noqa: E402

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
UNITS = {"us": 1e-3, "ms": 1, "s": 1e3}
OWN = {"date", "server", "content-length", "content-type", "connection", "etag", "keep-alive",
       "content-encoding", "last-modified", "transfer-encoding"}  # what nginx writes itself

NGINX = """
daemon off; master_process on; worker_processes 1; worker_cpu_affinity 01; pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; tcp_nopush on; server_tokens off; default_type "text/html; charset=utf-8";
  keepalive_requests 1000000000; open_file_cache max=10 inactive=1h; open_file_cache_valid 1h;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on;
{headers}
    location = {path} {{ try_files /page.html =404; }}
  }}
}}
"""

# Each request comes from another address, as a trusted proxy would say.
NEW_READERS = """
local n = 0
request = function()
  n = n + 1
  wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.floor(n / 65536) % 256,
                                                 math.floor(n / 256) % 256, n % 256)
  return wrk.format()
end
"""


def start_nginx(folder, path, page, headers):
    """Serves the bytes that Chappe served; its process and port."""
    folder.chmod(0o755)
    (folder / "page.html").write_bytes(page)
    (folder / "page.html.gz").write_bytes(gzip.compress(page, 9))
    port = free_port()
    lines = "\n".join(f'    add_header {name} "{value}";' for name, value in headers.items()
                      if name not in OWN)
    (folder / "nginx.conf").write_text(
        NGINX.format(folder=folder, port=port, path=path, headers=lines))
    process = subprocess.Popen(["taskset", "-c", "0", "nginx", "-c", str(folder / "nginx.conf")],
                               stdin=subprocess.DEVNULL)
    time.sleep(0.5)
    return process, port


def wrk(port, path, options, encoding, script):
    """Requests a second and the 99th percentile in ms."""
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s",
               "--latency", "-H", f"User-Agent: {BROWSER}", "-H", "Accept-Language: fr",
               "-H", f"Accept-Encoding: {encoding}", *(["-s", str(script)] if script else []),
               f"http://127.0.0.1:{port}{path}"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(f"wrk: {said}")
    p99, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), float(p99) * UNITS[unit]


def compare(name, options, ports, path, encoding, script):
    rates, tails = {"chappe": [], "nginx": []}, {"chappe": [], "nginx": []}
    for _ in range(options.rounds):
        for who in ("chappe", "nginx"):
            rate, tail = wrk(ports[who], path, options, encoding, script)
            rates[who].append(rate)
            tails[who].append(tail)
    median = {who: statistics.median(rates[who]) for who in rates}
    tail = {who: statistics.median(tails[who]) for who in tails}
    print(f"{name:32} chappe {median['chappe']:8.0f}/s p99 {tail['chappe']:5.2f} ms   "
          f"nginx {median['nginx']:8.0f}/s p99 {tail['nginx']:5.2f} ms   "
          f"ratio {median['chappe'] / median['nginx']:.2f}, p99 {tail['chappe'] / tail['nginx']:.2f}",
          flush=True)


def add_options(parser):
    parser.add_argument("--chappe", default=str(ROOT / "build/release/chappe"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=48)
    parser.add_argument("--memory", action="store_true",
                        help="the data in /dev/shm: without the disk's share of the tail")


def first_dispatch(server):
    """The longest: a page of a real article's size."""
    entries = server.get("/api/dispatches?limit=50").json()["dispatches"]
    return max((f"/d/{entry['id']}" for entry in entries), key=lambda path: len(server.get(path).body))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(parser)
    options = parser.parse_args()
    for program in ("wrk", "nginx", "taskset"):
        if not shutil.which(program, path="/usr/sbin:/usr/bin:/bin"):
            sys.exit(f"bench/pages.py needs {program}")
    with tempfile.TemporaryDirectory(prefix="chappe-bench-",
                                     dir="/dev/shm" if options.memory else None) as name:
        folder = pathlib.Path(name)
        server = Server(options.chappe, folder / "data", "--demo", "--trusted-proxy", "127.0.0.1")
        nginx = None
        try:
            server.start()
            subprocess.run(["taskset", "-a", "-p", "-c", "0", str(server.process.pid)], check=True,
                           stdout=subprocess.DEVNULL)
            path = first_dispatch(server)
            page = server.get(path, Accept_Language="fr", User_Agent=BROWSER)
            nginx, port = start_nginx(folder, path, page.body, page.headers)
            script = folder / "readers.lua"
            script.write_text(NEW_READERS)
            ports = {"chappe": server.port, "nginx": port}
            print(f"{path}: {len(page.body)} bytes, {options.connections} connections, "
                  f"{options.rounds} rounds of {options.seconds} s each")
            for encoding in ("identity", "gzip"):
                for who, lua in (("one reader", None), ("a new reader a request", script)):
                    compare(f"{encoding}, {who}", options, ports, path, encoding, lua)
            counted = server.get(path.replace("/d/", "/api/dispatches/")).json()["reads_here"]
            print(f"{counted} reads counted")
        finally:
            if nginx:
                nginx.terminate()
                nginx.wait(10)
            server.close()


if __name__ == "__main__":
    main()
