#!/usr/bin/env python3
"""Times pandas and gensim on the work of `reading-benchmark`: python peer.py FILE (needs pandas, gensim)."""

import sys
import time

import pandas
from gensim.utils import simple_preprocess

start = time.perf_counter()
frame = pandas.read_json(sys.argv[1], lines=True)
read = time.perf_counter()
rows = frame.reviewText.apply(simple_preprocess)
end = time.perf_counter()
words = {word for row in rows for word in row}
print(
    f"pandas + gensim: {read - start:.3f} + {end - read:.3f} = {end - start:.3f} s, {len(rows)} rows, "
    f"{rows.map(len).sum()} tokens, {len(words)} words"
)
