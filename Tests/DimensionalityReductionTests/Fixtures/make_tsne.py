"""Golden values of t-SNE: affinities and gradient from scikit-learn, qualities of maps of iris from both peers.

python make_tsne.py       # writes tsne.json beside itself; needs scikit-learn and openTSNE
"""

import json
import pathlib

import numpy
import openTSNE
from openTSNE.affinity import PerplexityBasedNN
from scipy.spatial.distance import pdist, squareform
from sklearn.datasets import load_iris
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities, _kl_divergence
from sklearn.neighbors import NearestNeighbors

here = pathlib.Path(__file__).parent
random = numpy.random.default_rng(6)

# The affinities of every pair: with so few points, the nearest 3 · perplexity are all.
points, perplexity = 24, 7.9
data = (random.normal(size=(points, 5)) + 3 * random.integers(0, 2, size=(points, 1))).round(3)
affinities = _joint_probabilities(squareform(pdist(data, "sqeuclidean")).astype(numpy.float32), perplexity, 0)
places = random.normal(size=(points, 2)).round(3) * 3
divergence, gradient = _kl_divergence(places.ravel(), affinities, 1, points, 2)


def preserved(data, places, count=10):
    """The mean share of a point's nearest that are nearest in the map as well."""
    near = [NearestNeighbors(n_neighbors=count).fit(x).kneighbors(return_distance=False) for x in (data, places)]
    return float(numpy.mean([len(set(a) & set(b)) / count for a, b in zip(*near)]))


def exact_divergence(data, places):
    """Over every pair. The peers' own figures hold their approximation, which flatters them by 0.002 to 0.004."""
    pairs = PerplexityBasedNN(data, perplexity=30, method="exact").P.tocoo()
    likeness = 1 / (1 + squareform(pdist(places.astype(numpy.float64), "sqeuclidean")))
    share = likeness[pairs.row, pairs.col] / (likeness.sum() - len(places))
    return float((pairs.data * numpy.log(pairs.data / share)).sum())


def quality(data, places):
    return {
        "divergence": round(exact_divergence(data, places), 5),
        "trustworthiness": round(float(trustworthiness(data, places, n_neighbors=10)), 5),
        "preserved": round(preserved(data, places), 5),
    }


# Which of iris's many optima a map ends in is decided by rounding, so that one map says little of a program: each maps
# iris often, moved by less than it was measured to.
iris = load_iris().data.astype(numpy.float32)
moved = [(iris * (1 + 1e-6 * random.normal(size=iris.shape))).astype(numpy.float32) for _ in range(80)]
peers = {
    "scikit-learn": TSNE(init="pca", method="barnes_hut", random_state=0, n_jobs=1).fit_transform,
    "openTSNE": openTSNE.TSNE(negative_gradient_method="bh", neighbors="exact", random_state=0, n_jobs=1).fit,
}
golden = {
    "data": data.tolist(),
    "perplexity": perplexity,
    "affinities": squareform(affinities).tolist(),
    "places": places.tolist(),
    "divergence": float(divergence),
    # Without the factor 4, which Quire leaves to the learning rate.
    "gradient": (gradient.reshape(points, 2) / 4).tolist(),
    "iris": {name: [quality(data, numpy.asarray(map(data))) for data in moved] for name, map in peers.items()},
}
(here / "tsne.json").write_text(json.dumps(golden) + "\n", encoding="utf-8")
