"""Files of a few bytes that claim to be large."""

import lzma
import pathlib
import struct
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIDE = 11_000
FIXTURES = ROOT / "Tests/ImagesTests/Fixtures"


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


def xz(dictionary: int) -> bytes:
    """A block whose filter asks for a large dictionary: 37 stands for 1.5 GiB, 40 for 4 GiB."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 64 << 20}]
    data = bytearray(lzma.compress(b"a great film\n" * 50, format=lzma.FORMAT_XZ, filters=filters))
    # Header of the stream, then of the block: size, flags, filter, one byte of properties, the dictionary's size, padding, sum.
    data[12 + 4] = dictionary
    length = (data[12] + 1) * 4
    data[12 + length - 4 : 12 + length] = struct.pack("<I", zlib.crc32(bytes(data[12 : 12 + length - 4])))
    return bytes(data[:-20])


def zstd(window: int) -> bytes:
    """A frame with a window of two to this power, and one byte."""
    return struct.pack("<IBB", 0xFD2FB528, 0, (window - 10) << 3) + struct.pack("<I", 1 << 3 | 1)[:3] + b"a"


def fasttext() -> bytes:
    """A model of two thousand million words."""
    settings = struct.pack("<12i", 100, 5, 5, 1, 5, 1, 1, 2, 2_000_000, 3, 6, 100)
    words = struct.pack("<3iqq", 2**31 - 1, 2**31 - 1, 0, 1 << 40, -1)
    return b"\xba\x16\x4f\x2f" + struct.pack("<i", 12) + settings + struct.pack("<d", 0.1) + words + b"a\0" + bytes(9)


def tar() -> bytes:
    """An archive whose first entry is a name of 2 MiB."""
    head = bytearray(512)
    head[:13], head[124:136], head[156:157] = b"././@LongLink", b"%011o\0" % (2 << 20), b"L"
    head[257:263], head[148:156] = b"ustar\0", b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + bytes(512)


def long_directory() -> bytes:
    """The end of an archive whose list has 600 MiB before it."""
    size = 600 << 20
    record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1000, 1000, size, 0)
    locator = struct.pack("<IIQI", 0x07064B50, 0, size, 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return record + locator + end


def pieces(count: int) -> bytes:
    """A model of SentencePiece with so many pieces of one letter."""
    return b"\x0a\x08\x0a\x01a\x15\0\0\0\0" * count
