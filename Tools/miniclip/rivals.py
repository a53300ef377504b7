"""Counts what MiniCLIP's training asked for, and writes it to rivals.json.

    python rivals.py [OUTPUT]

In training an image chooses among the captions of its batch. It has to read a thing's count, say, only where another
caption of the batch says the same but for the count: a rival. This draws every batch that training saw, without its
pixels, and counts for each category of evaluate.py the captions that say it and those of them that have a rival. The
ground is left aside, except where it is the category, and so are openings such as "a photo of". Captions that number two
things each have a category of their own, "number-binding", of which training may have none.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import batches
import grammar

GROUND = re.compile(r" on an? (\w+) background$")
NUMBER = re.compile(rf"\b({'|'.join(word for word in grammar.COUNTS.values() if word != 'a')})\b")


def parts(caption):
    """What a caption says without its opening and its ground, and the ground that it names, or none."""
    for opening in grammar.OPENINGS:
        caption = caption.removeprefix(opening)
    ground = GROUND.search(caption)
    return GROUND.sub("", caption), ground and ground[1]


def questions(scene, caption):
    """For each category that the caption answers, what it says otherwise and its answer."""
    core, ground = parts(caption)
    numbers = NUMBER.findall(core)
    if len(numbers) > 1:
        yield "number-binding", NUMBER.sub("", core), tuple(numbers)
    if ground:
        yield "background", core, ground
    if scene.kind == "group":
        named = grammar.in_state(scene.state, scene.count)
        state = scene.state if named and core.endswith(named) else ""
        yield "identity", (scene.count, state), scene.thing
        yield "count", (scene.thing, state), scene.count
        if scene.thing in grammar.ANIMALS:
            yield "state", (scene.thing, scene.count), state
    elif scene.kind == "size":
        big = scene.thing if scene.size == "big" else scene.other
        things = frozenset((scene.thing, scene.other))
        yield ("size-binding" if scene.other else "size"), things, big
    elif scene.kind == "relation":
        things = frozenset((scene.thing, scene.other))
        yield "relation", things, (scene.relation, scene.thing)
        yield "swapped", (things, scene.relation), scene.thing


def count():
    captions, rivals = defaultdict(int, {"number-binding": 0}), defaultdict(int)
    draw = batches.Draw()
    for step in range(batches.STEPS):
        _, scenes, texts = draw(step)
        asked = [question for scene, text in zip(scenes, texts) for question in questions(scene, text)]
        answers = defaultdict(set)
        for category, otherwise, answer in asked:
            answers[category, otherwise].add(answer)
        for category, otherwise, _ in asked:
            captions[category] += 1
            rivals[category] += len(answers[category, otherwise]) > 1
    return {
        "batches": batches.STEPS,
        "captions": batches.STEPS * batches.BATCH_FAMILIES * 4,
        "categories": [
            {
                "category": category,
                "captions": captions[category],
                "withRival": rivals[category],
                "share": round(rivals[category] / max(captions[category], 1), 5),
            }
            for category in captions
        ],
    }


def main(output=None):
    text = json.dumps(count(), indent=2) + "\n"
    if output:
        Path(output).write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
