"""Reading reviews, training on them, and looking up neighbours, beside pandas and gensim."""

import re

from suite import corpora
from suite.measure import Row, pair, python, release, run, sh, work


def reading(rows):
    seconds = lambda _, output: float(re.search(r"([\d.]+) s", output.split("=")[-1])[1])
    reviews = corpora.reviews(rows)
    ours, theirs, ratio, memory = pair(
        [release / "reading-benchmark", reviews, 2, 1], [python, "Benchmarks/reading/peer.py", reviews], 3, seconds
    )
    yield Row(
        "read and prepare reviews",
        f"{ours:.2f} s",
        "pandas + gensim",
        f"{theirs:.2f} s",
        ratio,
        f"{memory[0]:.0f} / {memory[1]:.0f} MiB; the same tokens",
    )


def agreement(*models):
    output = run(python, "Benchmarks/word2vec/agreement.py", *models).output
    return [float(line.split()[-1]) for line in output.splitlines()]


def training(tokens, name, ours, theirs, epochs, repeats, threads=2):
    rate = lambda _, output: 1 / float(re.search(r"([\d.]+) M words/s", output)[1])
    a, b, ratio, _ = pair(
        [release / "word2vec-benchmark", tokens, work / "quire.bin", "--threads", threads, "--epochs", epochs, *ours],
        [
            python,
            "Benchmarks/word2vec/train_gensim.py",
            tokens,
            work / "gensim.bin",
            "--workers",
            2,
            "--epochs",
            epochs,
            *theirs,
        ],
        repeats,
        rate,
    )
    for seed in (1, 2):
        sh(
            python,
            "Benchmarks/word2vec/train_gensim.py",
            tokens,
            work / f"gensim{seed}.bin",
            "--workers",
            2,
            "--seed",
            seed,
            "--epochs",
            epochs,
            *theirs,
        )
    itself, quire = agreement(work / "gensim1.bin", work / "gensim2.bin", work / "quire.bin")
    return Row(
        name,
        f"{1 / a:.2f} M words/s",
        "gensim",
        f"{1 / b:.2f} M words/s",
        ratio,
        f"neighbours shared with gensim {quire:.3f} (gensim with itself {itself:.3f})",
    )


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
    """Speed does not depend on what the vectors hold, so they are drawn at random."""
    file = work / "vectors.bin"
    sh(python, "Benchmarks/vectors/peer.py", "make", file)
    for name, method in (("gensim", "gensim"), ("NumPy in blocks", "numpy")):
        seconds = lambda _, output: float(re.search(r"([\d.]+) s", output)[1])
        ours, theirs, ratio, memory = pair(
            [release / "vectors-benchmark", file, "--all"],
            [python, "Benchmarks/vectors/peer.py", method, file],
            2,
            seconds,
        )
        remark = "measured on 300 words, scaled up; " if method == "gensim" else ""
        yield Row(
            "the 10 nearest of all 80,000 words",
            f"{ours:.1f} s",
            name,
            f"{theirs:.1f} s",
            ratio,
            f"{remark}{memory[0]:.0f} / {memory[1]:.0f} MiB",
        )


def growth(rows):
    """One epoch on 1, 10 and 100 % of the corpus."""
    tokens = corpora.tokens(rows)
    for percent in (1, 10, 100):
        part = corpora.beginning(tokens, percent)
        seconds = lambda _, output: float(re.search(r"words/s, ([\d.]+) s", output)[1])
        ours, theirs, ratio, memory = pair(
            [release / "word2vec-benchmark", part, work / "quire.bin", "--threads", 2, "--epochs", 1],
            [python, "Benchmarks/word2vec/train_gensim.py", part, work / "gensim.bin", "--workers", 2, "--epochs", 1],
            3 if percent < 100 else 2,
            seconds,
        )
        yield Row(
            f"CBOW, one epoch on {percent} % of the corpus",
            f"{ours:.2f} s",
            "gensim",
            f"{theirs:.2f} s",
            ratio,
            f"{memory[0]:.0f} / {memory[1]:.0f} MiB with the corpus",
        )
