"""Draws the picture that the default report asks MiniCLIP about: a big dog to the left of a small cat.

    python pictures.py ASSETS_FOLDER

Glyphs of Noto Color Emoji (2.042, SIL Open Font License 1.1), as in the scenes of the training, but at places and sizes that
leave no doubt which is big and which is where.
"""

import sys
from pathlib import Path

import grammar
import numpy
import scenes
from PIL import Image

PIXELS = 512
GROUND, SEED = "green", 6
PLACES = [("dog", 0.28, 0.50, 0.50), ("cat", 0.78, 0.56, 0.24)]  # thing, centre across and down, extent
TILT = 1  # in steps of five degrees, either way


def at_twice_the_size(draw):
    """A picture for print: drawn at twice its size and reduced, for smooth edges."""
    return draw(2 * PIXELS).resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)


def dog_and_cat():
    def draw(pixels):
        rng = numpy.random.default_rng(SEED)
        canvas = scenes.draw_ground(rng, GROUND, pixels)
        for thing, x, y, extent in PLACES:
            scenes.paste(canvas, rng, grammar.THINGS[thing], x, y, extent, TILT, mirrors=False)
        return canvas

    return at_twice_the_size(draw)


def main(assets):
    dog_and_cat().save(Path(assets) / "dog-and-cat.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
