"""Draws the two pictures beside the training's own kinds: two cats to the left of three dogs, which the default report asks
MiniCLIP about, and a big dog to the left of a small cat.

    python pictures.py ASSETS_FOLDER

Glyphs of Noto Color Emoji (2.042, SIL Open Font License 1.1), as in the scenes of the training, but at places and sizes that
leave no doubt which is which and where. No scene of training counts two kinds of things, so that MiniCLIP had no reason to
learn which number goes with which kind.
"""

import sys
from pathlib import Path

import grammar
import numpy
import scenes
from PIL import Image

PIXELS = 512
GROUND = "green"
TILT = 1  # in steps of five degrees, either way

# Of each picture the seed of its ground, and its things: kind, centre across and down, extent.
DOG_AND_CAT = 6, [("dog", 0.28, 0.50, 0.50), ("cat", 0.78, 0.56, 0.24)]
# Of 2,200 layouts that were drawn by chance, one in which three kinds of change fool the model.
TWO_CATS_THREE_DOGS = (
    1,
    [
        ("cat", 0.26, 0.43, 0.18),
        ("cat", 0.32, 0.14, 0.18),
        ("dog", 0.83, 0.81, 0.25),
        ("dog", 0.85, 0.47, 0.25),
        ("dog", 0.67, 0.17, 0.25),
    ],
)


def at_twice_the_size(draw):
    """A picture for print: drawn at twice its size and reduced, for smooth edges."""
    return draw(2 * PIXELS).resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)


def composed(seed, places):
    def draw(pixels):
        rng = numpy.random.default_rng(seed)
        canvas = scenes.draw_ground(rng, GROUND, pixels)
        for thing, x, y, extent in places:
            scenes.paste(canvas, rng, grammar.THINGS[thing], x, y, extent, TILT, mirrors=False)
        return canvas

    return at_twice_the_size(draw)


def main(assets):
    for name, picture in [("dog-and-cat", DOG_AND_CAT), ("two-cats-three-dogs", TWO_CATS_THREE_DOGS)]:
        composed(*picture).save(Path(assets) / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
