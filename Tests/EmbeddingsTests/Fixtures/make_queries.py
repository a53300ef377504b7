"""Golden values from gensim 4.4.0 for questions about sets of words and for evaluations, on vectors.txt.

python make_queries.py        # reads vectors.txt, pairs.tsv and analogies.txt, writes queries.json beside itself
"""

import json
import pathlib

from gensim.models import KeyedVectors

here = pathlib.Path(__file__).parent
kv = KeyedVectors.load_word2vec_format(here / "vectors.txt")
words = kv.index_to_key


def pairs(neighbours):
    return [{"word": word, "similarity": float(similarity)} for word, similarity in neighbours]


golden = {
    "cosmul": [
        {
            "positive": positive,
            "negative": negative,
            "topN": 5,
            "restrict": None,
            "neighbours": pairs(kv.most_similar_cosmul(positive=positive, negative=negative, topn=5)),
        }
        for positive, negative in [(["good"], []), (["good", "phone"], ["bad"]), (["the", "case"], ["cable", "電話"])]
    ],
    "oddOnesOut": [
        {"words": chosen, "odd": kv.doesnt_match(chosen)}
        for chosen in [["good", "great", "bad"], ["phone", "screen", "case", "cable"], words[:6] + words[7:], ["the"]]
    ],
    "sets": [
        {"first": first, "second": second, "similarity": float(kv.n_similarity(first, second))}
        for first, second in [(["good"], ["bad"]), (["good", "great"], ["phone", "screen", "case"]), (["電話"], words)]
    ],
    "distances": [{"word": word, "distances": kv.distances(word).tolist()} for word in ["good", "電話"]],
    "ranks": [
        {"word": a, "other": b, "rank": int(kv.rank(a, b)), "closer": kv.closer_than(a, b)}
        for a, b in [("good", "bad"), ("phone", "cable"), ("bad", "the"), ("the", "the")]
    ],
}
pearson, spearman, missing = kv.evaluate_word_pairs(here / "pairs.tsv")
golden["pairs"] = {"pearson": pearson[0], "spearman": spearman[0], "missing": missing / 100}
_, sections = kv.evaluate_word_analogies(here / "analogies.txt")
golden["sections"] = [
    {"name": each["section"], "correct": len(each["correct"]), "incorrect": len(each["incorrect"])} for each in sections
]
(here / "queries.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
