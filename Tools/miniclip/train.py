"""Trains MiniCLIP on the drawn scenes, on one thread, resumably.

    python train.py FOLDER [STEPS]

FOLDER holds the tokenizer (made if absent), the pool of scenes, the checkpoint and the curve. What a step sees depends only
on the seed and the number of the step, so an interrupted training goes on as if it had not been interrupted.
"""

import math
import os
import sys
import time
from pathlib import Path

import grammar
import numpy
import pool
import tokenizer
import torch
import torch.nn.functional as F
from batches import PLACES_FROM, SEED, SIDES_FROM, STEPS, Draw
from look import LOOKED_AT, Look
from model import PATCH, POSITIONS, MiniCLIP

HALF_SEEN_STEPS = 3_600  # the first steps read the half of each image's patches in which most is to be seen
KEPT = (POSITIONS - 1) // 2
PEAK_RATE = 2e-3
WARM_UP = 100
FALL = 1_800  # the last steps, in which the rate falls to nothing
WEIGHT_DECAY = 0.1
BETAS = (0.9, 0.98)
MAXIMUM_SCALE = 100
AVERAGE_DECAY = 0.995
CHECKPOINT_EVERY = 100
LINE_EVERY = 25
LOOK_EVERY = 250

PLAIN = [(thing, count) for thing in grammar.THINGS for count in grammar.COUNTS]  # "a cat", "two cats", ...
SIDED = [(thing, side) for thing in grammar.THINGS for sides in grammar.SIDES.values() for side in sides]
NO_PLAIN = -1  # the target of a scene that is not of one to four of a thing alone

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(3, 1, 1)
DEVIATION = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(3, 1, 1)


class Batches:
    """The batch of each step, as tensors."""

    def __init__(self, folder):
        self.folder = folder
        self.draw = Draw()
        self.encode = tokenizer.WordEncoder(folder)
        self.plain = {scene: number for number, scene in enumerate(PLAIN)}
        self.plain_ids = torch.tensor(self.encode([grammar.counted(*scene) for scene in PLAIN]))
        self.sided = {place: number for number, place in enumerate(SIDED)}
        self.sided_ids = torch.tensor(self.encode([f"{grammar.single(thing)} {side}" for thing, side in SIDED]))
        self.chunk = None

    def read(self, chunk):
        if self.chunk != chunk:
            self.chunk = chunk
            self.pixels = pool.images(self.folder / "pool", chunk).reshape(-1, pool.PIXELS, pool.PIXELS, 3)

    def __call__(self, step):
        """Pixels, captions' ids, the captions' targets `[batch, batch]`, the plain captions' targets `[batch]`, and of the
        scenes that say who is where the numbers, and what `place_loss` and `side_loss` take."""
        chosen, scenes, captions = self.draw(step)
        self.read(self.draw.chunk)
        plain = [self.plain[scene.thing, scene.count] if scene.kind == "group" else NO_PLAIN for scene in scenes]
        pixels = normalised(torch.from_numpy(self.pixels[chosen]))
        captions = torch.tensor(self.encode(captions)), equal(captions)
        return pixels, *captions, torch.tensor(plain), self.places(scenes)

    def places(self, scenes):
        numbers = [number for number, scene in enumerate(scenes) if scene.kind == "relation"]
        scenes = [scenes[number] for number in numbers]
        choices = [who_is_where(scene) for scene in scenes]
        distinct = dict.fromkeys(caption for captions in choices for caption in captions)
        distinct = {caption: column for column, caption in enumerate(distinct)}
        columns = torch.tensor([[distinct[caption] for caption in captions] for captions in choices])
        sides = [
            [self.sided[place] for place in zip((scene.thing, scene.other), grammar.SIDES[scene.relation])]
            for scene in scenes
        ]
        return torch.tensor(numbers), torch.tensor(self.encode(list(distinct))), columns, torch.tensor(sides)


def normalised(pixels):
    """Bytes `[batch, height, width, 3]` as CLIP takes them, `[batch, 3, height, width]`."""
    return (pixels.permute(0, 3, 1, 2).float() / 255 - MEAN) / DEVIATION


def equal(captions):
    """Targets `[batch, batch]`: each row spread evenly over the captions equal to its own."""
    numbers = {caption: number for number, caption in enumerate(captions)}
    identity = torch.tensor([numbers[caption] for caption in captions])
    same = (identity[:, None] == identity[None, :]).float()
    return same / same.sum(1, keepdim=True)


