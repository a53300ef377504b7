#!/usr/bin/env python3
"""Times Quire beside what its users have today, in one run, A B A B …, and writes the table into the README.

    make bench                            every part, on the movie reviews of the Python package index
    Benchmarks/run.py reading cbow        some parts; the table is written once every part has been measured
    Benchmarks/run.py assignment          the whole assignment in one process beside a Python script
    Benchmarks/run.py --rows 210000 cbow  on made-up reviews, as many as wanted, the same for a seed

Both sides are whole processes with two threads, but for what a row says. A figure is the median of its runs, a ratio the
median of the ratios of neighbouring runs, which is what holds on a noisy machine. Peers live in a virtual environment of
their own; QUIRE_BENCH_PYTHON names a Python that has them already.
"""

import argparse
import json
import os
import pathlib
import platform
import re

from suite import assignment, drawing, maps, networks, words
from suite.measure import Row, install, python, root, run, sh, work

parts = {
    "reading": words.reading,
    "cbow": words.cbow,
    "skipgram": words.skipgram,
    "neighbours": words.neighbours,
    "growth": words.growth,
    "tsne": maps.tsne,
    "tsne-growth": maps.growth,
    "attention": networks.attention,
    "ablation": networks.ablation,
    "clip": networks.clip,
    "figures": drawing.figures,
    "assignment": assignment.assignment,
}
marks = "<!-- bench -->", "<!-- end of bench -->"


def line(row):
    return f"| {row.work} | {row.ours} | {row.peer} | {row.theirs} | **{row.ratio:.1f}×** | {row.remark} |"


def versions():
    """The peers and their versions, as their Python has them."""
    names = "gensim", "pandas", "scikit-learn", "openTSNE", "onnxruntime", "transformers", "torch", "matplotlib"
    return run(
        python,
        "-c",
        "import sys, importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))",
        *names,
    ).output.strip()


def table(measured):
    processor = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    machine = f"{os.cpu_count()} cores, {processor[1] if processor else platform.machine()}"
    lines = ["| work | Quire | peer | takes | ratio | beside it |", "|---|---:|---|---:|---:|---|"]
    lines += [line(Row(*row)) for part in parts for row in measured[part]]
    return "\n".join(
        [
            *lines,
            "",
            f"Medians of runs in turn, peers on two threads, on {machine}; {versions()}. What stands with a slash is Quire's and",
            "the peer's.",
        ]
    )


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(parts)}; all where none is named")
parser.add_argument("--rows", type=int, default=0, help="how many reviews to make up; 0 takes real ones")
arguments = parser.parse_args()
for part in arguments.parts:
    if part not in parts:
        parser.error(f"there is no part {part}; choose from {', '.join(parts)}")

work.mkdir(parents=True, exist_ok=True)
sh("swift", "build", "-c", "release", "--quiet")
install("gensim==4.4.0", "pandas==2.3.3")
record = work / "rows.json"
measured = json.loads(record.read_text()) if record.exists() else {}
for part in arguments.parts or parts:
    measured[part] = []
    for row in parts[part](arguments.rows):
        measured[part].append(row)
        print(line(row), flush=True)
    record.write_text(json.dumps(measured, indent=1))
readme = root / "README.md"
text = readme.read_text()
if all(part in measured for part in parts) and all(mark in text for mark in marks):
    before, after = text.split(marks[0])[0], text.split(marks[1])[1]
    readme.write_text(before + marks[0] + "\n" + table(measured) + "\n" + marks[1] + after)
