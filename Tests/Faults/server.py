"""A web server of this machine: a picture and a model that come slowly, and an index of packages with one wheel."""

import hashlib
import http.server
import io
import re
import struct
import threading
import time
import zipfile
import zlib

from bench import ROOT

PIECE = 8192


class Server:
    """Serves until the program ends; answers ranges, so that what broke off can go on."""

    def __init__(self, pause: float = 0.02):
        self.pause = pause
        self.words = b"".join(b"word%d\n" % number for number in range(30_000))
        self.wheel = _wheel(self.words)
        self.files = {"/slow/picture.png": _picture()}
        model = ROOT / "Tests/TransformersTests/Fixtures/models/bert"
        for file in model.iterdir():
            if file.is_file():
                self.files[f"/somebody/model/resolve/main/{file.name}"] = file.read_bytes()
        self.files["/files/quire_words-1.0-py3-none-any.whl"] = self.wheel
        handler = type("Bound", (_Handler,), {"owner": self})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def variables(self) -> dict[str, str]:
        """The variables by which the tool finds it as hub and as index of packages."""
        return {"HF_ENDPOINT": self.address, "PIP_INDEX_URL": f"{self.address}/simple"}


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        try:
            path = re.sub(r"/resolve/[0-9a-f]{40}/", "/resolve/main/", self.path)
            if path == "/simple/quire-words/":
                name = "quire_words-1.0-py3-none-any.whl"
                self.answer(f'<a href="/files/{name}">{name}</a>'.encode(), "text/html")
            elif path in self.owner.files:
                self.answer(self.owner.files[path], "application/octet-stream")
            else:
                self.send_error(404)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def answer(self, body: bytes, kind: str) -> None:
        """Sends a body, or the rest of it that was asked for, a piece at a time."""
        start = 0
        tag = '"' + hashlib.sha256(body).hexdigest()[:16] + '"'
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and self.headers.get("If-Range") in (None, tag):
            start = int(asked[1])
            if start >= len(body):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(body)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("ETag", tag)
        self.send_header("X-Repo-Commit", "a" * 40)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        if self.command == "HEAD":
            return
        for offset in range(start, len(body), PIECE):
            self.wfile.write(body[offset : offset + PIECE])
            time.sleep(self.owner.pause)


def _picture() -> bytes:
    """A PNG of noise, so that it has some bytes."""
    width, height = 200, 150
    seed, rows = 1, bytearray()
    for _ in range(height):
        rows.append(0)
        for _ in range(3 * width):
            seed = (seed * 1103515245 + 12345) % (1 << 31)
            rows.append(seed >> 16 & 255)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows), 1)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _wheel(words: bytes) -> bytes:
    """A wheel that holds the words and nothing that runs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("words/words.txt", words)
        archive.writestr(
            "quire_words-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: quire-words\nVersion: 1.0\n"
        )
        wheel = "Wheel-Version: 1.0\nGenerator: faults\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr("quire_words-1.0.dist-info/WHEEL", wheel)
        archive.writestr("quire_words-1.0.dist-info/RECORD", "")
    return buffer.getvalue()
