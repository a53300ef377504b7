"""Writes small PNG files of kinds that Quire reads but never writes, by Pillow 11 (any version gives the same pixels).

Each is 4 × 3; pixel (x, y) is what `expected` in PNGTests says.
"""

from pathlib import Path

from PIL import Image

here = Path(__file__).parent

gray = Image.new("I;16", (4, 3))
for y in range(3):
    for x in range(4):
        gray.putpixel((x, y), (x * 60 + y * 20) * 257)
gray.save(here / "gray16.png")

palette = Image.new("P", (4, 3))
palette.putpalette([v for i in range(12) for v in (i * 20, 255 - i * 20, i)])
palette.putdata(list(range(12)))
palette.save(here / "palette.png", transparency=5)

one = Image.new("1", (4, 3))
one.putdata([255 if (x + y) % 2 else 0 for y in range(3) for x in range(4)])
one.save(here / "bilevel.png")

alpha = Image.new("LA", (4, 3))
alpha.putdata([(x * 60 + y * 20, 255 - x * 50) for y in range(3) for x in range(4)])
alpha.save(here / "gray-alpha.png")
