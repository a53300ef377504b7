#!/usr/bin/env python3
"""Works the numbers of the chapter on attention out again, by PyTorch and transformers: what check.py does, with their model.

python check_models.py --model FOLDER_OR_ID
"""

import sys

import check  # the script beside this one
from checking import need

need("torch", "transformers")
import torch
from transformers import AutoModel, AutoTokenizer


class Reference:
    """The model of transformers, with what check.py asks of one."""

    def __init__(self, folder):
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
        self.layers, self.heads = self.model.config.num_hidden_layers, self.model.config.num_attention_heads
        self.mask = self.tokenizer.mask_token_id

    def encode(self, text):
        return self.tokenizer(text)["input_ids"]

    @torch.no_grad()
    def forward(self, ids, silent=None, skipped=None, shared=(), known=()):
        """The last hidden states, and of each layer its attention, queries, keys and the length of what values bring."""
        kept, hooks = [{} for _ in range(self.layers)], []

        def split(tensor):
            return tensor[0].reshape(len(ids), self.heads, -1).transpose(0, 1)

        def keep(layer, part):
            return lambda module, inputs, output: kept[layer].__setitem__(part, split(output))

        def silence(module, inputs):
            contexts = inputs[0].reshape(1, len(ids), self.heads, -1).clone()
            contexts[:, :, slice(None) if silent[1] is None else silent[1]] = 0
            return (contexts.reshape(1, len(ids), -1),) + inputs[1:]

        def share(number):
            def hook(module, inputs, output):
                contexts = output[1][0].mean(dim=0, keepdim=True) @ kept[number]["value"]
                return (contexts.transpose(0, 1).reshape(1, len(ids), -1),) + tuple(output[1:])

            return hook

        for number, layer in enumerate(self.model.encoder.layer):
            if number in shared:
                hooks.append(layer.attention.self.register_forward_hook(share(number)))
            for part in ("query", "key", "value"):
                hooks.append(getattr(layer.attention.self, part).register_forward_hook(keep(number, part)))
            if silent and silent[0] == number:
                hooks.append(layer.attention.output.dense.register_forward_pre_hook(silence))
            if skipped == number:
                hooks.append(
                    layer.register_forward_hook(
                        lambda module, inputs, output: (
                            (inputs[0],) + output[1:] if isinstance(output, tuple) else inputs[0]
                        )
                    )
                )
        try:
            output = self.model(torch.tensor([ids]), output_attentions=True)
        finally:
            for hook in hooks:
                hook.remove()
        passed = []
        for number, layer in enumerate(self.model.encoder.layer):
            weight = layer.attention.output.dense.weight.T.reshape(
                self.heads, -1, layer.attention.output.dense.weight.shape[0]
            )
            passed.append(
                {
                    "weights": output.attentions[number][0].numpy(),
                    "queries": kept[number]["query"].numpy(),
                    "keys": kept[number]["key"].numpy(),
                    "lengths": torch.linalg.norm(kept[number]["value"] @ weight, dim=-1).numpy(),
                }
            )
        return output.last_hidden_state[0].numpy(), passed


if __name__ == "__main__":
    sys.exit(check.main(Reference))
