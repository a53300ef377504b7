"""Golden values of k-means from scikit-learn, the best of a hundred starts on iris.

python make_kmeans.py     # writes kmeans.json beside itself
"""

import json
import pathlib

import numpy
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris

data = load_iris().data.astype(numpy.float32).astype(numpy.float64)
runs = []
for clusters in (2, 3, 4):
    model = KMeans(clusters, n_init=100, random_state=0).fit(data)
    sizes = sorted(numpy.bincount(model.labels_).tolist(), reverse=True)
    runs.append({"clusters": clusters, "inertia": float(model.inertia_), "sizes": sizes})
(pathlib.Path(__file__).parent / "kmeans.json").write_text(json.dumps({"iris": runs}) + "\n", encoding="utf-8")