def fullest_patches(pixels, step):
    """Numbers `[batch, KEPT]` of the patches of each image `[batch, 3, height, width]` that differ most, within and from
    the middle one in colour: those that show things, and of the bare ground as many as there is room for."""
    batch = len(pixels)
    across = pixels.shape[-1] // PATCH
    patches = pixels.view(batch, 3, across, PATCH, across, PATCH).permute(0, 2, 4, 1, 3, 5)
    patches = patches.reshape(batch, across**2, 3, -1)
    colours = patches.mean(-1)
    seen = patches.std(-1).sum(-1) + (colours - colours.median(1, keepdim=True).values).abs().sum(-1)
    generator = torch.Generator().manual_seed(SEED * 1_000_000 + step)
    return (seen + 0.3 * torch.rand(seen.shape, generator=generator)).topk(KEPT, 1).indices


def contrastive_loss(images, texts, scale, targets):
    """CLIP's: each image chooses among the batch's captions, each caption among the batch's images."""
    logits = scale.exp() * images @ texts.T
    return (F.cross_entropy(logits, targets) + F.cross_entropy(logits.T, targets)) / 2


def plain_loss(images, texts, scale, targets):
    """Each image of one to four of a thing chooses among the plain captions of every thing in every count: a batch alone
    holds few captions that differ from its own in thing or count and in nothing else."""
    return F.cross_entropy(scale.exp() * images @ texts.T, targets, ignore_index=NO_PLAIN)


def who_is_where(scene):
    """What can be said of the places of a scene's two things: four captions that name the left or upper thing first, and
    their equals that name it last; the true one first in both."""
    relations = [scene.relation, *(relation for relation in grammar.RELATIONS if relation != scene.relation)]
    pairs = [(scene.thing, scene.other), (scene.other, scene.thing)]
    straight = [grammar.related(*pair, grammar.RELATIONS[name][0]) for name in relations for pair in pairs]
    turned = [grammar.related(*pair[::-1], grammar.RELATIONS[name][1]) for name in relations for pair in pairs]
    return straight + turned


def place_loss(logits):
    """Each image of who is where chooses among the eight captions `[images, 8]` of `who_is_where`, of which two are,
    equally, true."""
    return (logits.logsumexp(1) - logits[:, ::4].mean(1)).mean()


def straight_loss(logits):
    """The same among the four that name the left or upper thing first, where order alone says who is where: with all eight
    it takes word and order together, which is not found from nothing."""
    return F.cross_entropy(logits[:, :4], torch.zeros(len(logits), dtype=torch.long))


def side_loss(images, texts, scale, sides):
    """Each image of who is where chooses among "a cat on the left", "a dog below" and the like, of every thing on every
    side; two, equally, are true."""
    logits = scale.exp() * images @ texts.T
    return (logits.logsumexp(1) - logits.gather(1, sides).mean(1)).mean()


def rate(step):
    """A linear warm-up, a long even stretch, and a linear fall to nothing."""
    return PEAK_RATE * min(1, (step + 1) / WARM_UP, (STEPS - step) / FALL)


def optimizers_of(model):
    """Muon (Jordan 2024) for the layers' matrices, AdamW for embeddings, projections, norms and biases."""
    parameters = dict(model.named_parameters())
    hidden = [value for name, value in parameters.items() if "layers." in name and value.ndim == 2]
    others = [value for name, value in parameters.items() if not ("layers." in name and value.ndim == 2)]
    adam = torch.optim.AdamW(
        [
            {"params": [value for value in others if value.ndim >= 2], "weight_decay": WEIGHT_DECAY},
            {"params": [value for value in others if value.ndim < 2], "weight_decay": 0},
        ],
        betas=BETAS,
        eps=1e-6,
        fused=True,
    )
    muon = torch.optim.Muon(hidden, weight_decay=WEIGHT_DECAY, adjust_lr_fn="match_rms_adamw")
    return adam, muon


