"""Radicale behind HTTP Digest alone (RFC 7616, by hand), as SabreDAV and Baïkal have it: `digest.py CONFIG PORT`.

`ada` has the password `secret`. A number is good for three requests, and old after that.
"""

import hashlib
import re
import secrets
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import radicale.app
import radicale.config

REALM = "BaikalDAV"
USES = 3
used: dict[str, int] = {}


def sha(*parts: str) -> str:
    return hashlib.sha256(":".join(parts).encode()).hexdigest()


def verdict(environ) -> str:
    """`right`, `old`, `wrong`; or `nothing`, where nobody has said who asks by Digest."""
    said = environ.get("HTTP_AUTHORIZATION", "")
    if not said.startswith("Digest "):
        return "nothing"
    fields = {name: quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', said)}
    target = environ["PATH_INFO"] + ("?" + environ["QUERY_STRING"] if environ.get("QUERY_STRING") else "")
    who = sha("ada", REALM, "secret")
    what = sha(environ["REQUEST_METHOD"], fields["uri"])
    nonce = fields["nonce"]
    response = sha(who, nonce, fields["nc"], fields["cnonce"], fields["qop"], what)
    if response != fields["response"] or fields["username"] != "ada" or fields["uri"] != target:
        return "wrong"
    if nonce not in used or int(fields["nc"], 16) != used[nonce] + 1 or used[nonce] >= USES:
        return "old"
    used[nonce] += 1
    return "right"


def main() -> None:
    books = radicale.app.Application(radicale.config.load([(sys.argv[1], False)]))

    def serve(environ, start):
        verdict_ = verdict(environ)
        if verdict_ == "right":
            return books(dict(environ, REMOTE_USER="ada"), start)
        if verdict_ == "wrong":
            print("Failed login attempt", file=sys.stderr, flush=True)
        nonce = secrets.token_hex(8)
        used[nonce] = 0
        stale = ", stale=true" if verdict_ == "old" else ""
        asks = f'Digest realm="{REALM}", qop="auth", algorithm=SHA-256, nonce="{nonce}"{stale}'
        # What was sent is taken off the line first, or the next request would begin in it.
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start("401 Unauthorized", [("WWW-Authenticate", asks), ("Content-Length", "0")])
        return [b""]

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_):
            pass

    make_server("127.0.0.1", int(sys.argv[2]), serve, handler_class=Quiet).serve_forever()


main()
