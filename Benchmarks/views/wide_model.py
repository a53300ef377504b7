"""A BERT of 12 layers with 12 heads of 64 numbers that attends as all-MiniLM-L6-v2 does: each of its layers twice, twice as wide.

    python wide_model.py MODEL_FOLDER NEW_FOLDER      needs numpy

The hidden state h becomes (h, h), which every layer norm leaves as it is; queries, keys and values go through an orthonormal
map from 32 to 64 numbers, so that their products, and thus the attention of a layer that reads the same, stay the same.
"""

import json
import pathlib
import shutil
import struct
import sys

import numpy as np


def read(file):
    """The float tensors of a safetensors file."""
    data = file.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            numbers = np.frombuffer(data[8 + length + start : 8 + length + end], dtype="<f4")
            tensors[name] = numbers.reshape(entry["shape"])
    return tensors


def write(file, tensors):
    """A safetensors file."""
    header, offset = {}, 0
    for name, tensor in tensors.items():
        end = offset + tensor.size * 4
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with file.open("wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            out.write(np.ascontiguousarray(tensor, dtype="<f4").tobytes())


def widen(tensors, layers, heads):
    """Twice the layers, twice the width."""
    size = tensors["encoder.layer.0.attention.self.query.weight"].shape[0] // heads
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(2 * size, size)))[0]
    twice = lambda tensor: np.concatenate([tensor, tensor], axis=-1)
    halved = lambda tensor: twice(tensor / 2)
    stacked = lambda tensor: np.concatenate([tensor, tensor], axis=0)
    result = {}
    for name, tensor in tensors.items():
        if name.startswith("embeddings.") and "position_ids" not in name:
            result[name] = twice(tensor)
    for layer in range(layers):
        old = f"encoder.layer.{layer}."
        names = [name.removeprefix(old) for name in tensors if name.startswith(old)]
        for new in (2 * layer, 2 * layer + 1):
            for name in names:
                tensor = tensors[old + name]
                kind = name.rsplit(".", 2)[-2]
                if kind in ("query", "key", "value"):
                    parts = tensor.reshape(heads, size, -1)
                    turned = np.einsum("ij,hjk->hik", turn, parts).reshape(2 * heads * size, -1)
                    # The scores are divided by the root of twice the size.
                    turned = turned * (2**0.5 if kind == "query" else 1)
                    wide = halved(turned) if name.endswith("weight") else turned[:, 0]
                elif name == "attention.output.dense.weight":
                    parts = tensor.reshape(-1, heads, size)
                    wide = stacked(np.einsum("ohj,ij->ohi", parts, turn).reshape(tensor.shape[0], -1))
                elif name == "intermediate.dense.weight":
                    wide = halved(tensor)
                elif name == "intermediate.dense.bias":
                    wide = tensor
                elif name == "output.dense.weight":
                    wide = stacked(tensor)
                else:
                    wide = twice(tensor)
                result[f"encoder.layer.{new}.{name}"] = wide
    return result


def main(source, target):
    source, target = pathlib.Path(source), pathlib.Path(target)
    target.mkdir(parents=True, exist_ok=True)
    config = json.loads((source / "config.json").read_text())
    layers, heads = config["num_hidden_layers"], config["num_attention_heads"]
    tensors = {name.removeprefix("bert."): tensor for name, tensor in read(source / "model.safetensors").items()}
    write(target / "model.safetensors", widen(tensors, layers, heads))
    config |= {"num_hidden_layers": 2 * layers, "hidden_size": 2 * config["hidden_size"]}
    (target / "config.json").write_text(json.dumps(config))
    for name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt"):
        if (source / name).exists():
            shutil.copy(source / name, target / name)


if __name__ == "__main__":
    main(*sys.argv[1:])
