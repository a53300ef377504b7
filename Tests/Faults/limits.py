#!/usr/bin/env python3
"""Gives Quire files beyond its limits, and files that claim to be, and measures the memory that each takes.

    Tests/Faults/limits.py                    every file
    Tests/Faults/limits.py --quire PATH       another build of the tool

A reader may take memory for what a file shows that it has, not for what it says, and refuses what is beyond its limit in one line. Each line
of the table is a file with the memory that the tool took beyond that for an honest one, and what it said. The exit status is 1 where that
was more than 64 MiB, or not the line that Documentation/Limits.md has.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import lies
from bench import ROOT, Bench
from cases import ATTENTION, CORPUS, MODEL, PICTURE, claims, limits
from commands import RENDER, corpus, must, report

# A process begins with the memory of the one that started it, which is therefore a small one.
LAUNCHER = """
import os, sys
null = os.open(os.devnull, os.O_RDWR)
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
_, status, usage = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss >> 10)
"""


def peak(bench: Bench, arguments: list[str]) -> tuple[int, int, str]:
    """The exit code, the most memory in MiB, and what was said."""
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(bench.tool), *arguments]
    run = subprocess.run(
        launcher,
        env=bench.variables,
        cwd=bench.work,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    code, most = run.stdout.split()
    return int(code), int(most), run.stderr


def main() -> int:
    """Prints the table; 1 where a limit or a lie was overlooked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quire", type=pathlib.Path, default=ROOT / ".build/release/quire")
    arguments = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory(prefix="quire-limits-") as scratch:
        bench = Bench(pathlib.Path(scratch), arguments.quire.resolve())
        report(bench)
        must(bench, RENDER)
        bench.write("honest.txt", corpus(300))
        bench.write("report/honest.css", "body { color: black }\n")
        (bench.work / "honest.png").write_bytes(lies.png(8, 8, bytes(33 * 8)))
        bench.keep()
        honest = {"captions": "honest.png", "embeddings": "honest.txt", "attention": str(MODEL)}
        asked = {"captions": PICTURE, "embeddings": CORPUS, "attention": ATTENTION}
        usual = {kind: peak(bench, [word.format(honest[kind]) for word in words])[1] for kind, words in asked.items()}
        # A run with a setting of its own has pandoc look at the answers, whose memory counts as well.
        usual["run"] = max(peak(bench, [*RENDER, *more])[1] for more in (["--refresh"], ["-P", "style=honest.css"]))
        print(f"{'file':<22} {'bytes':>10} {'MiB':>5} {'beyond':>7}  what was said", flush=True)
        for case in claims() + limits():
            bench.restore()
            place = case.write(bench)
            code, most, errors = peak(bench, [word.format(place) for word in case.command])
            beyond = max(0, most - usual.get(case.command[1], usual["run"]))
            lines = [line for line in errors.strip().splitlines() if "warning:" not in line or case.words in line]
            # An empty list of words is for what may be read all the same, since the claim counts for nothing.
            is_right = 0 <= code < 64 and beyond <= case.room and any(case.words in line for line in lines or [""])
            failures += not is_right
            said = next((line for line in lines if case.words in line), lines[-1] if lines else f"ended with {code}")
            said = said.replace(str(bench.work) + "/", "")[:150]
            size = case.size + len(case.data) if case.zeros_first else case.size or len(case.data)
            mark = "" if is_right else "  WRONG"
            print(f"{case.reader:<22} {size:>10} {most:>5} {beyond:>7}  {said}{mark}", flush=True)
    print(f"{failures} wrong" if failures else "every limit held")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
