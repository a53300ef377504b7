"""Draws the training scenes once, in chunks on disk, so that training does not pay for drawing.

    python pool.py FOLDER

A chunk is its own seed's: any that exist are kept, and the compositions of a chunk, which are cheap, are made again
from the seed instead of being stored.
"""

import random
import sys
from pathlib import Path

import grammar
import numpy
import scenes

SEED = 20
CHUNKS = 24
FAMILIES = 4_000  # in a chunk, of four scenes each
PIXELS = 64


def compositions(chunk):
    """The chunk's families, each four scenes."""
    rng = random.Random(SEED * 1_000 + chunk)
    return [grammar.training_family(rng) for _ in range(FAMILIES)]


def images(folder, chunk):
    """The chunk's pixels, `[families, 4, 64, 64, 3]` bytes, mapped from its file."""
    return numpy.load(path(folder, chunk), mmap_mode="r")


def path(folder, chunk):
    return Path(folder) / f"scenes-{chunk:02}.npy"


def draw_chunk(chunk):
    rng = numpy.random.default_rng([SEED, chunk])
    families = compositions(chunk)
    pixels = numpy.empty((FAMILIES, 4, PIXELS, PIXELS, 3), numpy.uint8)
    for family, row in zip(families, pixels):
        for scene, cell in zip(family, row):
            cell[:] = scenes.draw(scene, rng, PIXELS)
    return pixels


def main(folder):
    Path(folder).mkdir(parents=True, exist_ok=True)
    for chunk in range(CHUNKS):
        target = path(folder, chunk)
        if not target.exists():
            partial = target.with_suffix(".partial")
            with open(partial, "wb") as file:
                numpy.save(file, draw_chunk(chunk))
            partial.rename(target)
            print(f"{target.name}: {FAMILIES * 4} scenes", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
