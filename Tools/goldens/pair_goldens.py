"""Makes the golden values of the tokenizers of decoders, and of tokenizers that say themselves how a text is split:
Tests/TransformersTests/Fixtures/tokenizers/pairs*.

    python pair_goldens.py Tests/TransformersTests/Fixtures/tokenizers

Needs `transformers` 5.23.0, `tokenizers` 0.23.3 and `sentencepiece`. Trains one small BPE of characters on the lines, as SentencePiece does for
LLaMA, and takes the pairs from its tokens as transformers does; BPE of bytes is that of `bytes.json`. What `AutoTokenizer` makes of all
lines is kept as in `unigram_goldens.py`.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import sentencepiece
from further_lines import further_lines
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import AutoTokenizer
from transformers.tokenization_utils_base import generate_merges
from unigram_goldens import golden

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def trained(lines, path, **keys):
    """The pieces of a SentencePiece model of some lines; characters that are rare are left out."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "lines.txt")
        counts = Counter("".join(lines))
        common = {letter for letter, count in counts.items() if count > 12 and letter != "\0"}
        sound = ["".join(letter for letter in line if letter in common or letter == " ") for line in lines]
        text.write_text("\n".join(" ".join(line.split()) for line in sound if len(line) < 400))
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            model_prefix=f"{folder}/m",
            character_coverage=1.0,
            num_threads=1,
            minloglevel=2,
            **keys,
        )
        content = Path(folder, "m.model").read_bytes()
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(content)
    # Where the training lay and what it was asked is nobody's business, and no reader's.
    proto.trainer_spec.ClearField("input")
    proto.trainer_spec.ClearField("model_prefix")
    if path:
        path.write_bytes(proto.SerializeToString())
    return proto


LLAMA = dict(
    vocab_size=1300,
    model_type="bpe",
    byte_fallback=True,
    normalization_rule_name="identity",
    split_digits=True,
    remove_extra_whitespaces=False,
    allow_whitespace_only_pieces=True,
)


def template(tokenizer, start, end=None, after=None):
    """The tokens around a text, after another step or alone."""
    single = ([start] if start else []) + ["$A"] + ([end] if end else [])
    pair = single + ([f"{start}:1"] if start else []) + ["$B:1"] + ([f"{end}:1"] if end else [])
    known = [(token, tokenizer.token_to_id(token)) for token in (start, end) if token]
    step = processors.TemplateProcessing(single=single, pair=pair, special_tokens=known)
    tokenizer.post_processor = processors.Sequence([after, step]) if after else step


def characters(vocabulary, merges, special, **keys):
    one = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, fuse_unk=True, byte_fallback=True, **keys))
    one.add_special_tokens(special)
    return one


def in_characters(tokens, merges):
    """A name, a backend, its `tokenizer_config.json` and its `config.json`, of those whose symbols are characters."""
    vocabulary = {token: place for place, token in enumerate(tokens)}

    one = characters(vocabulary, merges, ["<unk>", "<s>", "</s>"], unk_token="<unk>")
    one.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    template(one, "<s>")
    yield "llama, the file alone", one, {"tokenizer_class": "PreTrainedTokenizerFast"}, {"model_type": "llama"}

    one = characters(vocabulary, merges, ["<unk>", "<s>", "</s>"], unk_token="<unk>")
    one.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    template(one, "<s>")
    yield "llama", one, {"tokenizer_class": "LlamaTokenizer", "add_eos_token": True}, {"model_type": "llama"}
    yield "llama, as it was", one, {"tokenizer_class": "LlamaTokenizer", "legacy": True}, {"model_type": "llama"}
    yield "mistral", one, {"tokenizer_class": "LlamaTokenizerFast", "legacy": True}, {"model_type": "mistral"}

    names = {"<0xE0>": "<no E0>", "<0xF0>": "<no F0>", "<0xD9>": "<no D9>"}
    renamed = {names.get(token, token): place for token, place in vocabulary.items()}
    one = characters(renamed, merges, ["<unk>"], unk_token="<unk>")
    one.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\p{N}{1,3}"), behavior="merged_with_next"),
            pre_tokenizers.Split("e", behavior="contiguous", invert=True),
            pre_tokenizers.Metaspace(prepend_scheme="never"),
        ]
    )
    yield "bytes are missing", one, {"tokenizer_class": "PreTrainedTokenizerFast"}, {}

    first = ["<pad>", "<eos>", "<bos>"]
    gemma = {token: place for place, token in enumerate(first + tokens[3:] + ["<unk>", "<mask>"])}
    one = characters(gemma, merges, ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"], unk_token="<unk>")
    one.normalizer = normalizers.Replace(" ", "▁")
    one.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    template(one, "<bos>")
    yield "gemma", one, {"tokenizer_class": "GemmaTokenizer"}, {"model_type": "gemma2"}
    yield "siglip 2", one, {"tokenizer_class": "Siglip2Tokenizer"}, {"model_type": "siglip2"}


def in_bytes(base):
    vocabulary, merges = base["vocab"], [tuple(pair) for pair in base["merges"]]

    def bytes_(special, **keys):
        one = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, **keys))
        one.add_special_tokens(special)
        return one

    as_it_is = processors.ByteLevel(trim_offsets=False)

    one = bytes_(["<|begin_of_text|>", "<|end_of_text|>"], ignore_merges=True)
    one.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(LLAMA3), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    template(one, "<|begin_of_text|>", after=as_it_is)
    settings = {"bos_token": "<|begin_of_text|>", "eos_token": "<|end_of_text|>"}
    yield "llama 3", one, {"tokenizer_class": "PreTrainedTokenizerFast", **settings}, {"model_type": "llama"}
    yield (
        "llama 3 by its ancestors' name",
        one,
        {"tokenizer_class": "LlamaTokenizer", **settings},
        {"model_type": "llama"},
    )

    one = bytes_(["<|im_start|>", "<|im_end|>"])
    one.normalizer = normalizers.NFC()
    one.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    one.post_processor = as_it_is
    yield "qwen2", one, {"tokenizer_class": "Qwen2Tokenizer", "eos_token": "<|im_end|>"}, {"model_type": "qwen2"}
    yield "qwen3, a space first", one, {"add_prefix_space": True}, {"model_type": "qwen3"}

    one = bytes_(["<|padding|>"])
    one.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    one.post_processor = processors.ByteLevel(trim_offsets=True)
    yield (
        "gpt-neox",
        one,
        {"tokenizer_class": "GPTNeoXTokenizerFast", "add_bos_token": True},
        {"model_type": "gpt_neox"},
    )

    one = bytes_(["[UNK]", "[CLS]", "[SEP]", "[PAD]", AddedToken("[MASK]", lstrip=True, special=True)])
    one.add_tokens([AddedToken("  ", normalized=False), AddedToken("   ", normalized=False), "|||"])
    one.normalizer = normalizers.NFC()
    one.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=True)
    template(one, "[CLS]", "[SEP]")
    yield "modernbert", one, {"tokenizer_class": "BertTokenizer"}, {"model_type": "modernbert"}

    one = bytes_(["<eos>"])
    one.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Punctuation(behavior="merged_with_previous"),
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=True),
        ]
    )
    one.post_processor = processors.ByteLevel(trim_offsets=True, add_prefix_space=True)
    yield "several steps", one, {"tokenizer_class": "PreTrainedTokenizerFast"}, {}


