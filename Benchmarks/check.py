#!/usr/bin/env python3
"""Counts the instructions of small runs on one thread, by valgrind, and compares them with the counts on record.

    make bench-check                      every run; exit status 1 where one differs by more than 2 %
    make bench-check ROWS='tsne cbow'     some
    Benchmarks/check.py --record          puts the counts on record, in Benchmarks/counts.json: commit them with the change
    Benchmarks/check.py --built FOLDER    of the programs in a folder, built before

Counts do not depend on what else the machine does: two of the same program differ by less than 0.002 %. valgrind shows
programs a processor with AVX2 and without AVX-512, whatever the real one has, so this guards the AVX2 kernels and what all
paths share; `make bench` and the benchmarks of single kernels guard AVX-512. On record are also the versions of the libraries and
of the compiler: instructions in a library of another version are told and not judged.
"""

import argparse
import json
import pathlib
import subprocess
import sys

from suite import counting, judging, machine, small
from suite.measure import release, root, sh

record = root / "Benchmarks/counts.json"


def compiler():
    output = subprocess.run(["swift", "--version"], capture_output=True, text=True)
    return output.stdout.splitlines()[0].strip() if output.returncode == 0 and output.stdout else "unknown"


def measure(names, built):
    """Entries by run, and what they were counted with; tells each as it comes."""
    valgrind = counting.tools()
    small.folder.mkdir(parents=True, exist_ok=True)
    programs = {}
    entries = {}

    def program(name):
        if name not in programs:
            if not (built / name).exists():
                sys.exit(f"{built / name} is not there: swift build -c release --product {name}")
            programs[name] = counting.stripped(built / name, small.folder / "programs")
        return programs[name]

    kernels = machine.kernels(program("word2vec-benchmark"), ["valgrind", "--quiet", "--tool=none"])
    for name in names:
        run = small.runs[name]()
        # Taken before it runs: a report's folder has more in it afterwards.
        sum = run.sum()
        entries[name] = judging.entry(
            counting.count(program(run.program), run.arguments, small.folder), sum, counting.version
        )
        yield name, entries[name]
    yield None, {"valgrind": valgrind, "kernels": kernels, "compiler": compiler()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", metavar="run", help=f"{', '.join(small.runs)}; all where none is named")
    parser.add_argument("--record", action="store_true", help="put the counts on record")
    parser.add_argument("--built", type=pathlib.Path, metavar="FOLDER", help="take these programs, build none")
    parser.add_argument("--counts", type=pathlib.Path, default=record, metavar="FILE", help="another record")
    arguments = parser.parse_args()
    for run in arguments.runs:
        if run not in small.runs:
            parser.error(f"there is no run {run}; choose from {', '.join(small.runs)}")
    known = json.loads(arguments.counts.read_text()) if arguments.counts.exists() else {}
    before = known.get("runs", {})
    if not before and not arguments.record:
        sys.exit(f"{arguments.counts} has no counts: make them by Benchmarks/check.py --record")
    if not arguments.built:
        sh("swift", "build", "-c", "release", "--quiet")

    entries, failed = {}, []
    for name, entry in measure(arguments.runs or list(small.runs), arguments.built or release):
        if name is None:
            counted = entry
            continue
        entries[name] = entry
        verdict = judging.judge(entry, before.get(name))
        print(f"{name}: {verdict.text}", flush=True)
        if not verdict.holds:
            failed.append(name)
        for library in judging.changed(entry, before[name]) if name in before else []:
            was = before[name]["libraries"][library]
            print(f"  {library}: {entry['libraries'][library]}, on record {was}")

    was = known.get("counted", {})
    for what, value in counted.items():
        print(f"{what}: {value}" + (f"; on record {was[what]}" if was.get(what, value) != value else ""))
    if arguments.record:
        if was != counted and set(before) - set(entries):
            sys.exit("that is not what the others on record were counted with: record every run")
        kept = {name: (before | entries)[name] for name in small.runs if name in before | entries}
        text = {"counted": counted, "runs": kept}
        arguments.counts.write_text(json.dumps(text, indent=1) + "\n")
        print(f"on record in {arguments.counts}")
    elif failed:
        sys.exit(
            f"beyond ±{judging.bound:.0%}: {', '.join(failed)}. If that is meant, Benchmarks/check.py --record {' '.join(failed)}"
        )
    else:
        print(f"every count is within ±{judging.bound:.0%}")


if __name__ == "__main__":
    main()
