"""Makes the checkpoints and golden values of the tests of odd checkpoints: Tests/TransformersTests/Fixtures/checkpoints/.

    python checkpoint_goldens.py Tests/TransformersTests/Fixtures

Needs torch, transformers (5.23.0), numpy and safetensors. The same few tensors as PyTorch saved them before 1.6 (`old.bin`), in a
trainer's checkpoint beside an optimizer (`trainer.bin`, `old-trainer.bin`), and as safetensors (`plain.safetensors`);
`untied.json` has the logits of the miniature models with a table of scores of their own: the word embedding and the bias moved on by
one row.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy
import torch
import transformers as hf
from safetensors.torch import load_file, save_file

IDS = [5, 42, 9, 77, 13, 60]


def tensors():
    torch.manual_seed(4)
    shared = torch.randn(6, 4)
    return {
        "embeddings.weight": shared,
        "second.rows": shared[2:5],
        "half.weight": torch.randn(3, 5).half(),
        "position_ids": torch.arange(7)[None],
        "scalar": torch.tensor(4.25),
        "double.bias": torch.randn(3, dtype=torch.float64),
    }


def checkpoints(folder):
    weights = tensors()
    save_file({name: tensor.clone() for name, tensor in weights.items()}, folder / "plain.safetensors")
    torch.save(weights, folder / "old.bin", _use_new_zipfile_serialization=False)
    parameters = [torch.nn.Parameter(torch.randn(2, 2))]
    optimizer = torch.optim.AdamW(parameters)
    parameters[0].sum().backward()
    optimizer.step()
    checkpoint = {
        "epoch": 3,
        "loss": numpy.float64(0.25),
        "args": argparse.Namespace(rate=1e-3, names=["a", "b"]),
        "history": [0.5, 0.25],
        "optimizer_state_dict": optimizer.state_dict(),
        "model_state_dict": torch.nn.Module.state_dict(torch.nn.ParameterDict({})) | weights,
    }
    torch.save(checkpoint, folder / "trainer.bin")
    torch.save(checkpoint, folder / "old-trainer.bin", _use_new_zipfile_serialization=False)


def untied(fixtures):
    classes = {
        "bert": hf.BertForMaskedLM,
        "roberta": hf.RobertaForMaskedLM,
        "distilbert": hf.DistilBertForMaskedLM,
        "gpt2": hf.GPT2LMHeadModel,
    }
    golden = {}
    for name, kind in classes.items():
        config = hf.AutoConfig.from_pretrained(fixtures / "models" / name)
        config.tie_word_embeddings = False
        model = kind.from_pretrained(
            fixtures / "models" / name, config=config, attn_implementation="eager", dtype=torch.float32
        ).eval()
        tied = kind.from_pretrained(fixtures / "models" / name, attn_implementation="eager", dtype=torch.float32).eval()
        with torch.no_grad():
            head = model.get_output_embeddings()
            head.weight = torch.nn.Parameter(torch.roll(tied.get_input_embeddings().weight, 1, 0).clone())
            if head.bias is not None:
                head.bias = torch.nn.Parameter(torch.roll(tied.get_output_embeddings().bias, 1, 0).clone())
            logits = model(torch.tensor([IDS])).logits[0]
            assert (logits - tied(torch.tensor([IDS])).logits[0]).abs().max() > 1e-2
        golden[name] = [round(value, 6) for value in logits.flatten()[::7].tolist()]
    return golden


def main():
    fixtures = Path(sys.argv[1])
    folder = fixtures / "checkpoints"
    folder.mkdir(exist_ok=True)
    checkpoints(folder)
    (folder / "untied.json").write_text(json.dumps({"ids": IDS, "stride": 7, "logits": untied(fixtures)}) + "\n")
    assert load_file(folder / "plain.safetensors")["scalar"] == 4.25


if __name__ == "__main__":
    main()
