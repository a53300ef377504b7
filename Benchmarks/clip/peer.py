"""CLIP by onnxruntime and by transformers: the peers of clip-benchmark.

    python peer.py make MODEL_FOLDER model.onnx PAIRS_GZ   a ViT-B/32 of random weights, and its export
    python peer.py serve model.onnx CAPTIONS               reads a line, runs once, answers with milliseconds
    python peer.py cold model.onnx MODEL_FOLDER            two captions from process start
    python peer.py make-text MODEL_FOLDER text.onnx        the export of its text tower alone
    python peer.py captions MODEL_FOLDER LENGTHS COUNT     prints captions of so many tokens: "8", or "5-24" for mixed lengths
    python peer.py onnxruntime MODEL_FOLDER FILE text.onnx reads a line, reads the captions of a file, answers with milliseconds
    python peer.py transformers MODEL_FOLDER FILE          the same

`make` needs torch, transformers and onnx; PAIRS_GZ is `bpe_simple_vocab_16e6.txt.gz` of the package open-clip-torch.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from suite.peers import answer, peak, session


def make(folder, path, pairs):
    import gzip

    import torch
    import transformers

    torch.manual_seed(1)
    model = transformers.CLIPModel(transformers.CLIPConfig(attn_implementation="eager")).eval()
    model.save_pretrained(folder)
    lines = gzip.open(pairs, "rt").read().split("\n")[1 : 49152 - 256 - 2 + 1]
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    characters = [chr(b) for b in printable] + [chr(0x100 + i) for i in range(256 - len(printable))]
    merges = [tuple(line.split()) for line in lines]
    tokens = (
        characters
        + [c + "</w>" for c in characters]
        + [a + b for a, b in merges]
        + ["<|startoftext|>", "<|endoftext|>"]
    )
    transformers.CLIPTokenizer(vocab={token: i for i, token in enumerate(tokens)}, merges=merges).save_pretrained(
        folder
    )

    class Logits(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids, pixels):
            return self.model(input_ids=ids, pixel_values=pixels).logits_per_image

    feed = (torch.randint(1000, 40000, (2, 8)), torch.randn(1, 3, 224, 224))
    export(Logits(), feed, path, ["ids", "pixels"], "logits")


def make_text(folder, path):
    import torch
    import transformers

    class Vectors(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = transformers.CLIPTextModelWithProjection.from_pretrained(
                folder, attn_implementation="eager"
            ).eval()

        def forward(self, ids):
            return torch.nn.functional.normalize(self.model(input_ids=ids).text_embeds)

    export(Vectors(), (torch.randint(1000, 40000, (2, 8)),), path, ["ids"], "vectors")


def export(module, feed, path, inputs, output):
    import torch

    axes = {"ids": {0: "captions", 1: "tokens"}}
    torch.onnx.export(
        module, feed, path, input_names=inputs, output_names=[output], dynamic_axes=axes, opset_version=17, dynamo=False
    )


def serve(path, count):
    import numpy as np

    model = session(path)
    ids = [[49406] + [1000 + 401 * caption + 3571 * i for i in range(6)] + [49407] for caption in range(count)]
    feed = {
        "ids": np.array(ids, dtype=np.int64),
        "pixels": np.random.default_rng(1).standard_normal((1, 3, 224, 224), dtype=np.float32),
    }
    answer(lambda: model.run(None, feed))


def cold(path, folder):
    import numpy as np
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    ids = [tokenizer.encode(caption).ids for caption in ["a photo of a cat", "a photo of a dog"]]
    feed = {"ids": np.array(ids, dtype=np.int64), "pixels": np.zeros((1, 3, 224, 224), dtype=np.float32)}
    logits = session(path).run(None, feed)[0][0]
    weights = np.exp(logits - logits.max())
    print(weights / weights.sum(), peak())


def captions(folder, lengths, count):
    """Words at random from the tokenizer's own, so that no two captions have more than a word or two of their beginning in common."""
    import random
    import re

    tokenizer, rng = tokens(folder), random.Random(1)
    words = sorted(token[:-4] for token in tokenizer.get_vocab() if re.fullmatch("[a-z]{3,}</w>", token))
    words = [word for word in words if len(tokenizer.encode(word).ids) == 3]
    bounds = [int(length) for length in str(lengths).split("-")]
    for _ in range(count):
        print(*rng.choices(words, k=rng.randint(bounds[0], bounds[-1]) - 2))


def tokens(folder):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
    tokenizer.no_padding()
    return tokenizer


def answer_captions(folder, file, run):
    """The captions in batches of one length, so that neither peer computes padding."""
    import collections

    import numpy as np

    tokenizer, texts = tokens(folder), open(file).read().splitlines()

    def once():
        lengths = collections.defaultdict(list)
        for encoding in tokenizer.encode_batch(texts):
            lengths[len(encoding.ids)].append(encoding.ids)
        for group in lengths.values():
            for first in range(0, len(group), 64):
                run(np.array(group[first : first + 64], dtype=np.int64))

    answer(once)


def onnxruntime(folder, file, path):
    model = session(path)
    answer_captions(folder, file, lambda ids: model.run(None, {"ids": ids}))


def with_transformers(folder, file):
    import torch
    import transformers

    torch.set_num_threads(2)
    model = transformers.CLIPTextModelWithProjection.from_pretrained(folder, attn_implementation="eager").eval()

    def run(ids):
        with torch.inference_mode():
            model(input_ids=torch.from_numpy(ids))

    answer_captions(folder, file, run)


if __name__ == "__main__":
    arguments = [int(argument) if argument.isdigit() else argument for argument in sys.argv[2:]]
    modes = {
        "make": make,
        "make-text": make_text,
        "serve": serve,
        "cold": cold,
        "captions": captions,
        "onnxruntime": onnxruntime,
        "transformers": with_transformers,
    }
    modes[sys.argv[1]](*arguments)
