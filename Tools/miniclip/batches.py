"""What each step of the training sees: which scenes, under which captions. Needs no torch, so that it can be counted.

What a step sees depends only on the seed and the number of the step.
"""

import random

import grammar
import numpy
import pool

SEED = 5
STEPS = 4_800
PLACES_FROM = 900  # from this step on, who is where is taught in earnest: by captions of sides and a loss of its own
SIDES_FROM = 1_500  # from this step on, it is also taught thing by thing
BATCH_FAMILIES = 64
COUNTING_FAMILIES = 24  # of each batch: scenes that differ in their count alone, which is learned last


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
        others = BATCH_FAMILIES - COUNTING_FAMILIES
        visit, place = divmod(step, pool.FAMILIES // others)
        self.read(visit % pool.CHUNKS)
        order = numpy.random.default_rng([SEED, visit]).permutation(pool.FAMILIES)
        families = order[place * others :][:others]
        counting = numpy.random.default_rng([SEED, visit, place]).choice(
            self.quadruples, COUNTING_FAMILIES, replace=False
        )
        chosen = numpy.concatenate([counting, families[:, None] * 4 + numpy.arange(4)]).flatten()
        scenes = [self.scenes[number] for number in chosen]
        rng = random.Random(SEED * 1_000_000 + step)
        return chosen, scenes, [grammar.caption(scene, rng, step >= PLACES_FROM) for scene in scenes]


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
