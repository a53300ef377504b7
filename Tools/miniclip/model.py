"""CLIP in the few lines that its training needs, with the parameter names of transformers' `CLIPModel`."""

import math

import pool
import tokenizer
import torch
import torch.nn.functional as F
from torch import nn

VISION = {"width": 192, "layers": 5, "heads": 6}
TEXT = {"width": 128, "layers": 4, "heads": 4}
PROJECTION = 128
PATCH = 8
POSITIONS = (pool.PIXELS // PATCH) ** 2 + 1


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            self.add_module(name, nn.Linear(width, width))

    def forward(self, x, mask, at=None):
        """States `[batch, length, width]`; with `at`, a position of each row, its state alone, `[batch, 1, width]`."""
        batch, _, width = x.shape
        scale = (width // self.heads) ** -0.5  # on the weights, where it costs least
        query = self.q_proj.weight * scale, self.q_proj.bias * scale
        if at is None:
            weight = torch.cat([query[0], self.k_proj.weight, self.v_proj.weight])
            bias = torch.cat([query[1], self.k_proj.bias, self.v_proj.bias])
            q, k, v = self.split(F.linear(x, weight, bias), 3)
        else:
            (q,) = self.split(F.linear(one_state(x, at), *query), 1)
            weight = torch.cat([self.k_proj.weight, self.v_proj.weight])
            k, v = self.split(F.linear(x, weight, torch.cat([self.k_proj.bias, self.v_proj.bias])), 2)
            mask = mask if mask is None else mask[at][:, None, None]
        scores = q @ k.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        mixed = scores.softmax(-1) @ v
        return self.out_proj(mixed.transpose(1, 2).reshape(batch, -1, width))

    def split(self, packed, parts):
        """`parts` times `[batch, heads, length, width of a head]`."""
        batch, length, width = packed.shape
        separate = packed.view(batch, length, parts, self.heads, width // parts // self.heads)
        return separate.permute(2, 0, 3, 1, 4).unbind(0)


class QuickGELUPerceptron(nn.Module):
    """QuickGELU, x·σ(βx) with β = 1.702, is SiLU(βx)/β: both factors go to the weights, where they cost least."""

    BETA = 1.702

    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x):
        x = F.silu(F.linear(x, self.fc1.weight * self.BETA, self.fc1.bias * self.BETA))
        return F.linear(x, self.fc2.weight / self.BETA, self.fc2.bias)


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.layer_norm1 = nn.LayerNorm(width)
        self.self_attn = Attention(width, heads)
        self.layer_norm2 = nn.LayerNorm(width)
        self.mlp = QuickGELUPerceptron(width)

    def forward(self, x, mask=None, at=None):
        attended = self.self_attn(self.layer_norm1(x), mask, at)
        x = attended + (x if at is None else one_state(x, at))
        return x + self.mlp(self.layer_norm2(x))


def one_state(x, at):
    """Of states `[batch, length, width]` those at the positions `at`, `[batch, 1, width]`."""
    return x[torch.arange(len(x)), at][:, None]


def through(layers, x, mask, at):
    """The states at the positions `at` after all layers, `[batch, width]`: the last layer works them out alone."""
    *first, last = layers
    for layer in first:
        x = layer(x, mask)
    return last(x, mask, at)[:, 0]


def encoder(width, layers, heads):
    return nn.ModuleDict({"layers": nn.ModuleList(Layer(width, heads) for _ in range(layers))})


class Vision(nn.Module):
    """Pixels `[batch, 3, 64, 64]` to the class token after the last norm, `[batch, width]`. With `kept`, numbers of
    patches `[batch, some]`, reads those alone (FLIP: Li et al. 2023)."""

    def __init__(self):
        super().__init__()
        width = VISION["width"]
        self.embeddings = nn.Module()
        self.embeddings.class_embedding = nn.Parameter(torch.empty(width))
        self.embeddings.patch_embedding = nn.Conv2d(3, width, PATCH, PATCH, bias=False)
        self.embeddings.position_embedding = nn.Embedding(POSITIONS, width)
        self.pre_layrnorm = nn.LayerNorm(width)
        self.encoder = encoder(**VISION)
        self.post_layernorm = nn.LayerNorm(width)

    def forward(self, pixels, kept=None):
        batch = len(pixels)
        embeddings = self.embeddings
        across = pool.PIXELS // PATCH
        patches = (
            pixels.view(batch, 3, across, PATCH, across, PATCH).permute(0, 2, 4, 1, 3, 5).reshape(batch, across**2, -1)
        )
        patches = patches @ embeddings.patch_embedding.weight.flatten(1).T
        positions = embeddings.position_embedding.weight
        patches = patches + positions[1:]
        if kept is not None:
            patches = patches[torch.arange(batch)[:, None], kept]
        start = embeddings.class_embedding + positions[0]
        x = self.pre_layrnorm(torch.cat([start.expand(batch, 1, -1), patches], 1))
        start = torch.zeros(batch, dtype=torch.long)
        return self.post_layernorm(through(self.encoder["layers"], x, None, start))


class Text(nn.Module):
    """Ids `[batch, length]` to the state at the first end-of-text after the last norm, `[batch, width]`."""

    def __init__(self, vocabulary):
        super().__init__()
        width = TEXT["width"]
        self.end = vocabulary - 1
        self.embeddings = nn.Module()
        self.embeddings.token_embedding = nn.Embedding(vocabulary, width)
        self.embeddings.position_embedding = nn.Embedding(tokenizer.CONTEXT, width)
        self.encoder = encoder(**TEXT)
        self.final_layer_norm = nn.LayerNorm(width)

    def forward(self, ids):
        length = ids.shape[1]
        x = self.embeddings.token_embedding(ids) + self.embeddings.position_embedding.weight[:length]
        mask = torch.full((length, length), -math.inf, dtype=x.dtype).triu(1)
        ends = (ids == self.end).int().argmax(1)
        return self.final_layer_norm(through(self.encoder["layers"], x, mask, ends))


class MiniCLIP(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.vision_model = Vision()
        self.text_model = Text(vocabulary)
        self.visual_projection = nn.Linear(VISION["width"], PROJECTION, bias=False)
        self.text_projection = nn.Linear(TEXT["width"], PROJECTION, bias=False)
        self.logit_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self.initialise()

    def initialise(self):
        for name, parameter in self.named_parameters():
            if "norm" in name or "layrnorm" in name or name == "logit_scale":
                continue
            if name.endswith("bias"):
                nn.init.zeros_(parameter)
            elif "embedding" in name and "patch" not in name:
                nn.init.normal_(parameter, std=0.02)
            else:
                residual = name.endswith(("out_proj.weight", "fc2.weight"))
                depth = len((self.text_model if "text" in name else self.vision_model).encoder["layers"])
                inputs = parameter[0].numel()
                nn.init.normal_(parameter, std=inputs**-0.5 * ((2 * depth) ** -0.5 if residual else 1))

    def images(self, pixels, kept=None):
        """Normalised embeddings of images, `[batch, PROJECTION]`, in single precision."""
        return F.normalize(self.visual_projection(self.vision_model(pixels, kept)).float(), dim=-1)

    def captions(self, ids):
        """Normalised embeddings of captions, `[batch, PROJECTION]`, in single precision."""
        return F.normalize(self.text_projection(self.text_model(ids)).float(), dim=-1)
