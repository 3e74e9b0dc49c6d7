"""Of the kind of a small web application: a strict web server takes the reports on a path (urltag 0), numbers are numbers, files are
fetched with POST."""

import hashlib
import http.server
import json
import threading
import urllib.request

from pbx import wait_for


def run(pbx):
    reports, refused = [], []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reports.append((self.path, json.loads(body)))
            self.send_response(200)
            self.end_headers()

        def send_error(self, code, *_, **__):
            refused.append(code)
            self.close_connection = True
            self.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    def ask(path, token="", **body):
        url = f"{pbx.api}/api/v2.0.0/{path}?&token={token}&type=json"
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        return urllib.request.urlopen(request, context=pbx.tls, timeout=10).read()

    digest = hashlib.md5(pbx.password.encode()).hexdigest()
    login = {"username": pbx.user, "password": digest, "port": server.server_port, "url": "report", "urltag": 0}
    token = json.loads(ask("login", **login))["token"]
    numbers = {it["extnumber"] for it in json.loads(ask("extensionlist/query", token))["extlist"]}
    assert {"101", "102"} <= numbers
    assert json.loads(ask("extension/dial_extension", token, caller=101, callee=102))["status"] == "Success"
    pbx.answer_and_end()
    if "empty" in pbx.switches:
        # Such a server understands no line without a target: it needs a PBX that sends a path.
        wait_for("a refused report", lambda: 400 in refused)
        assert not reports, reports
    else:
        wait_for("NewCdr", lambda: any(report["action"] == "NewCdr" for _, report in reports))
        lines = {"path": "/report", "slash": "/", "no-slash": "report"}
        for switch, line in lines.items():
            assert switch not in pbx.switches or reports[0][0] == line, reports[0]
        if "absolute" in pbx.switches:
            assert reports[0][0] == f"127.0.0.1:{server.server_port}/report", reports[0]
    file = {"extid": 101, "voicemailfile": "msg0000.wav"}
    random = json.loads(ask("voicemail/get_random", token, **file))["random"]
    sound = ask("voicemail/download", token, random=random, **file)
    assert sound.startswith(b"RIFF") and b"WAVE" in sound[:16], sound[:40]
    assert json.loads(ask("logout", token))["status"] == "Success"
    server.shutdown()
    server.server_close()
