"""Makes the golden gradients of the CLIP tests: Tests/TransformersTests/Fixtures/clip/NAME.gradients.golden.safetensors.

    python clip_gradient_goldens.py FIXTURES/clip MINICLIP_FOLDER

Needs torch, transformers, tokenizers and safetensors. For each caption f = d · v / |v|, v being its projected vector and d a vector
from a counter, and the gradient of f at the embedding of every token up to the end, by autograd in double precision. The miniatures
have the counter weights of `clip_goldens.py`, which are large enough for attention to be peaked; MiniCLIP has its own. A gradient is
kept as a sample: every `stride`-th element, `stride` the smallest odd number that keeps it within 400.
"""

import json
import sys
from pathlib import Path

import torch
import transformers as hf
from clip_goldens import CAPTIONS, fill, numbers
from safetensors.torch import load_file, save_file
from sampling import sample
from tokenizers import Tokenizer

SCENES = [
    "a big dog to the left of a small cat on a green background",
    "a small dog to the left of a big cat on a green background",
    "two cats sleeping",
    "a photo of three mice in the rain on an orange background",
    "an apple",
]


def goldens(model, tokenizer, captions):
    model = model.double().eval()
    end = tokenizer.encode("").ids[-1]
    words = model.text_model.embeddings.token_embedding
    direction = torch.from_numpy(numbers("direction", model.config.projection_dim)).double()
    out = {}
    for index, caption in enumerate(captions):
        ids = tokenizer.encode(caption).ids
        ids = ids[: ids.index(end) + 1]
        kept = []
        hook = words.register_forward_hook(
            lambda module, inputs, output, kept=kept: kept.append(output.detach().requires_grad_()) or kept[0]
        )
        pooled = model.text_model(input_ids=torch.tensor([ids])).pooler_output
        hook.remove()
        vector = model.text_projection(pooled)[0]
        value = direction @ vector / vector.norm()
        (gradient,) = torch.autograd.grad(value, kept)
        out[f"ids/{index}"] = torch.tensor(ids, dtype=torch.float32)
        out[f"value/{index}"] = value.detach().float()[None]
        out[f"norm/{index}"] = gradient.norm().float()[None]
        out[f"gradient/{index}"] = sample(gradient[0], 400)
    return out


def main(fixtures, miniclip):
    for name, tokenizer in [("patch-14", "marks-last"), ("patch-32", "marks-between")]:
        settings = json.loads((fixtures / f"{name}.json").read_text())
        model = hf.CLIPModel(hf.CLIPConfig(**settings, attn_implementation="eager"))
        fill(model)
        reader = Tokenizer.from_file(str(fixtures / f"{tokenizer}.json"))
        save_file(goldens(model, reader, CAPTIONS), fixtures / f"{name}.gradients.golden.safetensors")
    model = hf.CLIPModel.from_pretrained(miniclip, attn_implementation="eager", dtype=torch.float32)
    state = load_file(miniclip / "model.safetensors")
    assert all(torch.equal(value.float(), model.state_dict()[key]) for key, value in state.items())
    reader = Tokenizer.from_file(str(miniclip / "tokenizer.json"))
    save_file(goldens(model, reader, SCENES), fixtures / "miniclip.gradients.golden.safetensors")


main(*map(Path, sys.argv[1:]))
