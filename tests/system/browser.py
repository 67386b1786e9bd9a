"""Headless Chromium over --remote-debugging-pipe: it reads commands on descriptor 3 and answers on 4,
JSON messages parted by NUL bytes (https://chromedevtools.github.io/devtools-protocol/).

    browser = Browser(folder)
    page = browser.open("http://127.0.0.1:8710/")
    page.wait_until("document.querySelectorAll('article').length > 3")
    page.screenshot("wire.png")
    page.outside("http://127.0.0.1:8710")    # requests that went elsewhere

One thread: messages are read while somebody waits for an answer. No name resolves and no host but
127.0.0.1 is reached, whatever a page asks for.
"""
import base64
import fcntl
import json
import os
import pathlib
import select
import shutil
import signal
import time

from scenario import Skip

SWITCHES = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--hide-scrollbars", "--mute-audio", "--disable-extensions", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-features=Translate,MediaRouter,OptimizationHints,HttpsUpgrades",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe",
]


def find_chromium():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    raise Skip("no chromium on this machine")


class Browser:
    def __init__(self, folder, language="fr"):
        program = find_chromium()
        profile = pathlib.Path(folder) / "chromium-profile"
        command_read, self._write = os.pipe()
        self._read, answer_write = os.pipe()
        # Out of the way first: a pipe may already sit on 3 or 4.
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 64) for end in (command_read, answer_write)]
        os.close(command_read)
        os.close(answer_write)
        log = str(pathlib.Path(folder) / "chromium.log")
        self.pid = os.posix_spawn(
            program, [program, *SWITCHES, f"--accept-lang={language}", f"--user-data-dir={profile}",
                      "about:blank"],
            {**os.environ, "LANGUAGE": language},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
                (os.POSIX_SPAWN_DUP2, 1, 2),
                (os.POSIX_SPAWN_DUP2, theirs[0], 3),
                (os.POSIX_SPAWN_DUP2, theirs[1], 4)],
            setsid=True)
        for end in theirs:
            os.close(end)
        self._buffer = b""
        self._number = 0
        self._answers = {}
        self._pages = {}
        self.call("Browser.getVersion", seconds=60)

    def _receive(self, seconds):
        """Reads what is there, at most `seconds` later; hands events to their pages."""
        ready, _, _ = select.select([self._read], [], [], max(0, seconds))
        if not ready:
            return
        chunk = os.read(self._read, 1 << 20)
        if not chunk:
            raise RuntimeError("Chromium has gone")
        *whole, self._buffer = (self._buffer + chunk).split(b"\0")
        for message in map(json.loads, whole):
            if "id" in message:
                self._answers[message["id"]] = message
            elif message.get("sessionId") in self._pages:
                self._pages[message["sessionId"]].take_event(message["method"], message["params"])

    def send(self, method, session=None, **parameters):
        """Sends a command and does not wait. Its number."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data):]
        return self._number

    def call(self, method, session=None, seconds=30, **parameters):
        number = self.send(method, session, **parameters)
        end = time.monotonic() + seconds
        while number not in self._answers:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"Chromium did not answer {method} within {seconds} s")
            self._receive(left)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def wait(self, seconds):
        """Lets pages live for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._receive(left)

    def open(self, address=None, **view):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        self._pages[session] = page
        page.begin(**view)
        if address:
            page.go(address)
        return page

    def close(self):
        for end in (self._write, self._read):
            os.close(end)  # Chromium ends when its pipe does
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return
            time.sleep(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class Page:
    """A tab. Keeps what happened in it: console, errors, dialogs, requests."""

    def __init__(self, browser, session, target):
        self.browser = browser
        self.session = session
        self.target = target
        self.console = []   # "error: text"
        self.requests = []  # addresses, in order
        self.dialogs = []   # texts of alert(), confirm(), prompt()
        self.loaded = 0     # load events
        self.transfers = {}  # request id: {"address", "kind", "bytes" that came over the wire}

    def begin(self, width=1200, height=900, phone=False, dark=False, script=True):
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")
        self.view(width, height, phone, dark)
        if not script:
            self.call("Emulation.setScriptExecutionDisabled", value=True)

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def take_event(self, method, event):
        if method == "Network.requestWillBeSent":
            self.requests.append(event["request"]["url"])
            self.transfers[event["requestId"]] = {
                "address": event["request"]["url"], "kind": event.get("type", ""), "bytes": 0}
        elif method in ("Network.dataReceived", "Network.responseReceived", "Network.loadingFinished"):
            self.take_transfer(method, event)
        elif method == "Network.webSocketCreated":
            self.requests.append(event["url"])
        elif method == "Runtime.consoleAPICalled":
            words = " ".join(str(a.get("value", a.get("description", ""))) for a in event["args"])
            self.console.append(f"{event['type']}: {words}")
        elif method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            thrown = details.get("exception", {}).get("description", "")
            self.console.append(f"exception: {details['text']} {thrown}")
        elif method == "Log.entryAdded":
            entry = event["entry"]
            self.console.append(f"{entry['level']}: {entry['text']} {entry.get('url', '')}")
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(event["message"])
            self.browser.send("Page.handleJavaScriptDialog", self.session, accept=False)
        elif method == "Page.loadEventFired":
            self.loaded += 1

    def take_transfer(self, method, event):
        transfer = self.transfers.setdefault(
            event["requestId"], {"address": "", "kind": "", "bytes": 0})
        if method == "Network.loadingFinished":  # head and body, as they came
            transfer["bytes"] = event["encodedDataLength"]
        elif method == "Network.dataReceived":
            transfer["bytes"] += event["encodedDataLength"]
        else:
            transfer["bytes"] += event["response"]["encodedDataLength"]

    def view(self, width, height, phone=False, dark=False):
        """Another screen for the page that is open."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=phone)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def go(self, address, seconds=30):
        before = self.loaded
        answer = self.call("Page.navigate", url=address)
        if "errorText" in answer:
            raise RuntimeError(f"{address}: {answer['errorText']}")
        end = time.monotonic() + seconds
        while self.loaded == before:
            if time.monotonic() > end:
                raise TimeoutError(f"{address} did not load within {seconds} s")
            self.browser.wait(0.05)

    def world(self):
        """A world of our own beside the page's: the same document, other scripts. For evaluate()."""
        frame = self.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        return self.call("Page.createIsolatedWorld", frameId=frame)["executionContextId"]

    def evaluate(self, expression, world=None):
        where = {"contextId": world} if world else {}
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True, **where)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def wait_until(self, expression, seconds=10):
        """True as soon as the expression is; False when it does not become so."""
        end = time.monotonic() + seconds
        while not self.evaluate(expression):
            if time.monotonic() > end:
                return False
            self.browser.wait(0.05)
        return True

    def screenshot(self, path, whole=False):
        taken = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(taken["data"]))

    def errors(self):
        return [line for line in self.console if line.startswith(("error", "exception", "assert"))]

    def outside(self, own):
        """Requests to anywhere but `own`; a page's own data: and about: are no requests."""
        return [address for address in self.requests
                if not address.startswith((own + "/", "data:", "about:", "blob:"))
                and address != own]

    def close(self):
        self.browser._pages.pop(self.session, None)
        self.browser.call("Target.closeTarget", targetId=self.target)
