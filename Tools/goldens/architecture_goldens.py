"""Makes the golden values of the architectures' tests: Tests/TransformersTests/Fixtures/architectures/.

    python architecture_goldens.py OUTPUT [NAME ...]

Needs torch, transformers (5.23.0) and safetensors. Weights come from the counter of clip_goldens.py, large enough for attention to be
peaked, and are not kept: NAME.json lists each tensor with its shape, scale and offset, and the configurations that all mean this model:
as transformers writes them, and as files of before it had `rope_parameters` have them. NAME.golden.safetensors has samples of every
layer's numbers, as those of model_goldens.py: queries and keys as they enter the product, scores with scale, bias and cap, before any
mask. Everything is computed in double precision where the reference does not insist on another.
"""

import importlib
import json
import math
import sys
from pathlib import Path

import torch
import transformers as hf
from clip_goldens import numbers
from safetensors.torch import save_file
from sampling import sample

LENGTHS = [1, 7, 40, 150]
LIMIT = 60
VOCABULARY = 160
SIZES = dict(
    vocab_size=VOCABULARY,
    hidden_size=32,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=48,
    max_position_embeddings=152,
)
ROBERTA = dict(SIZES, max_position_embeddings=154, type_vocab_size=1, pad_token_id=1, layer_norm_eps=1e-5)
LLAMA3 = dict(factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)

