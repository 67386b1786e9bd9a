"""Behind nginx as packaging/nginx.conf sets it up: pages over TLS, live events without a buffer, readers told apart
by what the proxy says and never by what they say themselves. Skipped where nginx or openssl is not installed.
"""
import http.client
import json
import shutil
import ssl
import subprocess
import time

from chappe_server import Server, free_port
from scenario import ROOT, Skip, run

NAME = "wire.example"
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


class Nginx:
    """The example, on free ports of loopback, with a certificate of its own."""

    def __init__(self, folder, chappe_port):
        self.plain, self.tls = free_port(), free_port()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
                        "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)
        site = (ROOT / "packaging" / "nginx.conf").read_text()
        for ours, here in (("    listen [::]:80;\n", ""), ("    listen [::]:443 ssl http2;\n", ""),
                           ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
                           ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.tls} ssl http2;"),
                           (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(folder / "cert.pem")),
                           (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(folder / "key.pem")),
                           ("127.0.0.1:8710", f"127.0.0.1:{chappe_port}")):
            assert ours in site, ours
            site = site.replace(ours, here)
        (folder / "site.conf").write_text(site)
        (folder / "nginx.conf").write_text(
            f"daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
            f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
            f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n"
            f"include {folder}/site.conf; }}\n")
        self.process = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-p", folder],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def connection(self):
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE  # its certificate was made a moment ago
        return http.client.HTTPSConnection("127.0.0.1", self.tls, timeout=20, context=trusting)

    def ask(self, path, **headers):
        connection = self.connection()
        connection.request("GET", path, headers={"Host": NAME, "User-Agent": PERSON,
                                                 **{name.replace("_", "-"): value for name, value in headers.items()}})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, dict(answer.getheaders()), body

    def is_up(self, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.ask("/healthz")[0] == 200:
                    return True
            except OSError:
                time.sleep(0.05)
        return False

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def reads(server, number):
    return server.get(f"/api/dispatches/{number}").json()["reads_here"]


def tell_readers_apart(scenario, server, nginx, number):
    before = reads(server, number)
    nginx.ask(f"/d/{number}")
    scenario.equal("a person behind the proxy is counted", reads(server, number), before + 1)
    for address in ("198.51.100.1", "198.51.100.2, 198.51.100.3"):
        nginx.ask(f"/d/{number}", X_Forwarded_For=address, Forwarded=f'for="{address}"')
    scenario.equal("and is the same person, whatever they write of themselves", reads(server, number), before + 1)


def hear_events(scenario, server, nginx):
    connection = nginx.connection()
    connection.request("GET", "/events", headers={"Host": NAME})
    stream = connection.getresponse()
    scenario.equal("live events pass", (stream.status, stream.getheader("Content-Type")),
                   (200, "text/event-stream; charset=utf-8"))
    began = time.monotonic()
    server.post_json({"title": "Derrière le mandataire", "text": "Un texte."})
    heard = ""
    while "data:" not in heard and time.monotonic() - began < 10:
        heard = stream.fp.readline().decode()
    scenario.check("at once, not from a buffer", "data:" in heard and time.monotonic() - began < 2,
                   f"{time.monotonic() - began:.1f} s")
    scenario.equal("with their kind", json.loads(heard[5:])["kind"], "new")
    connection.close()


def main(scenario):
    if not shutil.which("nginx") or not shutil.which("openssl"):
        raise Skip("nginx or openssl is not installed")
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "data", "--demo", "--public-url",
                                          f"https://{NAME}", "--trusted-proxy", "127.0.0.1"))
    server.start()
    server.add_token()
    folder = scenario.folder / "nginx"
    folder.mkdir()
    nginx = scenario.close_at_end(Nginx(folder, server.port))
    scenario.need("nginx takes the example", nginx.is_up(), (folder / "error.log").read_text()
                  if (folder / "error.log").exists() else "")

    status, headers, page = nginx.ask("/")
    scenario.equal("the wire is there, over TLS", status, 200)
    scenario.check("and stays there", "Strict-Transport-Security" in headers, headers)
    scenario.check("links say the public address", f"https://{NAME}/" in page)
    scenario.equal("a name that is not ours is refused", nginx.ask("/", Host="evil.example")[0], 421)
    scenario.equal("metrics stay inside", nginx.ask("/metrics")[0], 404)
    number = server.post_json({"title": "Un titre", "text": "Un texte."}).json()["id"]
    tell_readers_apart(scenario, server, nginx, number)
    hear_events(scenario, server, nginx)
    scenario.equal("the login is there", nginx.ask("/login")[0], 200)


if __name__ == "__main__":
    run(main, __doc__)
