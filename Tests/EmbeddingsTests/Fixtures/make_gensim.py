"""Golden values from gensim 4.4.0: vectors in both forms of file, queries on them, and the arithmetic of training.

python make_gensim.py        # writes vectors.txt, vectors.bin and gensim.json beside itself
"""

import json
import pathlib

import numpy
from gensim.models import KeyedVectors, Word2Vec

here = pathlib.Path(__file__).parent
random = numpy.random.default_rng(20)

# Words that are equal to Swift's String and different to gensim: é composed and decomposed.
words = ["the", "good", "great", "bad", "caf\u00e9", "cafe\u0301", "phone", "screen", "電話", "😀", "case", "cable"]
vectors = random.normal(size=(len(words), 7)).astype(numpy.float32)
vectors[3] *= 1e-6  # short, to be printed with an exponent
vectors[8] *= 1e12
kv = KeyedVectors(7)
kv.add_vectors(words, vectors)
kv.save_word2vec_format(here / "vectors.txt")
kv.save_word2vec_format(here / "vectors.bin", binary=True)


def pairs(neighbours):
    return [{"word": word, "similarity": similarity} for word, similarity in neighbours]


queries = [
    {"positive": ["bad"], "negative": [], "topN": 11},
    {"positive": ["good", "phone"], "negative": ["bad"], "topN": 5},
    {"positive": ["caf\u00e9"], "negative": [], "topN": 3},
    {"positive": ["cafe\u0301"], "negative": [], "topN": 3},
    {"positive": [], "negative": ["the", "電話"], "topN": 4},
    {"positive": ["bad"], "negative": [], "topN": 3, "restrict": 6},
]
for query in queries:
    query["neighbours"] = pairs(
        kv.most_similar(
            positive=query["positive"],
            negative=query["negative"],
            topn=query["topN"],
            restrict_vocab=query.get("restrict"),
        )
    )

golden = {
    "words": words,
    "vectors": vectors.tolist(),
    "normalized": kv.get_normed_vectors().tolist(),
    "similarities": [
        {"first": a, "second": b, "similarity": float(kv.similarity(a, b))}
        for a, b in [("good", "bad"), ("the", "the"), ("caf\u00e9", "cafe\u0301"), ("電話", "😀")]
    ],
    "queries": queries,
}

# Huffman's trees: with ties everywhere, with none, and as counts of words fall.
golden["trees"] = []
for counts in [
    [5] * 11,
    [2**i for i in reversed(range(9))],
    [3, 2],
    sorted(random.zipf(1.3, 60).clip(1, 9999).tolist())[::-1],
]:
    model = Word2Vec(min_count=1, hs=1, negative=0, vector_size=2)
    model.build_vocab_from_freq({f"w{i:02}": count for i, count in enumerate(counts)})
    assert [model.wv.get_vecattr(word, "count") for word in model.wv.index_to_key] == counts
    ways = {
        key: [[int(x) for x in model.wv.get_vecattr(word, key)] for word in model.wv.index_to_key]
        for key in ("code", "point")
    }
    golden["trees"].append({"counts": counts, "codes": ways["code"], "points": ways["point"]})

# How likely a word is to be kept, as gensim scales it to 32 bits.
golden["thresholds"] = []
counts = {f"w{i}": c for i, c in enumerate([50000, 7000, 1200, 300, 90, 40, 11, 2, 1])}
for sample in [1e-3, 1e-5, 0.5, 300.0]:
    model = Word2Vec(min_count=1, sample=sample)
    model.build_vocab_from_freq(counts)
    golden["thresholds"].append(
        {
            "sample": sample,
            "counts": [int(model.wv.get_vecattr(word, "count")) for word in model.wv.index_to_key],
            "thresholds": [int(model.wv.get_vecattr(word, "sample_int")) for word in model.wv.index_to_key],
        }
    )

# Training without chance: one word is so frequent that, at exponent 10, every negative is that word; window 1 never
# shrinks; nothing is thinned out. What is left is the arithmetic. One negative, since gensim shows a second one that is
# the same word what the first has done.
golden["training"] = []
for name, options in {
    "cbow": {"sg": 0, "cbow_mean": 1},
    "cbow sum": {"sg": 0, "cbow_mean": 0},
    "skip-gram": {"sg": 1},
}.items():
    counts = {"the": 1_000_000, "a": 5, "b": 4, "c": 3, "d": 2}
    model = Word2Vec(
        vector_size=20,
        window=1,
        min_count=1,
        sample=0,
        negative=1,
        ns_exponent=10,
        alpha=0.5,
        min_alpha=0.5,
        workers=1,
        **options,
    )
    model.build_vocab_from_freq(counts)
    size = model.wv.vectors.shape
    start = random.normal(scale=0.4, size=(2, *size)).astype(numpy.float32)
    model.wv.vectors[:] = start[0]
    model.syn1neg[:] = start[1]
    sentence = ["a", "b", "a", "the", "c", "d", "a"]
    model.train([sentence], total_examples=1, epochs=1, compute_loss=True)
    golden["training"].append(
        {
            "name": name,
            "sentence": [model.wv.key_to_index[word] for word in sentence],
            "input": start[0].tolist(),
            "output": start[1].tolist(),
            "trainedInput": model.wv.vectors.tolist(),
            "trainedOutput": model.syn1neg.tolist(),
            "loss": float(model.get_latest_training_loss()),
        }
    )

(here / "gensim.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
