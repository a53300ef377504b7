"""How far two models agree on neighbours: the mean share of common words in their top-10 lists.

    python agreement.py reference.bin other.bin [another.bin …]

Queries are the words ranked 101 to 3,000 by count, candidates all words with a count of at least 20; counts are read
from `reference.bin.vocab`. Every model is compared with the first.
"""

import sys

import numpy
from gensim.models import KeyedVectors

queries = slice(100, 3000)


def frequent(vocabulary):
    """The words of gensim's file of counts that occur at least 20 times, the most frequent first."""
    with open(vocabulary, encoding="utf-8") as lines:
        ranked = [(word, int(count)) for word, count in (line.split() for line in lines)]
    ranked.sort(key=lambda pair: (-pair[1], pair[0]))
    return [word for word, count in ranked if count >= 20]


def neighbours(vectors, candidates):
    """The set of the ten nearest candidates of each query."""
    rows = numpy.stack([vectors[word] for word in candidates])
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    similarities = rows[queries] @ rows.T
    asked = range(len(candidates))[queries]
    similarities[range(len(asked)), asked] = -2
    return [set(line) for line in numpy.argpartition(-similarities, 10, axis=1)[:, :10]]


def share(lists, others):
    """The mean share of common words in pairs of top-10 lists."""
    return float(numpy.mean([len(a & b) / 10 for a, b in zip(lists, others)]))


if __name__ == "__main__":
    reference, *others = sys.argv[1:]
    candidates = frequent(reference + ".vocab")
    read = lambda path: neighbours(KeyedVectors.load_word2vec_format(path, binary=True), candidates)
    expected = read(reference)
    for path in others:
        print(f"{path}: {share(expected, read(path)):.4f}")
