"""Time Quire beside gensim, one after the other and again, and print medians and their ratio.

    python pairs.py QUIRE corpus.txt [--repeat 3] [--threads 2] [--workers 2] [--epochs 1]
                    [--sg] [--shared-negatives] [--hs] [--hogwild]

QUIRE is the built `word2vec-benchmark`; `--threads` are its, `--workers` gensim's. Two figures for each: raw words per second of time and of processor time, since on
a machine with other work only the second says what the program needs. Start-up and reading are not counted.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

parser = argparse.ArgumentParser()
parser.add_argument("quire")
parser.add_argument("corpus")
parser.add_argument("--repeat", type=int, default=3)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--workers", type=int, default=2)
parser.add_argument("--epochs", type=int, default=1)
parser.add_argument("--sg", action="store_true")
parser.add_argument("--shared-negatives", action="store_true")
parser.add_argument("--hs", action="store_true")
parser.add_argument("--hogwild", action="store_true")
arguments = parser.parse_args()

here = pathlib.Path(__file__).parent
folder = tempfile.mkdtemp()
epochs = ["--epochs", str(arguments.epochs)]
both = epochs + ["--sg"] * arguments.sg + ["--hs"] * arguments.hs
ours = [arguments.quire, arguments.corpus, folder + "/quire.bin", "--threads", str(arguments.threads), *both]
ours += ["--shared-negatives"] if arguments.shared_negatives else []
ours += ["--hogwild"] if arguments.hogwild else []
theirs = [sys.executable, str(here / "train_gensim.py"), arguments.corpus, folder + "/gensim.bin"]
theirs += ["--workers", str(arguments.workers), *both]

rates = {"quire": [], "gensim": []}
for _ in range(arguments.repeat):
    for name, command in [("gensim", theirs), ("quire", ours)]:
        line = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rate, seconds, processor = map(
            float, re.search(r"([\d.]+) M words/s, ([\d.]+) s, ([\d.]+) s of processor", line).groups()
        )
        rates[name].append((rate, rate * seconds / processor))
for index, kind in enumerate(["time", "processor time"]):
    median = {name: statistics.median(pair[index] for pair in pairs) for name, pairs in rates.items()}
    ratio = statistics.median(a[index] / b[index] for a, b in zip(rates["quire"], rates["gensim"]))
    print(
        f"M words/s by {kind}: quire {median['quire']:.3f}, gensim {median['gensim']:.3f}, "
        f"ratio {ratio:.2f} (median of {arguments.repeat} pairs; load {os.getloadavg()[0]:.1f})"
    )
