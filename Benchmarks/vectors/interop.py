#!/usr/bin/env python3
"""Shows that gensim reads what Quire writes and Quire what gensim writes, with the same vectors and neighbours.

    interop.py GENSIM.bin [QUIRE.bin …]      files of vectors that gensim and Quire trained; vectors-benchmark must be built

Every file is read by both, written by Quire as binary and as text, and read back by gensim. Exits with 1 at the first
difference: another bit in a vector, another neighbour, a similarity that differs by more than 1e-6.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy
from gensim.models import KeyedVectors

tool = pathlib.Path(__file__).resolve().parents[2] / ".build/release/vectors-benchmark"


def load(path):
    return KeyedVectors.load_word2vec_format(path, binary=str(path).endswith(".bin"))


def check(path):
    expected = load(path)
    words = expected.index_to_key[50:100]
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("bin", "txt"):
            copy = f"{folder}/copy.{ending}"
            output = subprocess.run(
                [tool, path, "--words", ",".join(words), "--write", copy], check=True, capture_output=True, text=True
            ).stdout
            found = load(copy)
            if found.index_to_key != expected.index_to_key or not numpy.array_equal(found.vectors, expected.vectors):
                sys.exit(f"{path}: gensim reads other vectors from Quire's .{ending}")
            subprocess.run([tool, copy, "--write", f"{folder}/again.{ending}"], check=True)
            if pathlib.Path(copy).read_bytes() != pathlib.Path(f"{folder}/again.{ending}").read_bytes():
                sys.exit(f"{path}: Quire writes other bytes the second time (.{ending})")
            lines = iter(output.splitlines())
            for word in words:
                for neighbour, similarity in expected.most_similar(word):
                    asked, ours, cosine = next(lines).split(" ")
                    if (asked, ours) != (word, neighbour) or abs(float(cosine) - similarity) > 1e-6:
                        sys.exit(f"{path}: near {word} gensim finds {neighbour} {similarity}, Quire {ours} {cosine}")
    print(f"{path}: {len(expected)} words × {expected.vector_size}, the same vectors and neighbours both ways")


for path in sys.argv[1:] or sys.exit(__doc__):
    check(path)
