"""The same figures by matplotlib: python matplotlib_figures.py data.json [folder].

Drawn as a careful user would: constrained layout, small type, no attempt at label placement beyond an offset, since
matplotlib has none.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

plt.rcParams.update(
    {
        "font.size": 7,
        "axes.labelsize": 7.5,
        "axes.titlesize": 8.5,
        "axes.titleweight": "bold",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#e6e9ec",
        "grid.linewidth": 0.5,
        "axes.axisbelow": True,
        "figure.constrained_layout.use": True,
    }
)
COLORS = ["#0072B2", "#D55E00", "#009E73"]
data = json.load(open(sys.argv[1]))


def new(width, height, *args, **kwargs):
    return plt.subplots(*args, figsize=(width / 72, height / 72), **kwargs)


def neighbours(width=470, height=130):
    figure, axes = new(width, height, 1, 3)
    for ax, n in zip(axes, data["neighbours"]):
        bars = ax.barh(n["words"], n["values"], color=COLORS[0])
        ax.bar_label(bars, fmt="%.3f", padding=2)
        ax.set(title=n["query"], xlim=(0, 1), xlabel="cosine similarity")
        ax.invert_yaxis()
    return figure


def loss(width=470, height=220):
    figure, ax = new(width, height)
    ax.plot(range(1, 11), data["loss"], marker="o", color=COLORS[0], ms=4)
    ax.set(xlabel="epoch", ylabel="loss per pair")
    return figure


def losses(width=470, height=220):
    figure, ax = new(width, height)
    for (name, values), color, marker in zip(sorted(data["losses"].items()), COLORS, "os^"):
        ax.plot(range(1, 11), values, marker=marker, color=color, label=name, ms=4)
    ax.axhline(0.2, color="#4b535d", ls="--", lw=0.7)
    ax.set(title="Loss by epoch", xlabel="epoch", ylabel="loss per pair")
    ax.legend()
    return figure


def pca(width=470, height=380):
    figure, ax = new(width, height)
    xs = np.array(data["frequent"])
    ax.scatter(xs[:, 0], xs[:, 1], s=6, color="#b3bac2", label="frequent words")
    for index, word in data["frequentLabels"].items():
        ax.annotate(word, xs[int(index)], xytext=(3, 3), textcoords="offset points", color="#4b535d")
    for chosen, color, marker in zip(data["chosen"], COLORS, "os^"):
        points = np.array(chosen["points"])
        ax.scatter(
            points[:, 0], points[:, 1], s=18, color=color, marker=marker, label=chosen["query"] + " and its neighbours"
        )
        for point, word in zip(points, chosen["words"]):
            ax.annotate(word, point, xytext=(3, 3), textcoords="offset points", color=color)
    ax.set(xlabel="first component (12.3 % of the variance)", ylabel="second component (7.1 %)")
    ax.legend()
    return figure


def heatmap(width=470, height=330):
    figure, ax = new(width, height)
    values = np.array(data["heatmap"])
    image = ax.imshow(values, cmap="Blues", vmin=0, vmax=1)
    ax.grid(False)
    ax.set_xticks(range(len(data["tokens"])), data["tokens"], rotation=45, ha="right")
    ax.set_yticks(range(len(data["tokens"])), data["tokens"])
    for (i, j), v in np.ndenumerate(values):
        ax.text(j, i, f"{v:.2f}", ha="center", va="center", color="white" if v > 0.5 else "black", fontsize=6)
    figure.colorbar(image, label="attention weight")
    ax.set(xlabel="to", ylabel="from", title="Layer 5, head 3")
    return figure


def grid(width=470, height=470):
    figure, axes = new(width, height, 12, 12)
    for row in range(12):
        for column in range(12):
            ax = axes[row][column]
            image = ax.imshow(np.array(data["grid"][row][column]), cmap="Blues", vmin=0, vmax=1)
            ax.grid(False)
            ax.set(xticks=[], yticks=[])
            if row == 0:
                ax.set_title(str(column + 1), fontsize=7, fontweight="normal")
            if column == 0:
                ax.set_ylabel(str(row + 1))
    figure.colorbar(image, ax=axes, label="attention weight")
    return figure


def grouped(width=470, height=220):
    figure, ax = new(width, height)
    labels = ["cell phones", "movie reviews", "kitchen appliances", "all"]
    series = {
        "Quire": [0.81, 0.77, 0.69, 0.75],
        "gensim": [0.80, 0.78, 0.67, 0.74],
        "random": [0.12, -0.05, 0.11, 0.09],
    }
    for place, ((name, values), color) in enumerate(zip(series.items(), COLORS)):
        bars = ax.bar(np.arange(4) + (place - 1) * 0.25, values, 0.24, label=name, color=color)
        ax.bar_label(bars, labels=[f"{v:.0%}" for v in values])
    ax.set_xticks(range(4), labels)
    ax.set(title="Share of words found", ylabel="precision")
    ax.legend()
    return figure


def log(width=470, height=220):
    figure, ax = new(width, height)
    ranks = np.array(data["ranks"])
    ax.loglog(ranks[:, 0], ranks[:, 1], color=COLORS[0])
    ax.set(title="Zipf's law", xlabel="rank", ylabel="count")
    return figure


def write(make, *size):
    figure = make(*size)
    figure.savefig(target, dpi=200)
    plt.close(figure)


figures = {f.__name__: f for f in (neighbours, loss, losses, pca, heatmap, grid, grouped, log)}
if len(sys.argv) > 2:
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in figures.items():
        target = folder / f"{name}.png"
        write(make)
target = Path(tempfile.gettempdir()) / "matplotlib-bench.png"
write(loss)
for name, make in figures.items():
    times = []
    for _ in range(3 if name != "grid" else 1):
        start = time.perf_counter()
        write(make)
        times.append(time.perf_counter() - start)
    print(f"{name:12} {statistics.median(times) * 1000:.1f} ms")
start = time.perf_counter()
six = [neighbours, loss, losses, pca, grouped, log]
for index in range(24):
    write(six[index % 6], 470, 300)
print(f"100 figures of 470 × 300 pt at 200 dpi: {(time.perf_counter() - start) / 24 * 100 * 1000:.0f} ms (from 24)")
