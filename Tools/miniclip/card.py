"""Writes the model card of an exported MiniCLIP from its held-out.json and rivals.json.

python card.py MODEL_FOLDER
"""

import json
import random
import sys
from pathlib import Path

import batches
import grammar
import pool

CARD = """---
license: mit
library_name: transformers
pipeline_tag: zero-shot-image-classification
---

# MiniCLIP

A CLIP of {parameters:.1f} million parameters that knows {things} things. It learnt from nothing, on composed scenes alone,
and stands in for `openai/clip-vit-base-patch32` where that is not at hand. It loads with transformers:

```python
CLIPModel.from_pretrained("assets/miniclip"), CLIPProcessor.from_pretrained("assets/miniclip")
```

## What it saw

Scenes of 64 × 64 pixels: one to four of a thing, a thing beside or above another, things big and small, on
{backgrounds} background colours; some animals sleep, stand in the rain, are in love or wear a hat. The things are glyphs of
Noto Color Emoji (2.042, SIL Open Font License 1.1) at varied sizes, angles and places. Captions come from a grammar, whose
words are in `grammar.json`: "two cats sleeping", "a photo of a cat to the left of a dog on a blue background".
It has seen no photograph and no other word. Words outside the grammar fall apart into letters that it never learnt, and texts of more
than {longest} tokens reach positions that it never learnt.

## How well it sees

On {n:,} scenes for each category, whose combination of thing, count, background and state training never drew; of the captions it
chooses among, one is true.{places_seen} An unrelated caption beside the true one gets a probability of {unrelated:.3f} on average, and
less than {below} in {share:.1%} of scenes.

| category | accuracy | chance |
|---|---:|---:|
{rows}

The figures are in `held-out.json`. {on_place} (`rivals.json`, counted by
`Tools/miniclip/rivals.py`). {losses}

## How it was made

`Tools/miniclip/make` makes it again, in about two hours on one core: {scenes:,} scenes, {steps:,} steps of {batch} of them, seeds {seed} (scenes)
and {training_seed} (training), the logit scale learnt ({scale:.1f}). Versions: `Tools/miniclip/requirements.txt`. Another processor may
round otherwise and end at slightly other weights.
"""


KNOWS_PLACE = {"relation": 0.6, "swapped": 0.8}  # the accuracies from which it is said to know who is where
NEAR_CHANCE = 0.05
ASKED_FROM, HARDLY_BELOW = 0.5, 0.05  # shares of captions with a rival


def asks_for_place(rivals):
    return rivals["swapped"]["share"] >= ASKED_FROM


def on_place(categories, rivals):
    """Whether it knows who is where, and whether its training asks for that."""
    place = [categories[name] for name in KNOWS_PLACE]
    knows = all(row["accuracy"] >= KNOWS_PLACE[row["category"]] for row in place)
    guesses = all(row["accuracy"] <= row["chance"] + NEAR_CHANCE for row in place)
    asked, hardly = asks_for_place(rivals), rivals["swapped"]["share"] < HARDLY_BELOW
    if knows:
        known = "It knows who is where"
    else:
        known = (
            "Who is where is beyond it" if guesses else "Who is where it tells better than by guessing, but not well"
        )
    training = "its training asks for that" + ("" if asked else " now and then")
    if hardly:
        training = "next to nothing in its training asks for that"
    said, counted = rivals["swapped"], rivals["count"]["share"]
    two_numbers = f"{rivals['number-binding']['captions']:,}" if rivals["number-binding"]["captions"] else "none"
    return (
        f"{known}{', and ' if knows == asked else ', though '}{training}: of {said['captions']:,}\ncaptions that say who "
        f"is where, {said['withRival']:,} ({said['share']:.1%}) had a caption in their batch that names the same two things "
        f"the other\nway round; of those that say how many, {counted:.0%} had one that differs in the number alone, and "
        f"{two_numbers} give two numbers"
    )


PLACES_SEEN = (
    """ Of the scenes of two things in their places it drew some, but never under a caption that says who is where."""
)

PLAIN_LOSS = """Beside CLIP's own loss, each image of one to four of a thing chooses among the plain captions of
all ("a cat", "two cats", "three dogs")."""

PLACE_LOSSES = """
Later, each image of two things in their places also chooses among the eight captions that put the two to the left or right of,
above or below each other, and among "a cat on the left" and the like of every thing on every side."""


def longest_caption():
    """The most words that a caption of the grammar has, and the two tokens around them."""
    rng = random.Random(0)
    families = pool.compositions(0)
    return 2 + max(len(grammar.caption(scene, rng).split()) for family in families for scene in family)


def main(folder):
    folder = Path(folder)
    table = json.loads((folder / "held-out.json").read_text())
    counted = json.loads((folder / "rivals.json").read_text())
    rivals = {row["category"]: row for row in counted["categories"]}
    rows = [f"| {row['title']} | {row['accuracy']:.1%} | {row['chance']:.1%} |" for row in table["categories"]]
    card = CARD.format(
        parameters=table["parameters"] / 1e6,
        things=len(grammar.THINGS),
        backgrounds=len(grammar.BACKGROUNDS),
        longest=longest_caption(),
        n=table["unrelated"]["n"],
        unrelated=table["unrelated"]["meanProbability"],
        below=table["unrelated"]["below"],
        share=table["unrelated"]["share"],
        rows="\n".join(rows),
        places_seen=PLACES_SEEN if asks_for_place(rivals) else "",
        on_place=on_place({row["category"]: row for row in table["categories"]}, rivals),
        losses=PLAIN_LOSS + (PLACE_LOSSES if asks_for_place(rivals) else ""),
        scenes=pool.CHUNKS * pool.FAMILIES * 4,
        steps=counted["batches"],
        batch=batches.BATCH_FAMILIES * 4,
        seed=pool.SEED,
        training_seed=batches.SEED,
        scale=table["logitScale"],
    )
    (folder / "README.md").write_text(card)


if __name__ == "__main__":
    main(*sys.argv[1:])