class Training:
    def __init__(self, folder):
        torch.manual_seed(SEED)
        self.checkpoint = folder / "checkpoint.pt"
        self.batches = Batches(folder)
        self.model = MiniCLIP(vocabulary=self.batches.encode.end + 1)
        self.optimizers = optimizers_of(self.model)
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.step = 0
        if self.checkpoint.exists():
            self.load()

    def load(self):
        saved = torch.load(self.checkpoint)
        self.step, self.average = saved["step"], saved["average"]
        self.model.load_state_dict(saved["model"])
        for optimizer, state in zip(self.optimizers, saved["optimizers"], strict=True):
            optimizer.load_state_dict(state)

    def save(self):
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(
            {
                "step": self.step,
                "model": self.model.state_dict(),
                "average": self.average,
                "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            },
            partial,
        )
        os.replace(partial, self.checkpoint)

    def advance(self):
        """One step: returns its loss and the shares of images whose best caption is right, of the batch's and of the plain
        ones."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate(self.step)
        pixels, ids, targets, plain_targets, (placed, place_ids, columns, sides) = self.batches(self.step)
        with torch.autocast("cpu", torch.bfloat16):
            kept = fullest_patches(pixels, self.step) if self.step < HALF_SEEN_STEPS else None
            images, texts = self.model.images(pixels, kept), self.model.captions(ids)
            plain = self.model.captions(self.batches.plain_ids)
        scale = self.model.logit_scale
        loss = contrastive_loss(images, texts, scale, targets) + plain_loss(images, plain, scale, plain_targets)
        if self.step >= PLACES_FROM:
            with torch.autocast("cpu", torch.bfloat16):
                places = self.model.captions(place_ids)
            logits = scale.exp() * (images[placed][:, None] * places[columns]).sum(-1)
            loss = loss + place_loss(logits)
        if self.step >= SIDES_FROM:
            with torch.autocast("cpu", torch.bfloat16):
                sided = self.model.captions(self.batches.sided_ids)
            loss = loss + straight_loss(logits) + side_loss(images[placed], sided, scale, sides)
        self.model.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1)
        for optimizer in self.optimizers:
            optimizer.step()
        with torch.no_grad():
            self.model.logit_scale.clamp_(max=math.log(MAXIMUM_SCALE))
            decay = min(AVERAGE_DECAY, (self.step + 1) / (self.step + 10))
            for name, value in self.model.state_dict().items():
                self.average[name].lerp_(value, 1 - decay)
            best = (images @ texts.T).argmax(1)
            right = targets.gather(1, best[:, None]).gt(0).float().mean()
            grouped = plain_targets != NO_PLAIN
            right_plain = ((images @ plain.T).argmax(1) == plain_targets)[grouped].float().mean()
        self.step += 1
        return loss.item(), right.item(), right_plain.item()


def measured(training, look):
    """What the running average, which is what is exported, gets right of a few held-out scenes."""
    model = MiniCLIP(vocabulary=training.batches.encode.end + 1)
    model.load_state_dict(training.average)
    return look(model)


class Curve:
    """The training's curve, a row of curve.csv each `LINE_EVERY` steps. An interrupted training goes on below the
    checkpoint's row."""

    def __init__(self, path, step):
        self.path = path
        rows = path.read_text().splitlines()[1:] if path.exists() else []
        kept = [row for row in rows if int(row.split(",")[0]) <= step]
        heads = ["step", "loss", "right", "plain right", "scale", "seconds a step", *LOOKED_AT]
        path.write_text("".join(row + "\n" for row in [",".join(heads), *kept]))

    def add(self, step, means, scale, pace, shares):
        cells = [f"{value:.4f}" for value in means] + [f"{scale:.2f}", f"{pace:.2f}"]
        cells += [f"{shares[name]:.3f}" if shares else "" for name in LOOKED_AT]
        row = ",".join([str(step), *cells])
        with open(self.path, "a") as file:
            file.write(row + "\n")
        print(row, flush=True)


def main(folder, steps=STEPS):
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    folder, steps = Path(folder), int(steps)
    if not (folder / "vocab.json").exists():
        tokenizer.write_tokenizer(folder)
    training = Training(folder)
    look = Look(normalised, training.batches.encode)
    curve = Curve(folder / "curve.csv", training.step)
    recent, started = [], time.monotonic()
    while training.step < steps:
        recent.append(training.advance())
        step = training.step
        if step % LINE_EVERY == 0:
            pace = (time.monotonic() - started) / len(recent)
            shares = measured(training, look) if step % LOOK_EVERY == 0 or step == steps else None
            curve.add(step, numpy.mean(recent, 0), training.model.logit_scale.exp().item(), pace, shares)
            recent, started = [], time.monotonic()
        if step % CHECKPOINT_EVERY == 0 or step == steps:
            training.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
