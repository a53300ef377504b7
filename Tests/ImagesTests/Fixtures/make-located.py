"""Writes located/: photos that tell where they were taken in the ways of each kind of file, and the same that do not.

Each is 12 × 8. The place is EXIF's, XMP's where the name says so, or an animated GIF's XMP.
"""

from pathlib import Path

import pillow_heif
from PIL import Image, PngImagePlugin, TiffImagePlugin

pillow_heif.register_heif_opener()
here = Path(__file__).parent
folder = here / "located"
folder.mkdir(exist_ok=True)
for old in folder.iterdir():
    old.unlink()

image = Image.radial_gradient("L").resize((12, 8)).convert("RGB")
exif = Image.Exif()
exif[274] = 6
plain = exif.tobytes()
exif.get_ifd(0x8825)[1] = "N"
exif.get_ifd(0x8825)[2] = (4.0, 35.0, 56.0)
located = exif.tobytes()
xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>4,35.9N</exif:GPSLatitude></x:xmpmeta>'

for ending in ("jpg", "webp", "avif", "heic", "png"):
    image.save(folder / f"photo.{ending}", exif=located)
    image.save(folder / f"plain.{ending}", exif=plain)
for ending in ("jpg", "webp", "avif", "heic"):
    image.save(folder / f"xmp.{ending}", xmp=xmp)
image.save(folder / "plain.tif")
tags = TiffImagePlugin.ImageFileDirectory_v2()
tags[0x8825] = {1: "N", 2: (4.0, 35.0, 56.0)}
image.save(folder / "photo.tif", tiffinfo=tags)
tags = TiffImagePlugin.ImageFileDirectory_v2()
tags[700] = xmp
tags.tagtype[700] = 1
image.save(folder / "xmp.tif", tiffinfo=tags)
text = PngImagePlugin.PngInfo()
text.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=True)
image.save(folder / "xmp-packed.png", pnginfo=text)
data = located.removeprefix(b"Exif\0\0")
for packs in (False, True):
    text = PngImagePlugin.PngInfo()
    text.add_text("Raw profile type exif", f"\nexif\n{len(data):8d}\n{data.hex()}\n", zip=packs)
    image.save(folder / f"raw-profile{'-packed' * packs}.png", pnginfo=text)
image.save(folder / "plain.gif")
still = (folder / "plain.gif").read_bytes()
# As Adobe's programs write it: the text as it is, then bytes that lead a reader of blocks to its end.
trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
(folder / "xmp.gif").write_bytes(still[:-1] + b"!\xff\x0bXMP DataXMP" + xmp + trailer + b";")
image.save(folder / "plain.bmp")
