"""Figures beside matplotlib."""

import re
import statistics

from suite.measure import Row, run, work
from suite.repeating import spread, steady


def figures(_):
    yield from steady(measure)


def measure():
    output = run("sh", "Benchmarks/figures/run.sh", work / "figures").output
    (work / "figures.log").write_text(output)
    for name, pattern in (
        ("100 figures", r"200 dpi.*?: ([\d.]+) ms"),
        ("12×12 grid of heatmaps", r"grid\s+([\d.]+) ms"),
    ):
        sides = [[], []]
        for block in output.split("== ")[1:]:
            if found := re.search(pattern, block):
                sides[not block.startswith("Quire")].append(float(found[1]) / 1000)
        if all(sides):
            ratios = [b / a for a, b in zip(*sides)]
            yield Row(
                name,
                f"{statistics.median(sides[0]):.2f} s",
                "matplotlib",
                f"{statistics.median(sides[1]):.2f} s",
                statistics.median(ratios),
                "the same data and sizes; two at a time",
                spread(ratios),
            )
