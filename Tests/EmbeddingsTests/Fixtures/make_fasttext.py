"""A miniature model in fastText's own format with the vectors that gensim 4.4.0 reads from it, words never seen included.

python make_fasttext.py        # writes fasttext.bin and fasttext.json beside itself
"""

import json
import pathlib
import random

from gensim.models import FastText
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model

here = pathlib.Path(__file__).parent
random.seed(20)
words = [
    "the",
    "battery",
    "batteries",
    "screen",
    "caf\u00e9",
    "cafe\u0301",
    "\u96fb\u8a71",
    "\U0001f600",
    "a",
    "na\u00efve",
]
texts = [[random.choice(words) for _ in range(8)] for _ in range(60)]
model = FastText(vector_size=5, min_count=1, bucket=40, min_n=1, max_n=4, epochs=3, seed=1, workers=1)
model.build_vocab(texts)
model.train(texts, total_examples=len(texts), epochs=3)
save_facebook_model(model, str(here / "fasttext.bin"))
vectors = load_facebook_vectors(str(here / "fasttext.bin"))
unseen = ["batter", "screens", "caf", "\u96fb", "x", "unheard-of"]
golden = {
    "words": vectors.index_to_key,
    "vectors": vectors.vectors.tolist(),
    "unseen": {word: vectors.get_vector(word).tolist() for word in unseen},
}
(here / "fasttext.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
