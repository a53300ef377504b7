"""Train gensim's Word2Vec on a file of tokens and write its vectors, slowest to change first.

    python train_gensim.py corpus.txt vectors.bin [--sg] [--hs] [--seed 1] [--workers 1] [--epochs 5]

Prints one line: raw words per second over all epochs. Words have Quire's order: count descending, then bytes. gensim's own
leaves words of one count in an order of NumPy's, which decides hierarchical softmax's tree: most words of a vocabulary
share their count with another, and two gensims that differ in that order alone agree less than two that differ in the
seed. With negative sampling the order decides nothing but which random numbers a word gets.
"""

import argparse
import collections
import time

from gensim.models import Word2Vec

parser = argparse.ArgumentParser()
parser.add_argument("corpus")
parser.add_argument("vectors")
parser.add_argument("--sg", action="store_true")
parser.add_argument("--hs", action="store_true", help="hierarchical softmax instead of negative sampling")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--workers", type=int, default=1)
parser.add_argument("--epochs", type=int, default=5)
arguments = parser.parse_args()

with open(arguments.corpus, encoding="utf-8") as lines:
    rows = [line.split() for line in lines]
words = sum(map(len, rows))
model = Word2Vec(
    vector_size=100,
    window=10,
    min_count=2,
    sg=int(arguments.sg),
    hs=int(arguments.hs),
    negative=0 if arguments.hs else 5,
    seed=arguments.seed,
    workers=arguments.workers,
    sorted_vocab=0,
)
counts = collections.Counter(word for row in rows for word in row)
model.build_vocab_from_freq(
    dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].encode()))), corpus_count=len(rows)
)
start, processor = time.perf_counter(), time.process_time()
model.train(rows, total_examples=len(rows), epochs=arguments.epochs)
seconds, processor = time.perf_counter() - start, time.process_time() - processor
model.wv.save_word2vec_format(arguments.vectors, fvocab=arguments.vectors + ".vocab", binary=True)
print(
    f"gensim seed {arguments.seed}: {words * arguments.epochs / seconds / 1e6:.3f} M words/s, {seconds:.2f} s, "
    f"{processor:.2f} s of processor"
)
