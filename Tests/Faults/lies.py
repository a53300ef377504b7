#!/usr/bin/env python3
"""Gives Quire files that claim to be larger than they are, and measures the memory that each of them takes.

    Tests/Faults/lies.py                    every file
    Tests/Faults/lies.py --quire PATH       another build of the tool

A reader may take memory for what a file shows that it has, not for what it says. Each line of the table is a file of a few bytes with the
memory that the tool took for it beyond that for an honest one, and what it said, which has to be one line. The exit status is 1 where
that was more than 64 MiB, or more than one line, or a file was taken for honest.
"""

import argparse
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from bench import ROOT, Bench
from commands import REPORT, corpus, report

MOST_MEBIBYTES = 64
# libavif scales a picture to the size that its container names: that may be any below the limit of pixels, 128 million. An honest picture
# of one colour takes as much, and a byte of it holds 60,000 pixels.
SCALED_MEBIBYTES = 1100
SIDE = 11_000
FIXTURES = ROOT / "Tests/ImagesTests/Fixtures"
MODEL = ROOT / "Tests/TransformersTests/Fixtures/models/bert"


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = SIDE, height: int = SIDE, data: bytes = b"\0" * 10) -> bytes:
    """A PNG whose header says that it is large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg(name: str) -> bytes:
    """A JPEG of ours whose frame says that it is large."""
    data = bytearray((FIXTURES / "decoding" / name).read_bytes())
    place = next(i for i in range(len(data)) if data[i] == 0xFF and data[i + 1] in (0xC0, 0xC2))
    data[place + 5 : place + 9] = struct.pack(">HH", SIDE, SIDE)
    return bytes(data)


def gif() -> bytes:
    """A GIF without data behind its picture's size."""
    return (
        b"GIF89a" + struct.pack("<HHBBB", SIDE, SIDE, 0, 0, 0) + b"," + struct.pack("<HHHHBB", 0, 0, SIDE, SIDE, 0, 8)
    )


def bmp() -> bytes:
    """A BMP without pixels."""
    head = struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + head + bytes(64)


def tiff() -> bytes:
    """A TIFF of one strip of a few bytes."""
    tags = [(256, SIDE), (257, SIDE), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, SIDE), (279, 16)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<I", 24) + bytes(16) + struct.pack("<H", len(tags)) + entries + bytes(4)


def webp() -> bytes:
    """A lossless WebP whose header says that it is large."""
    bits = 0x2F | (SIDE - 1) << 8 | (SIDE - 1) << 22
    data = bits.to_bytes(6, "little") + bytes(26)
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def extents(name: str) -> bytes:
    """An AVIF or HEIC of ours with a larger size in its properties."""
    data = bytearray((FIXTURES / "located" / name).read_bytes())
    start = 0
    while (place := data.find(b"ispe", start)) >= 0:
        data[place + 8 : place + 16] = struct.pack(">II", SIDE, SIDE)
        start = place + 4
    return bytes(data)


def safetensors(header: bytes, length: int | None = None) -> bytes:
    """A header, with a length of its own."""
    return struct.pack("<Q", len(header) if length is None else length) + header


def zip64() -> bytes:
    """An archive whose end says that its list is large."""
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 400 << 20, 0)
    locator = struct.pack("<IIQI", 0x07064B50, 0, 0, 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return record + locator + end


def stored(claimed: int, name: bytes = b"MANIFEST.sha256") -> bytes:
    """An archive with a deflated entry that claims a size."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(b"x") + packer.flush()
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, zlib.crc32(b"x"), len(data), claimed, len(name), 0)
    head = struct.pack(
        "<IHHHHHHIIIHHHHHII",
        0x02014B50,
        20,
        20,
        0,
        8,
        0,
        0,
        zlib.crc32(b"x"),
        len(data),
        claimed,
        len(name),
        0,
        0,
        0,
        0,
        0,
        0,
    )
    start = len(local) + len(name) + len(data)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(head) + len(name), start, 0)
    return local + name + data + head + name + end


def gzip() -> bytes:
    """A member whose last four bytes say that it had 4 GiB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return (packer.compress(b"a great film\n" * 50) + packer.flush())[:-4] + b"\xff\xff\xff\xff"


def xz() -> bytes:
    """A block whose filter asks for a dictionary of 1.5 GiB."""
    import lzma

    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 64 << 20}]
    data = bytearray(lzma.compress(b"a great film\n" * 50, format=lzma.FORMAT_XZ, filters=filters))
    # Header of the stream, then of the block: size, flags, filter, one byte of properties, the dictionary's size, padding, sum.
    data[12 + 4] = 37
    length = (data[12] + 1) * 4
    data[12 + length - 4 : 12 + length] = struct.pack("<I", zlib.crc32(bytes(data[12 : 12 + length - 4])))
    return bytes(data[:-20])


def zstd() -> bytes:
    """A frame with a window of 2 GiB, and one byte."""
    return struct.pack("<IBB", 0xFD2FB528, 0, (31 - 10) << 3) + struct.pack("<I", 1 << 3 | 1)[:3] + b"a"


def fasttext() -> bytes:
    """A model of two thousand million words."""
    settings = struct.pack("<12i", 100, 5, 5, 1, 5, 1, 1, 2, 2_000_000, 3, 6, 100)
    words = struct.pack("<3iqq", 2**31 - 1, 2**31 - 1, 0, 1 << 40, -1)
    return b"\xba\x16\x4f\x2f" + struct.pack("<i", 12) + settings + struct.pack("<d", 0.1) + words + b"a\0" + bytes(9)


def config(**changes: object) -> bytes:
    """The settings of a small BERT, changed."""
    import json

    return json.dumps(json.loads((MODEL / "config.json").read_text()) | changes).encode()


