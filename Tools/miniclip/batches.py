"""What each step of the training sees: which scenes, under which captions. Needs no torch, so that it can be counted.

What a step sees depends only on the seed and the number of the step.
"""

import random
from dataclasses import dataclass

import grammar
import numpy
import pool

SEED = 5
BATCH_FAMILIES = 64
COUNTING_FROM = 1_800  # from this step on, half of each batch is scenes that differ in their count alone


@dataclass
class Descent:
    """Steps over which the learning rate rises to its peak and falls to nothing. Counts and likenesses are learned last,
    so there are several."""

    start: int
    end: int
    peak_rate: float
    chunks: int  # of the pool
    plain: bool  # whether `plain_loss` counts


DESCENTS = [
    Descent(0, 2_700, 2e-3, chunks=12, plain=False),
    Descent(2_700, 3_800, 1e-3, chunks=12, plain=False),
    Descent(3_800, 5_900, 1e-3, chunks=24, plain=True),
]
STEPS = DESCENTS[-1].end


def descent_of(step):
    return next(descent for descent in DESCENTS if step < descent.end)


class Draw:
    """The scenes of each step: families of four, chunk after chunk, each chunk in an order drawn anew at each pass."""

    def __init__(self):
        self.chunk = None

    def read(self, chunk):
        if self.chunk != chunk:
            self.chunk = chunk
            self.scenes = [scene for family in pool.compositions(chunk) for scene in family]
            self.quadruples = counting_quadruples(self.scenes)

    def __call__(self, step):
        """The scenes' places in the chunk, the scenes, and a caption of each."""
        visit, place = divmod(step, pool.FAMILIES // BATCH_FAMILIES)
        self.read(visit % descent_of(step).chunks)
        order = numpy.random.default_rng([SEED, visit]).permutation(pool.FAMILIES)
        families = order[place * BATCH_FAMILIES :][:BATCH_FAMILIES]
        chosen = families[:, None] * 4 + numpy.arange(4)
        if step >= COUNTING_FROM:
            half = BATCH_FAMILIES // 2
            chosen[:half] = numpy.random.default_rng([SEED, visit, place]).choice(self.quadruples, half, replace=False)
        chosen = chosen.flatten()
        scenes = [self.scenes[number] for number in chosen]
        rng = random.Random(SEED * 1_000_000 + step)
        return chosen, scenes, [grammar.caption(scene, rng) for scene in scenes]


def counting_quadruples(scenes):
    """Numbers of scenes, `[quadruples, 4]`, alike but for their counts of one to four."""
    alike = {}
    for number, scene in enumerate(scenes):
        if scene.kind == "group":
            by_count = alike.setdefault(
                (scene.thing, scene.background, scene.state), {count: [] for count in grammar.COUNTS}
            )
            by_count[scene.count].append(number)
    return numpy.array([row for by_count in alike.values() for row in zip(*by_count.values())])
