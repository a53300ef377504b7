"""Transformers and CLIP beside onnxruntime and transformers."""

import re
import sys

from suite.measure import Row, install, pair, python, release, run, sh, work
from suite.repeating import quartiles, spread, steady

peers = ("torch", "transformers==5.23.0", "onnx", "onnxruntime", "tokenizers")


def from_start(work, program, model, script, exported):
    def measure():
        found = pair(
            [release / program, "cold", model], [python, script, "cold", exported, model], 5, lambda seconds, _: seconds
        )
        yield Row(
            work,
            f"{found.ours:.2f} s",
            "onnxruntime",
            f"{found.theirs:.2f} s",
            found.ratio,
            f"{found.memory[0]:.0f} / {found.memory[1]:.0f} MiB",
            spread(found.ratios),
        )

    yield from steady(measure)


def attention(_):
    install(*peers)
    model = run(release / "quire", "fetch", "--quiet", "all-MiniLM-L6-v2").output.strip().rpartition(", in ")[2]
    script, exported = "Benchmarks/attention/peer.py", work / "minilm.onnx"
    if not exported.exists():
        sh(python, script, "export", model, exported)

    def measure(peer, mode, source):
        output = run(release / "attention-benchmark", model, python, script, mode, source).output
        for found in re.finditer(rf"(\d+) tokens: Quire ([\d.]+) ms .*{mode} ([\d.]+) ms.*", output):
            tokens, ours, theirs = found.groups()
            if peer == "onnxruntime" and tokens == "12":
                continue  # stopping its threads after a run, see `peers.session`, costs it more than so short a run
            yield Row(
                f"MiniLM with all attentions, {tokens} tokens",
                f"{ours} ms",
                peer,
                f"{theirs} ms",
                float(theirs) / float(ours),
                "one sentence, weights loaded",
                quartiles(found[0]),
            )

    for peer, mode, source in (("onnxruntime", "serve", exported), ("transformers", "eager", model)):
        yield from steady(lambda: measure(peer, mode, source))
    yield from from_start("the same from process start", "attention-benchmark", model, script, exported)


def ablation(_):
    """What removing every head costs: Quire beside its own whole passes."""

    def measure(layers, folder):
        output = run(release / "attention-benchmark", "ablation", folder).output
        ours, passes, theirs = re.search(r"heads: ([\d.]+) ms .*; (\d+) whole passes: ([\d.]+) ms", output).groups()
        yield Row(
            f"every head and layer removed, {layers} layers of BERT-base's shape, 20 tokens",
            f"{float(ours) / 1000:.2f} s",
            f"{passes} whole passes",
            f"{float(theirs) / 1000:.2f} s",
            float(theirs) / float(ours),
            "what no removal changes is computed once",
            quartiles(output),
        )

    for layers in (6, 12):
        folder = work / f"bert-{layers}"
        sh(sys.executable, "Benchmarks/attention/random_bert.py", folder, layers)
        yield from steady(lambda: measure(layers, folder))
        (folder / "model.safetensors").unlink()


def clip(_):
    install(*peers, "open-clip-torch==3.3.0")
    model, exported, script = work / "clip", work / "clip.onnx", "Benchmarks/clip/peer.py"
    if not exported.exists():
        merges = run(python, "-c", "import open_clip, pathlib; print(pathlib.Path(open_clip.__file__).parent)").output
        sh(python, script, "make", model, exported, merges.strip() + "/bpe_simple_vocab_16e6.txt.gz")

    def measure():
        output = run(release / "clip-benchmark", model, python, script, exported).output
        pattern = r"1 picture and (\d+) captions: Quire ([\d.]+) ms .*peer ([\d.]+) ms .*ratio ([\d.]+)"
        for found in re.finditer(pattern, output):
            captions, ours, theirs, ratio = found.groups()
            yield Row(
                f"CLIP ViT-B/32, a picture and {captions} captions",
                f"{float(ours):.0f} ms",
                "onnxruntime",
                f"{float(theirs):.0f} ms",
                float(ratio),
                "the same weights and ids",
                quartiles(found[0]),
            )

    yield from steady(measure)
    yield from from_start("the same from process start, 2 captions", "clip-benchmark", model, script, exported)
    yield from thousand_captions(model, script)


def thousand_captions(model, script):
    """A thousand captions at once: their tokens are what costs."""
    exported = work / "clip-text.onnx"
    if not exported.exists():
        sh(python, script, "make-text", model, exported)

    def measure(texts, remark, peer, source):
        output = run(release / "clip-benchmark", "captions", model, texts, python, script, peer, *source).output
        ours, theirs, ratio = re.search(r"Quire ([\d.]+) ms .*peer ([\d.]+) ms .*ratio ([\d.]+)", output).groups()
        yield Row(
            f"CLIP ViT-B/32, 1,000 captions {remark}",
            f"{1e6 / float(ours):.0f} a second",
            peer,
            f"{1e6 / float(theirs):.0f} a second",
            float(ratio),
            "in batches of one length, no padding",
            quartiles(output),
        )

    both, one = (("onnxruntime", [exported]), ("transformers", [])), (("onnxruntime", [exported]),)
    for lengths, remark, others in (
        ("5-24", "of 5 to 24 tokens", both),
        ("8", "of 8 tokens", one),
        ("16", "of 16 tokens", one),
    ):
        texts = work / f"captions-{lengths}.txt"
        texts.write_text(run(python, script, "captions", model, lengths, 1000).output)
        for peer, source in others:
            yield from steady(lambda: measure(texts, remark, peer, source))
