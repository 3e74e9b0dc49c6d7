"""Of the kind of an asynchronous Python service with a store of events: signs in with an absolute URL and version 1.0.2, takes reports
whatever their first line is, keeps the newest of each call, fetches files with GET."""

import csv
import hashlib
import io
import json
import urllib.parse
import urllib.request

from pbx import COLUMNS, Tolerant, parties, wait_for


def run(pbx):
    door = Tolerant()

    def ask(path, token=None, **body):
        query = {"type": "json"} if token is None else {"token": token, "type": "json"}
        request = urllib.request.Request(
            f"{pbx.api}/api/v1.1.0/{path}?{urllib.parse.urlencode(query)}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        return json.load(urllib.request.urlopen(request, context=pbx.tls, timeout=10))

    def sign_in():
        digest = hashlib.md5(pbx.password.encode()).hexdigest()
        url = f"127.0.0.1:{door.port}/api/pbx/report"
        answer = ask("login", username=pbx.user, password=digest, port=str(door.port), version="1.0.2", url=url, urltag="1")
        assert answer["status"] == "Success", answer
        return answer["token"]

    token = sign_in()
    if "--single-login" in pbx.switches:
        # Somebody else signs in, and this service finds its token gone.
        token, gone = sign_in(), token
        assert ask("deviceinfo/query", gone)["errno"] == "20004"
    listed = ask("extensionlist/query", token)["extlist"]
    assert {it["status"] for it in listed} <= {"Registered", "Idle", "Unavailable"}, listed
    wanted = "Idle" if "Idle" in pbx.switches else "Registered"
    assert listed[0]["status"] == wanted, listed[0]
    assert ask("extension/dial_extension", token, caller="101", callee="102")["status"] == "Success"
    pbx.answer_and_end()
    wait_for("NewCdr", lambda: any('"NewCdr"' in body for body in door.bodies))
    store = {}
    for body in door.bodies:
        report = json.loads(body)
        if report["action"] in ("RING", "ANSWER", "BYE"):
            store.setdefault(report["action"], []).append(set(parties(body)))
    assert {"101", "102"} in store["RING"] and store["ANSWER"][-1] == {"101", "102"}, store
    assert ask("heartbeat", token, ipaddr="127.0.0.1", port=str(door.port))["status"] == "Success"
    span = {"extid": "all", "starttime": "2000-01-01 00:00:00", "endtime": "2100-01-01 00:00:00"}
    random = ask("cdr/get_random", token, **span)["random"]
    query = urllib.parse.urlencode({**span, "token": token, "random": random})
    text = urllib.request.urlopen(f"{pbx.api}/api/v1.1.0/cdr/download?{query}", context=pbx.tls, timeout=10).read().decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == COLUMNS and rows[-1]["callfrom"] == "101" and rows[-1]["sn"], rows[-1]
    assert ask("logout", token)["status"] == "Success"
    door.close()
