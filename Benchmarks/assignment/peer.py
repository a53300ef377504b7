#!/usr/bin/env python3
"""The whole assignment as a Python script: what a student writes with gensim, transformers, scikit-learn and matplotlib.

    peer.py REVIEWS.jsonl.gz MODEL FOLDER --sentence … [--clip MODEL --image FILE --captions A B]

Figures go to FOLDER. Prints the seconds of each part.
"""

import argparse
import pathlib
import time

parser = argparse.ArgumentParser()
parser.add_argument("reviews")
parser.add_argument("model")
parser.add_argument("folder", type=pathlib.Path)
parser.add_argument("--sentence", required=True)
parser.add_argument("--clip")
parser.add_argument("--image")
parser.add_argument("--captions", nargs=2)
arguments = parser.parse_args()
arguments.folder.mkdir(parents=True, exist_ok=True)
last = time.perf_counter()


def done(part):
    global last
    now = time.perf_counter()
    print(f"{part}: {now - last:.1f} s", flush=True)
    last = now


import gensim
import matplotlib
import numpy
import pandas
import torch
from gensim.utils import simple_preprocess
from sklearn.decomposition import PCA
from transformers import AutoModel, AutoTokenizer

matplotlib.use("Agg")
import matplotlib.pyplot as plt

done("importing")

reviews = pandas.read_json(arguments.reviews, lines=True)
rows = reviews.reviewText.apply(simple_preprocess)
done("reading and preparing")

model = gensim.models.Word2Vec(rows, vector_size=100, window=10, min_count=2, epochs=5, workers=2)
done("training")

chosen = ["bad", "great", "screen"]
figure, panels = plt.subplots(1, 3, figsize=(10, 3))
near = {}
for panel, word in zip(panels, chosen):
    near[word] = model.wv.most_similar(word, topn=5)
    panel.barh([other for other, _ in near[word]], [similarity for _, similarity in near[word]])
    panel.set_title(word)
figure.tight_layout()
figure.savefig(arguments.folder / "neighbours.png", dpi=200)
words = list(
    dict.fromkeys(model.wv.index_to_key[:400] + chosen + [other for found in near.values() for other, _ in found])
)
places = PCA(n_components=2).fit_transform(numpy.stack([model.wv.get_vector(word, norm=True) for word in words]))
figure, panel = plt.subplots(figsize=(8, 7))
panel.scatter(places[:, 0], places[:, 1], s=4)
for word in words[400:]:
    panel.annotate(word, places[words.index(word)])
figure.savefig(arguments.folder / "projection.png", dpi=200)
plt.close("all")
done("neighbours and projection")

tokenizer = AutoTokenizer.from_pretrained(arguments.model)
bert = AutoModel.from_pretrained(arguments.model, attn_implementation="eager")
inputs = tokenizer(arguments.sentence, return_tensors="pt")
with torch.no_grad():
    attentions = bert(**inputs, output_attentions=True).attentions
done("attention")
figure, panels = plt.subplots(len(attentions), attentions[0].shape[1], figsize=(12, 12))
for layer, line in zip(attentions, panels):
    for head, panel in zip(layer[0], line):
        panel.imshow(head.numpy(), cmap="viridis", vmin=0, vmax=1)
        panel.set_xticks([])
        panel.set_yticks([])
figure.savefig(arguments.folder / "heads.png", dpi=200)
plt.close("all")
done(f"{panels.size} heatmaps")

if arguments.clip:
    from PIL import Image
    from transformers import CLIPModel, CLIPProcessor

    clip = CLIPModel.from_pretrained(arguments.clip)
    processor = CLIPProcessor.from_pretrained(arguments.clip)
    image = Image.open(arguments.image).convert("RGB")
    inputs = processor(text=arguments.captions, images=image, return_tensors="pt", padding=True)
    with torch.no_grad():
        probabilities = clip(**inputs).logits_per_image.softmax(dim=1)[0].tolist()
    figure, panels = plt.subplots(1, 2, figsize=(8, 3))
    panels[0].imshow(image)
    panels[0].axis("off")
    panels[1].barh(arguments.captions, probabilities)
    figure.savefig(arguments.folder / "captions.png", dpi=200)
    done("CLIP")