def cases(bench: Bench) -> list[tuple[str, str, bytes, list[str]]]:
    """Reader, file, its bytes, and the command that reads it."""
    picture = ["try", "captions", "{}", "a dog", *REPORT]
    corpora = ["try", "embeddings", "bad", *REPORT, "-P", "embeddings.data={}"]
    vectors = ["try", "embeddings", "bad", *REPORT, "-P", "embeddings.vectors={}"]
    model = ["try", "attention", "a cat sits", "--model", "{}", *REPORT]
    verify = ["verify", "{}"]
    header = b'{"a":{"dtype":"F32","shape":[1000000000,1000000000],"data_offsets":[0,4000000000]}}'
    pickle = b"\x80\x02}q\x00(X\xff\xff\xff\x7fa."
    return [
        ("PNG", "a.png", png(), picture),
        ("JPEG", "a.jpg", jpeg("rgb.jpg")[:-20], picture),
        ("JPEG, progressive", "b.jpg", jpeg("gray-progressive.jpg"), picture),
        ("GIF", "a.gif", gif(), picture),
        ("BMP", "a.bmp", bmp(), picture),
        ("TIFF", "a.tif", tiff(), picture),
        ("WebP", "a.webp", webp(), picture),
        ("AVIF", "a.avif", extents("plain.avif"), picture),
        ("HEIC", "a.heic", extents("plain.heic"), picture),
        ("zip64", "a.zip", zip64(), verify),
        ("zip", "b.zip", stored(1000), verify),
        ("gzip", "a.txt.gz", gzip(), corpora),
        ("xz", "a.txt.xz", xz(), corpora),
        ("zstd", "a.txt.zst", zstd(), corpora),
        ("word2vec text", "a.vec", b"1000000000 300\na 1 2 3\n", vectors),
        ("word2vec binary", "a.bin", b"1000000000 300\na " + bytes(12), vectors),
        ("fastText", "b.bin", fasttext(), vectors),
        ("safetensors, length", "model.safetensors", safetensors(b"{}", 100_000_000), model),
        ("safetensors, shape", "model.safetensors", safetensors(header), model),
        ("PyTorch, pickle", "pytorch_model.bin", pickle, model),
        ("PyTorch, zip", "pytorch_model.bin", stored(1000, b"a/data.pkl"), model),
        ("config.json, sizes", "config.json", config(hidden_size=1 << 24, num_hidden_layers=1 << 24), model),
        ("config.json, layers", "config.json", config(num_hidden_layers=4096), model),
        ("config.json, nesting", "config.json", b"[" * 1_000_000, model),
        ("tokenizer.json", "tokenizer.json", b'{"model":{"type":"WordPiece","vocab":{"a":4000000000}}}', model),
    ]


# A process begins with the memory of the one that started it, which is therefore a small one.
LAUNCHER = """
import os, sys
null = os.open(os.devnull, os.O_RDWR)
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss >> 10)
"""


def peak(bench: Bench, arguments: list[str]) -> tuple[int, int, str]:
    """The exit code, the most memory in MiB, and what was said."""
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(bench.tool), *arguments]
    run = subprocess.run(
        launcher,
        env=bench.variables,
        cwd=bench.work,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    code, most = run.stdout.split()
    return int(code), int(most), run.stderr


def main() -> int:
    """Prints the table; 1 where a lie was believed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quire", type=pathlib.Path, default=ROOT / ".build/release/quire")
    arguments = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory(prefix="quire-lies-") as scratch:
        bench = Bench(pathlib.Path(scratch), arguments.quire.resolve())
        report(bench)
        settings = (bench.report / "report.yml").read_text()
        bench.write("report/report.yml", settings.replace("[embeddings]", "[embeddings, attention, captions]"))
        bench.write("honest.txt", corpus(300))
        (bench.work / "honest.png").write_bytes(png(8, 8, bytes(33 * 8)))
        shutil.copytree(MODEL, bench.work / "honest")
        honest = {"captions": "honest.png", "embeddings": "honest.txt", "attention": "honest"}
        usual = {"verify": 0}
        print(f"{'file':<22} {'bytes':>8} {'MiB':>5} {'beyond':>7}  what was said", flush=True)
        for reader, name, data, command in cases(bench):
            place = bench.work / name
            if command[1] == "attention":
                place = bench.work / "model"
                shutil.rmtree(place, ignore_errors=True)
                shutil.copytree(MODEL, place)
                if name.startswith("pytorch"):
                    (place / "model.safetensors").unlink()
                (place / name).write_bytes(data)
            else:
                place.write_bytes(data)
            kind = command[0] if command[0] == "verify" else command[1]
            if kind not in usual:
                usual[kind] = peak(bench, [word.format(bench.work / honest[kind]) for word in command])[1]
            if kind == "verify" and not usual[kind]:
                usual[kind] = peak(bench, ["list", *REPORT])[1]
            code, most, errors = peak(bench, [word.format(place) for word in command])
            lines = [line for line in errors.strip().splitlines() if "warning:" not in line]
            room = SCALED_MEBIBYTES if reader == "AVIF" else MOST_MEBIBYTES
            # What the container of an AVIF or HEIC says may count for nothing beside what its picture says.
            is_right = ((len(lines) == 1 and 0 < code < 64) or code == 0) and most - usual[kind] <= room
            failures += not is_right
            said = lines[-1].replace(str(bench.work) + "/", "") if lines else f"ended with {code}"
            mark = "" if is_right else "  WRONG"
            print(f"{reader:<22} {len(data):>8} {most:>5} {most - usual[kind]:>7}  {said[:150]}{mark}", flush=True)
    print(f"{failures} wrong" if failures else "no lie was believed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
