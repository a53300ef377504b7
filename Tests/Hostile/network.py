#!/usr/bin/env python3
"""Servers that lie, over real TLS: what `quire fetch` makes of them, whom it calls, and what it tells whom.

    Tests/Hostile/network.py            all of them; a stall and a drip take minutes
    Tests/Hostile/network.py --quick    without these two

A line for each trial; exit status 1 where one does not end as it must. `openssl` makes the certificate.
"""

import argparse
import contextlib
import gzip
import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import watch
from folder import ROOT, SECRET

PICTURE = (ROOT / "assets/two-cats.png").read_bytes()
MODEL = ROOT / "Tests/TransformersTests/Fixtures/models/bert"
ELSEWHERE = [
    "../../../../x.safetensors", "/etc/x.safetensors", "a/b.safetensors", "source.json", "..safetensors", "%2e%2e%2fx.safetensors",
    "a.safetensors\n", "\x1b]0;PWN\x07.safetensors", "a\\b.safetensors", "con:.safetensors",
]  # fmt: skip


class Server:
    """A server that answers by the first word of a path, and notes every request."""

    def __init__(self, certificate=None):
        outer = self
        self.requests = []
        self.other = None

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def answer(self, status, body=b"", length=None, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body) if length is None else length))
                self.end_headers()
                self.wfile.write(body)

            def do_CONNECT(self):
                outer.requests.append((self.path, dict(self.headers)))
                self.answer(502)

            def do_GET(self):
                outer.requests.append((self.path, dict(self.headers)))
                with contextlib.suppress(OSError, ssl.SSLError):
                    outer.serve(self, re.split(r"[/?]", self.path.removeprefix(outer.address).lstrip("/"))[0])

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # A client that refuses a certificate is no news.
        self.server.handle_error = lambda *arguments: None
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
            scheme = "https"
        self.address = f"{scheme}://localhost:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def serve(self, handler, word):
        go = lambda place: handler.answer(302, Location=place)
        match word:
            case "good":
                handler.answer(200, PICTURE)
            case "down":
                go(f"{self.other.address}/good/x.png?key=signed-secret")
            case "down-in-capitals":
                go(f"HTTP://localhost:{self.other.server.server_address[1]}/good/x.png")
            case "down-in-two":
                go("/down/x.png")
            case "file" | "ftp" | "gopher" | "data" | "ldap" | "smb" | "dict":
                place = {"file": "file:///etc/passwd", "data": "data:image/png;base64,AAAA"}.get(
                    word, f"{word}://localhost:1/x"
                )
                go(place)
            case "loop":
                go(handler.path)
            case "loop-on":
                go(f"/loop-on/{time.monotonic_ns()}.png")
            case "terminal":
                go("ftp://x/\x1b[31m\x1b]0;PWN\x07")
            case "words":
                handler.wfile.write(b"HTTP/1.1 403 \x1b]0;PWN\x07\r\nContent-Length: 0\r\n\r\n")
            case "short":
                handler.answer(200, PICTURE[:1000], length=len(PICTURE), ETag='"1"')
                handler.close_connection = True
                handler.connection.close()
            case "endless":
                handler.send_response(200)
                handler.send_header("Transfer-Encoding", "chunked")
                handler.end_headers()
                while True:
                    handler.wfile.write(b"100000\r\n" + b"\0" * 0x100000 + b"\r\n")
            case "large":
                handler.answer(200, PICTURE, length=1 << 62)
            case "negative":
                handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + PICTURE)
            case "headers":
                handler.wfile.write(
                    b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (i, b"y" * 1000) for i in range(5000)) + b"\r\n"
                )
            case "packed":
                handler.answer(200, gzip.compress(b"\0" * (1 << 28)), Content_Encoding="gzip")
            case "page":
                handler.answer(200, b"<html><script>alert(1)</script>", Content_Type="image/png")
            case "none":
                handler.connection.sendall(b"HELLO\r\n")
                handler.close_connection = True
            case "range":
                handler.answer(206, PICTURE[5:], Content_Range=f"bytes 99999999999999999999-5/{len(PICTURE)}")
            case "stall":
                handler.answer(200, PICTURE[:100], length=len(PICTURE))
                time.sleep(120)
            case "drip":
                handler.send_response(200)
                handler.send_header("Content-Length", str(1 << 27))
                handler.end_headers()
                while True:
                    handler.wfile.write(b"\0" * 700)
                    time.sleep(1)
            case "owner" | "api":
                self.hub(handler)
            case _:
                handler.answer(404)

    def hub(self, handler):
        """A hub whose repositories are called by what is wrong with them."""
        found = re.match(
            r"/(?:api/models/)?owner/([a-z-]+?)-?(\d*)/(?:resolve/[^/]+|revision/[^/]+)/?([^?]*)", handler.path
        )
        kind, number, name = found.groups() if found else ("", "", "")
        file = MODEL / name
        if kind == "index" and name == "model.safetensors.index.json":
            handler.answer(200, json.dumps({"weight_map": {"a": ELSEWHERE[int(number)]}}).encode())
        elif kind == "sum" and name == "model.safetensors":
            handler.answer(
                200,
                file.read_bytes()[:-1] + b"x",
                X_Linked_ETag='"' + hashlib.sha256(file.read_bytes()).hexdigest() + '"',
            )
        elif kind == "size" and name == "model.safetensors":
            handler.answer(200, file.read_bytes(), X_Linked_Size="7")
        elif kind == "away" and name == "model.safetensors":
            handler.answer(302, Location=f"{self.other.address}/owner/good/resolve/main/{name}")
        elif kind == "listing" and handler.path.startswith("/api"):
            names = ["../../../x.safetensors", "config.json", "model.safetensors", "/etc/passwd", "\x1b[2J"]
            handler.answer(
                200,
                json.dumps({"sha": "../../x", "siblings": [{"rfilename": n, "size": 1 << 62} for n in names]}).encode(),
            )
        elif name and file.is_file() and not (kind == "index" and name == "model.safetensors"):
            handler.answer(200, file.read_bytes(), X_Repo_Commit="a" * 40)
        else:
            handler.answer(404)


