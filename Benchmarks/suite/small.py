"""Small runs of one thread that between them go through every part that is worth being fast."""

import gzip
import hashlib
import io
import json
import pathlib
import random
import shutil
import struct
import subprocess
import sys
from typing import NamedTuple

from suite import corpora
from suite.measure import root, work

folder = work / "small"


class Small(NamedTuple):
    """A program with its arguments, and the inputs whose bytes its count depends on."""

    program: str
    arguments: list
    inputs: list[pathlib.Path] = []  # noqa: RUF012

    def sum(self):
        """What tells inputs from others: a SHA-256 over the bytes of all."""
        digest = hashlib.sha256()
        for file in self.inputs:
            files = sorted(file.rglob("*")) if file.is_dir() else [file]
            for each in files:
                if each.is_file() and "output" not in each.relative_to(file).parts:
                    digest.update(each.read_bytes())
        return digest.hexdigest()[:16]


def reviews():
    file = folder / "reviews.jsonl.gz"
    text = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=text, compresslevel=6, mtime=0) as out:
        for review in corpora.made(1_500):
            out.write(json.dumps({"reviewText": review + " It's <b>OK</b>, naïve &amp; fine…"}).encode() + b"\n")
    file.write_bytes(text.getvalue())
    return file


def tokens(rows):
    file = folder / f"tokens-{rows}.txt"
    file.write_text("".join(text + "\n" for text in corpora.made(rows)))
    return file


def flat(draw):
    """About a normal number, by sums alone, which are the same on every machine."""
    return draw.random() + draw.random() + draw.random() - 1.5


def vectors():
    """1,500 word vectors of 100 numbers, in word2vec's binary form."""
    file, draw = folder / "vectors.bin", random.Random(1)
    with open(file, "wb") as out:
        out.write(b"1500 100\n")
        for row in range(1_500):
            out.write(b"w%d " % row + struct.pack("<100f", *(flat(draw) for _ in range(100))) + b"\n")
    return file


def points(count):
    """Points of 50 numbers around twelve places."""
    file, draw = folder / f"points-{count}", random.Random(1)
    places = [[3 * flat(draw) for _ in range(50)] for _ in range(12)]
    file.write_bytes(
        b"".join(struct.pack("<50f", *(at + flat(draw) for at in draw.choice(places))) for _ in range(count))
    )
    return file


def bert():
    """Two layers of BERT-base's shape."""
    target = folder / "bert"
    script = root / "Benchmarks/attention/random_bert.py"
    subprocess.run([sys.executable, script, target, "2"], check=True)
    return target


def report():
    """The first chapter of the example *hello*, on one thread and shortly trained, as Markdown and HTML."""
    target = folder / "report"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root / "reports/hello", target, ignore=shutil.ignore_patterns("output", "tried"))
    settings = target / "report.yml"
    text = settings.read_text()
    for said, instead in (
        ("chapters: [embeddings, captions]", "chapters: [embeddings]"),
        ("outputs: [md, html, pdf]", "outputs: [md, html]\nthreads: 1"),
        ("epochs: 200", "epochs: 2"),
    ):
        if text.count(said) != 1:
            sys.exit(f"reports/hello/report.yml: {said} is not there once: mend Benchmarks/suite/small.py")
        text = text.replace(said, instead)
    settings.write_text(text)
    return target


def training(rows, *options):
    text = tokens(rows)
    return Small("word2vec-benchmark", [text, folder / "out.bin", "--threads", 1, "--epochs", 1, *options], [text])


def tsne(count, *options):
    file = points(count)
    arguments = [file, 50, folder / "map", "--threads", 1, "--iterations", 60, *options]
    return Small("tsne-benchmark", arguments, [file])


def reading():
    file = reviews()
    return Small("reading-benchmark", [file, 1, 1], [file])


def neighbours():
    file = vectors()
    return Small("vectors-benchmark", [file, "--all", "--threads", 1], [file])


def attention():
    model = bert()
    return Small("attention-benchmark", ["cold", model, 1], [model])


def clip():
    model = root / "assets/miniclip"
    return Small("clip-benchmark", ["cold", model, 1], [model])


def rendering():
    source = report()
    return Small("quire", ["render", "--refresh", "--quiet", "--report", source], [source])


runs = {
    "start": lambda: Small("quire", ["--version"]),
    "reading": reading,
    "cbow": lambda: training(400),
    "skipgram": lambda: training(40, "--sg"),
    "shared-negatives": lambda: training(80, "--sg", "--shared-negatives"),
    "neighbours": neighbours,
    "tsne": lambda: tsne(300, "--exact"),
    "tsne-tree": lambda: tsne(600, "--theta", 0.5),
    "attention": attention,
    "clip": clip,
    "report": rendering,
}
