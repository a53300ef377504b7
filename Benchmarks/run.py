#!/usr/bin/env python3
"""Times Quire beside what its users have today, in one run, A B A B …, and writes the table into the README.

    make bench                               every part, on the movie reviews of the Python package index
    make bench ROWS=tsne                     one part, or several: ROWS='reading cbow'; the README stays as it is
    Benchmarks/run.py assignment             the whole assignment in one process beside a Python script
    Benchmarks/run.py --reviews 210000 cbow  on made-up reviews, as many as wanted, the same for a seed
    Benchmarks/run.py --readme               the README's table from what was measured last, if it is all of one machine

Both sides are whole processes with two threads, but for what a row says. A figure is the median of its runs, a ratio the
median of the ratios of neighbouring runs, which is what holds on a noisy machine. A row whose ratios lie further apart than
15 % is measured again, three times in all; the calmest counts. Below the table stand the processor, the path that Quire's
kernels take on it, and how many cores other processes kept busy. Peers live in a virtual environment of their own;
QUIRE_BENCH_PYTHON names a Python that has them already.
"""

import argparse

from suite import assignment, drawing, machine, maps, networks, table, words
from suite.measure import install, python, root, run, sh, work

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
names = "gensim", "pandas", "scikit-learn", "openTSNE", "onnxruntime", "transformers", "torch", "matplotlib"


def versions():
    """The peers that this Python has, and their versions."""
    code = (
        "import sys, importlib.metadata as m\n"
        "has = {d.metadata['Name'].lower(): d.version for d in m.distributions()}\n"
        "print(', '.join(f'{n} {has[n.lower()]}' for n in sys.argv[1:] if n.lower() in has))"
    )
    return run(python, "-c", code, *names).output.strip()


def write_readme(measured):
    """Puts the table into the README, where every part has been measured and all of them on one machine."""
    readme = root / "README.md"
    if missing := [part for part in parts if part not in measured]:
        return f"the README stays as it is: not measured yet: {', '.join(missing)}"
    try:
        readme.write_text(table.between_marks(readme.read_text(), [measured[part] for part in parts]))
    except ValueError as error:
        return f"the README stays as it is: {error}"
    return "the table is in the README"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(parts)}; all where none is named")
    parser.add_argument("--reviews", type=int, default=0, help="how many reviews to make up; 0 takes real ones")
    parser.add_argument("--built", action="store_true", help="take the programs of .build/release as they are")
    parser.add_argument("--readme", action="store_true", help="measure nothing, write the README from the last figures")
    arguments = parser.parse_args()
    for part in arguments.parts:
        if part not in parts:
            parser.error(f"there is no part {part}; choose from {', '.join(parts)}")

    work.mkdir(parents=True, exist_ok=True)
    record = work / "measured.json"
    measured = table.read(record)
    if not arguments.readme:
        if not arguments.built:
            sh("swift", "build", "-c", "release", "--quiet")
        install("gensim==4.4.0", "pandas==2.3.3")
        here = table.Machine(machine.processor(), machine.kernels(), machine.commit())
        chosen = [part for part in parts if part in arguments.parts] or list(parts)
        for part in chosen:
            rows = []
            for row in parts[part](arguments.reviews):
                rows.append(row)
                print(table.line(row), flush=True)
            # Peers are installed by the parts that need them, so versions are known after each.
            measured[part] = table.Measured(here, versions(), rows)
            table.write(record, measured)
        print("\n" + table.table([measured[part] for part in chosen]) + "\n")
        if arguments.parts:
            return
    print(write_readme(measured))


if __name__ == "__main__":
    main()
