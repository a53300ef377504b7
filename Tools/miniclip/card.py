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
chooses among, one is true. An unrelated caption beside the true one gets a probability of {unrelated:.3f} on average, and
less than {below} in {share:.1%} of scenes.

| category | accuracy | chance |
|---|---:|---:|
{rows}

The figures are in `held-out.json`. Who is where is beyond it, and next to nothing in its training asks for that: of {placed:,}
captions that say who is where, {swapped:,} ({swapped_share:.1%}) had a caption in their batch that names the same two things the other
way round; of those that say how many, {counted:.0%} had one that differs in the number alone (`rivals.json`, counted by
`Tools/miniclip/rivals.py`). Beside CLIP's own loss, each image of one to four of a thing chooses among the plain captions of
all ("a cat", "two cats", "three dogs").

## How it was made

`Tools/miniclip/make` makes it again, in about two hours on one core: {scenes:,} scenes, {steps:,} steps of {batch} of them, seeds {seed} (scenes)
and {training_seed} (training), the logit scale learnt ({scale:.1f}). Versions: `Tools/miniclip/requirements.txt`. Another processor may
round otherwise and end at slightly other weights.
"""


def longest_caption():
    """The most words that a caption of the grammar has, and the two tokens around them."""
    rng = random.Random(0)
    families = pool.compositions(0)
    return 2 + max(len(grammar.caption(scene, rng).split()) for family in families for scene in family)


def main(folder):
    folder = Path(folder)
    table = json.loads((folder / "held-out.json").read_text())
    rivals = {row["category"]: row for row in json.loads((folder / "rivals.json").read_text())["categories"]}
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
        placed=rivals["swapped"]["captions"],
        swapped=rivals["swapped"]["withRival"],
        swapped_share=rivals["swapped"]["share"],
        counted=rivals["count"]["share"],
        scenes=pool.CHUNKS * pool.FAMILIES * 4,
        steps=batches.STEPS,
        batch=batches.BATCH_FAMILIES * 4,
        seed=pool.SEED,
        training_seed=batches.SEED,
        scale=table["logitScale"],
    )
    (folder / "README.md").write_text(card)


if __name__ == "__main__":
    main(*sys.argv[1:])
