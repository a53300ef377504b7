"""Makes the miniature checkpoints and golden values of the model tests: Tests/TransformersTests/Fixtures/models/.

    python model_goldens.py OUTPUT [MINILM_FOLDER]

Needs torch, transformers (5.23.0), tokenizers and safetensors. Every miniature has random weights about ten times as
large as a fresh model's, so that its attention is peaked and the wrong activation, scale or position shows. A golden is a
safetensors file of samples, `<case>/<tensor>/<layer>`: every `stride`-th element, `stride` the smallest odd number
that keeps a sample within its limit. Ids are (37 i + 11 n) mod the vocabulary for a text of n tokens.
"""

import json
import sys
from pathlib import Path

import torch
import transformers as hf
from safetensors.torch import save_file
from sampling import sample
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

TEXT = """The harbour pilot reads the tide tables before breakfast. The old lighthouse keeper writes every ship in a green
book. A small boat waits outside the harbour for the tide. The keeper and the pilot eat bread by the window and talk of
ships. Rain falls on the green water. Nobody reads the old book twice. The ship that waits outside is late again."""

LENGTHS = [1, 2, 7, 12, 64, 128]


def word_pieces():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        [TEXT], trainers.WordPieceTrainer(vocab_size=160, special_tokens=special, show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def byte_pairs(roberta):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    special = ["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)] if roberta else ["<|endoftext|>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(
        [TEXT],
        trainers.BpeTrainer(vocab_size=320, special_tokens=special, initial_alphabet=alphabet, show_progress=False),
    )
    if roberta:
        tokenizer.post_processor = processors.RobertaProcessing(
            ("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False
        )
    else:
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def randomize(model, seed):
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=draw)
            isNorm = "norm" in name.lower() or ".ln_" in name
            if isNorm and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif parameter.dim() == 1:
                parameter.copy_(0.2 * noise)
            else:
                parameter.copy_(0.25 * noise)


def miniature(name):
    common = dict(attn_implementation="eager")
    if name == "bert":
        config = hf.BertConfig(
            vocab_size=160,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=48,
            max_position_embeddings=132,
            **common,
        )
        return hf.BertForPreTraining(config), word_pieces(), torch.float32
    if name == "distilbert":
        config = hf.DistilBertConfig(
            vocab_size=160, dim=32, n_layers=2, n_heads=4, hidden_dim=48, max_position_embeddings=132, **common
        )
        return hf.DistilBertForMaskedLM(config), word_pieces(), torch.float16
    if name == "roberta":
        config = hf.RobertaConfig(
            vocab_size=320,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=48,
            max_position_embeddings=134,
            type_vocab_size=1,
            pad_token_id=1,
            layer_norm_eps=1e-5,
            **common,
        )
        return hf.RobertaForMaskedLM(config), byte_pairs(True), torch.bfloat16
    config = hf.GPT2Config(
        vocab_size=320, n_embd=32, n_layer=2, n_head=4, n_positions=132, bos_token_id=0, eos_token_id=0, **common
    )
    return hf.GPT2LMHeadModel(config), byte_pairs(False), torch.float32


def projections(base, name):
    """The modules that make queries, keys and values of each layer; GPT-2's makes all three."""
    if name in ("bert", "roberta"):
        return [[l.attention.self.query, l.attention.self.key, l.attention.self.value] for l in base.encoder.layer]
    if name == "distilbert":
        return [[l.attention.q_lin, l.attention.k_lin, l.attention.v_lin] for l in base.transformer.layer]
    return [[block.attn.c_attn] for block in base.h]


def run(model, base, name, ids, limit, out, case, mask=None, types=None):
    kept = {}
    hooks = [
        module.register_forward_hook(lambda _m, _i, o, key=(layer, part): kept.__setitem__(key, o[0]))
        for layer, modules in enumerate(projections(base, name))
        for part, module in enumerate(modules)
    ]
    inputs = dict(input_ids=torch.tensor([ids]), attention_mask=torch.tensor([mask or [1] * len(ids)]))
    if types is not None:
        inputs["token_type_ids"] = torch.tensor([types])
    with torch.no_grad():
        result = model(**inputs, output_attentions=True, output_hidden_states=True)
    for hook in hooks:
        hook.remove()
    for layer, state in enumerate(result.hidden_states):
        out[f"{case}/hidden/{layer}"] = sample(state[0], limit)
    for layer, weights in enumerate(result.attentions):
        heads, count = weights.shape[1], weights.shape[2]
        if name == "gpt2":
            q, k, v = kept[(layer, 0)].chunk(3, dim=-1)
        else:
            q, k, v = (kept[(layer, part)] for part in range(3))
        split = lambda x: x.view(count, heads, -1).transpose(0, 1)
        scores = split(q) @ split(k).transpose(1, 2) / (q.shape[-1] // heads) ** 0.5
        out[f"{case}/probabilities/{layer}"] = sample(weights[0], limit)
        out[f"{case}/scores/{layer}"] = sample(scores, limit)
        for key, value in (("queries", q), ("keys", k), ("values", v)):
            out[f"{case}/{key}/{layer}"] = sample(value, limit)
    logits = getattr(result, "prediction_logits", getattr(result, "logits", None))
    if logits is not None:
        out[f"{case}/logits"] = sample(logits[0], limit)
    if getattr(base, "pooler", None) is not None:
        with torch.no_grad():
            out[f"{case}/pooled"] = sample(base.pooler(result.hidden_states[-1])[0], limit)


def goldens(model, base, name, vocabulary, lengths, limit, start=0):
    out = {}
    makeIds = lambda n: [start + (37 * i + 11 * n) % (vocabulary - start) for i in range(n)]
    hasTypes = name == "bert"
    for n in lengths:
        run(
            model,
            base,
            name,
            makeIds(n),
            limit,
            out,
            str(n),
            types=[int(i >= n // 2) for i in range(n)] if hasTypes else None,
        )
    hidden = {3, 7, 11}
    run(model, base, name, makeIds(12), limit, out, "masked", mask=[int(i not in hidden) for i in range(12)])
    return out


if __name__ == "__main__":
    output = Path(sys.argv[1])
    for seed, name in enumerate(["bert", "distilbert", "roberta", "gpt2"]):
        folder = output / name
        folder.mkdir(parents=True, exist_ok=True)
        model, tokenizer, kind = miniature(name)
        randomize(model, 1000 + seed)
        # What is stored is what the reference runs: weights are rounded first.
        model = model.to(kind).to(torch.float32).eval()
        base = getattr(
            model, {"bert": "bert", "distilbert": "distilbert", "roberta": "roberta", "gpt2": "transformer"}[name]
        )
        config = {k: v for k, v in model.config.to_dict().items() if v is not None}
        (folder / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
        (folder / "tokenizer.json").write_text(
            json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")) + "\n"
        )
        state = {key: value.to(kind).contiguous() for key, value in model.state_dict().items()}
        tied = {
            "cls.predictions.decoder.weight",
            "cls.predictions.decoder.bias",
            "lm_head.decoder.weight",
            "lm_head.decoder.bias",
            "lm_head.weight",
            "vocab_projector.weight",
        }
        stored = {key: value.clone() for key, value in state.items() if key not in tied}
        if name == "bert":
            # The spellings and buffers of old checkpoints.
            stored = {
                key.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): value
                for key, value in stored.items()
            }
            stored["bert.embeddings.position_ids"] = torch.arange(132)[None]
        if name == "gpt2":
            # PyTorch's own file, tied weight and causal buffers included, as the hub's GPT-2 has them.
            old = {key.removeprefix("transformer."): value for key, value in state.items()}
            old["h.0.attn.bias"] = torch.tril(torch.ones(4, 4, dtype=torch.uint8))[None, None]
            old["h.0.attn.masked_bias"] = torch.tensor(-1e4)
            torch.save(old, folder / "pytorch_model.bin")
        else:
            save_file(stored, folder / "model.safetensors")
        save_file(
            goldens(model, base, name, config["vocab_size"], LENGTHS + [132], 150),
            output / f"{name}.golden.safetensors",
        )
    if len(sys.argv) > 2:
        model = hf.AutoModel.from_pretrained(sys.argv[2], attn_implementation="eager").eval()
        save_file(
            goldens(model, model, "bert", 30522, LENGTHS + [512], 60, start=1000), output / "minilm.golden.safetensors"
        )
