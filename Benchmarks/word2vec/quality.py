"""The quality of every kind of training beside gensim with the same settings, as a table.

    python quality.py QUIRE corpus.txt FOLDER [--seeds 2] [--epochs 2] [--kinds cbow sg …]

QUIRE is the built `word2vec-benchmark`. Models go to FOLDER, and one that is there already is not trained again. Two
judgements: the mean share of common words in the ten nearest neighbours (see agreement.py), gensim with itself under
another seed setting the level, and Spearman's correlation with human judgement on WordSim-353 and SimLex-999, which
gensim brings along: the mean over the seeds and how far they spread.
"""

import argparse
import itertools
import pathlib
import statistics
import subprocess
import sys

import agreement
from gensim.models import KeyedVectors
from gensim.test.utils import datapath

# What each kind asks of Quire, and of gensim.
kinds = {
    "cbow": ([], []),
    "cbow-hs": (["--hs"], ["--hs"]),
    "sg": (["--sg"], ["--sg"]),
    "sg-shared": (["--sg", "--shared-negatives"], ["--sg"]),
    "sg-hs": (["--sg", "--hs"], ["--sg", "--hs"]),
}
pairs = {"WordSim-353": datapath("wordsim353.tsv"), "SimLex-999": datapath("simlex999.txt")}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("quire")
parser.add_argument("corpus")
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--seeds", type=int, default=2)
parser.add_argument("--epochs", type=int, default=2)
parser.add_argument("--kinds", nargs="+", choices=kinds, default=list(kinds))
arguments = parser.parse_args()
arguments.folder.mkdir(parents=True, exist_ok=True)
trainer = pathlib.Path(__file__).with_name("train_gensim.py")


def train(program, flags, seed):
    """The file of a model, trained unless it is there."""
    side = "quire" if program[0] == arguments.quire else "gensim"
    file = arguments.folder / f"{'-'.join([side, *(flag.strip('-') for flag in flags)])}-{arguments.epochs}-{seed}.bin"
    if not file.exists():
        partial = file.with_suffix(".partial.bin")
        subprocess.run(
            [*program, arguments.corpus, partial, *flags, "--seed", str(seed), "--epochs", str(arguments.epochs)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        counts = pathlib.Path(f"{partial}.vocab")
        if counts.exists():
            counts.rename(f"{file}.vocab")
        partial.rename(file)
    return file


class Model:
    """What is asked of one model: its neighbours, and its correlation with each list of pairs."""

    def __init__(self, file, candidates):
        vectors = KeyedVectors.load_word2vec_format(file, binary=True)
        self.neighbours = agreement.neighbours(vectors, candidates)
        found = {name: vectors.evaluate_word_pairs(path, restrict_vocab=len(vectors)) for name, path in pairs.items()}
        self.correlations = {name: spearman[0] for name, (_, spearman, _) in found.items()}
        self.left_out = {name: left_out for name, (_, _, left_out) in found.items()}


def mean_share(models, others=None):
    """The mean agreement of models with each other, or with others."""
    couples = itertools.product(models, others) if others else itertools.combinations(models, 2)
    return statistics.mean(agreement.share(a.neighbours, b.neighbours) for a, b in couples)


def correlation(models, name):
    values = [model.correlations[name] for model in models]
    return f"{statistics.mean(values):.3f} ± {(max(values) - min(values)) / 2:.3f}"


gensim = [sys.executable, str(trainer)]
seeds = range(1, arguments.seeds + 1)
candidates, known = None, {}
print(
    "| kind | gensim–gensim | Quire–gensim | Quire–Quire | "
    + " | ".join(f"{name}: gensim | Quire" for name in pairs)
    + " |"
)
print("|---|---:|---:|---:|" + "---:|---:|" * len(pairs))
for kind in arguments.kinds:
    sides = []
    for program, flags in (([arguments.quire], kinds[kind][0]), (gensim, kinds[kind][1])):
        files = [train(program, flags, seed) for seed in seeds]
        sides.append(files)
    candidates = candidates or agreement.frequent(f"{sides[1][0]}.vocab")
    for file in sides[0] + sides[1]:
        known[file] = known.get(file) or Model(file, candidates)
    ours, theirs = ([known[file] for file in files] for files in sides)
    cells = [kind, f"{mean_share(theirs):.3f}", f"{mean_share(ours, theirs):.3f}", f"{mean_share(ours):.3f}"]
    cells += [correlation(models, name) for name in pairs for models in (theirs, ours)]
    print("| " + " | ".join(cells) + " |", flush=True)
sample = next(iter(known.values()))
print(
    "\n"
    + "; ".join(f"{name} without {share:.1f} % of its pairs" for name, share in sample.left_out.items())
    + f"; {arguments.seeds} seeds, {arguments.epochs} epochs"
)
