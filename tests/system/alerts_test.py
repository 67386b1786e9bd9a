"""Searches that are sent: a receiver of our own gets each dispatch that a search finds, signed, at least once and in
order, also when it fails, when another one is dead, and when the wire is killed with kill -9 in between.
"""
import hashlib
import hmac
import json
import time

from chappe_server import Server, command, free_port
from receiver import Receiver, wait_for
from scenario import run

TEXT = "Le canal de Corinthe rouvre mercredi après deux ans de travaux. Les premiers navires y passent à l'aube."


class Hook(Receiver):
    @property
    def url(self):
        return self.address + "/hook"

    def told(self):
        return [json.loads(sent.body) for sent in self.taken()]

    def titles(self):
        return [told["dispatch"].get("title") for told in self.told()]


def add_alert(scenario, server, url, query, allowed):
    made = command(scenario.program, "alert", "add", "--url", url, query, "--data", server.data, *allowed)
    scenario.need(f"chappe alert add {query}", made.returncode == 0, made.err)
    return made.out.split("secret ")[1].strip()


def listed(scenario, server):
    return command(scenario.program, "alert", "list", "--data", server.data).out.splitlines()


def post(server, title, words=TEXT):
    return server.post_json({"title": title, "text": words}).json()["id"]


def signs_and_orders(scenario, server, receiver, secret):
    began = time.monotonic()
    first = post(server, "Corinthe")
    post(server, "Une autre nouvelle", "Rien qui ressemble à ce que l'on cherche.")
    scenario.check("what a search finds is sent", wait_for(lambda: len(receiver.told()) == 1), receiver.sent)
    print(f"      {time.monotonic() - began:.2f} s from the post to the receiver, both posts in it")
    headers, body = receiver.sent[0].headers, receiver.sent[0].body
    sent = json.loads(body)
    scenario.equal("it is the dispatch", (sent["dispatch"]["id"], sent["dispatch"]["title"], sent["kind"]),
                   (first, "Corinthe", "new"))
    scenario.equal("it has a name", headers["x-chappe-delivery"], sent["delivery"])
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    scenario.equal("it is signed", headers["x-chappe-signature-256"], signature)
    corrected = server.ask("PUT", f"/api/dispatches/{first}", json.dumps(
        {"title": "Corinthe, corrigé", "text": TEXT + " Le droit de passage ne change pas."}).encode(),
        {"Content-Type": "application/json"}, token=True)
    scenario.equal("a correction", corrected.status, 200)
    scenario.check("is sent", wait_for(lambda: receiver.titles()[-1:] == ["Corinthe, corrigé"]), receiver.titles())
    server.ask("DELETE", f"/api/dispatches/{first}", token=True)
    scenario.check("a kill too, without a word of it", wait_for(
        lambda: receiver.told()[-1]["kind"] == "withdrawal") and receiver.told()[-1]["dispatch"] == {"id": first},
        receiver.told()[-1])


def tries_again(scenario, server, receiver):
    receiver.status = 503
    before = len(receiver.told())
    for number in range(3):
        post(server, f"Canal {number}")
    scenario.check("a failing receiver is tried", wait_for(lambda: receiver.sent[-1].status == 503), receiver.sent[-1:])
    scenario.check("and its failure is noted in plain words", wait_for(
        lambda: any("answers 503" in line for line in listed(scenario, server))), listed(scenario, server))
    receiver.status = 200
    scenario.check("then everything arrives", wait_for(lambda: len(receiver.told()) >= before + 3, 40), receiver.titles())
    scenario.equal("in order", receiver.titles()[before:], ["Canal 0", "Canal 1", "Canal 2"])
    names = [sent.headers["x-chappe-delivery"] for sent in receiver.sent if b"Canal 0" in sent.body]
    scenario.check("each try has the same name", len(names) > 1 and len(set(names)) == 1, names)


def dead_ones(scenario, server, receiver, allowed):
    dead = f"http://127.0.0.1:{free_port()}/hook"
    add_alert(scenario, server, dead, "canal", [*allowed, "--allow-port", dead.split(":")[2].split("/")[0]])
    before = len(receiver.told())
    post(server, "Canal vivant")
    scenario.check("a dead receiver holds up nobody", wait_for(lambda: len(receiver.told()) > before, 10),
                   receiver.titles())
    # Its port is not one the server may dial, which is said too.
    scenario.check("what is wrong with it is said", wait_for(
        lambda: any(dead in line and "delivered, 1 waiting" in line and line.count("\t") == 5
                    for line in listed(scenario, server))), listed(scenario, server))


def kill_loses_none(scenario, server, receiver):
    expected = []
    for number in range(8):
        receiver.delay = 0.05 * (number % 3)
        title = f"Canal tué {number}"
        post(server, title)
        expected.append(title)
        time.sleep(0.03 * number)
        server.kill()
        server.start()
    receiver.delay = 0
    scenario.check("kill -9 loses no delivery", wait_for(lambda: set(expected) <= set(receiver.titles()), 60),
                   sorted(set(expected) - set(receiver.titles())))
    names = [sent["delivery"] for sent in receiver.told()]
    print(f"      {len(names) - len(set(names))} of {len(names)} came twice, under the name of the first time")


def desk_page(scenario, server, receiver):
    page = server.get("/desk/alerts")
    scenario.equal("the page is for editors", page.status, 303)
    refused = command(scenario.program, "alert", "add", "--url", "http://10.0.0.1/", "canal", "--data", server.data)
    scenario.check("an address of a private network is refused", refused.returncode == 2, refused.err)
    refused = command(scenario.program, "alert", "add", "--url", receiver.url, "lang:", "--data", server.data,
                      "--allow", "127.0.0.0/8", "--allow-port", str(receiver.port))
    scenario.check("a search that is none too", refused.returncode == 2, refused.err)
    for line in listed(scenario, server):
        number = line.split("\t")[0]
        gone = command(scenario.program, "alert", "remove", number, "--data", server.data)
        scenario.equal(f"alert {number} is removed", gone.returncode, 0)
    scenario.equal("none is left", listed(scenario, server), [])
    before = len(receiver.sent)
    post(server, "Canal sans alerte")
    time.sleep(1.5)
    scenario.equal("nothing more is sent", len(receiver.sent), before)


def main(scenario):
    receiver = scenario.close_at_end(Hook())
    allowed = ["--allow", "127.0.0.0/8", "--allow-port", str(receiver.port)]
    server = scenario.close_at_end(Server(scenario.program, scenario.folder / "wire", *allowed))
    server.start()
    server.add_token()
    secret = add_alert(scenario, server, receiver.url, "canal", allowed)
    signs_and_orders(scenario, server, receiver, secret)
    tries_again(scenario, server, receiver)
    dead_ones(scenario, server, receiver, allowed)
    kill_loses_none(scenario, server, receiver)
    desk_page(scenario, server, receiver)


if __name__ == "__main__":
    run(main, __doc__)