class Trials:
    """The trials, each with a cache of its own."""

    def __init__(self, quire, place):
        self.quire, self.place = quire, place
        self.failed = self.count = 0
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost", "-keyout", place / "key.pem", "-out", place / "certificate.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
        self.secure, self.plain = Server(place), Server()
        self.secure.other = self.plain

    def fetch(self, what, limit=60, **variables):
        for server in (self.secure, self.plain):
            server.requests.clear()
        self.home = pathlib.Path(tempfile.mkdtemp(dir=self.place))
        (self.home / ".netrc").write_text(f"default login ada password {SECRET}\n")
        environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(self.home), "TMPDIR": str(self.home), "LANG": "C.UTF-8", "QUIRE_HOME": str(ROOT),
            "QUIRE_CACHE": str(self.home / "cache"), "SSL_CERT_FILE": str(self.place / "certificate.pem"), "HF_TOKEN": SECRET,
            "HUGGING_FACE_HUB_TOKEN": SECRET, "HF_ENDPOINT": self.secure.address, "SWIFT_BACKTRACE": "enable=no", **variables,
        }  # fmt: skip
        return watch.run([str(self.quire), "fetch", what], environment=environment, folder=self.home, limit=limit)

    def judge(self, name, outcome, *, says=None, succeeds=False, plain=False):
        """Says whether a trial has ended as it must."""
        text = outcome.output.decode("utf-8", "replace")
        faults = []
        if outcome.is_late:
            faults.append("did not end")
        if (outcome.status == 0) != succeeds or outcome.status < 0:
            faults.append(f"status {outcome.status}: {text[-300:]}")
        if says and says not in text:
            faults.append(f"does not say “{says}”: {text[-300:]}")
        if sign := watch.unclean(outcome.output, False):
            faults.append(f"terminal: {sign}")
        if not plain and self.plain.requests:
            faults.append(f"asked the other server: {self.plain.requests[0][0]}")
        requests = self.secure.requests + self.plain.requests
        if SECRET in text or any(SECRET in str(request) for request in requests):
            faults.append("told the token")
        if "signed-secret" in text:
            faults.append("told the key of an address")
        landed = [file for file in (self.home / "cache").rglob("*") if file.is_file() and file.name != "source.json"]
        if not succeeds and any(not re.search(r"\.(lock|part|note)$|\.part/", str(file)) for file in landed):
            faults.append(f"left {landed}")
        outside = [name for name in os.listdir(self.home) if name not in ("cache", ".netrc", "memory")]
        if outside or any(self.place.glob("*.safetensors")):
            faults.append(f"wrote outside of the cache: {outside}")
        self.count += 1
        self.failed += bool(faults)
        print(
            f"{name:34} {'FAILED' if faults else 'good':8} {outcome.seconds:5.1f} s  {outcome.memory >> 20:4} MiB",
            flush=True,
        )
        for fault in faults:
            print("    " + fault.encode("unicode_escape").decode()[:500])
        shutil.rmtree(self.home, ignore_errors=True)


