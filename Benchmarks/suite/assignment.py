"""The whole assignment in one process: Quire's `render` beside a Python script that does the same with the usual libraries.

word2vec on 17 million tokens, the neighbours of three words, a projection, every head of a 12-layer model and, where this
Quire has the chapter and a model is at hand, CLIP on one image with two captions.
"""

import json
import os
import pathlib
import shutil
import statistics
import time

from suite import corpora
from suite.measure import Row, install, python, release, root, run, sh, work
from suite.repeating import spread, steady

# As many made-up reviews as make 17 million tokens.
rows = 210_000
folder = work / "assignment"
limit = 600
sentence = "The phone fell into the water, but it still works because the case was closed."
captions = ["two cats", "two dogs"]
settings = """\
title: The whole assignment
chapters: [{chapters}]
outputs: [html]
embeddings:
  data: {reviews}
  words: [bad, great, screen]
  vector_size: 100
  window: 10
  min_count: 2
  epochs: 5
  map_words: 60
  analogies: []
  doesnt_match: []
  grid: none
attention:
  model: {model}
  sentence: {sentence}
  sentences: []
"""
clip_settings = """\
captions:
  model: {clip}
  image: {image}
  descriptions: ["{0}"]
  false: ["{1}"]
  captions: ["{0}", "{1}"]
"""


def twelve_layers(source):
    """MiniLM with its six layers twice, so that it has 144 heads: what is timed does not depend on what they learned."""
    target = folder / "minilm-12"
    if not (target / "model.safetensors").exists():
        target.mkdir(parents=True, exist_ok=True)
        for name in ("tokenizer.json", "vocab.txt"):
            shutil.copy(source / name, target)
        configuration = json.loads((source / "config.json").read_text())
        configuration["num_hidden_layers"] = 12
        (target / "config.json").write_text(json.dumps(configuration))
        sh(python, "Benchmarks/assignment/double.py", source / "model.safetensors", target / "model.safetensors")
    return target


def minilm():
    """The folder of MiniLM's checkpoint, fetched once."""
    cache = work / "cache"
    run(release / "quire", "fetch", "all-MiniLM-L6-v2", environment={"QUIRE_CACHE": str(cache)}, limit=limit)
    return next(cache.rglob("model.safetensors")).parent


def clip():
    """A CLIP model and an image, or nothing where this Quire has no such chapter: what `QUIRE_BENCH_CLIP` names, or the
    model that ships with it."""
    model = os.environ.get("QUIRE_BENCH_CLIP") or root / "assets/miniclip"
    image = root / "assets/two-cats.png"
    has = any('"captions"' in file.read_text() for file in (root / "Sources/Chapters").rglob("*.swift"))
    return (model, image) if has and os.path.exists(model) and image.exists() else None


def inside(place):
    """A copy of a file or a folder in the report's own folder, out of which a report reads nothing: its name there."""
    copy = folder / pathlib.Path(place).name
    if not copy.exists():
        shutil.copytree(place, copy) if os.path.isdir(place) else shutil.copy(place, copy)
    return copy.name


def report(found):
    """A report folder that asks for what the script does, and the script: Quire also measures the heads, looks for captions
    that confuse CLIP and stitches an HTML report. What it would do beyond that, trainings with other parameters and a count
    over further sentences, is left out by its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    model = twelve_layers(minilm())
    reviews = corpora.reviews(rows)
    text = settings.format(
        chapters="embeddings, attention" + (", captions" if found else ""),
        reviews=inside(reviews),
        model=model,
        sentence=sentence,
    )
    if found:
        text += clip_settings.format(*captions, clip=inside(found[0]), image=inside(found[1]))
    (folder / "report.yml").write_text(text)
    theirs = [python, "Benchmarks/assignment/peer.py", reviews, model, folder / "python", "--sentence", sentence]
    if found:
        theirs += ["--clip", found[0], "--image", found[1], "--captions", *captions]
    return [release / "quire", "render", "--refresh", "--quiet", "--report", folder], theirs


def assignment(_):
    install("gensim==4.4.0", "pandas==2.3.3", "matplotlib", "scikit-learn", "torch", "transformers", "pillow")
    found = clip()
    ours, theirs = report(found)
    yield from steady(lambda: measure(ours, theirs, found))


def measure(ours, theirs, found):
    start, pairs = time.perf_counter(), []
    # A second pair where it fits into ten minutes.
    while not pairs or (len(pairs) < 2 and (time.perf_counter() - start) * 2 < limit):
        pairs.append((run(*ours, limit=limit), run(*theirs, limit=limit)))
        print(
            f"  Quire {pairs[-1][0].seconds:.1f} s {pairs[-1][0].mebibytes:.0f} MiB; "
            f"Python {pairs[-1][1].seconds:.1f} s {pairs[-1][1].mebibytes:.0f} MiB",
            flush=True,
        )
        print("  " + pairs[-1][1].output.strip().replace("\n", "\n  "), flush=True)
    quire, peer = (statistics.median(pair[side].seconds for pair in pairs) for side in (0, 1))
    memory = [max(pair[side].mebibytes for pair in pairs) for side in (0, 1)]
    tower = "CLIP" if os.environ.get("QUIRE_BENCH_CLIP") else "MiniCLIP"
    parts = "word2vec on 17 M words, MiniLM's layers twice" + (f", {tower}" if found else "; no CLIP")
    ratios = [b.seconds / a.seconds for a, b in pairs]
    yield Row(
        f"the whole assignment ({parts})",
        f"{quire:.1f} s",
        "gensim, transformers, matplotlib",
        f"{peer:.1f} s",
        statistics.median(ratios),
        f"{memory[0]:.0f} / {memory[1]:.0f} MiB: 1/{memory[1] / memory[0]:.1f}",
        spread(ratios),
    )
