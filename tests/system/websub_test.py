"""WebSub, two wires: one publishes and is the hub of its own feeds, the other watches its feed, is called back, and from
then on is sent what is new. Beside them a reader of our own that fails, forgets and asks for nothing.
"""
import hashlib
import hmac
import json
import subprocess
import time
import urllib.parse

from chappe_server import Server
from receiver import Receiver, wait_for
from scenario import run

DISPATCHES = 100
TEXT = ("Les ministres des transports se sont réunis mercredi à Bakou. Ils ont parlé du corridor de transit numéro {0} "
        "et des trains qui y passeront. Le prochain rendez-vous est fixé au mois de mai.")


class Reader(Receiver):
    """A subscriber: repeats challenges when it is willing."""

    def __init__(self):
        self.willing, self.challenges = True, []
        super().__init__(self.confirm)

    def confirm(self, path):
        asked = dict(urllib.parse.parse_qsl(path.partition("?")[2]))
        self.challenges.append(asked)
        return asked.get("hub.challenge", "").encode() if self.willing else b"no"

    @property
    def callback(self):
        return self.address + "/callback?reader=1"


def wires(scenario, reader):
    """The publisher and the subscriber; each may dial the other and the reader."""
    servers = []
    for name in ("publisher", "subscriber"):
        servers.append(scenario.close_at_end(Server(scenario.program, scenario.folder / name)))
    for server in servers:
        ports = [str(one.port) for one in servers if one is not server] + [str(reader.port)]
        server.arguments = ["--public-url", server.address, "--show", "full", "--allow", "127.0.0.0/8"]
        for port in ports:
            server.arguments += ["--allow-port", port]
    return servers


def ask(hub, mode, topic, reader, **more):
    form = {"hub.mode": mode, "hub.topic": topic, "hub.callback": reader.callback, **more}
    return hub.ask("POST", "/hub", urllib.parse.urlencode(form),
                   {"Content-Type": "application/x-www-form-urlencoded"})


def check_own_reader(scenario, hub, reader):
    """The hub's side, against a subscriber of our own."""
    topic = hub.address + "/feed.json?q=%22corridor+rare%22"
    refused = ask(hub, "subscribe", hub.address + "/search", reader)
    scenario.equal("a page that is no feed is refused", (refused.status, refused.text),
                   (400, "hub.topic is no feed of this site\n"))
    reader.willing = False
    ask(hub, "subscribe", topic, reader)
    scenario.check("whoever is named is called back", wait_for(lambda: reader.challenges), reader.challenges)
    reader.willing = True
    hub.post_json({"title": "Un corridor rare", "text": TEXT.format("zéro")})
    time.sleep(1.5)
    scenario.equal("who does not repeat the challenge is sent nothing", reader.sent, [])

    answer = ask(hub, "subscribe", topic, reader, **{"hub.secret": "entre nous", "hub.lease_seconds": "7200"})
    scenario.equal("a subscription is taken", answer.status, 202)
    scenario.check("and verified", wait_for(lambda: len(reader.challenges) == 2), reader.challenges)
    asked = reader.challenges[1]
    scenario.equal("with what was asked for", (asked["reader"], asked["hub.mode"], asked["hub.topic"],
                                               asked["hub.lease_seconds"]), ("1", "subscribe", topic, "7200"))
    time.sleep(0.5)
    hub.post_json({"title": "Autre chose", "text": "La récolte de coton commence plus tôt que prévu dans le sud."})
    time.sleep(1.5)
    scenario.equal("what the search does not find is not sent", reader.sent, [])
    reader.status = 500
    hub.post_json({"title": "Encore un corridor rare", "text": TEXT.format("un")})
    scenario.check("what it finds is", wait_for(lambda: reader.sent, 5), "nothing came")
    hub.kill()
    reader.status = 200
    hub.start()
    scenario.check("and sent again when it was not taken, also after kill -9",
                   wait_for(lambda: reader.taken(), 30), reader.sent)
    headers, body = reader.taken()[0].headers, reader.taken()[0].body
    scenario.equal("signed", headers.get("x-hub-signature"),
                   "sha256=" + hmac.new("entre nous".encode(), body, hashlib.sha256).hexdigest())
    scenario.equal("with its type", headers.get("content-type"), "application/feed+json")
    scenario.check("and its links", f'<{topic}>; rel="self"' in headers.get("link", ""), headers)
    scenario.equal("whole", [item["title"] for item in json.loads(body)["items"]],
                   ["Encore un corridor rare", "Un corridor rare"])
    scenario.equal("once", len(reader.taken()), 1)

    ask(hub, "unsubscribe", topic, reader)
    scenario.check("an end is verified too", wait_for(lambda: len(reader.challenges) == 3), reader.challenges)
    time.sleep(0.5)
    hub.post_json({"title": "Un dernier corridor rare", "text": TEXT.format("deux")})
    time.sleep(1.5)
    scenario.equal("and nothing is sent after it", len(reader.taken()), 1)


def check_two_wires(scenario, publisher, subscriber):
    added = subprocess.run([scenario.program, "source", "add", "--data", str(subscriber.data), "--full-text", "never",
                            "--allow", "127.0.0.0/8", "--allow-port", str(publisher.port),
                            publisher.address + "/feed.atom?q=tunnel"], capture_output=True, text=True, timeout=60)
    scenario.need("the publisher's search is added as a source", added.returncode == 0, added.stdout + added.stderr)

    def leased():
        listed = subprocess.run(["sqlite3", str(subscriber.data / "chappe.db"),
                                 "SELECT count(*) FROM subscription WHERE lease_ends IS NOT NULL"],
                                capture_output=True, text=True, timeout=20)
        return listed.stdout.strip() == "1"

    scenario.need("its hub is asked and calls back", wait_for(leased, 20), subscriber.words() + publisher.words())
    events = scenario.close_at_end(subscriber.events())
    posted = {}
    for number in range(DISPATCHES):
        title = f"Le tunnel de la ligne {number} ouvre"
        posted[title] = time.monotonic()
        answer = publisher.post_json({"title": title, "text": TEXT.format(number)})
        scenario.need(f"dispatch {number} is published", answer.status == 201, answer) if number == 0 else None
        time.sleep(max(0.0, 0.1 - (time.monotonic() - posted[title])))
    last = f"Le tunnel de la ligne {DISPATCHES - 1} ouvre"
    scenario.check("the last one is on the subscriber's screen",
                   events.wait_for(lambda event: last in event.data, 10) is not None, events.events[-3:])
    delays = []
    for title, at in posted.items():
        event = events.wait_for(lambda event: title in event.data, 0.1)
        if event:
            delays.append(event.at - at)
    delays.sort()
    scenario.equal("all are", len(delays), DISPATCHES)
    if delays:
        middle, late = delays[len(delays) // 2], delays[int(len(delays) * 0.99) - 1]
        print(f"      from publication to a reader's screen: median {middle * 1000:.0f} ms, "
              f"99th percentile {late * 1000:.0f} ms, longest {delays[-1] * 1000:.0f} ms")
        scenario.check("within a second at the 99th percentile", late < 1, delays[-5:])


def main(scenario):
    reader = scenario.close_at_end(Reader())
    publisher, subscriber = wires(scenario, reader)
    publisher.start()
    subscriber.start()
    check_own_reader(scenario, publisher, reader)
    check_two_wires(scenario, publisher, subscriber)
    for name, server in (("publisher", publisher), ("subscriber", subscriber)):
        code, _ = server.stop()
        scenario.equal(f"the {name} stops in order", code, 0)


if __name__ == "__main__":
    run(main, __doc__)
