"""Transformers and CLIP beside onnxruntime and transformers."""

import re
import sys

from suite.measure import Row, install, pair, python, release, run, sh, work

peers = ("torch", "transformers==5.23.0", "onnx", "onnxruntime", "tokenizers")


def from_start(work, program, model, script, exported):
    ours, theirs, ratio, memory = pair(
        [release / program, "cold", model], [python, script, "cold", exported, model], 5, lambda seconds, _: seconds
    )
    return Row(work, f"{ours:.2f} s", "onnxruntime", f"{theirs:.2f} s", ratio, f"{memory[0]:.0f} / {memory[1]:.0f} MiB")


def attention(_):
    install(*peers)
    model = run(release / "quire", "fetch", "--quiet", "all-MiniLM-L6-v2").output.strip().rpartition(", in ")[2]
    script, exported = "Benchmarks/attention/peer.py", work / "minilm.onnx"
    if not exported.exists():
        sh(python, script, "export", model, exported)
    for peer, mode, source in (("onnxruntime", "serve", exported), ("transformers", "eager", model)):
        output = run(release / "attention-benchmark", model, python, script, mode, source).output
        for tokens, ours, theirs in re.findall(rf"(\d+) tokens: Quire ([\d.]+) ms .*{mode} ([\d.]+) ms", output):
            if peer == "onnxruntime" and tokens == "12":
                continue  # stopping its threads after a run, see `peers.session`, costs it more than so short a run
            yield Row(
                f"MiniLM with all attentions, {tokens} tokens",
                f"{ours} ms",
                peer,
                f"{theirs} ms",
                float(theirs) / float(ours),
                "one sentence, weights loaded",
            )
    yield from_start("the same from process start", "attention-benchmark", model, script, exported)


def ablation(_):
    """What removing every head costs: Quire beside its own whole passes."""
    for layers in (6, 12):
        folder = work / f"bert-{layers}"
        sh(sys.executable, "Benchmarks/attention/random_bert.py", folder, layers)
        output = run(release / "attention-benchmark", "ablation", folder).output
        (folder / "model.safetensors").unlink()
        ours, passes, theirs = re.search(r"heads: ([\d.]+) ms .*; (\d+) whole passes: ([\d.]+) ms", output).groups()
        yield Row(
            f"every head and layer removed, {layers} layers of BERT-base's shape, 20 tokens",
            f"{float(ours) / 1000:.2f} s",
            f"{passes} whole passes",
            f"{float(theirs) / 1000:.2f} s",
            float(theirs) / float(ours),
            "what no removal changes is computed once",
        )


def clip(_):
    install(*peers, "open-clip-torch==3.3.0")
    model, exported, script = work / "clip", work / "clip.onnx", "Benchmarks/clip/peer.py"
    if not exported.exists():
        merges = run(python, "-c", "import open_clip, pathlib; print(pathlib.Path(open_clip.__file__).parent)").output
        sh(python, script, "make", model, exported, merges.strip() + "/bpe_simple_vocab_16e6.txt.gz")
    output = run(release / "clip-benchmark", model, python, script, exported).output
    pattern = r"1 picture and (\d+) captions: Quire ([\d.]+) ms .*peer ([\d.]+) ms .*ratio ([\d.]+)"
    for captions, ours, theirs, ratio in re.findall(pattern, output):
        yield Row(
            f"CLIP ViT-B/32, a picture and {captions} captions",
            f"{float(ours):.0f} ms",
            "onnxruntime",
            f"{float(theirs):.0f} ms",
            float(ratio),
            "the same weights and ids",
        )
    yield from_start("the same from process start, 2 captions", "clip-benchmark", model, script, exported)
    yield from thousand_captions(model, script)


def thousand_captions(model, script):
    """A thousand captions at once: their tokens are what costs."""
    exported = work / "clip-text.onnx"
    if not exported.exists():
        sh(python, script, "make-text", model, exported)
    both, one = (("onnxruntime", [exported]), ("transformers", [])), (("onnxruntime", [exported]),)
    for lengths, remark, others in (
        ("5-24", "of 5 to 24 tokens", both),
        ("8", "of 8 tokens", one),
        ("16", "of 16 tokens", one),
    ):
        texts = work / f"captions-{lengths}.txt"
        texts.write_text(run(python, script, "captions", model, lengths, 1000).output)
        for peer, source in others:
            output = run(release / "clip-benchmark", "captions", model, texts, python, script, peer, *source).output
            ours, theirs, ratio = re.search(r"Quire ([\d.]+) ms .*peer ([\d.]+) ms .*ratio ([\d.]+)", output).groups()
            yield Row(
                f"CLIP ViT-B/32, 1,000 captions {remark}",
                f"{1e6 / float(ours):.0f} a second",
                peer,
                f"{1e6 / float(theirs):.0f} a second",
                float(ratio),
                "in batches of one length, no padding",
            )
