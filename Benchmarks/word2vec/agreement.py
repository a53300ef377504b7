"""How far two models agree on neighbours: the mean share of common words in their top-10 lists.

    python agreement.py reference.bin other.bin [another.bin …]

Queries are the words ranked 101 to 3,000 by count, candidates all words with a count of at least 20; counts are read
from `reference.bin.vocab`. Every model is compared with the first.
"""

import sys

import numpy
from gensim.models import KeyedVectors

reference, *others = sys.argv[1:]
with open(reference + ".vocab", encoding="utf-8") as lines:
    ranked = [(word, int(count)) for word, count in (line.split() for line in lines)]
ranked.sort(key=lambda pair: (-pair[1], pair[0]))
candidates = [word for word, count in ranked if count >= 20]
queries = range(100, 3000)


def neighbours(path):
    vectors = KeyedVectors.load_word2vec_format(path, binary=True)
    rows = numpy.stack([vectors[word] for word in candidates])
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    lists = []
    for query in queries:
        similarity = rows @ rows[query]
        similarity[query] = -2
        lists.append(set(numpy.argpartition(-similarity, 10)[:10]))
    return lists


expected = neighbours(reference)
for path in others:
    shares = [len(a & b) / 10 for a, b in zip(expected, neighbours(path))]
    print(f"{path}: {numpy.mean(shares):.4f}")
