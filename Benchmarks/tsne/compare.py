#!/usr/bin/env python3
"""Times t-SNE beside openTSNE and scikit-learn, run by run in turn, and judges all maps alike.

    compare.py DATA [--peers bh fft sklearn] [--repeats 3] [--threads 2] [--quire PROGRAM]

DATA is `iris`, `digits`, a number of points to make (100 columns, seeded), or a file of a NumPy array. The divergence is
computed here for every map, exactly and from the same exact affinities, so that no program's approximation counts for it.
Exits with 1 when Quire's best divergence is more than 0.001 above a peer's.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

# Threads that wait for each other sleep, or the peers would suffer most on a busy machine.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy
import openTSNE
from openTSNE.affinity import PerplexityBasedNN
from sklearn.datasets import load_digits, load_iris
from sklearn.manifold import TSNE, trustworthiness
from sklearn.neighbors import NearestNeighbors

PERPLEXITY = 30


def made(points, columns=100):
    """Clusters within clusters, of unequal sizes and densities, as word vectors have them."""
    random = numpy.random.default_rng(1)
    outer = random.normal(size=(60, columns))
    inner = random.normal(size=(480, columns)) * 0.6
    share = numpy.arange(1, 61) ** -0.7
    cluster = random.choice(60, size=points, p=share / share.sum())
    places = outer[cluster] + inner[cluster * 8 + random.integers(0, 8, size=points)]
    return places + random.normal(size=places.shape) * random.gamma(4, 0.15, size=(points, 1))


def read(name):
    if name.isdigit():
        data = made(int(name))
    elif name in ("iris", "digits"):
        data = {"iris": load_iris, "digits": load_digits}[name]().data
    else:
        data = numpy.load(name)
    return numpy.ascontiguousarray(data, dtype=numpy.float32)


def quire(program, threads, options):
    def run(data):
        with tempfile.TemporaryDirectory() as folder:
            source, target = pathlib.Path(folder, "data"), pathlib.Path(folder, "map")
            data.tofile(source)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [program, source, str(data.shape[1]), target, "--threads", str(threads), *options]
            report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            return report["seconds"], cpu, numpy.fromfile(target, dtype=numpy.float32).reshape(-1, 2)

    return run


def peer(make):
    def run(data):
        wall, cpu = time.perf_counter(), time.process_time()
        places = numpy.asarray(make(data))
        return time.perf_counter() - wall, time.process_time() - cpu, places

    return run


def divergence(affinities, places):
    """The exact divergence: every pair counts towards Z."""
    places = places.astype(numpy.float64)
    similarity = -float(len(places))
    for start in range(0, len(places), 500):
        rows = places[start : start + 500]
        squares = sum((rows[:, None, axis] - places[None, :, axis]) ** 2 for axis in (0, 1))
        similarity += (1 / (1 + squares)).sum()
    pairs = affinities.tocoo()
    p = pairs.data[pairs.data > 0]
    row, column = pairs.row[pairs.data > 0], pairs.col[pairs.data > 0]
    squares = ((places[row] - places[column]) ** 2).sum(axis=1)
    return float((p * (numpy.log(p) + numpy.log1p(squares) + numpy.log(similarity))).sum())


def preserved(near, places, count=10):
    """The mean share of a point's nearest that are nearest in the map as well."""
    shown = NearestNeighbors(n_neighbors=count).fit(places).kneighbors(return_distance=False)
    return float(numpy.mean([len(set(a) & set(b)) / count for a, b in zip(near, shown)]))


def apart(results, quire):
    """How far the ratios of neighbouring runs lie apart, as a share of their median; – for Quire and for one run."""
    ratios = [theirs[0] / ours[0] for theirs, ours in zip(results, quire)]
    if results is quire or len(ratios) < 2:
        return "–"
    return f"{(max(ratios) - min(ratios)) / statistics.median(ratios):.4f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("--peers", nargs="*", default=["bh"], choices=["bh", "fft", "sklearn"])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--quire", default=".build/release/tsne-benchmark")
    parser.add_argument("--exact", action="store_true", help="a further run of Quire with exact repulsion")
    parser.add_argument("--report-only", action="store_true", help="judge nothing")
    arguments = parser.parse_args()
    data = read(arguments.data)
    neighbours = "exact" if len(data) <= 10_000 else "auto"

    def opentsne(method):
        return peer(
            lambda data: openTSNE.TSNE(
                perplexity=PERPLEXITY,
                negative_gradient_method=method,
                neighbors=neighbours,
                random_state=0,
                n_jobs=arguments.threads,
            ).fit(data)
        )

    programs = {"Quire": quire(arguments.quire, arguments.threads, [])}
    if arguments.exact:
        programs["Quire, exact"] = quire(arguments.quire, arguments.threads, ["--exact"])
    for name in arguments.peers:
        if name == "sklearn":
            programs["scikit-learn"] = peer(
                TSNE(perplexity=PERPLEXITY, init="pca", random_state=0, n_jobs=arguments.threads).fit_transform
            )
        else:
            programs[f"openTSNE {name}"] = opentsne(name)

    runs = {name: [] for name in programs}
    for _ in range(arguments.repeats):
        for name, run in programs.items():
            runs[name].append(run(data))
            print(f"{name}: {runs[name][-1][0]:.2f} s, {runs[name][-1][1]:.2f} s of processors", file=sys.stderr)

    affinities = PerplexityBasedNN(data, perplexity=PERPLEXITY, method="exact", n_jobs=arguments.threads).P
    near = NearestNeighbors(n_neighbors=10, algorithm="brute").fit(data).kneighbors(return_distance=False)
    ours = statistics.median(run[0] for run in runs["Quire"])
    scores = {}
    print(f"{arguments.data}: {len(data)} × {data.shape[1]}, {arguments.threads} threads, {arguments.repeats} runs\n")
    print("| | seconds | of processors | beside Quire | KL | trustworthiness | neighbours kept | spread of ratios |")
    print("|---|---|---|---|---|---|---|---|")
    for name, results in runs.items():
        wall, cpu = (statistics.median(run[index] for run in results) for index in (0, 1))
        places = results[-1][2]
        scores[name] = divergence(affinities, places)
        trust = f"{trustworthiness(data, places, n_neighbors=10):.4f}" if len(data) <= 10_000 else "–"
        print(
            f"| {name} | {wall:.2f} | {cpu:.2f} | {wall / ours:.1f} × | {scores[name]:.4f} | {trust} | "
            f"{preserved(near, places):.3f} | {apart(results, runs['Quire'])} |"
        )
    worse = [name for name, score in scores.items() if scores["Quire"] > score + 0.001 and not name.startswith("Quire")]
    if worse and not arguments.report_only:
        sys.exit(f"the divergence is above that of {', '.join(worse)}")


if __name__ == "__main__":
    main()
