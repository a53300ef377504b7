"""Draws pictures of compositions that MiniCLIP's training never drew, with all that is true of them.

    python held_out_pictures.py FOLDER SEED COUNT

Writes picture-01.png and so on, of 512 × 512 pixels, and pictures.json: of each picture its file, what is composed in it and
true descriptions that together name every thing in it. As many pictures are of a group in a state or none, of two things in
their places and of things big and small.
"""

import json
import random
import sys
from pathlib import Path

import grammar
import numpy
import pictures
import scenes

KINDS = ["group", "relation", "size"]


def held_out(rng, kind):
    while True:
        scene = grammar.draw_scene(rng, kind, rng.choice(list(grammar.THINGS)))
        if scene.is_held_out:
            return scene


def descriptions(scene):
    """What is true of the scene: all its things in their places, sizes and states first, then the same on its ground."""
    if scene.kind == "group":
        texts = [grammar.group(scene.thing, scene.count, scene.state)]
    elif scene.kind == "relation":
        phrases = grammar.RELATIONS[scene.relation]
        texts = [
            grammar.related(scene.thing, scene.other, phrases[0]),
            grammar.related(scene.other, scene.thing, phrases[1]),
        ]
    elif scene.other:
        things = [grammar.sized(scene.thing, scene.size), grammar.sized(scene.other, grammar.opposite(scene.size))]
        texts = [" and ".join(things), " and ".join(reversed(things))]
    else:
        texts = [grammar.sized(scene.thing, scene.size)]
    return texts + [grammar.on_background(text, scene.background) for text in texts]


def picture(scene, seed):
    return pictures.at_twice_the_size(lambda pixels: scenes.draw(scene, numpy.random.default_rng(seed), pixels))


def main(folder, seed, count):
    folder, seed = Path(folder), int(seed)
    folder.mkdir(parents=True, exist_ok=True)
    rng, rows = random.Random(seed), []
    for number in range(int(count)):
        scene = held_out(rng, KINDS[number % len(KINDS)])
        file = f"picture-{number + 1:02}.png"
        picture(scene, [seed, number]).save(folder / file)
        rows.append({"file": file, "scene": vars(scene), "descriptions": descriptions(scene)})
    (folder / "pictures.json").write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
