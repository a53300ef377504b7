#!/usr/bin/env python3
"""Makes webp/*.webp and, beside each, the PNG of what Pillow 13.0.0 decodes: `python3 make-webp.py` in this folder."""

import pathlib

from PIL import Image

FOLDER = pathlib.Path(__file__).parent / "webp"
WIDTH, HEIGHT = 21, 13


def picture(shift, mode):
    image = Image.new("RGBA", (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            alpha = 255 if mode == "RGB" else (x * 12 + y * 3) % 256
            image.putpixel((x, y), ((x * 11 + shift) % 256, (y * 19) % 256, (x * y + shift) % 256, alpha))
    return image.convert(mode)


def save(name, image, **options):
    file = FOLDER / f"{name}.webp"
    image.save(file, "WEBP", **options)
    with Image.open(file) as found:
        found.seek(0)
        found.convert("RGBA").save(FOLDER / f"{name}.png")


exif = Image.Exif()
exif[0x0112] = 6
exif.get_ifd(0x8825)[1] = "N"
exif.get_ifd(0x8825)[2] = (4.0, 35.0, 56.0)
xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>4,35.9N</exif:GPSLatitude></x:xmpmeta>'

save("lossy", picture(0, "RGB"), quality=80)
save("lossy-alpha", picture(0, "RGBA"), quality=80)
save("lossless", picture(5, "RGBA"), lossless=True, exact=True)
save("located", picture(9, "RGB"), lossless=True, exif=exif.tobytes(), xmp=xmp)
save(
    "animated",
    picture(0, "RGBA"),
    save_all=True,
    append_images=[picture(60, "RGBA"), picture(120, "RGBA")],
    duration=100,
    lossless=True,
    exact=True,
)
