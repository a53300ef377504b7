"""Runs programs and measures them: where things lie, seconds, peak memory, pairs of runs in turn."""

import os
import pathlib
import signal
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

root = pathlib.Path(__file__).resolve().parents[2]
work = root / ".build" / "bench"
release = root / ".build" / "release"
# A Python that has the peers already saves fetching them again.
python = pathlib.Path(os.environ.get("QUIRE_BENCH_PYTHON") or work / "venv/bin/python")


class Row(NamedTuple):
    """A line of the table."""

    work: str
    ours: str
    peer: str
    theirs: str
    ratio: float
    remark: str
    # How far the ratios of its runs lie apart, see `repeating.spread`; none where there was one run.
    spread: float | None = None
    # How many cores other processes kept busy meanwhile, and how often the row was measured.
    others: float = 0
    measured: int = 1


class Paired(NamedTuple):
    """What runs in turn gave: medians of both sides, ratios peer ÷ Quire pair by pair, both peaks of memory in MiB."""

    ours: float
    theirs: float
    ratios: list[float]
    memory: list[float]

    @property
    def ratio(self):
        return statistics.median(self.ratios)


class Run(NamedTuple):
    """What a process took and said."""

    seconds: float
    mebibytes: float
    output: str


def sh(*arguments):
    subprocess.run([str(argument) for argument in arguments], check=True, cwd=root)


def install(*packages):
    """Puts peers into the virtual environment of the benchmark, or trusts the Python that was named."""
    if os.environ.get("QUIRE_BENCH_PYTHON"):
        return
    if not python.exists():
        sh("/usr/bin/python3", "-m", "venv", python.parents[1])
    sh(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)


def run(*arguments, limit=None, environment=None):
    """A process from start to end; one that takes longer than `limit` seconds is ended and is an error."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(argument) for argument in arguments],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    if limit:
        signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.alarm(max(1, int(limit)))
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    signal.alarm(0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        sys.exit(f"{' '.join(map(str, arguments))} failed with status {process.returncode}")
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024, output)


def pair(quire, peer, repeats, figure):
    """Runs both in turn.

    `figure(seconds, output)` says what a run is judged by, the less the better.
    """
    ours, theirs, memory = [], [], [0, 0]
    for _ in range(repeats):
        for side, command, values in ((0, quire, ours), (1, peer, theirs)):
            seconds, peak, output = run(*command)
            values.append(figure(seconds, output))
            memory[side] = max(memory[side], peak)
    return Paired(statistics.median(ours), statistics.median(theirs), [b / a for a, b in zip(ours, theirs)], memory)
