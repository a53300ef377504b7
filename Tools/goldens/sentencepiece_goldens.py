"""Makes the golden values of tokenizers that are read from SentencePiece's own files:
Tests/TransformersTests/Fixtures/tokenizers/sentencepiece-kinds.json and *.model beside it.

    python sentencepiece_goldens.py Tests/TransformersTests/Fixtures/tokenizers

Needs `transformers` 5.23.0, `tokenizers` 0.23.3 and `sentencepiece` 0.2.3. Each folder holds just the file, a `config.json` and, for some, a
`tokenizer_config.json`, and is read by `AutoTokenizer`. The table of characters is left out of the files that are kept, and put in again
from `nmt_nfkc.gz` by whoever reads them. `llama.model` is that of `pair_goldens.py`. Classes that call SentencePiece itself give no places
in the text, so that of theirs ids alone are kept.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

from further_lines import further_lines, sums
from pair_goldens import trained, write
from sentencepiece import sentencepiece_model_pb2
from transformers import AutoTokenizer
from unigram_goldens import golden

UNIGRAM = dict(vocab_size=1000, model_type="unigram", normalization_rule_name="nmt_nfkc")
MODELS = {
    "roberta": UNIGRAM,
    "t5": dict(UNIGRAM, pad_id=0, eos_id=1, unk_id=2, bos_id=-1, user_defined_symbols=["<user>", "▁the▁harbour"]),
    "albert": dict(
        UNIGRAM,
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        bos_piece="[CLS]",
        eos_piece="[SEP]",
        user_defined_symbols=["[MASK]", "(", ")"],
    ),
    "deberta": dict(
        UNIGRAM,
        pad_id=0,
        bos_id=1,
        eos_id=2,
        unk_id=3,
        pad_piece="[PAD]",
        bos_piece="[CLS]",
        eos_piece="[SEP]",
        unk_piece="[UNK]",
    ),
    "target": dict(UNIGRAM, byte_fallback=True, vocab_size=1100, remove_extra_whitespaces=False),
}


def without_table(content):
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(content)
    proto.normalizer_spec.ClearField("precompiled_charsmap")
    return proto.SerializeToString()


def case(name, model, file, kind, settings=None, **others):
    """A folder: `others` are further files by their names, with models or JSON."""
    return {
        "name": name,
        "files": {file: model, **{key.replace("_spm", ".spm"): value for key, value in others.items()}},
        "config": {"model_type": kind} if kind else {},
        "settings": settings,
    }


ADDED = {
    "content": "<user>",
    "lstrip": False,
    "normalized": False,
    "rstrip": False,
    "single_word": False,
    "special": True,
}

CASES = [
    case("xlm-roberta", "roberta", "sentencepiece.bpe.model", "xlm-roberta"),
    case("xlm-roberta, other ends", "roberta", "sentencepiece.bpe.model", "xlm-roberta", {"mask_token": "<hole>"}),
    case("camembert", "roberta", "sentencepiece.bpe.model", "camembert"),
    case("albert", "albert", "spiece.model", "albert"),
    case(
        "albert, as it is written", "albert", "spiece.model", "albert", {"do_lower_case": False, "keep_accents": True}
    ),
    case("t5", "t5", "spiece.model", "t5"),
    case("t5, few holes", "t5", "spiece.model", "t5", {"extra_ids": 5, "tokenizer_class": "T5Tokenizer"}),
    case("mt5", "t5", "spiece.model", "mt5", {"extra_ids": 0, "extra_special_tokens": ["<user>"]}),
    case("deberta-v2", "deberta", "spm.model", "deberta-v2"),
    case(
        "deberta-v2, punctuation apart",
        "deberta",
        "spm.model",
        "deberta-v2",
        {"do_lower_case": True, "split_by_punct": True},
    ),
    case("llama", "llama", "tokenizer.model", "llama", {"tokenizer_class": "LlamaTokenizer"}),
    case(
        "llama, as it was",
        "llama",
        "tokenizer.model",
        "llama",
        {"tokenizer_class": "LlamaTokenizer", "legacy": True, "add_bos_token": True, "add_eos_token": True},
    ),
    case(
        "llama, no space first",
        "llama",
        "tokenizer.model",
        "llama",
        {"tokenizer_class": "LlamaTokenizer", "add_prefix_space": False, "added_tokens_decoder": {"1300": ADDED}},
    ),
    case("llama, no class", "llama", "tokenizer.model", "llama"),
    case(
        "mistral",
        "llama",
        "tokenizer.model",
        "mistral",
        {"tokenizer_class": "LlamaTokenizer", "add_bos_token": True},
    ),
    case("gemma", "llama", "tokenizer.model", "gemma", {"add_bos_token": True}),
    case("siglip", "t5", "spiece.model", "siglip"),
    case(
        "siglip, as it is written",
        "t5",
        "spiece.model",
        "siglip",
        {"do_lower_case": False, "tokenizer_class": "SiglipTokenizer"},
    ),
    case("marian", "roberta", "source.spm", "marian", target_spm="target", vocab="vocab"),
]


def encodings(tokenizer, lines):
    """The ids alone, as text."""
    tens = list(range(0, len(lines), 10))
    ids = [tokenizer(line)["input_ids"] for line in lines]
    ids += [tokenizer(lines[place], lines[place + 1])["input_ids"] for place in tens]
    ids += [tokenizer(lines[place], add_special_tokens=False)["input_ids"] for place in tens]
    return ids


def ids_alone(ids):
    """A fingerprint of ids."""
    value = 0xCBF29CE484222325
    for byte in "".join(f"{token};" for token in ids).encode():
        value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return f"{len(ids)} {value:016x}"


def main():
    output = Path(sys.argv[1])
    lines = [json.loads(line) for line in (output / "lines.jsonl").read_text().split("\n") if line]
    lines += further_lines(output)
    contents = {"llama": (output / "llama.model").read_bytes()}
    for name, keys in MODELS.items():
        chosen = lines if name != "target" else lines[1::2]
        contents[name] = trained(chosen, None, **keys).SerializeToString()
        (output / f"{name}.model").write_bytes(without_table(contents[name]))
    vocabulary = ["</s>", "<unk>", ">>nob<<"]
    for name in ("target", "roberta"):
        proto = sentencepiece_model_pb2.ModelProto()
        proto.ParseFromString(contents[name])
        # A piece of each that the other has not may be missing.
        vocabulary += [piece.piece for piece in proto.pieces[5:-9]]
    vocabulary = list(dict.fromkeys([*vocabulary, "<pad>"]))
    kinds = []
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            for file, content in case["files"].items():
                if content == "vocab":
                    table = {token: place for place, token in enumerate(vocabulary)}
                    Path(folder, "vocab.json").write_text(json.dumps(table))
                else:
                    Path(folder, file).write_bytes(contents[content])
            Path(folder, "config.json").write_text(json.dumps(case["config"]))
            if case["settings"] is not None:
                Path(folder, "tokenizer_config.json").write_text(json.dumps(case["settings"]))
            tokenizer = AutoTokenizer.from_pretrained(folder)
            kept = {**case, "class": type(tokenizer).__name__, "size": len(tokenizer)}
            if hasattr(tokenizer, "_tokenizer"):
                kept["golden"] = golden(tokenizer._tokenizer, lines)
            else:
                # Codes of languages are met at the beginning alone.
                ids = encodings(tokenizer, lines) + [
                    tokenizer(f">>{code}<< {lines[0]}")["input_ids"] for code in ("nob", "x")
                ]
                kept["ids"] = sums([ids_alone(one) for one in ids])
                if case["config"]["model_type"] == "marian":
                    target = [tokenizer(text_target=line)["input_ids"] for line in lines]
                    kept["target"] = sums([ids_alone(one) for one in target])
            kinds.append(kept)
    write([{"vocabulary": vocabulary}, *kinds], output / "sentencepiece-kinds.json")


if __name__ == "__main__":
    main()
