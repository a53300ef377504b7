"""Says which pictures an exported MiniCLIP knows, by scenes that training never drew, and writes it to familiar.json.

    python familiar.py MODEL_FOLDER [OUTPUT]

Two measures, each with the limit that one scene in a thousand is beyond:

    cosine        of the best caption of the vocabulary with the picture; a familiar picture has at least `threshold`
    unevenness    of the picture's edge, of 255 levels; a familiar picture has at most `mostUneven`

The cosine alone does not tell: photographs reach .71, and of the model's own scenes one in a thousand has less than .53. What all
scenes have in common is the ground, one colour that changes evenly; the edge of a photograph does not.
"""

import json
import random
import sys
from pathlib import Path

import grammar
import numpy
import scenes
import torch
from evaluate import Scorer

SEED = 517
CHOSEN, CHECKED = 6_000, 1_000
QUANTILE = 0.001
BATCH = 500
KINDS, SHARES = ["group", "relation", "size"], [0.5, 0.3, 0.2]
# The edge: cells of the picture reduced to SIDE × SIDE, this many deep, of which SHARE have to lie near the plane.
SIDE, DEPTH, SHARE, ROUNDS = 32, 2, 0.85, 6


def vocabulary():
    """Captions of every thing: its counts, alone on every background, and at every side, which fits scenes of two."""
    counted = [grammar.counted(thing, count) for thing in grammar.THINGS for count in grammar.COUNTS]
    grounds = [
        grammar.on_background(grammar.counted(thing, 1), background)
        for thing in grammar.THINGS
        for background in grammar.BACKGROUNDS
    ]
    sides = [
        f"{grammar.single(thing)} {side}" for thing in grammar.THINGS for two in grammar.SIDES.values() for side in two
    ]
    return counted + grounds + sides


def edge():
    """The cells of the edge as rows of 1, x and y, and where they are."""
    y, x = numpy.mgrid[0:SIDE, 0:SIDE]
    deep = numpy.minimum(numpy.minimum(x, SIDE - 1 - x), numpy.minimum(y, SIDE - 1 - y))
    places = deep < DEPTH
    return numpy.stack([numpy.ones(places.sum()), x[places], y[places]], 1), places


def unevenness(picture):
    """By how much the edge differs from one colour that changes evenly.

    A plane is fitted to the cells of each channel, again and again to the share of cells that lies nearest to it: things may reach
    the edge. The measure is the distance within which that share lies, the largest of the channels' for each cell.
    """
    side = picture.shape[0] // SIDE
    cells = picture.astype(float).reshape(SIDE, side, SIDE, side, 3).mean((1, 3))
    rows, places = edge()
    levels = cells[places]
    near = numpy.ones(len(levels), bool)
    for _ in range(ROUNDS):
        plane = numpy.linalg.lstsq(rows[near], levels[near], rcond=None)[0]
        distances = numpy.abs(levels - rows @ plane).max(1)
        limit = numpy.quantile(distances, SHARE)
        near = distances <= limit
    return float(limit)


def held_out_scenes(count, rng):
    found = []
    while len(found) < count:
        scene = grammar.draw_scene(rng, rng.choices(KINDS, SHARES)[0], rng.choice(list(grammar.THINGS)))
        if scene.is_held_out:
            found.append(scene)
    return found


def measure(scorer, count, seed):
    """The best cosine and the unevenness of scenes."""
    captions = scorer.captions(vocabulary())
    rng = numpy.random.default_rng(seed)
    scene_list = held_out_scenes(count, random.Random(seed))
    cosines, edges = [], []
    for start in range(0, count, BATCH):
        pictures = [scenes.draw(scene, rng) for scene in scene_list[start : start + BATCH]]
        cosines.append((scorer.images(pictures) @ captions.T).max(1).values.numpy())
        edges += [unevenness(numpy.asarray(picture)) for picture in pictures]
    return numpy.concatenate(cosines).astype(float), numpy.array(edges)


def spread(values):
    return {
        name: round(float(numpy.quantile(values, share)), 4)
        for name, share in (("lowest", 0), ("median", 0.5), ("highest", 1))
    }


def familiar(folder):
    grammar.speak_like(folder)
    scorer = Scorer(folder)
    cosines, edges = measure(scorer, CHOSEN, SEED)
    threshold = round(float(numpy.quantile(cosines, QUANTILE)), 4)
    most_uneven = round(float(numpy.quantile(edges, 1 - QUANTILE)), 2)
    others, other_edges = measure(scorer, CHECKED, SEED + 1)
    return {
        "source": "scenes of emoji that MiniCLIP never saw",
        "seed": SEED,
        "scenes": CHOSEN,
        "quantile": QUANTILE,
        "threshold": threshold,
        "mostUneven": most_uneven,
        "cosines": spread(cosines),
        "unevenness": spread(edges),
        "checked": {
            "scenes": CHECKED,
            "foreign": int(((others < threshold) | (other_edges > most_uneven)).sum()),
        },
        "captions": vocabulary(),
    }


def main(folder, output=None):
    torch.set_num_threads(1)
    found = familiar(folder)
    if output:
        Path(output).write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps({key: value for key, value in found.items() if key != "captions"}, indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])
