"""Makes the miniature classifiers and their golden values: Tests/TransformersTests/Fixtures/classifiers/.

    python classifier_goldens.py OUTPUT

Needs torch, transformers (5.23.0), tokenizers and safetensors. The weights are random and large, as those of model_goldens.py,
whose tokenizers they have. Each model is of another kind: BERT chooses among three classes, DistilBERT among two without names,
RoBERTa gives a number, GPT-2 says of each of four classes whether it holds. For two sentences golden.json has the classes' scores,
those with each word masked and with each word left out, and with each head silenced.
"""

import json
import sys
from pathlib import Path

import torch
import transformers as hf
from model_goldens import byte_pairs, randomize, word_pieces
from safetensors.torch import save_file

SENTENCES = ["The old keeper reads the green book.", "Nobody waits for the late ship, and the pilot eats bread."]


def miniature(name):
    common = dict(attn_implementation="eager")
    bert = dict(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48, max_position_embeddings=64
    )
    if name == "bert":
        names = {0: "sunny", 1: "grey", 2: "stormy"}
        config = hf.BertConfig(
            vocab_size=160, **bert, id2label=names, label2id={v: k for k, v in names.items()}, **common
        )
        return hf.BertForSequenceClassification(config), word_pieces()
    if name == "distilbert":
        config = hf.DistilBertConfig(
            vocab_size=160, dim=32, n_layers=2, n_heads=4, hidden_dim=48, max_position_embeddings=64, **common
        )
        return hf.DistilBertForSequenceClassification(config), word_pieces()
    if name == "roberta":
        config = hf.RobertaConfig(
            vocab_size=320,
            **bert,
            type_vocab_size=1,
            pad_token_id=1,
            num_labels=1,
            problem_type="regression",
            **common,
        )
        return hf.RobertaForSequenceClassification(config), byte_pairs(True)
    names = {0: "sea", 1: "land", 2: "food", 3: "books"}
    config = hf.GPT2Config(
        vocab_size=320,
        n_embd=32,
        n_layer=2,
        n_head=4,
        n_positions=64,
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=0,
        id2label=names,
        label2id={v: k for k, v in names.items()},
        problem_type="multi_label_classification",
        **common,
    )
    return hf.GPT2ForSequenceClassification(config), byte_pairs(False)


def outputs(model, name):
    """The projection behind the heads of each layer."""
    if name == "distilbert":
        return [layer.attention.out_lin for layer in model.distilbert.transformer.layer]
    if name == "gpt2":
        return [block.attn.c_proj for block in model.transformer.h]
    return [layer.attention.output.dense for layer in getattr(model, name).encoder.layer]


def scores(model, ids):
    with torch.no_grad():
        return model(input_ids=torch.tensor([ids])).logits[0].tolist()


def silenced(model, name, ids):
    """The scores with each head of each layer silenced."""
    rows = []
    for module in outputs(model, name):
        for head in range(4):

            def silence(_module, inputs, head=head):
                context = inputs[0].clone()
                context[..., head * 8 : head * 8 + 8] = 0
                return (context, *inputs[1:])

            hook = module.register_forward_pre_hook(silence)
            rows.append(scores(model, ids))
            hook.remove()
    return rows


def golden(model, name, tokenizer, text):
    encoding = tokenizer.encode(text)
    ids, words = encoding.ids, encoding.word_ids
    groups = [
        [i for i, word in enumerate(words) if word == number] for number in sorted({w for w in words if w is not None})
    ]
    mask = tokenizer.token_to_id("[MASK]") or tokenizer.token_to_id("<mask>")
    return {
        "text": text,
        "ids": ids,
        "words": groups,
        "scores": scores(model, ids),
        "masked": [scores(model, [mask if i in group else id for i, id in enumerate(ids)]) for group in groups]
        if mask
        else [],
        "leftOut": [scores(model, [id for i, id in enumerate(ids) if i not in group]) for group in groups],
        "silenced": silenced(model, name, ids),
    }


if __name__ == "__main__":
    output = Path(sys.argv[1])
    result = {}
    for seed, name in enumerate(["bert", "distilbert", "roberta", "gpt2"]):
        folder = output / name
        folder.mkdir(parents=True, exist_ok=True)
        model, tokenizer = miniature(name)
        randomize(model, 2000 + seed)
        # What is stored is what the reference runs: weights are rounded first.
        model = model.to(torch.float16).to(torch.float32).eval()
        model.config.architectures = [type(model).__name__]
        config = json.loads(model.config.to_json_string(use_diff=False))
        kept = {k: v for k, v in config.items() if v is not None and not k.startswith("_")}
        if name == "distilbert":
            # As files are that were written by hand: two classes are what there is unless it is said.
            for key in ("id2label", "label2id"):
                kept.pop(key)
        (folder / "config.json").write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
        (folder / "tokenizer.json").write_text(
            json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")) + "\n"
        )
        state = {key: value.to(torch.float16).contiguous().clone() for key, value in model.state_dict().items()}
        save_file(state, folder / "model.safetensors")
        result[name] = [golden(model, name, tokenizer, text) for text in SENTENCES]
        if name == "gpt2":
            # A text that ends with padding is judged at its last other token.
            ids = tokenizer.encode(SENTENCES[0]).ids + [0, 0]
            result["padded"] = {"ids": ids, "scores": scores(model, ids)}
    (output / "golden.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
