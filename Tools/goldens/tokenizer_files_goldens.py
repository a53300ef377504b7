"""Makes the golden values of the tests of a tokenizer's other files: Tests/TransformersTests/Fixtures/tokenizers/files.golden.json.

    python tokenizer_files_goldens.py Tests/TransformersTests/Fixtures

Needs `transformers` 5.23.0. Each case is a folder as people have it: a `config.json`, one of the fixtures' tokenizers as it stands
(`whole`) or as a vocabulary and a list of pairs (`parts`), and files beside it. `AutoTokenizer` reads it; what it makes of each text
is kept: ids, types and offsets.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

from transformers import AutoTokenizer

TEXTS = [
    "The quokka met <user> near [MASK] the river.",
    "Größe naïve CAFÉ 漢字 don't 1234 😀!",
    " leading  and  double spaces ",
    "<mask> at <mask>start <|endoftext|> x<mask>y",
    "[mask] <USER> QUOKKA quokkas <user>s [X] a <user> b",
    "",
    "<s>tide</s> <pad>",
]
PAIR = ("The harbour pilot.", "reads <user>")


def token(content, **keys):
    base = {"lstrip": False, "rstrip": False, "normalized": False, "single_word": False, "special": True}
    return {"content": content, **base, **keys}


def case(name, base, model, form="whole", change=None, **files):
    """One folder: `files` are keyed by name without `.json`; `change` replaces keys of `tokenizer.json`."""
    return {
        "name": name,
        "base": base,
        "model": model,
        "form": form,
        "change": change or {},
        "files": {f"{key}.json": value for key, value in files.items()},
    }


def settings(**keys):
    return {"tokenizer_config": keys}


ADDED = {"<user>": 900, "quokka": 901}
DECODER = {"900": token("<user>"), "901": token("quokka", normalized=True, special=False)}
MAP = {"unk_token": "[UNK]", "sep_token": "[SEP]", "cls_token": "[CLS]", "additional_special_tokens": ["<user>"]}

MPNET = [
    {"id": 900 + place, **token(content, lstrip=content == "<mask>")}
    for place, content in enumerate(["<s>", "</s>", "<pad>", "<mask>"])
]

CASES = [
    case("bert, no settings", "uncased", "bert"),
    case("bert, cased and no settings", "cased", "bert"),
    case("bert, not lower-cased", "uncased", "bert", **settings(do_lower_case=False)),
    case("bert, cased and lower-cased", "cased", "bert", **settings(do_lower_case=True)),
    case("bert, accents kept", "uncased", "bert", **settings(strip_accents=False)),
    case("bert, accents alone stripped", "uncased", "bert", **settings(strip_accents=True, do_lower_case=False)),
    case("bert, Chinese characters together", "uncased", "bert", **settings(tokenize_chinese_chars=False)),
    case("bert, the file alone", "cased", "bert", **settings(tokenizer_class="PreTrainedTokenizerFast")),
    case(
        "bert, the file alone, lower-cased",
        "cased",
        "bert",
        **settings(tokenizer_class="TokenizersBackend", do_lower_case=True),
    ),
    case("bert, a class that nobody knows", "cased", "bert", **settings(tokenizer_class="MyOwnTokenizer")),
    case("mpnet", "uncased", "mpnet", change={"added_tokens": MPNET}),
    case("mpnet, cased", "cased", "mpnet", change={"added_tokens": MPNET}, **settings(do_lower_case=False)),
    case(
        "bert by another name", "cased", "bert", **settings(tokenizer_class="ElectraTokenizerFast", do_lower_case=False)
    ),
    case("distilbert", "uncased", "distilbert", **settings(tokenizer_class="DistilBertTokenizer")),
    case("bert, nothing around a text", "uncased", "bert", change={"post_processor": None}),
    case(
        "the file alone, nothing around a text",
        "uncased",
        "bert",
        change={"post_processor": None},
        **settings(tokenizer_class="TokenizersBackend"),
    ),
    case("bert, added tokens beside the file", "uncased", "bert", added_tokens=ADDED),
    case("bert, added tokens in the settings", "uncased", "bert", **settings(added_tokens_decoder=DECODER)),
    case("bert, more special tokens", "uncased", "bert", **settings(extra_special_tokens=["<user>", "[X]"])),
    case(
        "bert, more special tokens by the old key", "uncased", "bert", **settings(additional_special_tokens=["<user>"])
    ),
    case("bert, a mask of its own", "uncased", "bert", **settings(mask_token="<mask>")),
    case("bert, other ends", "uncased", "bert", **settings(cls_token="[MASK]", sep_token="[PAD]")),
    case("bert, special tokens split", "uncased", "bert", **settings(split_special_tokens=True)),
    case("bert, a role of its own", "uncased", "bert", **settings(image_token="<user>")),
    case("bert, parts", "uncased", "bert", "parts"),
    case("bert, parts, not lower-cased", "cased", "bert", "parts", **settings(do_lower_case=False)),
    case("bert, parts, added tokens", "uncased", "bert", "parts", added_tokens=ADDED, special_tokens_map=MAP),
    case(
        "bert, parts, added tokens that the settings call special",
        "uncased",
        "bert",
        "parts",
        added_tokens=ADDED,
        **settings(additional_special_tokens=["<user>"]),
    ),
    case(
        "bert, parts, added tokens twice",
        "uncased",
        "bert",
        "parts",
        added_tokens=ADDED,
        special_tokens_map=MAP,
        **settings(added_tokens_decoder=DECODER),
    ),
    case(
        "bert, parts, a mask that takes spaces",
        "uncased",
        "bert",
        "parts",
        special_tokens_map={"mask_token": token("[MASK]", lstrip=True)},
    ),
    case("gpt2", "bytes", "gpt2"),
    case("gpt2, a space first", "bytes", "gpt2", **settings(add_prefix_space=True)),
    case("gpt2, a start beside the file", "bytes", "gpt2", **settings(add_bos_token=True)),
    case("gpt2, nothing around a text", "bytes", "gpt2", change={"post_processor": None}),
    case(
        "gpt2, the file alone, a space first",
        "bytes",
        "gpt2",
        **settings(tokenizer_class="TokenizersBackend", add_prefix_space=True),
    ),
    case("gpt2, parts", "bytes", "gpt2", "parts"),
    case("gpt2, parts, a space first", "bytes", "gpt2", "parts", **settings(add_prefix_space=True)),
    case("gpt2, parts, a start", "bytes", "gpt2", "parts", **settings(add_bos_token=True)),
    case("gpt2, parts, an end", "bytes", "gpt2", "parts", **settings(add_eos_token=True)),
    case("gpt2, parts, both ends", "bytes", "gpt2", "parts", **settings(add_bos_token=True, add_eos_token=True)),
    case("gpt2, parts, no start to add", "bytes", "gpt2", "parts", **settings(add_bos_token=True, bos_token=None)),
    case(
        "gpt2, parts, padding added",
        "bytes",
        "gpt2",
        "parts",
        added_tokens={"[PAD]": 900},
        special_tokens_map={"pad_token": "[PAD]"},
    ),
    case("gpt2 with bert's", "uncased", "gpt2", "parts", **settings(tokenizer_class="BertTokenizer")),
    case("roberta", "roberta", "roberta"),
    case("roberta, a space first", "roberta", "roberta", **settings(add_prefix_space=True)),
    case("roberta, offsets as they are", "roberta", "roberta", **settings(add_prefix_space=True, trim_offsets=False)),
    case("roberta, the file alone", "roberta", "roberta", **settings(tokenizer_class="TokenizersBackend")),
    case("roberta, parts", "roberta", "roberta", "parts"),
    case(
        "roberta, parts, a mask that takes spaces",
        "roberta",
        "roberta",
        "parts",
        special_tokens_map={"mask_token": token("<mask>", lstrip=True)},
    ),
    case(
        "roberta, parts, a mask of the settings",
        "roberta",
        "roberta",
        "parts",
        **settings(mask_token={"__type": "AddedToken", **token("<mask>", lstrip=True)}),
    ),
    case(
        "roberta, parts, whole words",
        "roberta",
        "roberta",
        "parts",
        **settings(added_tokens_decoder={"900": token("<user>", single_word=True, rstrip=True)}),
    ),
    case("roberta by another name", "roberta", "roberta", "parts", **settings(tokenizer_class="LongformerTokenizer")),
    case(
        "roberta with gpt2's",
        "roberta",
        "roberta",
        "parts",
        **settings(
            tokenizer_class="GPT2Tokenizer", add_bos_token=True, bos_token="<s>", eos_token="</s>", unk_token="<unk>"
        ),
    ),
    case("clip", "../clip/marks-last", "clip"),
    case("clip, older marks", "../clip/marks-between", "clip"),
    case("clip, parts", "../clip/marks-last", "clip", "parts"),
    case("clip, parts, a token of one's own", "../clip/marks-last", "clip", "parts", added_tokens={"<user>": -1}),
]


def write(folder, fixtures, case):
    """The folder of a case; the id -1 stands for the next one after the vocabulary."""
    document = json.load(open(fixtures / "tokenizers" / f"{case['base']}.json"))
    (folder / "config.json").write_text(json.dumps({"model_type": case["model"]}))
    vocabulary = document["model"]["vocab"]
    if case["form"] == "whole":
        (folder / "tokenizer.json").write_text(json.dumps({**document, **case["change"]}))
    elif "merges" in document["model"]:
        (folder / "vocab.json").write_text(json.dumps(vocabulary))
        merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in document["model"]["merges"]]
        (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{pair}\n" for pair in merges))
    else:
        tokens = sorted(vocabulary, key=vocabulary.get)
        (folder / "vocab.txt").write_text("".join(f"{token}\n" for token in tokens))
    for name, content in case["files"].items():
        if name == "added_tokens.json":
            content = {key: len(vocabulary) if value < 0 else value for key, value in content.items()}
            case["files"][name] = content
        (folder / name).write_text(json.dumps(content))


def main():
    fixtures = Path(sys.argv[1])
    for case in CASES:
        with tempfile.TemporaryDirectory() as place:
            write(Path(place), fixtures, case)
            tokenizer = AutoTokenizer.from_pretrained(place)
            encodings = [tokenizer(text, return_token_type_ids=True, return_offsets_mapping=True) for text in TEXTS]
            encodings.append(tokenizer(*PAIR, return_token_type_ids=True, return_offsets_mapping=True))
            case["ids"] = [encoding["input_ids"] for encoding in encodings]
            case["types"] = [encoding["token_type_ids"] for encoding in encodings]
            case["offsets"] = [
                [place for pair in encoding["offset_mapping"] for place in pair] for encoding in encodings
            ]
    golden = {"texts": TEXTS, "pair": PAIR, "cases": CASES}
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in CASES)
    head = json.dumps({"texts": TEXTS, "pair": PAIR}, ensure_ascii=False)[:-1]
    (fixtures / "tokenizers/files.golden.json").write_text(f'{head}, "cases": [\n{lines}\n]}}\n', encoding="utf-8")
    assert json.load(open(fixtures / "tokenizers/files.golden.json")) == json.loads(json.dumps(golden))


if __name__ == "__main__":
    main()
