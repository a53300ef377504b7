#!/usr/bin/env python3
"""Times the ten nearest words of all words: peer.py make|gensim|numpy FILE.bin

`make` draws 80,000 vectors of 100 numbers. gensim answers word by word, so 300 words stand for all; NumPy does what a
careful user would write: normalise once, multiply in blocks, take the largest of each row.
"""

import sys
import time

import numpy
from gensim.models import KeyedVectors

method, path = sys.argv[1:]
if method == "make":
    vectors = KeyedVectors(100)
    random = numpy.random.default_rng(1)
    vectors.add_vectors([f"w{row}" for row in range(80_000)], random.normal(size=(80_000, 100)).astype(numpy.float32))
    vectors.save_word2vec_format(path, binary=True)
    sys.exit()

vectors = KeyedVectors.load_word2vec_format(path, binary=True)
words = vectors.index_to_key
vectors.fill_norms()
start = time.perf_counter()
if method == "gensim":
    asked = words[:: len(words) // 300][:300]
    for word in asked:
        vectors.most_similar(word, topn=10)
    seconds = (time.perf_counter() - start) * len(words) / len(asked)
else:
    unit = vectors.get_normed_vectors()
    for first in range(0, len(words), 1_000):
        similarity = unit[first : first + 1_000] @ unit.T
        rows = numpy.arange(len(similarity))
        similarity[rows, rows + first] = -2
        best = numpy.argpartition(-similarity, 10, axis=1)[:, :10]
        order = numpy.argsort(-numpy.take_along_axis(similarity, best, axis=1), axis=1)
        numpy.take_along_axis(best, order, axis=1)
    seconds = time.perf_counter() - start
print(f"{len(words)} words: {seconds:.3f} s")
