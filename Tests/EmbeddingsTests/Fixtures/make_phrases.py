"""Golden values from gensim 4.4.0's Phrases: a made-up corpus, some of whose words hold underscores, and real reviews.

python make_phrases.py [reviews.jsonl.gz]        # writes phrases.json beside itself; without the reviews, keeps what it has of them
"""

import gzip
import json
import pathlib
import random
import sys

from gensim.models.phrases import Phrases
from gensim.utils import simple_preprocess

here = pathlib.Path(__file__).parent
file = here / "phrases.json"


def fnv(rows):
    """FNV-1a over rows of tokens, as Corpus/Fixtures/make_goldens.py has it."""
    value = 0xCBF29CE484222325
    for row in rows:
        for byte in (" ".join(row) + "\n").encode():
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def rows():
    """Words drawn by lot, some with a liking for one that follows; some are spelled as pairs of others."""
    lot = random.Random(20)
    words = [f"{first}{second}" for first in "abcdefghij" for second in "klmnopqrstuvwxyz"]
    words += ["ak_bk", "bk_ck", "ak_bk_ck", "ck_", "dk__ek", "caf\u00e9", "cafe\u0301"]
    follows = {word: lot.choice(words) for word in lot.sample(words, 30)}
    follows |= {
        "ak": "bk",
        "bk": "ck",
        "ak_bk": "ck",
        "ck": "bk_ck",
        "caf\u00e9": "cafe\u0301",
        "ck_": "ak",
        "dk": "dk",
    }
    texts = []
    for _ in range(500):
        text = [lot.choice(words)]
        for _ in range(lot.randrange(0, 25)):
            fond = text[-1] in follows and lot.random() < 0.7
            text.append(follows[text[-1]] if fond else lot.choice([lot.choice(words), lot.choice(list(follows))]))
        texts.append(text if lot.random() < 0.95 else [])
    return texts


def asked(texts, **options):
    """What gensim makes of texts."""
    model = Phrases(texts, **options)
    found = model.find_phrases(texts)
    return model, found


texts = rows()
golden = {"rows": [" ".join(text) for text in texts], "cases": []}
for options in [{}, {"min_count": 1, "threshold": 1}, {"min_count": 20, "threshold": 5}, {"threshold": 1e6}]:
    model, found = asked(texts, **options)
    golden["cases"].append(
        {
            "minCount": model.min_count,
            "threshold": model.threshold,
            "vocabulary": len(model.vocab),
            "joined": [" ".join(model[text]) for text in texts],
            "scores": found,
        }
    )
if len(sys.argv) > 1:
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        reviews = [simple_preprocess(json.loads(line)["reviewText"]) for line in lines]
    model, found = asked(reviews)
    joined = [model[text] for text in reviews]
    golden["reviews"] = {
        "vocabulary": len(model.vocab),
        "phrases": len(found),
        "tokens": sum(map(len, joined)),
        "hash": fnv(joined),
    }
else:
    golden["reviews"] = json.loads(file.read_text(encoding="utf-8"))["reviews"]
file.write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
