"""Measures where an exported MiniCLIP loses a difference, category by category, and writes it to limits.json.

    python limits.py MODEL_FOLDER [OUTPUT]

Reads the model with transformers. A pair is two compositions alike but for one thing and drawn with the same jitter, and the two
captions that say which is which. Of one composition or of both training drew nothing (of both would leave too few pairs). Each
picture chooses between the two captions. Beside that stands what each tower makes of the difference alone: the angle between
the captions, next to that between two wordings of one caption; and the angle between the pictures, next to that between two
drawings of one composition.
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import evaluate
import grammar
import numpy
import pool
import scenes
import torch

SEED = 1_807
PAIRS = 400
MOST_DRAWS = 1_000_000
RESAMPLES = 10_000
COVERAGE = 0.95
SOURCE = "emoji on a coloured ground, at least one of each two in a combination that training never drew"


@dataclass(frozen=True)
class Crowd:
    """One to four of a thing beside another number of `other`: a scene of a kind that training never drew."""

    thing: str
    other: str
    count: int
    other_count: int
    background: str

    is_held_out = True

    def draw(self, rng):
        """The picture; `rng` gives the same places to as many things, so that exchanged numbers turn some into the others."""
        canvas = scenes.draw_ground(rng, self.background, pool.PIXELS)
        things = [self.thing] * self.count + [self.other] * self.other_count
        extents = rng.uniform(0.17, 0.24) * rng.uniform(0.9, 1.1, len(things))
        for thing, (centre, extent) in zip(things, scenes.scatter(rng, extents, 0)):
            scenes.paste(canvas, rng, grammar.THINGS[thing], *centre, extent, tilt=4)
        return canvas


@dataclass
class Category:
    """`pair` makes of a random source two scenes and their two captions."""

    name: str
    title: str
    pair: Callable


def two_of(rng, choices):
    return rng.sample(list(choices), 2)


def objects(rng):
    first, second = two_of(rng, grammar.THINGS)
    scene = grammar.Scene("group", first, rng.choice(list(grammar.BACKGROUNDS)), rng.choice(list(grammar.COUNTS)))
    pair = scene, replace(scene, thing=second)
    return pair, [grammar.counted(scene.thing, scene.count) for scene in pair]


def any_group(rng):
    return grammar.draw_scene(rng, "group", rng.choice(list(grammar.THINGS)))


def told(scene):
    return grammar.group(scene.thing, scene.count, scene.state)


def counts(rng):
    scene = any_group(rng)
    pair = [replace(scene, count=count) for count in two_of(rng, grammar.COUNTS)]
    return pair, [told(scene) for scene in pair]


def colours(rng):
    scene = any_group(rng)
    pair = [replace(scene, background=colour) for colour in two_of(rng, grammar.BACKGROUNDS)]
    return pair, [grammar.on_background(told(scene), scene.background) for scene in pair]


def sizes(rng):
    scene = grammar.draw_scene(rng, "size", rng.choice(list(grammar.THINGS)))
    pair = [replace(scene, size=size) for size in grammar.SIZES]
    if not scene.other:
        return pair, [grammar.sized(scene.thing, scene.size) for scene in pair]
    return pair, [
        f"{grammar.sized(scene.thing, scene.size)} and {grammar.sized(scene.other, grammar.opposite(scene.size))}"
        for scene in pair
    ]


def states(rng):
    animal, background = rng.choice(list(grammar.ANIMALS)), rng.choice(list(grammar.BACKGROUNDS))
    scene = grammar.Scene("group", animal, background, rng.choice(list(grammar.COUNTS)))
    pair = [replace(scene, state=state) for state in two_of(rng, grammar.STATES)]
    return pair, [told(scene) for scene in pair]


def exchanged(rng):
    scene = grammar.draw_scene(rng, "relation", rng.choice(list(grammar.THINGS)))
    return scene, replace(scene, thing=scene.other, other=scene.thing)


def places(rng):
    pair = scene, _ = exchanged(rng)
    return pair, [grammar.related(scene.thing, scene.other, phrase) for phrase in grammar.RELATIONS[scene.relation]]


def orders(rng):
    pair = exchanged(rng)
    phrase = rng.choice(grammar.RELATIONS[pair[0].relation])
    if phrase == grammar.RELATIONS[pair[0].relation][1]:
        pair = pair[::-1]
        return pair, [grammar.related(scene.other, scene.thing, phrase) for scene in pair]
    return pair, [grammar.related(scene.thing, scene.other, phrase) for scene in pair]


def numbers(rng):
    (thing, other), (count, other_count) = two_of(rng, grammar.THINGS), two_of(rng, grammar.COUNTS)
    scene = Crowd(thing, other, count, other_count, rng.choice(list(grammar.BACKGROUNDS)))
    pair = [scene, replace(scene, count=other_count, other_count=count)]
    return pair, [
        f"{grammar.counted(scene.thing, scene.count)} and {grammar.counted(scene.other, scene.other_count)}"
        for scene in pair
    ]


CATEGORIES = [
    Category("object", "which thing", objects),
    Category("count", "one to four", counts),
    Category("colour", "colour of the background", colours),
    Category("size", "big or small, of one thing or of two", sizes),
    Category("state", "sleeping, in the rain, in love or with a hat", states),
    Category("place", "left or right, above or below", places),
    Category("order", "two things exchanged, in the same words", orders),
    Category("binding", "which of two kinds has which number", numbers),
]


def held_out_pairs(category, rng):
    """Pairs of scenes with their captions, one scene or both of which training never drew; no pair twice."""
    found = {}
    for _ in range(MOST_DRAWS):
        pair, captions = category.pair(rng)
        if any(scene.is_held_out for scene in pair):
            found.setdefault(tuple(pair), captions)
        if len(found) == PAIRS:
            return list(found.items())
    raise RuntimeError(f"{category.name}: only {len(found)} pairs in {MOST_DRAWS:,} draws, {PAIRS} are needed")


def degrees(first, second):
    """The mean angle between the rows of two matrices, each row of length 1."""
    cosines = (first * second).sum(-1).double().clamp(-1, 1)
    return round(torch.rad2deg(torch.arccos(cosines)).mean().item(), 3)


def interval(shares, rng):
    """The mean's interval by the percentile bootstrap over pairs."""
    means = shares[rng.integers(len(shares), size=(RESAMPLES, len(shares)))].mean(1)
    return numpy.quantile(means, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])


