"""Reads the tensors of a .safetensors file with NumPy alone."""

import json

import numpy as np

TYPES = {"F32": "<f4", "F16": "<f2", "F64": "<f8"}


def read(file, wanted=lambda name: True):
    """The tensors whose names are wanted, in 32 bits."""
    with open(file, "rb") as stream:
        header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
        start, tensors = stream.tell(), {}
        for name, entry in header.items():
            if name == "__metadata__" or entry["dtype"] not in TYPES or not wanted(name):
                continue
            first, end = entry["data_offsets"]
            stream.seek(start + first)
            values = np.frombuffer(stream.read(end - first), dtype=TYPES[entry["dtype"]])
            tensors[name] = values.reshape(entry["shape"]).astype(np.float32)
    return tensors
