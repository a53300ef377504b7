"""MiniLM by onnxruntime or transformers, exporting all attentions: the peers of attention-benchmark.

python peer.py export MODEL_FOLDER model.onnx      needs torch and transformers
python peer.py serve model.onnx TOKENS             reads a line, runs once, answers with milliseconds
python peer.py eager MODEL_FOLDER TOKENS           the same by transformers
python peer.py cold model.onnx MODEL_FOLDER        one sentence from process start
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from suite.peers import answer, peak, session


def export(folder, path):
    import torch
    import transformers

    model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager").eval()

    class All(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, ids, mask, types):
            result = self.model(input_ids=ids, attention_mask=mask, token_type_ids=types, output_attentions=True)
            return (result.last_hidden_state, *result.attentions)

    ids = torch.ones(1, 12, dtype=torch.long)
    names = ["hidden"] + [f"attention{i}" for i in range(model.config.num_hidden_layers)]
    axes = {name: {1: "n"} for name in ["ids", "mask", "types", "hidden"]}
    axes |= {name: {2: "n", 3: "n"} for name in names[1:]}
    torch.onnx.export(
        All(),
        (ids, ids, ids * 0),
        path,
        input_names=["ids", "mask", "types"],
        output_names=names,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def inputs(ids):
    import numpy as np

    ids = np.array([ids], dtype=np.int64)
    return {"ids": ids, "mask": np.ones_like(ids), "types": np.zeros_like(ids)}


def serve(count, run):
    ids = [1000 + 37 * i for i in range(count)]
    answer(lambda: run(ids))


def eager(folder):
    import torch
    import transformers

    torch.set_num_threads(2)
    model = transformers.AutoModel.from_pretrained(folder, attn_implementation="eager").eval()

    @torch.inference_mode()
    def run(ids):
        model(input_ids=torch.tensor([ids]), output_attentions=True)

    return run


if __name__ == "__main__":
    if sys.argv[1] == "export":
        export(*sys.argv[2:])
    elif sys.argv[1] == "serve":
        model = session(sys.argv[2])
        serve(int(sys.argv[3]), lambda ids: model.run(None, inputs(ids)))
    elif sys.argv[1] == "eager":
        serve(int(sys.argv[3]), eager(sys.argv[2]))
    else:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(sys.argv[3] + "/tokenizer.json")
        tokenizer.no_padding()
        out = session(sys.argv[2]).run(
            None, inputs(tokenizer.encode("The cat sat on the mat because it was tired.").ids)
        )
        print(out[1].shape, peak())
