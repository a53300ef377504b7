"""Writes a trained MiniCLIP in Hugging Face's layout, with its tokenizer, its grammar and three pictures.

    python export.py TRAINING_FOLDER ASSETS_FOLDER

The weights are the training's running average, in half precision.
"""

import json
import shutil
import sys
from pathlib import Path

import grammar
import numpy
import pictures
import pool
import scenes
import tokenizer
import torch
from model import PATCH, PROJECTION, TEXT, VISION
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPImageProcessor

CATS = grammar.Scene("group", "cat", "orange", 2)
CATS_SEED = 4


def tower(shape, **more):
    return {
        "hidden_size": shape["width"],
        "intermediate_size": 4 * shape["width"],
        "num_hidden_layers": shape["layers"],
        "num_attention_heads": shape["heads"],
        "projection_dim": PROJECTION,
        "hidden_act": "quick_gelu",
        "layer_norm_eps": 1e-5,
    } | more


def configuration(vocabulary):
    """The model's configuration; the vocabulary ends with start-of-text and end-of-text."""
    return CLIPConfig(
        text_config=tower(
            TEXT,
            vocab_size=vocabulary,
            max_position_embeddings=tokenizer.CONTEXT,
            bos_token_id=vocabulary - 2,
            eos_token_id=vocabulary - 1,
            pad_token_id=vocabulary - 1,
        ),
        vision_config=tower(VISION, image_size=pool.PIXELS, patch_size=PATCH, num_channels=3),
        projection_dim=PROJECTION,
        architectures=["CLIPModel"],
        dtype="float16",
    )


def image_processor():
    size = pool.PIXELS
    return CLIPImageProcessor(size={"shortest_edge": size}, crop_size={"height": size, "width": size})


def grammar_tables():
    """The words that training captions are made of, for whoever makes captions."""
    return {
        "things": {thing: grammar.plural(thing) for thing in grammar.THINGS},
        "things with states": list(grammar.ANIMALS),
        "counts": {word: count for count, word in grammar.COUNTS.items()},
        "one": ["one", "a", "an"],
        "states": {state: grammar.in_state(state, 2) for state in grammar.STATES},
        "relations": [phrase for phrases in grammar.RELATIONS.values() for phrase in phrases],
        "sizes": grammar.SIZES,
        "backgrounds": list(grammar.BACKGROUNDS),
        "openings": [opening.strip() for opening in grammar.OPENINGS],
        "examples": [
            grammar.group("cat", 2),
            grammar.group("cat", 2, "sleeping"),
            grammar.on_background(grammar.group("dog", 3), "blue"),
            grammar.related("cat", "dog", "to the left of"),
            f"{grammar.sized('cat', 'big')} and {grammar.sized('dog', 'small')}",
        ],
    }


def two_cats():
    """A scene of the training's kind that training never drew."""
    assert CATS.is_held_out
    return pictures.at_twice_the_size(lambda pixels: scenes.draw(CATS, numpy.random.default_rng(CATS_SEED), pixels))


def main(training, assets):
    training, model = Path(training), Path(assets) / "miniclip"
    model.mkdir(parents=True, exist_ok=True)
    # The one that training used: another that is made anew from the grammar may number equal pairs otherwise.
    for name in ["merges.txt", "vocab.json", "tokenizer.json", "tokenizer_config.json"]:
        shutil.copy(training / name, model / name)
    vocabulary = json.loads((model / "vocab.json").read_text())
    weights = torch.load(training / "checkpoint.pt")["average"]
    half = {name: value.half().contiguous() for name, value in sorted(weights.items())}
    save_file(half, model / "model.safetensors", metadata={"format": "pt"})
    configuration(len(vocabulary)).save_pretrained(model)
    image_processor().save_pretrained(model)
    (model / "grammar.json").write_text(json.dumps(grammar_tables(), indent=2) + "\n")
    two_cats().save(Path(assets) / "two-cats.png", optimize=True)
    pictures.main(assets)


if __name__ == "__main__":
    main(*sys.argv[1:])
