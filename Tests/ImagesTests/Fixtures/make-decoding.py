"""Writes decoding/, small PNG and JPEG files of every kind, and decoding.txt: what is read from them.

A line is what reference.py tells of a file. The other formats have make-formats.py. PNG files are written by hand, since Pillow writes neither interlaced ones nor most depths.
"""

import struct
import zlib
from pathlib import Path

import numpy as np
from counter import picture
from PIL import Image, ImageCms
from reference import line

here = Path(__file__).parent
folder = here / "decoding"
folder.mkdir(exist_ok=True)
for old in folder.iterdir():
    old.unlink()


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def scanlines(samples, depth, first_filter):
    """Rows of samples [height, width, channels] packed, each row by another of PNG's five filters."""
    height, _, channels = samples.shape
    step = max(1, channels * depth // 8)
    result, above = b"", None
    for y in range(height):
        bits = "".join(f"{v:0{depth}b}" for v in samples[y].ravel())
        bits += "0" * (-len(bits) % 8)
        row = [int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)]
        above = above or [0] * len(row)
        kind = (y + first_filter) % 5
        line = []
        for i, v in enumerate(row):
            a = row[i - step] if i >= step else 0
            b, c = above[i], above[i - step] if i >= step else 0
            p = a + b - c
            paeth = min((a, b, c), key=lambda q: abs(p - q))
            line.append((v - [0, a, b, (a + b) // 2, paeth][kind]) % 256)
        result += bytes([kind] + line)
        above = row
    return result


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, kind, depth, samples, interlaced=False, before=b"", after=b""):
    height, width, _ = samples.shape
    data = b""
    if interlaced:
        for x, y, dx, dy in PASSES:
            part = samples[y::dy, x::dx]
            data += scanlines(part, depth, 1) if part.size else b""
    else:
        data = scanlines(samples, depth, 0)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    content = chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(data, 9)) + after
    (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + content + chunk(b"IEND", b""))


def samples(seed, channels, depth, width=19, height=13):
    parts = [picture(seed + 4 * i, width, height).astype(np.uint32) for i in range(4)]
    wide = np.concatenate([parts[0] << 8 | parts[1], parts[2] << 8 | parts[3]], axis=2)
    return wide[:, :, :channels] >> (16 - depth)


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
NAMES = {0: "gray", 2: "rgb", 3: "palette", 4: "gray-alpha", 6: "rgba"}
for kind, depths in {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}.items():
    for depth in depths:
        for interlaced in (False, True):
            pixels = samples(depth + kind, CHANNELS[kind], depth)
            colours = picture(kind + depth, 1 << min(depth, 8), 1).tobytes()
            before = chunk(b"PLTE", colours) if kind == 3 else b""
            png(f"{NAMES[kind]}-{depth}{'-interlaced' * interlaced}.png", kind, depth, pixels, interlaced, before)

pixels = samples(7, 1, 8)
png("palette-short.png", 3, 8, pixels, before=chunk(b"PLTE", picture(3, 40, 1).tobytes()))
png(
    "palette-transparent.png",
    3,
    4,
    samples(8, 1, 4),
    before=chunk(b"PLTE", picture(3, 16, 1).tobytes()) + chunk(b"tRNS", bytes(range(0, 160, 10))),
)
png("gray-transparent.png", 0, 8, pixels, before=chunk(b"tRNS", struct.pack(">H", int(pixels[2, 3, 0]))))
rgb = samples(9, 3, 8)
png("rgb-transparent.png", 2, 8, rgb, before=chunk(b"tRNS", struct.pack(">HHH", *map(int, rgb[4, 5]))))
deep = samples(9, 3, 16)
deep[2, 3] = (0x1234, 0x5634, 0x7834)
png("gray-16-transparent.png", 0, 16, deep[:, :, :1], before=chunk(b"tRNS", struct.pack(">H", 0x1234)))
png("rgb-16-transparent.png", 2, 16, deep, before=chunk(b"tRNS", struct.pack(">HHH", 0x1212, 0x5656, 0x7878)))
for depth in (1, 2, 4):
    named = chunk(b"tRNS", struct.pack(">H", 1))
    png(f"gray-{depth}-transparent.png", 0, depth, samples(depth, 1, depth), before=named)
palette = chunk(b"PLTE", picture(3, 16, 1).tobytes())
png("palette-one-transparent.png", 3, 4, samples(8, 1, 4), before=palette + chunk(b"tRNS", b"\xff\xff\0\xff"))
png("gamma.png", 2, 8, rgb, before=chunk(b"gAMA", struct.pack(">I", 100000)))
png("gamma-of-srgb.png", 2, 8, rgb, before=chunk(b"gAMA", struct.pack(">I", 45455)))
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# Without the time that it was made at.
profile = profile[:24] + bytes(12) + profile[36:]
png("profile.png", 2, 8, rgb, before=chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(profile, 9)))
png("one.png", 2, 8, samples(3, 3, 8, 1, 1))
png("one-interlaced.png", 6, 8, samples(3, 4, 8, 1, 1), interlaced=True)
orientation = Image.Exif()
orientation[274] = 6
exif = orientation.tobytes().removeprefix(b"Exif\0\0")
png("orientation-6.png", 2, 8, rgb, before=chunk(b"eXIf", exif))
png("orientation-behind.png", 2, 8, rgb, after=chunk(b"eXIf", exif))
turned = b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
words = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + turned)
png("orientation-xmp.png", 2, 8, rgb, before=words)
packed = chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(turned))
png("orientation-xmp-packed.png", 2, 8, rgb, before=packed)
digits = exif.hex().encode()
raw = b"\nexif\n%8d\n" % len(exif) + b"\n".join(digits[i : i + 72] for i in range(0, len(digits), 72)) + b"\n"
png("orientation-raw-profile.png", 2, 8, rgb, before=chunk(b"tEXt", b"Raw profile type exif\0" + raw))
packed = chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(raw))
png("orientation-raw-profile-packed.png", 2, 8, rgb, before=packed)
frames = [Image.fromarray(picture(i, 9, 7), "RGB") for i in range(3)]
frames[0].save(folder / "animated.png", save_all=True, append_images=frames[1:])


