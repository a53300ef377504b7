"""Copies a BERT checkpoint with every layer twice, first all of them, then all again: double.py SOURCE TARGET"""

import re
import sys

from safetensors.torch import load_file, save_file

source, target = sys.argv[1:]
weights = load_file(source)
layer = re.compile(r"encoder\.layer\.(\d+)\.")
layers = 1 + max(int(found[1]) for found in map(layer.search, weights) if found)
for name in list(weights):
    if found := layer.search(name):
        weights[layer.sub(f"encoder.layer.{int(found[1]) + layers}.", name)] = weights[name].clone()
save_file(weights, target, metadata={"format": "pt"})