# Each case: the class, what its configuration says, and what older files say otherwise: new keys, or None for those that they lack.
CASES = {
    "xlm-roberta": ("XLMRobertaForMaskedLM", ROBERTA, None),
    "camembert": ("CamembertForMaskedLM", ROBERTA, None),
    "electra-generator": ("ElectraForMaskedLM", dict(SIZES, embedding_size=16), None),
    "electra-discriminator": ("ElectraForPreTraining", dict(SIZES, embedding_size=32, hidden_act="relu"), None),
    "albert": ("AlbertForPreTraining", dict(SIZES, embedding_size=16, num_hidden_layers=3), None),
    "albert-groups": (
        "AlbertForMaskedLM",
        dict(SIZES, embedding_size=32, num_hidden_layers=3, num_hidden_groups=2, hidden_act="gelu"),
        None,
    ),
    "mpnet": ("MPNetForMaskedLM", dict(SIZES, max_position_embeddings=154, layer_norm_eps=1e-5), None),
    "llama": ("LlamaForCausalLM", dict(SIZES, num_key_value_heads=2), dict(rope_theta=10000.0, rope_parameters=None)),
    "llama-3": (
        "LlamaForCausalLM",
        dict(
            SIZES,
            num_key_value_heads=1,
            attention_bias=True,
            mlp_bias=True,
            tie_word_embeddings=True,
            rope_parameters=dict(rope_type="llama3", rope_theta=500000.0, **LLAMA3),
        ),
        dict(rope_theta=500000.0, rope_scaling=dict(rope_type="llama3", **LLAMA3), rope_parameters=None),
    ),
    "llama-long": (
        "LlamaForCausalLM",
        dict(SIZES, head_dim=12, rope_parameters=dict(rope_type="linear", rope_theta=10000.0, factor=4.0)),
        dict(rope_theta=10000.0, rope_scaling=dict(type="linear", factor=4.0), rope_parameters=None),
    ),
    "mistral": (
        "MistralForCausalLM",
        dict(SIZES, num_key_value_heads=2, sliding_window=9),
        dict(rope_theta=10000.0, rope_parameters=None),
    ),
    "qwen2": (
        "Qwen2ForCausalLM",
        dict(
            SIZES,
            num_hidden_layers=3,
            num_key_value_heads=2,
            use_sliding_window=True,
            sliding_window=11,
            max_window_layers=1,
            tie_word_embeddings=True,
            rope_parameters=dict(rope_type="default", rope_theta=1000000.0),
        ),
        dict(rope_theta=1000000.0, rope_parameters=None, layer_types=None),
    ),
    "qwen3": (
        "Qwen3ForCausalLM",
        dict(SIZES, num_key_value_heads=2, head_dim=16, max_window_layers=28),
        dict(rope_theta=10000.0, rope_parameters=None, layer_types=None),
    ),
    "gemma": (
        "GemmaForCausalLM",
        dict(SIZES, num_key_value_heads=1, head_dim=16),
        dict(rope_theta=10000.0, rope_parameters=None, hidden_act="gelu", hidden_activation=None),
    ),
    "gemma2": (
        "Gemma2ForCausalLM",
        dict(
            SIZES,
            num_hidden_layers=3,
            num_key_value_heads=2,
            head_dim=16,
            query_pre_attn_scalar=24,
            sliding_window=13,
            attn_logit_softcapping=5.0,
            final_logit_softcapping=3.0,
        ),
        dict(rope_theta=10000.0, rope_parameters=None, layer_types=None),
    ),
    "gemma3": (
        "Gemma3ForCausalLM",
        dict(
            SIZES,
            num_hidden_layers=4,
            num_key_value_heads=2,
            head_dim=16,
            query_pre_attn_scalar=24,
            sliding_window=13,
            sliding_window_pattern=3,
            rope_scaling=dict(rope_type="linear", factor=8.0),
        ),
        dict(
            rope_theta=1000000.0,
            rope_local_base_freq=10000.0,
            rope_scaling=dict(rope_type="linear", factor=8.0),
            sliding_window_pattern=3,
            rope_parameters=None,
            layer_types=None,
        ),
    ),
    "opt": ("OPTForCausalLM", dict(SIZES, ffn_dim=48, intermediate_size=None), None),
    "opt-narrow": (
        "OPTForCausalLM",
        dict(SIZES, ffn_dim=48, intermediate_size=None, do_layer_norm_before=False, word_embed_proj_dim=16),
        None,
    ),
    "gpt-neox": (
        "GPTNeoXForCausalLM",
        dict(SIZES),
        dict(rotary_pct=0.25, rotary_emb_base=10000, rope_parameters=None),
    ),
    "gpt-neox-serial": (
        "GPTNeoXForCausalLM",
        dict(
            SIZES,
            use_parallel_residual=False,
            tie_word_embeddings=True,
            rope_parameters=dict(rope_type="default", rope_theta=500.0, partial_rotary_factor=0.5),
        ),
        dict(rotary_pct=0.5, rotary_emb_base=500, rope_parameters=None),
    ),
    "modernbert": (
        "ModernBertForMaskedLM",
        dict(SIZES, num_hidden_layers=4, local_attention=16, pad_token_id=0, bos_token_id=1, eos_token_id=2),
        dict(
            global_attn_every_n_layers=3,
            global_rope_theta=160000.0,
            local_rope_theta=10000.0,
            rope_parameters=None,
            layer_types=None,
        ),
    ),
    "modernbert-biased": (
        "ModernBertForMaskedLM",
        dict(
            SIZES,
            local_attention=22,
            norm_bias=True,
            attention_bias=True,
            mlp_bias=True,
            classifier_bias=True,
            decoder_bias=False,
            hidden_activation="silu",
            classifier_activation="relu",
            tie_word_embeddings=False,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=2,
        ),
        None,
    ),
}

# The same models with a head that tells three classes.
CASES |= {
    "xlm-roberta-classes": ("XLMRobertaForSequenceClassification", dict(ROBERTA, num_labels=3), None),
    "electra-classes": ("ElectraForSequenceClassification", dict(SIZES, embedding_size=16, num_labels=3), None),
    "albert-classes": ("AlbertForSequenceClassification", dict(SIZES, embedding_size=16, num_labels=3), None),
    "mpnet-classes": ("MPNetForSequenceClassification", dict(CASES["mpnet"][1], num_labels=3), None),
    "llama-classes": ("LlamaForSequenceClassification", dict(CASES["llama"][1], num_labels=3, pad_token_id=0), None),
    "gemma2-classes": ("Gemma2ForSequenceClassification", dict(CASES["gemma2"][1], num_labels=3, pad_token_id=0), None),
    "gemma3-classes": (
        "Gemma3TextForSequenceClassification",
        dict(CASES["gemma3"][1], num_labels=3, pad_token_id=0),
        None,
    ),
    "gpt-neox-classes": ("GPTNeoXForSequenceClassification", dict(SIZES, num_labels=3, pad_token_id=0), None),
    "opt-narrow-classes": ("OPTForSequenceClassification", dict(CASES["opt-narrow"][1], num_labels=3), None),
}


