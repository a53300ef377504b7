"""Writes formats/, small GIF, BMP, TIFF, WebP, AVIF and HEIC files of every kind, and formats.txt: what is read from them.

A line is what reference.py tells of a file. Beside a HEIC file lies a PNG of what pillow-heif reads: rounding differs by 1 between
libheif's versions. What Pillow does not write is written by hand, and by make-deep-avif.c with
Debian's libavif-dev.
"""

import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
from counter import picture
from PIL import Image
from reference import line, seen

here = Path(__file__).parent
folder = here / "formats"
folder.mkdir(exist_ok=True)
for old in folder.iterdir():
    old.unlink()


def photo(seed, width=19, height=13, mode="RGB"):
    """A smooth picture with some noise; alpha from transparent to opaque."""
    small = Image.fromarray(picture(4 * seed, 4, 3), "RGB").resize((width, height), Image.Resampling.BICUBIC)
    image = Image.blend(small, Image.fromarray(picture(4 * seed + 1, width, height), "RGB"), 0.15)
    if mode == "RGB":
        return image
    alpha = Image.fromarray((np.indices((height, width)).sum(0) * 9 % 256).astype(np.uint8))
    if mode in ("LA", "PA"):
        image = image.convert(mode[0])
    image = image.convert(mode)
    if mode.endswith("A"):
        image.putalpha(alpha)
    return image


def orientation(value):
    exif = Image.Exif()
    exif[274] = value
    return exif


XMP = b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'


# GIF


