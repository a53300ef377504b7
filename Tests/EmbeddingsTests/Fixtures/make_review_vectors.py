"""Golden values from NumPy, SciPy and scikit-learn: vectors of texts, and two sets of vectors turned onto each other.

python make_review_vectors.py        # writes review-vectors.json beside itself
"""

import json
import pathlib

import numpy as np
from scipy.linalg import orthogonal_procrustes
from sklearn.decomposition import TruncatedSVD

here = pathlib.Path(__file__).parent
random = np.random.default_rng(20)

# Words by rank, the rarest without a vector; texts of them, one empty and one of a word without a vector.
words = [f"w{number}" for number in range(24)]
known = words[:20]
vectors = random.normal(size=(20, 6)).astype(np.float32) + np.float32(0.4)
texts = [[int(x) for x in (random.zipf(1.4, size=random.integers(1, 15)) - 1) % 24] for _ in range(30)]
texts[4], texts[9] = [], [22]
counts = np.bincount(np.concatenate([np.array(text, dtype=int) for text in texts]), minlength=24)
share = counts[:20] / counts[:20].sum()


def together(weights):
    """The weighted sum of the vectors of each text over the number of its words that have one."""
    rows = np.zeros((len(texts), 6))
    for row, text in enumerate(texts):
        inside = [word for word in text if word < 20]
        if inside:
            rows[row] = (weights[inside, None] * vectors[inside].astype(np.float64)).sum(axis=0) / len(inside)
    return rows


mean = together(np.ones(20))
sif = together(1e-3 / (1e-3 + share))
common = TruncatedSVD(n_components=1, algorithm="arpack").fit(sif).components_
sif = sif - sif @ common.T @ common


def nearest(rows, chosen):
    """The texts by their cosine with one."""
    lengths = np.linalg.norm(rows, axis=1)
    order = [row for row in range(len(rows)) if row != chosen and lengths[row] > 0]
    cosines = {row: float(rows[row] @ rows[chosen] / lengths[row] / lengths[chosen]) for row in order}
    return [{"row": row, "similarity": cosines[row]} for row in sorted(order, key=lambda row: -cosines[row])[:6]]


golden = {
    "known": known,
    "vectors": vectors.tolist(),
    "texts": [[words[word] for word in text] for text in texts],
    "mean": mean.tolist(),
    "sif": sif.tolist(),
    "nearestByMean": nearest(mean, 2),
    "nearestBySIF": nearest(sif, 2),
}

# Two sets of vectors, and two of fewer rows than columns, which leave directions undecided.
golden["turns"] = []
for rows, size, noise in [(40, 5, 0.3), (12, 12, 2.0), (4, 7, 0.1)]:
    target = random.normal(size=(rows, size)).astype(np.float32)
    turn = np.linalg.qr(random.normal(size=(size, size)))[0]
    source = (target @ turn + noise * random.normal(size=(rows, size))).astype(np.float32)
    rotation, _ = orthogonal_procrustes(source.astype(np.float64), target.astype(np.float64))
    turned = source @ rotation
    golden["turns"].append(
        {
            "source": source.tolist(),
            "target": target.tolist(),
            "rotation": rotation.tolist() if rows >= size else None,
            "distance": float(np.linalg.norm(turned - target)),
        }
    )
(here / "review-vectors.json").write_text(json.dumps(golden) + "\n", encoding="utf-8")
