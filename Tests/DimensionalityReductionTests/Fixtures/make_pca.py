"""Golden values of principal components from scikit-learn: iris, and more columns than rows.

python make_pca.py        # writes pca.json beside itself
"""

import json
import pathlib

import numpy
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA

here = pathlib.Path(__file__).parent
random = numpy.random.default_rng(20)
cases = {"iris": load_iris().data, "wide": random.normal(size=(6, 11)).round(3)}
golden = {}
for name, data in cases.items():
    components = min(4, min(data.shape))
    pca = PCA(n_components=components, svd_solver="full").fit(data)
    golden[name] = {
        "data": data.tolist(),
        "mean": pca.mean_.tolist(),
        "components": pca.components_.tolist(),
        "variance": pca.explained_variance_.tolist(),
        "ratio": pca.explained_variance_ratio_.tolist(),
        "projection": pca.transform(data).tolist(),
    }
(here / "pca.json").write_text(json.dumps(golden) + "\n", encoding="utf-8")