def of_words(lines):
    counts = Counter(word for line in lines for word in line.lower().split())
    words = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:300]]
    special = ["[UNK]", "[CLS]", "[SEP]"]
    one = Tokenizer(models.WordLevel({token: place for place, token in enumerate(special + words)}, unk_token="[UNK]"))
    one.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()])
    one.pre_tokenizer = pre_tokenizers.Whitespace()
    one.add_special_tokens(special)
    template(one, "[CLS]", "[SEP]")
    yield "words", one, {"tokenizer_class": "PreTrainedTokenizerFast"}, {}

    pieces = special + [chr(place) for place in range(33, 127)] + ["##" + chr(place) for place in range(33, 127)]
    pieces += [word for word in words if word.isalpha() and len(word) > 1]
    one = Tokenizer(models.WordPiece({token: place for place, token in enumerate(pieces)}, unk_token="[UNK]"))
    one.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.Lowercase(), normalizers.StripAccents()])
    one.pre_tokenizer = pre_tokenizers.Whitespace()
    one.add_special_tokens(special)
    template(one, "[CLS]", "[SEP]")
    yield "a student's", one, {"tokenizer_class": "PreTrainedTokenizerFast"}, {}


def kept(name, tokenizer, settings, config, lines):
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.save(f"{folder}/tokenizer.json")
        Path(folder, "tokenizer_config.json").write_text(json.dumps(settings))
        Path(folder, "config.json").write_text(json.dumps(config))
        return {
            "name": name,
            "settings": settings,
            "config": config,
            "document": json.loads(Path(folder, "tokenizer.json").read_text()),
            "golden": golden(AutoTokenizer.from_pretrained(folder)._tokenizer, lines),
        }


def write(kinds, path):
    text = ",\n".join(json.dumps(kind, ensure_ascii=False, separators=(",", ":")) for kind in kinds)
    path.write_text(f"[\n{text}\n]\n", encoding="utf-8")


def main():
    output = Path(sys.argv[1])
    lines = [json.loads(line) for line in (output / "lines.jsonl").read_text().split("\n") if line]
    lines += further_lines(output)
    tokens = [piece.piece for piece in trained(lines, output / "llama.model", **LLAMA).pieces]
    merges = generate_merges({token: place for place, token in enumerate(tokens)})
    shared = {"tokens": tokens, "merges": [" ".join(pair) for pair in merges]}
    (output / "pairs.json").write_text(json.dumps(shared, ensure_ascii=False, separators=(",", ":")) + "\n")
    base = json.loads((output / "bytes.json").read_text())["model"]
    kinds = []
    for kind in in_characters(tokens, merges):
        one = kept(*kind, lines)
        vocabulary = one["document"]["model"]["vocab"]
        one["base"] = "pairs"
        # What all share is put in by whoever reads it.
        one["document"]["model"]["merges"] = []
        one["document"]["model"]["vocab"] = {
            token: place for token, place in vocabulary.items() if place >= len(tokens) or tokens[place] != token
        }
        kinds.append(one)
    for kind in in_bytes(base):
        one = kept(*kind, lines)
        one["base"] = "bytes"
        one["document"]["model"]["merges"], one["document"]["model"]["vocab"] = [], {}
        kinds.append(one)
    for kind in of_words(lines):
        kinds.append({**kept(*kind, lines), "base": ""})
    write(kinds, output / "pairs-kinds.json")


if __name__ == "__main__":
    main()
