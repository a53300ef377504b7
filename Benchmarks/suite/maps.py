"""t-SNE maps beside openTSNE and scikit-learn, at two sizes and over four."""

from suite.measure import Row, install, python, run
from suite.repeating import steady

titles = {"openTSNE bh": "openTSNE, Barnes–Hut", "openTSNE fft": "openTSNE, FFT", "scikit-learn": "scikit-learn"}


def compare(points, *peers, repeats):
    """The lines of `compare.py`, by program: seconds, divergence, neighbours kept, and the spread of its ratios."""
    install("openTSNE", "scikit-learn")
    output = run(
        python, "Benchmarks/tsne/compare.py", points, "--peers", *peers, "--repeats", repeats, "--report-only"
    ).output
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in output.splitlines() if line.startswith("| ")
    ]
    apart = lambda cell: None if cell == "–" else float(cell)
    return {line[0]: (float(line[1]), float(line[4]), float(line[6]), apart(line[7])) for line in cells if line[0]}


def rows(points, *peers, repeats):
    found = compare(points, *peers, repeats=repeats)
    seconds, divergence, kept, _ = found.pop("Quire")
    for name, (theirs, their_divergence, their_kept, apart) in found.items():
        yield Row(
            f"t-SNE, {points:,} × 100",
            f"{seconds:.2f} s",
            titles[name],
            f"{theirs:.2f} s",
            theirs / seconds,
            f"KL {divergence:.3f} / {their_divergence:.3f}, neighbours kept {kept:.3f} / {their_kept:.3f}",
            apart,
        )


def tsne(_):
    yield from steady(lambda: rows(5_000, "bh", "sklearn", repeats=2))
    yield from steady(lambda: rows(30_000, "fft", repeats=2))


def growth(_):
    for points in (2_000, 10_000):
        yield from steady(lambda: rows(points, "bh", repeats=2))
