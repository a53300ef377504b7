"""Measures MiniCLIP while it trains, on a few held-out scenes that evaluate.py does not draw."""

import random

import evaluate
import numpy
import torch
from evaluate import CATEGORIES

SEED = 2_091
IMAGES = 300
LOOKED_AT = ["identity", "size-binding", "state", "count", "relation", "swapped"]


class Look:
    """Scenes, drawn once, and the captions among which a model chooses. `pixels_of` makes tensors of pictures' bytes,
    `encode` ids of captions."""

    def __init__(self, pixels_of, encode):
        self.questions = {}
        for number, category in enumerate(CATEGORIES):
            if category.name in LOOKED_AT:
                scene_list = evaluate.held_out_scenes(category, random.Random(SEED + number), IMAGES)
                images = numpy.stack([numpy.asarray(image) for image in evaluate.draw(scene_list, [SEED, number])])
                choices = [category.captions(scene) for scene in scene_list]
                distinct = dict.fromkeys(caption for captions in choices for caption in captions)
                places = {caption: place for place, caption in enumerate(distinct)}
                numbers = torch.tensor([[places[caption] for caption in captions] for captions in choices])
                self.questions[category.name] = pixels_of(torch.from_numpy(images)), encode(list(places)), numbers

    @torch.no_grad()
    def __call__(self, model):
        """The share of scenes whose true caption comes first, in each category."""
        shares = {}
        for name, (pixels, ids, numbers) in self.questions.items():
            with torch.autocast("cpu", torch.bfloat16):
                images = model.images(pixels)
                texts = torch.cat([model.captions(torch.tensor(ids[i : i + 500])) for i in range(0, len(ids), 500)])
            logits = (images[:, None] * texts[numbers]).sum(-1)
            shares[name] = (logits.argmax(1) == 0).float().mean().item()
        return shares