def draw(scene, rng):
    return scene.draw(rng) if isinstance(scene, Crowd) else scenes.draw(scene, rng)


def drawn(scorer, pairs, number, side, drawing):
    """The vectors of one side's pictures; the same `drawing` gives both sides of a pair the same jitter."""
    images = [
        draw(pair[side], numpy.random.default_rng([SEED, number, drawing, place]))
        for place, (pair, _) in enumerate(pairs)
    ]
    return torch.cat([scorer.images(images[start : start + 100]) for start in range(0, len(images), 100)])


def measure(scorer, category, number):
    pairs = held_out_pairs(category, random.Random(f"{SEED} {category.name}"))
    images = torch.stack([drawn(scorer, pairs, number, side, 0) for side in (0, 1)], 1)
    again = drawn(scorer, pairs, number, 0, 1)
    texts = scorer.captions([caption for _, captions in pairs for caption in captions]).view(len(pairs), 2, -1)
    photo, image = (
        scorer.captions([opening + captions[0] for _, captions in pairs]) for opening in grammar.OPENINGS[:2]
    )
    logits = scorer.model.logit_scale.exp().detach() * images @ texts.transpose(1, 2)
    gaps = logits[:, :, 0] - logits[:, :, 1]
    shares = torch.stack([gaps[:, 0] > 0, gaps[:, 1] < 0], 1).double().mean(1).numpy()
    low, high = interval(shares, numpy.random.default_rng([SEED, number]))
    return {
        "category": category.name,
        "title": category.title,
        "pairs": len(pairs),
        "accuracy": round(shares.mean().item(), 4),
        "low": round(low.item(), 4),
        "high": round(high.item(), 4),
        "chance": 0.5,
        "captionAngle": degrees(texts[:, 0], texts[:, 1]),
        "rewordedAngle": degrees(photo, image),
        "pictureAngle": degrees(images[:, 0], images[:, 1]),
        "redrawnAngle": degrees(images[:, 0], again),
        "gap": round(gaps.abs().mean().item(), 4),
        "example": pairs[0][1],
    }


def limits_table(folder):
    grammar.speak_like(folder)
    scorer = evaluate.Scorer(folder)
    return {
        "source": SOURCE,
        "seed": SEED,
        "resamples": RESAMPLES,
        "categories": [measure(scorer, category, number) for number, category in enumerate(CATEGORIES)],
    }


def main(folder, output=None):
    torch.set_num_threads(1)
    text = json.dumps(limits_table(folder), indent=2) + "\n"
    if output:
        Path(output).write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
