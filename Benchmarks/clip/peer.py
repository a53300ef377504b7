"""CLIP by onnxruntime and by transformers: the peers of clip-benchmark.

    python peer.py make MODEL_FOLDER model.onnx PAIRS_GZ   a ViT-B/32 of random weights, and its export
    python peer.py serve model.onnx CAPTIONS               reads a line, runs once, answers with milliseconds
    python peer.py cold model.onnx MODEL_FOLDER            two captions from process start
    python peer.py captions MODEL_FOLDER COUNT             transformers, captions a second, each batch padded to its longest

`make` needs torch, transformers and onnx; PAIRS_GZ is `bpe_simple_vocab_16e6.txt.gz` of the package open-clip-torch.
"""

import pathlib
import sys
import time

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
    tokens = characters + [c + "</w>" for c in characters] + [a + b for a, b in merges] + ["<|startoftext|>", "<|endoftext|>"]
    transformers.CLIPTokenizer(vocab={token: i for i, token in enumerate(tokens)}, merges=merges).save_pretrained(folder)

    class Logits(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids, pixels):
            return self.model(input_ids=ids, pixel_values=pixels).logits_per_image

    feed = (torch.randint(1000, 40000, (2, 8)), torch.randn(1, 3, 224, 224))
    axes = {"ids": {0: "captions", 1: "tokens"}, "logits": {1: "captions"}}
    torch.onnx.export(Logits(), feed, path, input_names=["ids", "pixels"], output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False)


def serve(path, count):
    import numpy as np

    model = session(path)
    ids = [[49406] + [1000 + 401 * caption + 3571 * i for i in range(6)] + [49407] for caption in range(count)]
    feed = {"ids": np.array(ids, dtype=np.int64), "pixels": np.random.default_rng(1).standard_normal((1, 3, 224, 224), dtype=np.float32)}
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


def captions(folder, count):
    import torch
    import transformers

    torch.set_num_threads(2)
    model = transformers.CLIPModel.from_pretrained(folder).eval()
    tokenizer = transformers.CLIPTokenizer.from_pretrained(folder)
    texts = [f"{i * 7919 % count} cats and {i % 97} dogs" for i in range(count)]
    start = time.perf_counter()
    with torch.inference_mode():
        for first in range(0, count, 64):
            model.get_text_features(**tokenizer(texts[first : first + 64], padding=True, return_tensors="pt"))
    print(f"{count / (time.perf_counter() - start):.0f} a second, {peak()}")


if __name__ == "__main__":
    arguments = [int(argument) if argument.isdigit() else argument for argument in sys.argv[2:]]
    {"make": make, "serve": serve, "cold": cold, "captions": captions}[sys.argv[1]](*arguments)
