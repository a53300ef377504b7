"""Writes resizing.txt: what Pillow's BICUBIC makes of counter-based pictures, as CRC-32 of the RGBA bytes, and resizing-filters.txt, the
same by other filters, whose names come first.

Needs Pillow 13 or later, which chooses by the sizes which side comes first. A line is: seed, width, height, new width, new height, sum.
"""

import random
import zlib
from pathlib import Path

from counter import picture
from PIL import Image

random.seed(5)
sizes = [(1, 1, 1, 1), (1, 1, 224, 224), (640, 480, 298, 224), (2, 500, 7, 3), (500, 2, 3, 7), (64, 48, 64, 20)]
sizes += [(64, 48, 20, 48), (64, 48, 64, 48), (900, 600, 1, 1), (13, 1, 29, 1), (1, 13, 1, 4), (1000, 700, 3, 650)]
for _ in range(250):
    side = lambda: round(2 ** random.uniform(0, 8.6))
    sizes.append((side(), side(), side(), side()))


def line(seed, size, kind):
    width, height, new_width, new_height = size
    image = Image.fromarray(picture(seed, width, height), "RGB")
    resized = image.resize((new_width, new_height), kind).convert("RGBA")
    return f"{seed} {width} {height} {new_width} {new_height} {zlib.crc32(resized.tobytes()):08x}\n"


folder = Path(__file__).parent
lines = [line(seed, size, Image.Resampling.BICUBIC) for seed, size in enumerate(sizes)]
(folder / "resizing.txt").write_text("".join(lines))
lines = [
    kind.name.lower() + " " + line(seed, size, kind)
    for kind in (Image.Resampling.BILINEAR, Image.Resampling.LANCZOS)
    for seed, size in enumerate(sizes[:60])
]
(folder / "resizing-filters.txt").write_text("".join(lines))
