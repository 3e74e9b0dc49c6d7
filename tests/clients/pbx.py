"""A uc-sim with some switches, and what a test does at its control."""

import json
import re
import socket
import ssl
import subprocess
import threading
import time
import urllib.request

PATIENCE = 10


class Pbx:
    """Runs as long as it is entered."""

    def __init__(self, program, *switches):
        self.switches = switches
        self.process = subprocess.Popen(
            [program, "--port", "0", "--control-port", "0", "--resend-seconds", "1", *switches],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        said = {}
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            said[word] = rest.strip()
            if word == "agent":
                break
        self.api, self.control = said["api"], said["control"]
        self.user, self.password = said["user"], said["password"]
        # It signs its own certificate, as a real one does; these programs do not look.
        self.tls = ssl._create_unverified_context() if self.api.startswith("https") else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def do(self, **action):
        """What somebody at a phone does; as soon as it is possible."""
        body = json.dumps({key.replace("_", "-") if key == "do" else key: value for key, value in action.items()})
        request = urllib.request.Request(
            self.control + "/control", body.encode(), {"Content-Type": "application/json"}
        )
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return urllib.request.urlopen(request, timeout=PATIENCE).read()
            except urllib.error.HTTPError as error:
                if error.code != 409 or time.monotonic() > end:
                    raise
                time.sleep(0.01)

    def snapshot(self):
        return json.load(urllib.request.urlopen(self.control + "/snapshot", timeout=PATIENCE))

    def answer_and_end(self):
        """101 has dialled 102 by the API: both lift, and 101 hangs up."""
        self.do(do="lift", extension="101")
        self.do(do="lift", extension="102")
        self.do(do="hang-up", extension="101")


class Tolerant:
    """Takes a report with any first line, as a program does that knows this PBX."""

    def __init__(self):
        self.bodies, self.lines = [], []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += connection.recv(65536)
                head, _, body = data.partition(b"\r\n\r\n")
                length = int(re.search(rb"(?i)content-length: *(\d+)", head)[1])
                while len(body) < length:
                    body += connection.recv(65536)
                self.lines.append(head.split(b"\r\n")[0].decode())
                self.bodies.append(body.decode())
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    def close(self):
        self.socket.close()


def wait_for(what, is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


def parties(body):
    """The extensions of a report in any of the three shapes; a key that is there twice counts twice."""
    found = []
    for key, value in json.loads(body, object_pairs_hook=list):
        if key == "ext":
            found += _extids(value)
        elif key == "call":
            for party in value:
                found += [number for name, it in party if name == "ext" for number in _extids(it)]
    return found


def _extids(pairs):
    value = dict(pairs)["extid"]
    return value if isinstance(value, list) else [value]


COLUMNS = (
    "callid timestart callfrom callto callduraction talkduraction srctrunkname dsttrunkname status type pincode "
    "recording didnumber sn"
).split()
