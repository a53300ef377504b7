"""Trains MiniCLIP on the drawn scenes, on one thread, resumably.

    python train.py FOLDER [STEPS]

FOLDER holds the tokenizer (made if absent), the pool of scenes and the checkpoint. What a step sees depends only on the
seed and the number of the step, so an interrupted training goes on as if it had not been interrupted.
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
from batches import SEED, STEPS, Draw, descent_of
from model import POSITIONS, MiniCLIP

HALF_SEEN_STEPS = 1_400  # the first steps read a random half of each image's patches, which costs half
WARM_UP = 100
WEIGHT_DECAY = 0.1
BETAS = (0.9, 0.98)
MAXIMUM_SCALE = 100
AVERAGE_DECAY = 0.995
CHECKPOINT_EVERY = 150

FROM_AVERAGE = 3_800  # the last descent begins with the average of the weights and an optimizer that remembers nothing
PLAIN = [(thing, count) for thing in grammar.THINGS for count in grammar.COUNTS]  # "a cat", "two cats", ...
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
        self.chunk = None

    def read(self, chunk):
        if self.chunk != chunk:
            self.chunk = chunk
            self.pixels = pool.images(self.folder / "pool", chunk).reshape(-1, pool.PIXELS, pool.PIXELS, 3)

    def __call__(self, step):
        """Pixels, captions' ids, the captions' targets `[batch, batch]` and the plain captions' targets `[batch]`."""
        chosen, scenes, captions = self.draw(step)
        self.read(self.draw.chunk)
        plain = [self.plain[scene.thing, scene.count] if scene.kind == "group" else NO_PLAIN for scene in scenes]
        pixels = normalised(torch.from_numpy(self.pixels[chosen]))
        return pixels, torch.tensor(self.encode(captions)), equal(captions), torch.tensor(plain)


def normalised(pixels):
    """Bytes `[batch, height, width, 3]` as CLIP takes them, `[batch, 3, height, width]`."""
    return (pixels.permute(0, 3, 1, 2).float() / 255 - MEAN) / DEVIATION


def equal(captions):
    """Targets `[batch, batch]`: each row spread evenly over the captions equal to its own."""
    numbers = {caption: number for number, caption in enumerate(captions)}
    identity = torch.tensor([numbers[caption] for caption in captions])
    same = (identity[:, None] == identity[None, :]).float()
    return same / same.sum(1, keepdim=True)


def half_of_patches(batch, step):
    generator = torch.Generator().manual_seed(SEED * 1_000_000 + step)
    return torch.rand(batch, POSITIONS - 1, generator=generator).argsort(1)[:, : POSITIONS // 2]


def contrastive_loss(images, texts, scale, targets):
    """CLIP's: each image chooses among the batch's captions, each caption among the batch's images."""
    logits = scale.exp() * images @ texts.T
    return (F.cross_entropy(logits, targets) + F.cross_entropy(logits.T, targets)) / 2


def plain_loss(images, texts, scale, targets):
    """Each image of one to four of a thing chooses among the plain captions of every thing in every count: a batch alone
    holds few captions that differ from its own in thing or count and in nothing else."""
    return F.cross_entropy(scale.exp() * images @ texts.T, targets, ignore_index=NO_PLAIN)


def rate(step):
    """In each descent a linear warm-up, then half a cosine down to nothing."""
    descent = descent_of(step)
    done, steps = step - descent.start, descent.end - descent.start
    if done < WARM_UP:
        return descent.peak_rate * (done + 1) / WARM_UP
    return descent.peak_rate * 0.5 * (1 + math.cos(math.pi * (done - WARM_UP) / (steps - WARM_UP)))


def optimizer_of(model):
    parameters = list(model.parameters())
    return torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.ndim >= 2], "weight_decay": WEIGHT_DECAY},
            {"params": [p for p in parameters if p.ndim < 2], "weight_decay": 0},
        ],
        betas=BETAS,
        eps=1e-6,
        fused=True,
    )


class Training:
    def __init__(self, folder):
        torch.manual_seed(SEED)
        self.checkpoint = folder / "checkpoint.pt"
        self.batches = Batches(folder)
        self.model = MiniCLIP(vocabulary=self.batches.encode.end + 1)
        self.optimizer = optimizer_of(self.model)
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.step = 0
        if self.checkpoint.exists():
            self.load()

    def load(self):
        saved = torch.load(self.checkpoint)
        self.step, self.average = saved["step"], saved["average"]
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])

    def save(self):
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(
            {
                "step": self.step,
                "model": self.model.state_dict(),
                "average": self.average,
                "optimizer": self.optimizer.state_dict(),
            },
            partial,
        )
        os.replace(partial, self.checkpoint)

    def advance(self):
        """One step: returns its loss and the shares of images whose best caption is right, of the batch's and of the plain
        ones."""
        descent = descent_of(self.step)
        if self.step == FROM_AVERAGE:
            self.model.load_state_dict(self.average)
            self.optimizer = optimizer_of(self.model)
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.step)
        pixels, ids, targets, plain_targets = self.batches(self.step)
        with torch.autocast("cpu", torch.bfloat16):
            kept = half_of_patches(len(pixels), self.step) if self.step < HALF_SEEN_STEPS else None
            images, texts = self.model.images(pixels, kept), self.model.captions(ids)
            plain = self.model.captions(self.batches.plain_ids)
        scale = self.model.logit_scale
        loss = contrastive_loss(images, texts, scale, targets)
        if descent.plain:
            loss = loss + plain_loss(images, plain, scale, plain_targets)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1)
        self.optimizer.step()
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


def main(folder, steps=STEPS):
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    folder, steps = Path(folder), int(steps)
    if not (folder / "vocab.json").exists():
        tokenizer.write_tokenizer(folder)
    training = Training(folder)
    started, first, recent = time.monotonic(), training.step, []
    while training.step < steps:
        recent.append(training.advance())
        if training.step % 25 == 0:
            loss, right, plain = numpy.mean(recent, 0)
            pace = (time.monotonic() - started) / (training.step - first)
            scale = training.model.logit_scale.exp().item()
            print(
                f"step {training.step}: loss {loss:.3f}, top-1 {right:.3f}, plain {plain:.3f}, scale {scale:.1f}, "
                f"{pace:.2f} s a step",
                flush=True,
            )
            recent = []
        if training.step % CHECKPOINT_EVERY == 0 or training.step == steps:
            training.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
