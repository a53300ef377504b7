"""Reading reviews, training on them, and looking up neighbours, beside pandas and gensim."""

import re

from suite import corpora
from suite.measure import Row, pair, python, release, run, sh, work
from suite.repeating import spread, steady


def reading(rows):
    seconds = lambda _, output: float(re.search(r"([\d.]+) s", output.split("=")[-1])[1])
    reviews = corpora.reviews(rows)

    def measure():
        found = pair(
            [release / "reading-benchmark", reviews, 2, 1], [python, "Benchmarks/reading/peer.py", reviews], 3, seconds
        )
        yield Row(
            "read and prepare reviews",
            f"{found.ours:.2f} s",
            "pandas + gensim",
            f"{found.theirs:.2f} s",
            found.ratio,
            f"{found.memory[0]:.0f} / {found.memory[1]:.0f} MiB; the same tokens",
            spread(found.ratios),
        )

    yield from steady(measure)


def agreement(*models):
    output = run(python, "Benchmarks/word2vec/agreement.py", *models).output
    return [float(line.split()[-1]) for line in output.splitlines()]


def training(tokens, name, ours, theirs, epochs, repeats, threads=2):
    rate = lambda _, output: 1 / float(re.search(r"([\d.]+) M words/s", output)[1])
    gensim = [python, "Benchmarks/word2vec/train_gensim.py", tokens]
    options = ["--workers", 2, "--epochs", epochs, *theirs]
    quire = [
        release / "word2vec-benchmark",
        tokens,
        work / "quire.bin",
        "--threads",
        threads,
        "--epochs",
        epochs,
        *ours,
    ]

    def measure():
        found = pair(quire, [*gensim, work / "gensim.bin", *options], repeats, rate)
        yield Row(
            name,
            f"{1 / found.ours:.2f} M words/s",
            "gensim",
            f"{1 / found.theirs:.2f} M words/s",
            found.ratio,
            "",
            spread(found.ratios),
        )

    [row] = steady(measure)
    for seed in (1, 2):
        sh(*gensim, work / f"gensim{seed}.bin", "--seed", seed, *options)
    itself, shared = agreement(work / "gensim1.bin", work / "gensim2.bin", work / "quire.bin")
    return row._replace(remark=f"neighbours shared with gensim {shared:.3f} (gensim with itself {itself:.3f})")


def cbow(rows):
    tokens = corpora.tokens(rows)
    yield training(tokens, "word2vec, CBOW, two threads", [], [], 5, 3)
    yield training(tokens, "the same, one thread beside two", [], [], 5, 3, threads=1)
    yield training(tokens, "the same, Hogwild, two threads", ["--hogwild"], [], 5, 3)


def skipgram(rows):
    tokens = corpora.tokens(rows)
    yield training(tokens, "word2vec, skip-gram, two threads", ["--sg"], ["--sg"], 2, 2)
    yield training(tokens, "the same, shared negatives", ["--sg", "--shared-negatives"], ["--sg"], 2, 2)


def neighbours(_):
    """Vectors drawn at random, of which the filter leaves about as many pairs as of trained ones."""
    file = work / "vectors.bin"
    sh(python, "Benchmarks/vectors/peer.py", "make", file)
    seconds = lambda _, output: float(re.search(r"([\d.]+) s", output)[1])

    def measure(name, method, remark):
        found = pair(
            [release / "vectors-benchmark", file, "--all"],
            [python, "Benchmarks/vectors/peer.py", method, file],
            2,
            seconds,
        )
        yield Row(
            "the 10 nearest of all 80,000 words",
            f"{found.ours:.1f} s",
            name,
            f"{found.theirs:.1f} s",
            found.ratio,
            f"{remark}{found.memory[0]:.0f} / {found.memory[1]:.0f} MiB",
            spread(found.ratios),
        )

    for name, method, remark in (
        ("gensim", "gensim", "measured on 300 words, scaled up; "),
        ("NumPy in blocks", "numpy", ""),
    ):
        yield from steady(lambda: measure(name, method, remark))


def growth(rows):
    """One epoch on 1, 10 and 100 % of the corpus."""
    tokens = corpora.tokens(rows)
    seconds = lambda _, output: float(re.search(r"words/s, ([\d.]+) s", output)[1])

    def measure(percent, part):
        found = pair(
            [release / "word2vec-benchmark", part, work / "quire.bin", "--threads", 2, "--epochs", 1],
            [python, "Benchmarks/word2vec/train_gensim.py", part, work / "gensim.bin", "--workers", 2, "--epochs", 1],
            3 if percent < 100 else 2,
            seconds,
        )
        yield Row(
            f"CBOW, one epoch on {percent} % of the corpus",
            f"{found.ours:.2f} s",
            "gensim",
            f"{found.theirs:.2f} s",
            found.ratio,
            f"{found.memory[0]:.0f} / {found.memory[1]:.0f} MiB with the corpus",
            spread(found.ratios),
        )

    for percent in (1, 10, 100):
        part = corpora.beginning(tokens, percent)
        yield from steady(lambda: measure(percent, part))