def spread(case, name, shape):
    """The scale and the offset of a tensor's numbers."""
    if "q_norm" in name or "k_norm" in name:
        return 0.5, 1.0 if case.startswith("gemma") else 2.0
    if "norm" in name.lower() and name.endswith("weight"):
        return 0.2, 0.0 if case.startswith("gemma") else 1.0
    if len(shape) == 1:
        return 0.2, 0.0
    if "relative_attention_bias" in name:
        return 2.0, 0.0
    if "embed" in name and "project" not in name and "mapping" not in name:
        return 0.3 if case.startswith("gemma") else 1.0, 0.0
    return 4.0 / math.sqrt(shape[1]), 0.0


def stored(model):
    """The parameters, each tied one by the name within the base model, as checkpoints have it."""
    names = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        if id(parameter) not in names or name.startswith(model.base_model_prefix + "."):
            names[id(parameter)] = (name, parameter)
    return names.values()


def miniature(case):
    kind, keys, older = CASES[case]
    keys = {key: value for key, value in keys.items() if value is not None}
    model = getattr(hf, kind)._from_config(getattr(hf, kind).config_class(**keys), attn_implementation="eager").eval()
    tensors = []
    with torch.no_grad():
        for name, parameter in stored(model):
            scale, offset = spread(case, name, parameter.shape)
            values = numbers(name, parameter.numel()) * torch.tensor(scale, dtype=torch.float32).numpy() + float(offset)
            parameter.copy_(torch.from_numpy(values.astype("float32")).reshape(parameter.shape))
            tensors.append(dict(name=name, shape=list(parameter.shape), scale=scale, offset=offset))
    own = {key: value for key, value in model.config.to_dict().items() if value is not None}
    own["architectures"] = [kind]
    for key in ("transformers_version", "_name_or_path", "dtype", "use_cache", "initializer_range"):
        own.pop(key, None)
    configurations = [own]
    if older is not None:
        old = {
            key: value for key, value in dict(own, **older).items() if value is not None or older.get(key, 0) is None
        }
        configurations.append({key: value for key, value in old.items() if key != "rope_parameters"})
        if old.get("layer_types", 0) is None:
            configurations[-1].pop("layer_types", None)
    return model.double(), tensors, configurations


class Recorder:
    """Keeps what goes into each layer's attention."""

    def __init__(self, model, base):
        self.records = []
        # The mean over a layer's queries of their largest probability.
        self.peaks = []
        self.base = base
        self.module = importlib.import_module(type(model).__module__)
        self.original = original = getattr(self.module, "eager_attention_forward", None)
        if original is not None:

            def recording(module, query, key, value, attention_mask, scaling=None, **keys):
                self.keep(module, query, key, value, scaling, keys.get("softcap"))
                return original(module, query, key, value, attention_mask, scaling=scaling, **keys)

            self.module.eager_attention_forward = recording
        else:
            for layer in base.encoder.layer:
                layer.attention.attn.register_forward_hook(self.mpnet, with_kwargs=True)

    def close(self):
        if self.original is not None:
            self.module.eager_attention_forward = self.original

    def keep(self, module, query, key, value, scaling, cap=None, bias=None):
        shared = query.shape[1] // key.shape[1]
        key, value = (x.repeat_interleave(shared, dim=1) for x in (key, value))
        scores = query @ key.transpose(2, 3) * (query.shape[-1] ** -0.5 if scaling is None else scaling)
        if bias is not None:
            scores = scores + bias
        if cap is not None:
            scores = torch.tanh(scores / cap) * cap
        if isinstance(module, hf.models.opt.modeling_opt.OPTAttention):
            query = query / module.scaling
        flat = (x[0].transpose(0, 1) for x in (query, key, value))
        self.records.append((scores[0], *flat))

    def mpnet(self, module, inputs, keys, _):
        hidden = inputs[0]
        count = hidden.shape[1]
        split = lambda map: map(hidden).view(1, count, module.num_attention_heads, -1).transpose(1, 2)
        bias = self.base.encoder.compute_position_bias(hidden)
        self.keep(module, split(module.q), split(module.k), split(module.v), None, bias=bias)