def photo(seed, width=19, height=13):
    """A smooth picture with some noise: what JPEG is for."""
    small = Image.fromarray(picture(4 * seed, 4, 3), "RGB").resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(small, Image.fromarray(picture(4 * seed + 1, width, height), "RGB"), 0.15)


def jpeg(name, image, **options):
    image.save(folder / name, "JPEG", **({"quality": 80, "optimize": True} | options))


for subsampling in range(3):
    for suffix, more in {"": {}, "-progressive": {"progressive": True}}.items():
        jpeg(f"ycc-{subsampling}{suffix}.jpg", photo(subsampling, 37, 21), subsampling=subsampling, **more)
jpeg("gray.jpg", photo(3).convert("L"))
jpeg("gray-progressive.jpg", photo(3).convert("L"), progressive=True)
jpeg("rgb.jpg", photo(4), keep_rgb=True)
jpeg("one.jpg", photo(5, 1, 1))
jpeg("restarts.jpg", photo(6, 50, 40), restart_marker_blocks=2)
jpeg("low-quality.jpg", photo(7, 40, 30), quality=5)
jpeg("profile.jpg", photo(8, 8, 8), icc_profile=profile)
inks = Image.merge("CMYK", [*photo(9).split(), photo(10).convert("L")])
for suffix, more in {"": {}, "-progressive": {"progressive": True}}.items():
    jpeg(f"cmyk{suffix}.jpg", inks, **more)
    # The same numbers, said to be YCCK: the last byte of Adobe's segment is the transformation.
    content = (folder / f"cmyk{suffix}.jpg").read_bytes()
    place = content.index(b"Adobe") + 11
    (folder / f"ycck{suffix}.jpg").write_bytes(content[:place] + b"\x02" + content[place + 1 :])
    # Without that segment, still inverted for Pillow.
    (folder / f"cmyk-plain{suffix}.jpg").write_bytes(content[: place - 15] + content[place + 1 :])
for value in range(1, 9):
    orientation = Image.Exif()
    orientation[274] = value
    jpeg(f"orientation-{value}.jpg", photo(11, 11, 6), exif=orientation)
for endian in "><":
    # Two entries, in either order of bytes; the second is the orientation.
    entries = struct.pack(endian + "HHIHxx", 256, 3, 1, 11) + struct.pack(endian + "HHIHxx", 274, 3, 1, 8)
    head = b"MM\0*" if endian == ">" else b"II*\0"
    exif = b"Exif\0\0" + head + struct.pack(endian + "IH", 8, 2) + entries + struct.pack(endian + "I", 0)
    jpeg(f"exif-{'big' if endian == '>' else 'little'}.jpg", photo(11, 11, 6), exif=exif)

TYPES = {"byte": (1, "B"), "long": (4, "I"), "signed-byte": (6, "b"), "signed-short": (8, "h"), "signed-long": (9, "i")}
for name, (kind, form) in TYPES.items():
    value = struct.pack(">" + form, 6).ljust(4, b"\0")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHI", 274, kind, 1) + value + bytes(4)
    jpeg(f"exif-{name}.jpg", photo(11, 11, 6), exif=exif)
rational = struct.pack(">HHII", 274, 5, 1, 26) + bytes(4) + struct.pack(">II", 12, 2)
jpeg("exif-rational.jpg", photo(11, 11, 6), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + rational)
element = b"<tiff:Orientation>8</tiff:Orientation>"
for name, text in {
    "attribute": turned,
    "element": element,
    "none": b'tiff:Orientation="x" and tiff:Orientation="0"',
}.items():
    jpeg(f"xmp-{name}.jpg", photo(11, 11, 6), xmp=text)
# What EXIF says goes before XMP, also where it stands for nothing.
orientation = Image.Exif()
orientation[274] = 9
jpeg("xmp-after-exif.jpg", photo(11, 11, 6), exif=orientation, xmp=turned)

(here / "decoding.txt").write_text("".join(line(file) for file in sorted(folder.iterdir())))
