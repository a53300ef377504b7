#!/usr/bin/env python3
"""Works the numbers of the chapter on attention out again, by PyTorch and transformers: what check.py does, with their model.

python check_models.py --model FOLDER_OR_ID
"""

import sys

import check  # the script beside this one
from checking import need

need("torch", "transformers")
import numpy as np
import torch
from transformers import AutoConfig, AutoModel, AutoModelForSeq2SeqLM, AutoTokenizer


class Part:
    """A layer's attention: its projections, and whether its own output is still to be projected or has been already."""

    def __init__(self, layer):
        if hasattr(layer, "self_attn"):  # BART, Marian
            self.attention, self.layer = layer.self_attn, layer
            self.projections = dict(zip(("query", "key", "value"), (f"{name}_proj" for name in "qkv")))
            self.output, self.is_projected = layer.self_attn.out_proj, True
        else:
            self.attention, self.layer = layer.attention.self, layer
            self.projections = {name: name for name in ("query", "key", "value")}
            self.output, self.is_projected = layer.attention.output.dense, False

    def projection(self, name):
        return getattr(self.attention, self.projections[name])


class Reference:
    """The model of transformers, with what check.py asks of one."""

    def __init__(self, folder):
        config = AutoConfig.from_pretrained(folder)
        kind = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModel
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.whole = kind.from_pretrained(folder, attn_implementation="eager").eval()
        self.model = self.whole.get_encoder() if config.is_encoder_decoder else self.whole
        if config.is_encoder_decoder:
            self.speak = self.spoken
        own = self.model if config.is_encoder_decoder else getattr(self.model, "encoder", None)
        layers = getattr(own, "layers" if config.is_encoder_decoder else "layer", None)
        if layers is None:
            raise ValueError(f"a model of the kind {config.model_type}, whose layers have other names")
        self.parts = [Part(layer) for layer in layers]
        self.layers, self.heads = config.num_hidden_layers, config.num_attention_heads
        self.mask = self.tokenizer.mask_token_id

    def encode(self, text):
        return self.tokenizer(text)["input_ids"]

    @torch.no_grad()
    def spoken(self, text, read):
        """How a decoder attends to its own text and to the sentence, and the scores of what it would say."""
        output = self.whole(
            input_ids=torch.tensor([self.encode(text)]),
            decoder_input_ids=torch.tensor([read["ids"]]),
            output_attentions=True,
        )
        return {
            "decoder": np.stack([layer[0].double().numpy() for layer in output.decoder_attentions]),
            "cross": np.stack([layer[0].double().numpy() for layer in output.cross_attentions]),
            "logits": output.logits[0].numpy(),
        }

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
                contexts = contexts.transpose(0, 1).reshape(1, len(ids), -1)
                part = self.parts[number]
                return (part.output(contexts) if part.is_projected else contexts,) + tuple(output[1:])

            return hook

        for number, part in enumerate(self.parts):
            if number in shared:
                hooks.append(part.attention.register_forward_hook(share(number)))
            for name in ("query", "key", "value"):
                hooks.append(part.projection(name).register_forward_hook(keep(number, name)))
            if silent and silent[0] == number:
                hooks.append(part.output.register_forward_pre_hook(silence))
            if skipped == number:
                hooks.append(
                    part.layer.register_forward_hook(
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
        for number, part in enumerate(self.parts):
            weight = part.output.weight.T.reshape(self.heads, -1, part.output.weight.shape[0])
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