def lzw(indices, bits):
    """GIF's compression with the table that grows, in blocks."""
    clear, end = 1 << bits, (1 << bits) + 1
    out, count = 0, 0

    def put(code, width):
        nonlocal out, count
        out |= code << count
        count += width

    table = {(i,): i for i in range(clear)}
    width, next_code = bits + 1, end + 1
    put(clear, width)
    text = ()
    for i in indices:
        if text + (i,) in table:
            text += (i,)
            continue
        put(table[text], width)
        if next_code < 4096:
            table[text + (i,)] = next_code
            if next_code == 1 << width and width < 12:
                width += 1
            next_code += 1
        else:
            put(clear, width)
            table = {(i,): i for i in range(clear)}
            width, next_code = bits + 1, end + 1
        text = (i,)
    put(table[text], width)
    put(end, width)
    data = out.to_bytes((count + 7) // 8, "little")
    blocks = b"".join(bytes([len(data[i : i + 255])]) + data[i : i + 255] for i in range(0, len(data), 255))
    return bytes([bits]) + blocks + b"\0"


def colours(seed, bits):
    return picture(seed, 1 << bits, 1).tobytes()


def table_flags(table):
    return 0x80 | ((len(table) // 3).bit_length() - 2) if table else 0


def frame(indices, left=0, top=0, bits=4, local=b"", transparent=None, interlaced=False):
    height, width = indices.shape
    head = b""
    if transparent is not None:
        head = b"!\xf9\x04" + struct.pack("<BHB", 1, 10, transparent) + b"\0"
    rows = indices
    if interlaced:
        rows = np.concatenate([indices[y::step] for y, step in ((0, 8), (4, 8), (2, 4), (1, 2))])
    flags = table_flags(local) | 0x40 * interlaced
    descriptor = b"," + struct.pack("<HHHHB", left, top, width, height, flags)
    return head + descriptor + local + lzw(rows.ravel().tolist(), bits)


def gif(name, width, height, frames, shared=b"", version=b"GIF89a", end=b";"):
    screen = struct.pack("<HHBBB", width, height, table_flags(shared), 0, 0)
    (folder / f"{name}.gif").write_bytes(version + screen + shared + b"".join(frames) + end)


def indices(seed, width, height, bits):
    return (picture(seed, width, height)[..., 0] >> (8 - bits)).astype(int)


GREYS = bytes(v for i in range(16) for v in (i, i, i))
gif("plain", 19, 13, [frame(indices(2, 19, 13, 4))], colours(3, 4), b"GIF87a")
gif("interlaced", 19, 13, [frame(indices(2, 19, 13, 4), interlaced=True)], colours(3, 4))
gif("interlaced-low", 5, 2, [frame(indices(2, 5, 2, 4), interlaced=True)], colours(3, 4))
gif("local", 19, 13, [frame(indices(2, 19, 13, 4), local=colours(7, 4))], colours(3, 4))
some = indices(2, 19, 13, 4)
gif("transparent", 19, 13, [frame(some, transparent=int(some[0, 0]))], colours(3, 4))
gif("part", 19, 13, [frame(indices(2, 9, 6, 4), left=4, top=3)], colours(3, 4))
gif("part-transparent", 19, 13, [frame(indices(2, 9, 6, 4), left=4, top=3, transparent=2)], colours(3, 4))
gif("beyond", 9, 6, [frame(indices(2, 19, 13, 4), left=2, top=1)], colours(3, 4))
gif("no-palette", 19, 13, [frame(indices(2, 19, 13, 8), bits=8)])
gif("no-palette-transparent", 19, 13, [frame(indices(2, 19, 13, 4), transparent=3)])
gif("grey-palette", 19, 13, [frame(indices(2, 19, 13, 6), bits=6)], GREYS)
gif("grey-local", 19, 13, [frame(indices(2, 19, 13, 4), local=GREYS)], colours(3, 4))
gif("short-palette", 19, 13, [frame(indices(2, 19, 13, 4))], colours(3, 2))
gif("two-colours", 19, 13, [frame(indices(2, 19, 13, 1), bits=2)], colours(3, 1))
gif("many-codes", 97, 83, [frame(indices(4, 97, 83, 8), bits=8)], colours(3, 8))
extension = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" + b"!\xfe\x05words\0"
three = [frame(indices(i, 19, 13, 4), transparent=i) for i in (2, 3, 5)]
gif("animated", 19, 13, [extension, *three], colours(3, 4))
gif("no-end", 19, 13, [frame(indices(2, 19, 13, 4))], colours(3, 4), end=b"")

# BMP


def bmp(name, bits, rows, palette=b"", header=40, compression=0, fields=b"", down=False, height=None, colours=None):
    """Rows of bytes without their padding; palette as it is written."""
    count = len(rows) if height is None else height
    data = (
        rows
        if isinstance(rows, bytes)
        else b"".join(row + bytes(-len(row) % 4) for row in (rows if down else rows[::-1]))
    )
    if header == 12:
        head = struct.pack("<IHHHH", 12, WIDTH, count, 1, bits)
    else:
        named = len(palette) // 4 if colours is None else colours
        sides = (WIDTH, -count if down else count)
        head = struct.pack("<IiiHHIIiiII", header, *sides, 1, bits, compression, len(data), 2835, 2835, named, 0)
        head += (fields if header > 40 else b"").ljust(header - 40, b"\0")
        if header == 40:
            head += fields
    offset = 14 + len(head) + len(palette)
    start = b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset)
    (folder / f"{name}.bmp").write_bytes(start + head + palette + data)


WIDTH, HEIGHT = 19, 13
quads = lambda seed, bits: b"".join(colours(seed, bits)[3 * i : 3 * i + 3] + b"\0" for i in range(1 << bits))
rgb = np.asarray(photo(5))
rgba = np.asarray(photo(6, mode="RGBA"))


def packed(values, bits):
    width = values.shape[1]
    texts = ["".join(f"{v:0{bits}b}" for v in row) for row in values]
    return [int(t.ljust(-(-width * bits // 8) * 8, "0"), 2).to_bytes(-(-width * bits // 8)) for t in texts]


for bits in (1, 4, 8):
    bmp(f"bits-{bits}", bits, packed(indices(2, WIDTH, HEIGHT, bits), bits), quads(3, bits))
bmp("top-down", 8, packed(indices(2, WIDTH, HEIGHT, 8), 8), quads(3, 8), down=True)
bmp("few-colours", 8, packed(indices(2, WIDTH, HEIGHT, 4), 8), quads(3, 3))
bmp("old", 4, packed(indices(2, WIDTH, HEIGHT, 4), 4), colours(3, 4), header=12)
bmp("old-24", 24, [row[:, ::-1].tobytes() for row in rgb], header=12)
grey = b"".join(bytes([i, i, i, 0]) for i in range(256))
bmp("greys", 8, packed(indices(2, WIDTH, HEIGHT, 8), 8), grey)
bmp("black-white", 1, packed(indices(2, WIDTH, HEIGHT, 1), 1), b"\0\0\0\0\xff\xff\xff\0")
bmp("white-black", 1, packed(indices(2, WIDTH, HEIGHT, 1), 1), b"\xff\xff\xff\0\0\0\0\0")
bmp("bits-24", 24, [row[:, ::-1].tobytes() for row in rgb])
bmp("bits-24-v5", 24, [row[:, ::-1].tobytes() for row in rgb], header=124)
deep = picture(8, 2 * WIDTH, HEIGHT)[..., 0].reshape(HEIGHT, -1)
bmp("bits-16", 16, [row.tobytes() for row in deep])
for name, masks in {"565": (0xF800, 0x7E0, 0x1F), "555": (0x7C00, 0x3E0, 0x1F)}.items():
    bmp(f"fields-{name}", 16, [row.tobytes() for row in deep], compression=3, fields=struct.pack("<III", *masks))
bgra = [row[:, [2, 1, 0, 3]].tobytes() for row in rgba]
bmp("bits-32", 32, bgra)
MASKS = {
    "bgrx": (0xFF0000, 0xFF00, 0xFF, 0),
    "xbgr": (0xFF000000, 0xFF0000, 0xFF00, 0),
    "bgxr": (0xFF000000, 0xFF00, 0xFF, 0),
    "abgr": (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
    "rgba": (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
    "bgra": (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
    "bgar": (0xFF000000, 0xFF00, 0xFF, 0xFF0000),
    "none": (0, 0, 0, 0),
}
for name, masks in MASKS.items():
    bmp(f"fields-{name}", 32, bgra, header=124, compression=3, fields=struct.pack("<IIII", *masks))
bmp("fields-brief", 32, bgra, compression=3, fields=struct.pack("<III", *MASKS["bgrx"][:3]))
runs8 = bytes([19, 7, 0, 0, 5, 3, 0, 5, 1, 2, 3, 4, 5, 0, 30, 9, 0, 0, 4, 1, 0, 2, 3, 1, 9, 8, 0, 0]) + b"".join(
    bytes([10, i, 9, 250 - i, 0, 0]) for i in range(9)
)
bmp("runs-8", 8, runs8 + bytes([19, 1, 0, 1]), quads(3, 8), compression=1, height=HEIGHT)
runs4 = bytes([19, 0x7A, 0, 0, 5, 0x31, 0, 5, 0x12, 0x34, 0x50, 0, 9, 0x96, 0, 0]) + b"".join(
    bytes([11, i * 16 + 3, 8, 0xA0 + i, 0, 0]) for i in range(11)
)
bmp("runs-4", 4, runs4 + bytes([0, 1]), quads(3, 4), compression=2, height=HEIGHT)

# TIFF


def tiff(
    name, samples, photometric, bits=8, endian="<", planar=1, tile=None, compression=1, extra=None, more=(), rows=5
):
    """Samples [height, width, channels]; rows in strips, or in tiles, packed as they are or deflated."""
    height, width, channels = samples.shape

    def pack(part):
        if bits == 16:
            return part.astype(endian + "u2").tobytes()
        if bits == 8:
            return part.astype(np.uint8).tobytes()
        return b"".join(packed(part.reshape(part.shape[0], -1), bits))

    layers = [samples[:, :, i : i + 1] for i in range(channels)] if planar == 2 else [samples]
    parts = []
    for layer in layers:
        if tile:
            for y in range(0, height, tile):
                for x in range(0, width, tile):
                    part = layer[y : y + tile, x : x + tile]
                    part = np.pad(part, ((0, tile - part.shape[0]), (0, tile - part.shape[1]), (0, 0)), "edge")
                    parts.append(pack(part))
        else:
            parts += [pack(layer[y : y + rows]) for y in range(0, height, rows)]
    if compression == 8:
        parts = [zlib.compress(part, 9) for part in parts]
    tags = [(256, 3, [width]), (257, 3, [height]), (258, 3, [bits] * channels), (259, 3, [compression])]
    tags += [(262, 3, [photometric]), (277, 3, [channels]), (284, 3, [planar])]
    tags += [(338, 3, extra)] if extra else []
    counts = [len(part) for part in parts]
    if tile:
        tags += [(322, 3, [tile]), (323, 3, [tile]), (324, 4, None), (325, 4, counts)]
    else:
        tags += [(273, 4, None), (278, 3, [rows]), (279, 4, counts)]
    tags = sorted(tags + list(more))
    size = {1: 1, 3: 2, 4: 4}
    place = 8 + 2 + 12 * len(tags) + 4
    places = {}
    for tag, kind, values in tags:
        length = size[kind] * len(values if values is not None else parts)
        if length > 4:
            places[tag] = place
            place += length + length % 2
    offsets = []
    for part in parts:
        offsets.append(place)
        place += len(part)
    directory, beyond = b"", b""
    for tag, kind, values in tags:
        values = offsets if values is None else values
        raw = struct.pack(f"{endian}{len(values)}{ {1: 'B', 3: 'H', 4: 'I'}[kind] }", *values)
        if tag in places:
            beyond += raw + bytes(len(raw) % 2)
            raw = struct.pack(endian + "I", places[tag])
        directory += struct.pack(endian + "HHI", tag, kind, len(values)) + raw.ljust(4, b"\0")
    head = (b"II*\0" if endian == "<" else b"MM\0*") + struct.pack(endian + "I", 8)
    body = head + struct.pack(endian + "H", len(tags)) + directory + bytes(4) + beyond + b"".join(parts)
    (folder / f"{name}.tif").write_bytes(body)


grey = np.asarray(photo(7).convert("L")).astype(int)[..., None]
for bits in (1, 2, 4, 8):
    tiff(f"grey-{bits}", grey >> (8 - bits), 1, bits)
    tiff(f"grey-{bits}-inverted", grey >> (8 - bits), 0, bits)
for endian, end in (("<", "little"), (">", "big")):
    tiff(f"grey-16-{end}", grey * 3, 1, 16, endian)
    tiff(f"rgb-16-{end}", rgb.astype(int) * 257 - 100 * (rgb > 0), 2, 16, endian)
    tiff(f"rgb-16-planar-{end}", rgb.astype(int) * 257 - 100 * (rgb > 0), 2, 16, endian, planar=2, compression=8)
    tiff(f"rgba-16-{end}", rgba.astype(int) * 257, 2, 16, endian, extra=[2])
    tiff(f"rgba-16-multiplied-{end}", rgba.astype(int) * 257, 2, 16, endian, extra=[1])
    tiff(f"orientation-{end}", rgb, 2, endian=endian, more=[(274, 3, [6])])
tiff("grey-16-inverted", grey * 3, 0, 16)
tiff("cmyk-16", rgba.astype(int) * 257 - 100 * (rgba > 0), 5, 16)
tiff("rgb-8", rgb, 2)
tiff("rgb-8-big", rgb, 2, endian=">")
tiff("rgb-8-planar", rgb, 2, planar=2)
tiff("rgb-8-planar-deflated", rgb, 2, planar=2, compression=8)
tiff("rgb-8-tiles", rgb, 2, tile=16)
tiff("rgb-8-tiles-deflated", rgb, 2, tile=16, compression=8)
tiff("rgb-8-tiles-planar-deflated", rgb, 2, tile=16, planar=2, compression=8)
for name, extra in {"straight": [2], "multiplied": [1], "ignored": [0], "unnamed": None}.items():
    tiff(f"rgba-8-{name}", rgba, 2, extra=extra)
    tiff(f"rgba-8-{name}-deflated", rgba, 2, extra=extra, compression=8)
tiff("rgba-8-planar", rgba, 2, extra=[2], planar=2, compression=8)
five = np.concatenate([rgba, rgba[..., :1]], axis=2)
tiff("five-samples", five, 2, extra=[2, 0], compression=8)
tiff("five-ignored", five, 2, extra=[0, 0], compression=8)
la = np.concatenate([grey, rgba[..., 3:]], axis=2)
tiff("grey-alpha", la, 1, extra=[2])
tiff("grey-ignored", la, 1, extra=[0])
for bits in (1, 2, 4, 8):
    table = picture(9, 3 << bits, 1)[0, :, 0].astype(int) * 257
    tiff(f"palette-{bits}", grey >> (8 - bits), 3, bits, more=[(320, 3, table.tolist())])
tiff("palette-alpha", la, 3, 8, extra=[2], more=[(320, 3, table.tolist())])
tiff("cmyk", rgba, 5)
tiff("cmyk-deflated", rgba, 5, compression=8)
tiff("cmyk-tiles", rgba, 5, tile=16, compression=8)
tiff("orientation-long", rgb, 2, more=[(274, 4, [8])])
for value in range(1, 9):
    tiff(f"orientation-{value}", rgb, 2, more=[(274, 3, [value])])
tiff("orientation-xmp", rgb, 2, more=[(700, 1, list(XMP))])
tiff("signed-8", grey, 1, more=[(339, 3, [2])])
photos = photo(3, 37, 29)
for name in ("tiff_lzw", "packbits", "tiff_adobe_deflate", "jpeg"):
    photos.save(folder / f"saved-{name}.tif", compression=name)
photos.convert("L").save(folder / "saved-grey-jpeg.tif", compression="jpeg")
for name in ("group3", "group4", "tiff_ccitt"):
    photos.convert("1").save(folder / f"saved-{name}.tif", compression=name)
photos.save(folder / "pages.tif", save_all=True, append_images=[photos.rotate(180)], compression="tiff_lzw")
photos.save(folder / "wide-offsets.tif", big_tiff=True)

# WebP

sides = (21, 13)
photo(1, *sides).save(folder / "lossy.webp", quality=80)
photo(1, *sides, "RGBA").save(folder / "lossy-alpha.webp", quality=80)
photo(1, *sides, "RGBA").save(folder / "lossless-alpha.webp", lossless=True, exact=True)
photo(1, *sides).save(folder / "lossless.webp", lossless=True)
photo(1, *sides).save(folder / "turned.webp", exif=orientation(8))
photo(1, *sides).save(folder / "turned-xmp.webp", xmp=XMP)
later = [photo(2, *sides), photo(3, *sides)]
photo(1, *sides).save(folder / "animated.webp", save_all=True, append_images=later, duration=100, lossless=True)
later = [photo(2, *sides, "RGBA"), photo(3, *sides, "RGBA")]
photo(1, *sides, "RGBA").save(
    folder / "animated-alpha.webp", save_all=True, append_images=later, duration=100, lossless=True
)


def riff(chunk, content):
    return chunk + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


# An animation whose first picture does not fill it, with and without transparency.
still = (folder / "lossless.webp").read_bytes()[12:]
for name, flags in (("opaque", 0x02), ("alpha", 0x12)):
    header = riff(b"VP8X", bytes([flags, 0, 0, 0]) + (39).to_bytes(3, "little") + (29).to_bytes(3, "little"))
    place = (
        (2).to_bytes(3, "little") + (3).to_bytes(3, "little") + (20).to_bytes(3, "little") + (12).to_bytes(3, "little")
    )
    one = riff(b"ANMF", place + (100).to_bytes(3, "little") + b"\0" + still)
    content = b"WEBP" + header + riff(b"ANIM", b"\x10\x20\x30\xff\0\0") + one + one
    (folder / f"part-{name}.webp").write_bytes(b"RIFF" + struct.pack("<I", len(content)) + content)

# AVIF

for subsampling in ("4:2:0", "4:2:2", "4:4:4", "4:0:0"):
    photos.save(folder / f"chroma-{subsampling.replace(':', '')}.avif", quality=80, subsampling=subsampling, speed=10)
photos.save(folder / "limited.avif", quality=80, range="limited", speed=10)
with_alpha = photo(3, 37, 29, "RGBA")
with_alpha.save(folder / "alpha.avif", quality=80, speed=10)
with_alpha.save(folder / "alpha-multiplied.avif", quality=80, alpha_premultiplied=True, speed=10)
for value in range(2, 9):
    photos.save(folder / f"orientation-{value}.avif", quality=60, exif=orientation(value), speed=10)
photos.save(folder / "turned-xmp.avif", quality=60, xmp=XMP, speed=10)
photos.save(folder / "animated.avif", save_all=True, append_images=[photos.rotate(180)], quality=60, speed=10)
with tempfile.TemporaryDirectory() as scratch:
    encoder = Path(scratch) / "encoder"
    subprocess.run(["cc", here / "make-deep-avif.c", "-lavif", "-o", encoder], check=True)
    for kind in ("8 4 0 1", "10 3 0 9", "10 1 1 6", "10 4 0 6", "12 3 1 1", "12 2 0 6"):
        subprocess.run([encoder, folder / f"coded-{kind.replace(' ', '-')}.avif", *kind.split()], check=True)

# HEIC

for mode in ("RGB", "RGBA", "L"):
    photo(3, 64, 48, mode).save(folder / f"{mode.lower()}.heic", quality=80)
photo(3, 150, 100).save(folder / "tiles.heic", quality=60, tile_size=64)
photo(3, 64, 48).save(folder / "full-chroma.heic", quality=80, chroma=444)
for value in range(2, 9):
    # From what the picture says the file is told how to turn; what is given beside stays in its EXIF, which nobody looks at.
    image = photo(3, 48, 32)
    image.info["exif"] = orientation(value).tobytes()
    image.save(folder / f"orientation-{value}.heic", quality=60)
photo(3, 48, 32).save(folder / "exif-only.heic", quality=60, exif=orientation(6))
deep = np.asarray(photo(3, 64, 48).convert("L")).astype("<u2") * 3
pillow_heif.from_bytes("I;16", (64, 48), deep.tobytes()).save(folder / "grey-deep.heic", quality=80)
deep = np.asarray(photo(3, 64, 48)).astype("<u2") * 250
pillow_heif.from_bytes("RGB;16", (64, 48), deep.tobytes()).save(folder / "rgb-deep.heic", quality=80)
others = [photo(5, 48, 32), photo(6, 64, 64)]
photo(3, 64, 48).save(folder / "several.heic", quality=60, save_all=True, append_images=others, primary_index=1)

for file in sorted(folder.glob("*.heic")):
    seen(file).save(file.with_suffix(".heic.png"), optimize=True)
kept = [file for file in sorted(folder.iterdir()) if ".heic" not in file.name]
(here / "formats.txt").write_text("".join(line(file) for file in kept))