def pictures(trials, is_quick):
    secure = trials.secure.address
    trials.judge("over TLS", trials.fetch(f"{secure}/good/x.png"), succeeds=True)
    trials.judge(
        "a certificate that nobody vouches for",
        trials.fetch(f"{secure}/good/x.png", SSL_CERT_FILE=""),
        says="certificate",
    )
    for name in ["down", "down-in-capitals", "down-in-two"]:
        trials.judge(
            f"redirected {name}",
            trials.fetch(f"{secure}/{name}/x.png"),
            says="redirects from https to http://localhost",
        )
    for name in ["file", "ftp", "gopher", "data", "ldap", "smb", "dict"]:
        trials.judge(
            f"redirected to {name}:", trials.fetch(f"{secure}/{name}/x.png"), says="only http and https are followed"
        )
    for name in ["loop", "loop-on"]:
        trials.judge(f"a {name}", trials.fetch(f"{secure}/{name}/x.png"), says="redirects more than 8 times")
    for name, says in {
        "terminal": None, "words": "answered 403", "short": "after 1000 of", "endless": "sends more than 268435456 bytes",
        "large": "more than the limit of", "negative": None, "headers": None, "packed": "what it sent", "page": "what it sent is HTML",
        "none": None, "range": "another range",
    }.items():  # fmt: skip
        trials.judge(f"an answer: {name}", trials.fetch(f"{secure}/{name}/x.png"), says=says)
    if not is_quick:
        trials.judge("a stall in mid-body", trials.fetch(f"{secure}/stall/x.png", 240), says="stalled after 100 of")
        trials.judge("a drip in mid-body", trials.fetch(f"{secure}/drip/x.png", 240), says="is too slow")


def models(trials):
    secure, plain = trials.secure.address, trials.plain.address
    trials.judge("a model", trials.fetch("owner/good"), succeeds=True)
    for number, name in enumerate(ELSEWHERE):
        trials.judge(
            f"an index that names {json.dumps(name)[:14]}",
            trials.fetch(f"owner/index-{number}"),
            says="which is none of weights here",
        )
    trials.judge("another sum than the hub's", trials.fetch("owner/sum"), says="expected ")
    trials.judge("another size than the hub's", trials.fetch("owner/size"), says="where the hub names 7")
    trials.judge("a listing that lies", trials.fetch("owner/listing"), says="MB free")
    trials.judge(
        "a model that is sent away to http", trials.fetch("owner/away"), says="redirects from https to http://"
    )
    with_password = secure.replace("//", f"//ada:{SECRET}@")
    away = trials.fetch("owner/good", HF_ENDPOINT=with_password)
    told = [headers for _, headers in trials.secure.requests if "Authorization" in headers]
    # What the address of a mirror holds goes to that mirror alone; its form is another than the token's.
    trials.judge("a mirror with a password", away, succeeds=True)
    assert told, "the mirror was not told its password"
    trials.judge(
        "a hub in capitals",
        trials.fetch("owner/away", HF_ENDPOINT=secure.replace("https", "HTTPS")),
        says="redirects from https to",
    )
    trials.judge(
        "http by the user's own word", trials.fetch("owner/good", HF_ENDPOINT=plain), succeeds=True, plain=True
    )


def proxies(trials):
    secure, plain = trials.secure.address, trials.plain.address
    asked = trials.fetch("https://data.invalid/good/x.png", https_proxy=plain)
    connected = [path for path, _ in trials.plain.requests]
    trials.judge("a proxy for https", asked, plain=True)
    assert set(connected) == {"data.invalid:443"}, connected
    trials.judge(
        "an exception from the proxy",
        trials.fetch(f"{secure}/good/x.png", https_proxy=plain, no_proxy="localhost"),
        succeeds=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without what takes minutes")
    parser.add_argument("--quire", type=pathlib.Path, default=ROOT / ".build/release/quire", help="the tool")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quire-network-") as place:
        trials = Trials(chosen.quire.resolve(), pathlib.Path(place))
        pictures(trials, chosen.quick)
        models(trials)
        proxies(trials)
    print(f"{trials.count} trials, {trials.failed} failed")
    return 1 if trials.failed else 0


if __name__ == "__main__":
    sys.exit(main())
