"""Measures an exported MiniCLIP on compositions that training never drew, and writes the figures to held-out.json.

    python evaluate.py MODEL_FOLDER [OUTPUT]

Reads the model with transformers. In each category the model chooses for an image among captions of which one is true.
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import grammar
import numpy
import scenes
import torch
from transformers import CLIPModel, CLIPProcessor

SEED = 91
IMAGES = 1_000
UNRELATED_BELOW = 0.1


@dataclass
class Category:
    """`kind`, `animals` and `accepts` say which held-out scenes serve; `captions` gives a scene's choices, the true one
    first."""

    name: str
    title: str
    kind: str
    captions: Callable
    accepts: Callable = lambda scene: True
    animals: bool = False


def true_first(true, choices):
    return [true, *(choice for choice in choices if choice != true)]


def identity(scene):
    return true_first(
        grammar.counted(scene.thing, scene.count), [grammar.counted(thing, scene.count) for thing in grammar.THINGS]
    )


def count(scene):
    return true_first(
        grammar.group(scene.thing, scene.count, scene.state),
        [grammar.group(scene.thing, number, scene.state) for number in grammar.COUNTS],
    )


def background(scene):
    thing = grammar.group(scene.thing, scene.count, scene.state)
    return true_first(
        grammar.on_background(thing, scene.background),
        [grammar.on_background(thing, colour) for colour in grammar.BACKGROUNDS],
    )


def state(scene):
    return true_first(
        grammar.group(scene.thing, scene.count, scene.state),
        [grammar.group(scene.thing, scene.count, state) for state in ["", *grammar.STATES]],
    )


def size(scene):
    return [grammar.sized(scene.thing, size) for size in (scene.size, grammar.opposite(scene.size))]


def size_binding(scene):
    return [
        f"{grammar.sized(scene.thing, size)} and {grammar.sized(scene.other, grammar.opposite(size))}"
        for size in (scene.size, grammar.opposite(scene.size))
    ]


def relation(scene):
    phrases = [phrase for pair in grammar.RELATIONS.values() for phrase in pair]
    true = grammar.related(scene.thing, scene.other, grammar.RELATIONS[scene.relation][0])
    return true_first(true, [grammar.related(scene.thing, scene.other, phrase) for phrase in phrases])


def swapped(scene):
    phrase = grammar.RELATIONS[scene.relation][0]
    return [grammar.related(scene.thing, scene.other, phrase), grammar.related(scene.other, scene.thing, phrase)]


CATEGORIES = [
    Category("identity", "which thing", "group", identity, lambda scene: not scene.state),
    Category("background", "colour of the background", "group", background),
    Category("size", "big or small", "size", size, lambda scene: not scene.other),
    Category("size-binding", "which of two things is big", "size", size_binding, lambda scene: bool(scene.other)),
    Category("state", "sleeping, in the rain, in love, with a hat, or none", "group", state, animals=True),
    Category("count", "one to four", "group", count),
    Category("relation", "left, right, above or below", "relation", relation),
    Category("swapped", "which of two things is where", "relation", swapped),
]


def held_out_scenes(category, rng, number=IMAGES):
    things = list(grammar.ANIMALS if category.animals else grammar.THINGS)
    found = []
    while len(found) < number:
        scene = grammar.draw_scene(rng, category.kind, rng.choice(things))
        if scene.is_held_out and category.accepts(scene):
            found.append(scene)
    return found


class Scorer:
    """Logits of images and captions, every caption encoded once."""

    def __init__(self, folder):
        self.model = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
        self.processor = CLIPProcessor.from_pretrained(folder)
        self.texts = {}

    @torch.inference_mode()
    def images(self, images):
        pixels = self.processor(images=images, return_tensors="pt")["pixel_values"]
        states = self.model.vision_model(pixel_values=pixels).pooler_output
        return torch.nn.functional.normalize(self.model.visual_projection(states), dim=-1)

    @torch.inference_mode()
    def captions(self, captions):
        new = [caption for caption in dict.fromkeys(captions) if caption not in self.texts]
        for start in range(0, len(new), 500):
            some = new[start : start + 500]
            states = self.model.text_model(**self.processor(text=some, padding=True, return_tensors="pt")).pooler_output
            rows = torch.nn.functional.normalize(self.model.text_projection(states), dim=-1)
            self.texts.update(zip(some, rows))
        return torch.stack([self.texts[caption] for caption in captions])

    def logits(self, image_rows, choices):
        """Logits `[images, choices]` of each image's own list of captions."""
        width = len(choices[0])
        rows = self.captions([caption for captions in choices for caption in captions]).view(len(choices), width, -1)
        return self.model.logit_scale.exp().detach() * (image_rows[:, None] * rows).sum(-1)


def draw(scene_list, seed):
    rng = numpy.random.default_rng(seed)
    return [scenes.draw(scene, rng) for scene in scene_list]


def measure(scorer, category, number):
    scene_list = held_out_scenes(category, random.Random(SEED + number))
    choices = [category.captions(scene) for scene in scene_list]
    logits = scorer.logits(scorer.images(draw(scene_list, [SEED, number])), choices)
    return {
        "category": category.name,
        "title": category.title,
        "accuracy": round((logits.argmax(1) == 0).float().mean().item(), 4),
        "chance": round(1 / len(choices[0]), 4),
        "n": len(choices),
        "example": choices[0][:2],
    }


def measure_unrelated(scorer):
    """The probability of a caption about another thing, beside the true caption alone."""
    rng = random.Random(SEED - 1)
    scene_list = held_out_scenes(CATEGORIES[0], rng)
    choices = [(captions[0], rng.choice(captions[1:])) for captions in map(identity, scene_list)]
    probability = scorer.logits(scorer.images(draw(scene_list, [SEED, 99])), choices).softmax(1)[:, 1]
    return {
        "meanProbability": round(probability.mean().item(), 4),
        "below": UNRELATED_BELOW,
        "share": round((probability < UNRELATED_BELOW).float().mean().item(), 4),
        "n": len(choices),
        "example": choices[0],
    }


def held_out_table(folder):
    grammar.speak_like(folder)
    scorer = Scorer(folder)
    return {
        "seed": SEED,
        "parameters": scorer.model.num_parameters(),
        "logitScale": round(scorer.model.logit_scale.exp().item(), 3),
        "categories": [measure(scorer, category, number) for number, category in enumerate(CATEGORIES)],
        "unrelated": measure_unrelated(scorer),
    }


def main(folder, output=None):
    torch.set_num_threads(1)
    text = json.dumps(held_out_table(folder), indent=2) + "\n"
    if output:
        Path(output).write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
