"""Writes a BERT of random weights and a small vocabulary: what an ablation costs does not depend on what it finds.

python random_bert.py FOLDER [LAYERS]      12 layers unless said, of 12 heads, 768 numbers a token
"""

import json
import pathlib
import random
import struct
import sys

folder = pathlib.Path(sys.argv[1])
layers = int(sys.argv[2]) if len(sys.argv) > 2 else 12
hidden, inner, vocabulary, positions = 768, 3072, 200, 64
folder.mkdir(parents=True, exist_ok=True)
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + [f"w{index}" for index in range(vocabulary - 5)]
(folder / "vocab.txt").write_text("\n".join(words) + "\n")
config = dict(
    model_type="bert",
    hidden_size=hidden,
    num_hidden_layers=layers,
    num_attention_heads=12,
    intermediate_size=inner,
    vocab_size=vocabulary,
    max_position_embeddings=positions,
    type_vocab_size=2,
    hidden_act="gelu",
    layer_norm_eps=1e-12,
)
(folder / "config.json").write_text(json.dumps(config))

shapes = {
    "embeddings.word_embeddings.weight": [vocabulary, hidden],
    "embeddings.position_embeddings.weight": [positions, hidden],
    "embeddings.token_type_embeddings.weight": [2, hidden],
    "embeddings.LayerNorm.weight": [hidden],
    "embeddings.LayerNorm.bias": [hidden],
}
for layer in range(layers):
    prefix = f"encoder.layer.{layer}."
    for name, outputs, inputs in [
        ("attention.self.query", hidden, hidden),
        ("attention.self.key", hidden, hidden),
        ("attention.self.value", hidden, hidden),
        ("attention.output.dense", hidden, hidden),
        ("intermediate.dense", inner, hidden),
        ("output.dense", hidden, inner),
    ]:
        shapes[prefix + name + ".weight"] = [outputs, inputs]
        shapes[prefix + name + ".bias"] = [outputs]
    for name in ["attention.output.LayerNorm", "output.LayerNorm"]:
        shapes[prefix + name + ".weight"] = shapes[prefix + name + ".bias"] = [hidden]

draw = random.Random(1)
# Rows of matrices start at another place of these each time: drawing eighty-five million numbers would take minutes.
numbers = struct.pack("<8191f", *(draw.gauss(0, 0.05) for _ in range(8191)))
header, offset = {}, 0
for name, shape in shapes.items():
    size = 4 * shape[0] * (shape[1] if len(shape) > 1 else 1)
    header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [offset, offset + size]}
    offset += size
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(folder / "model.safetensors", "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text)
    for name, shape in shapes.items():
        size = 4 * shape[0] * (shape[1] if len(shape) > 1 else 1)
        if name.endswith("LayerNorm.weight"):
            out.write(struct.pack("<f", 1) * shape[0])
        else:
            start = 4 * draw.randrange(8191)
            out.write(((numbers[start:] + numbers[:start]) * (size // len(numbers) + 1))[:size])
