"""A CLIP in NumPy and Pillow: a picture and captions on their way to vectors of one space."""

import itertools
import json
import re

import numpy as np
from PIL import Image
from safetensors_file import read


class Clip:
    """The model of a folder with config.json, preprocessor_config.json, vocab.json, merges.txt and model.safetensors."""

    def __init__(self, folder):
        self.config, self.pixels_config, self.vocabulary = (
            json.loads((folder / name).read_text(encoding="utf-8"))
            for name in ("config.json", "preprocessor_config.json", "vocab.json")
        )
        merges = (folder / "merges.txt").read_text(encoding="utf-8").split("\n")
        pairs = [tuple(line.split()) for line in merges if line and not line.startswith("#version")]
        self.merges = {pair: rank for rank, pair in enumerate(pairs)}
        self.tensors = read(folder / "model.safetensors")
        self.scale = float(np.exp(self.tensors["logit_scale"]))

    def encode(self, caption):
        """The caption as numbers: byte pairs of lower-case words."""
        ids = [self.vocabulary["<|startoftext|>"]]
        text = re.sub(r"\s+", " ", caption.strip().lower())
        for word in re.findall(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|[^\s\w]+|_+", text):
            letters = [byte_letter(byte) for byte in word.encode("utf-8")]
            letters[-1] += "</w>"
            while len(letters) > 1:
                pairs = list(itertools.pairwise(letters))
                best = min(pairs, key=lambda pair: self.merges.get(pair, 1 << 30))
                if best not in self.merges:
                    break
                place = pairs.index(best)
                letters[place : place + 2] = ["".join(best)]
            ids += [self.vocabulary.get(piece, self.vocabulary["<|endoftext|>"]) for piece in letters]
        return ids + [self.vocabulary["<|endoftext|>"]]

    def pixels(self, picture):
        """The picture as the model sees it: its shorter side reduced, the middle cut out, each channel normalised."""
        settings, picture = self.pixels_config, picture.convert("RGB")
        size, crop = settings["size"], settings["crop_size"]
        # Older files have a number in the place of names.
        size = size if isinstance(size, int) else size["shortest_edge"]
        crop = crop if isinstance(crop, int) else crop["height"]
        width, height = picture.size
        short = min(width, height)
        picture = picture.resize((width * size // short, height * size // short), Image.Resampling.BICUBIC)
        left, top = (picture.width - crop) // 2, (picture.height - crop) // 2
        values = np.asarray(picture.crop((left, top, left + crop, top + crop)), dtype=np.float32) / 255
        return (values - np.float32(settings["image_mean"])) / np.float32(settings["image_std"])

    def shift(self, pixels):
        """What the model sees moved to the right by one pixel; the first column stands twice."""
        return np.concatenate([pixels[:, :1], pixels[:, :-1]], axis=1)

    def patches(self, pixels):
        """The squares that the picture is cut into, row by row."""
        side = self.config["vision_config"]["patch_size"]
        rows, columns = pixels.shape[0] // side, pixels.shape[1] // side
        cut = pixels[: rows * side, : columns * side].reshape(rows, side, columns, side, 3)
        return cut.transpose(0, 2, 4, 1, 3).reshape(rows * columns, -1)

    def image(self, patches, hidden=None):
        """The vector of a picture, of length 1; a hidden patch is grey."""
        name = "vision_model."
        kernel = self.tensors[name + "embeddings.patch_embedding.weight"]
        x = patches @ kernel.reshape(kernel.shape[0], -1).T
        if hidden is not None:
            x[hidden] = 0
        x = np.vstack([self.tensors[name + "embeddings.class_embedding"], x])
        x = self.norm(
            x + self.tensors[name + "embeddings.position_embedding.weight"], name + "pre_layrnorm", "vision_config"
        )
        x = self.layers(x, name, "vision_config", causal=False)
        x = self.norm(x[0], name + "post_layernorm", "vision_config") @ self.tensors["visual_projection.weight"].T
        return x / np.linalg.norm(x)

    def text(self, caption):
        """The vector of a caption, of length 1."""
        ids, name = self.encode(caption), "text_model."
        x = self.tensors[name + "embeddings.token_embedding.weight"][ids]
        x = x + self.tensors[name + "embeddings.position_embedding.weight"][: len(ids)]
        x = self.norm(self.layers(x, name, "text_config", causal=True), name + "final_layer_norm", "text_config")
        x = x[-1] @ self.tensors["text_projection.weight"].T
        return x / np.linalg.norm(x)

    def layers(self, x, name, part, causal):
        config = self.config[part]
        heads = config["num_attention_heads"]
        for layer in range(config["num_hidden_layers"]):
            block = f"{name}encoder.layers.{layer}."
            y = self.norm(x, block + "layer_norm1", part)
            q, k, v = (
                self.dense(y, f"{block}self_attn.{p}_proj").reshape(len(x), heads, -1).transpose(1, 0, 2) for p in "qkv"
            )
            scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
            if causal:
                scores = np.where(np.tri(len(x), dtype=bool), scores, -np.inf)
            weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
            weights /= weights.sum(axis=-1, keepdims=True)
            x = x + self.dense((weights @ v).transpose(1, 0, 2).reshape(len(x), -1), block + "self_attn.out_proj")
            y = self.dense(self.norm(x, block + "layer_norm2", part), block + "mlp.fc1")
            x = x + self.dense(y / (1 + np.exp(-1.702 * y)), block + "mlp.fc2")
        return x

    def dense(self, x, name):
        return x @ self.tensors[name + ".weight"].T + self.tensors[name + ".bias"]

    def norm(self, x, name, part):
        x = x - x.mean(axis=-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + self.config[part].get("layer_norm_eps", 1e-5))
        return x * self.tensors[name + ".weight"] + self.tensors[name + ".bias"]


def byte_letter(byte):
    """The letter that stands for a byte in the vocabulary, as GPT-2 has it."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    if byte in plain:
        return chr(byte)
    return chr(256 + [b for b in range(256) if b not in plain].index(byte))