def run(model, base, recorder, ids, out, case, mask=None, types=None):
    recorder.records.clear()
    narrow = []
    inputs = dict(input_ids=torch.tensor([ids]), attention_mask=torch.tensor([mask or [1] * len(ids)]))
    if types is not None:
        inputs["token_type_ids"] = torch.tensor([types])
    project = getattr(getattr(base, "decoder", None), "project_out", None)
    hook = project.register_forward_hook(lambda _m, i, _o: narrow.append(i[0])) if project is not None else None
    with torch.no_grad():
        result = model(**inputs, output_attentions=True, output_hidden_states=True)
    states = list(result.hidden_states)
    if hook:
        # Brought back to the embedding's size by what belongs to the scores here.
        hook.remove()
        states[-1] = narrow[0]
    for layer, state in enumerate(states):
        out[f"{case}/hidden/{layer}"] = sample(state[0], LIMIT)
    recorder.peaks += [float(weights.max(dim=-1).values.mean()) for weights in result.attentions]
    for layer, (weights, record) in enumerate(zip(result.attentions, recorder.records, strict=True)):
        out[f"{case}/probabilities/{layer}"] = sample(weights[0], LIMIT)
        for name, value in zip(("scores", "queries", "keys", "values"), record, strict=True):
            out[f"{case}/{name}/{layer}"] = sample(value, LIMIT)
    logits = getattr(result, "prediction_logits", getattr(result, "logits", None))
    if logits is not None and logits.dim() == 3:
        out[f"{case}/logits"] = sample(logits[0], LIMIT)
    if logits is not None and logits.dim() == 2 and logits.shape[1] == 3:
        out[f"{case}/classes"] = sample(logits[0], LIMIT)
    if getattr(base, "pooler", None) is not None:
        with torch.no_grad():
            out[f"{case}/pooled"] = sample(torch.tanh(base.pooler(result.hidden_states[-1][:, 0]))[0], LIMIT)


def make(case, output):
    model, tensors, configurations = miniature(case)
    base = getattr(model, model.base_model_prefix)
    recorder = Recorder(model, base)
    hasTypes = getattr(model.config, "type_vocab_size", 1) == 2
    out = {}
    make = lambda n: [(37 * i + 11 * n) % VOCABULARY for i in range(n)]
    for n in LENGTHS:
        types = [int(i >= n // 2) for i in range(n)] if hasTypes else None
        run(model, base, recorder, make(n), out, str(n), types=types)
    run(model, base, recorder, make(12), out, "masked", mask=[int(i not in {3, 7, 11}) for i in range(12)])
    recorder.close()
    peak = min(recorder.peaks)
    assert peak > 0.15, f"{case}: attention is not peaked ({peak:.2f})"
    if case.endswith("-classes"):
        # What is below the head is that of the model without it.
        out = {name: value for name, value in out.items() if name.endswith("/classes")}
    save_file(out, output / f"{case}.golden.safetensors")
    text = json.dumps(dict(configurations=configurations, tensors=tensors), separators=(",", ":"), sort_keys=True)
    (output / f"{case}.json").write_text(text + "\n")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or CASES:
        make(name, folder)
        print(name, (folder / f"{name}.golden.safetensors").stat().st_size, (folder / f"{name}.json").stat().st_size)
