"""A BERT in NumPy: its tokens, and what a sentence becomes on its way through the layers."""

import json
import re
import unicodedata

import numpy as np
from safetensors_file import read
from scipy.special import erf


class Bert:
    """The model of a folder with config.json, vocab.txt and model.safetensors."""

    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if self.config["model_type"] != "bert":
            raise ValueError(f"a model of the kind {self.config['model_type']}, not BERT")
        tensors = read(folder / "model.safetensors")
        self.tensors = {re.sub(r"^bert\.", "", name): tensor for name, tensor in tensors.items()}
        self.vocabulary = {}
        for row, word in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").split("\n")):
            self.vocabulary.setdefault(word.rstrip("\r"), row)
        self.layers, self.heads = self.config["num_hidden_layers"], self.config["num_attention_heads"]
        self.mask = self.vocabulary["[MASK]"]

    def encode(self, text):
        """The sentence as numbers: words of lower case, cut into the longest pieces that the vocabulary has."""
        text = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        pieces = ["[CLS]"]
        for word in re.findall(r"\w+|[^\w\s]", text.replace("_", " _ ")):
            start, found = 0, []
            while start < len(word):
                ends = range(len(word), start, -1)
                piece = next(
                    (p for e in ends if (p := ("##" if start else "") + word[start:e]) in self.vocabulary), None
                )
                if piece is None:
                    found = ["[UNK]"]
                    break
                found.append(piece)
                start += len(piece.removeprefix("##")) if start else len(piece)
            pieces += found
        return [self.vocabulary[piece] for piece in pieces + ["[SEP]"]]

    def dense(self, x, name):
        return x @ self.tensors[name + ".weight"].T + self.tensors[name + ".bias"]

    def norm(self, x, name):
        x = x - x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=-1, keepdims=True) + self.config["layer_norm_eps"])
        return x * self.tensors[name + ".weight"] + self.tensors[name + ".bias"]

    def forward(self, ids, silent=None, skipped=None, shared=(), known=()):
        """The last hidden states, and of each layer its attention, queries, keys and the length of what values bring.

        `silent` takes out a head, (layer, head), or with None for the head all of a layer; `skipped` leaves out a layer; in the
        layers of `shared` all heads weigh their values by the mean of their attention. What comes
        before it is taken from `known`, an earlier pass.
        """
        x = self.tensors["embeddings.word_embeddings.weight"][ids]
        x = x + self.tensors["embeddings.position_embeddings.weight"][: len(ids)]
        x = self.norm(x + self.tensors["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        first = (silent[0] if silent else skipped) if known else 0
        passed = list(known[:first])
        x = known[first]["input"] if known else x
        for layer in range(first, self.layers):
            name = f"encoder.layer.{layer}."
            queries, keys, values = (
                self.dense(x, f"{name}attention.self.{part}").reshape(len(ids), self.heads, -1).transpose(1, 0, 2)
                for part in ("query", "key", "value")
            )
            scores = queries @ keys.transpose(0, 2, 1) / np.sqrt(queries.shape[-1])
            weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
            weights /= weights.sum(axis=-1, keepdims=True)
            out = self.tensors[name + "attention.output.dense.weight"].T.reshape(self.heads, queries.shape[-1], -1)
            lengths = np.linalg.norm(values @ out, axis=-1)
            passed.append({"input": x, "weights": weights, "queries": queries, "keys": keys, "lengths": lengths})
            if skipped == layer:
                continue
            contexts = (weights.mean(axis=0, keepdims=True) if layer in shared else weights) @ values
            if silent and silent[0] == layer:
                contexts[slice(None) if silent[1] is None else silent[1]] = 0
            contexts = contexts.transpose(1, 0, 2).reshape(len(ids), -1)
            x = self.norm(
                x + self.dense(contexts, name + "attention.output.dense"), name + "attention.output.LayerNorm"
            )
            inner = self.dense(x, name + "intermediate.dense")
            inner = inner * (1 + erf(inner / np.sqrt(2))) / 2
            x = self.norm(x + self.dense(inner, name + "output.dense"), name + "output.LayerNorm")
        return x, passed
