"""Makes the golden values of the Unigram tokenizers: Tests/TransformersTests/Fixtures/tokenizers/unigram*.

    python unigram_goldens.py Tests/TransformersTests/Fixtures/tokenizers

Needs `transformers` 5.23.0, `tokenizers` 0.23.3 and `sentencepiece`. Trains one small SentencePiece model on the lines of
`lines.jsonl`, whose table of characters (nmt_nfkc) is the real one, puts it into `tokenizer.json` files as each class of transformers
has them, and keeps what `AutoTokenizer` makes of those lines and of `further_lines.py`: a sum over all and two digits of each.
"""

import base64
import gzip
import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import sentencepiece
from further_lines import further_lines, sums
from sentencepiece import sentencepiece_model_pb2
from tokenizer_goldens import fingerprint
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import AutoTokenizer

SIZE = 1000


def trained(lines):
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "lines.txt")
        counts = Counter("".join(lines))
        common = {letter for letter, count in counts.items() if count > 6 and letter != "\0"}
        sound = ["".join(letter for letter in line if letter in common or letter == " ") for line in lines]
        text.write_text("\n".join(" ".join(line.split()) for line in sound if len(line) < 400))
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            model_prefix=f"{folder}/m",
            vocab_size=SIZE,
            character_coverage=1.0,
            normalization_rule_name="nmt_nfkc",
            num_threads=1,
            minloglevel=2,
        )
        proto = sentencepiece_model_pb2.ModelProto()
        proto.ParseFromString(Path(folder, "m.model").read_bytes())
    return [
        (piece.piece, round(piece.score, 4)) for piece in proto.pieces[3:]
    ], proto.normalizer_spec.precompiled_charsmap


def golden(tokenizer, lines):
    """What is kept of a tokenizer: of each line, of every tenth with the next one, and of every tenth with nothing around it."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encodings = [tokenizer.encode(line) for line in lines]
    encodings += [tokenizer.encode(first, second) for first, second in zip(lines[::10], lines[1::10])]
    encodings += [tokenizer.encode(line, add_special_tokens=False) for line in lines[::10]]
    return sums([fingerprint(encoding) for encoding in encodings])


def backend(special, unknown, pieces, fallback=False):
    bytes_ = [(f"<0x{byte:02X}>", -20.0) for byte in range(256)] if fallback else []
    vocabulary = [(token, 0.0) for token in special] + pieces + bytes_
    return Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=fallback))


def wrapped(tokenizer, start, end, gap, kind=0):
    ids = [(token, tokenizer.token_to_id(token)) for token in {start, end} if token]
    head = [start] if start else []
    tokenizer.post_processor = processors.TemplateProcessing(
        single=[*head, "$A", end],
        pair=[*head, "$A", end, *([end] if gap else []), f"$B:{kind}", f"{end}:{kind}"],
        special_tokens=ids,
    )


def metaspace(scheme="always"):
    return pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme=scheme)])


def tokenizers(pieces, table):
    """A name, a backend, and its `tokenizer_config.json`."""
    mask = AddedToken("<mask>", lstrip=True, normalized=False, special=True)
    precompiled = normalizers.Precompiled(table)

    one = backend(["<s>", "<pad>", "</s>", "<unk>"], 3, [*pieces, ("<mask>", 0.0)])
    one.normalizer = normalizers.Sequence([precompiled, normalizers.Replace(Regex(" {2,}"), " ")])
    one.pre_tokenizer = metaspace()
    one.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", mask])
    wrapped(one, "<s>", "</s>", gap=True)
    yield "xlm-roberta", one, {"tokenizer_class": "XLMRobertaTokenizer"}

    one = backend(["<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED"], 3, pieces)
    one.normalizer = precompiled
    one.pre_tokenizer = metaspace()
    one.add_special_tokens(["<s>", "</s>", "<pad>", "<unk>", mask, "<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"])
    wrapped(one, "<s>", "</s>", gap=True)
    yield "camembert", one, {"tokenizer_class": "CamembertTokenizer"}

    one = backend(["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"], 1, pieces)
    one.normalizer = normalizers.Sequence(
        [
            normalizers.Replace("``", '"'),
            normalizers.Replace("''", '"'),
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            precompiled,
        ]
    )
    one.pre_tokenizer = metaspace()
    one.add_special_tokens(
        ["<pad>", "<unk>", "[CLS]", "[SEP]", AddedToken("[MASK]", lstrip=True, normalized=False, special=True)]
    )
    wrapped(one, "[CLS]", "[SEP]", gap=False, kind=1)
    yield "albert", one, {"tokenizer_class": "AlbertTokenizer"}

    one = backend(["<pad>", "</s>", "<unk>"], 2, pieces + [(f"<extra_id_{99 - place}>", 0.0) for place in range(100)])
    one.normalizer = precompiled
    one.pre_tokenizer = metaspace()
    one.add_special_tokens(["<pad>", "</s>", "<unk>"] + [f"<extra_id_{place}>" for place in range(100)])
    wrapped(one, None, "</s>", gap=False)
    yield "t5", one, {"tokenizer_class": "T5Tokenizer", "extra_ids": 100}

    one = backend(["[PAD]", "[CLS]", "[SEP]", "[UNK]"], 3, pieces)
    one.normalizer = normalizers.Sequence([normalizers.Strip(), precompiled])
    one.pre_tokenizer = pre_tokenizers.Metaspace()
    one.add_special_tokens(["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"])
    wrapped(one, "[CLS]", "[SEP]", gap=False, kind=1)
    yield "deberta-v2", one, {"tokenizer_class": "DebertaV2Tokenizer", "split_by_punct": True, "do_lower_case": True}

    one = backend(["<unk>", "<s>", "</s>"], 0, pieces, fallback=True)
    one.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Strip()])
    one.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Metaspace(prepend_scheme="first")]
    )
    one.add_special_tokens(["<unk>", "<s>", "</s>"])
    wrapped(one, "<s>", "</s>", gap=False)
    yield "file", one, {"tokenizer_class": "PreTrainedTokenizerFast"}

    one = backend(["<unk>", "<s>", "</s>"], 0, pieces)
    one.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁"), normalizers.NFD()])
    one.add_special_tokens(["<unk>", "<s>", "</s>"])
    wrapped(one, "<s>", "</s>", gap=False)
    yield "whole", one, {"tokenizer_class": "PreTrainedTokenizerFast"}


def main():
    output = Path(sys.argv[1])
    lines = [json.loads(line) for line in (output / "lines.jsonl").read_text().split("\n") if line]
    pieces, table = trained(lines)
    (output / "nmt_nfkc.gz").write_bytes(gzip.compress(table, mtime=0))
    (output / "unigram.json").write_text(json.dumps(pieces, ensure_ascii=False, separators=(",", ":")) + "\n")
    lines += further_lines(output)
    kinds = []
    for name, tokenizer, settings in tokenizers(pieces, table):
        with tempfile.TemporaryDirectory() as folder:
            tokenizer.save(f"{folder}/tokenizer.json")
            Path(folder, "tokenizer_config.json").write_text(json.dumps(settings))
            kept = golden(AutoTokenizer.from_pretrained(folder)._tokenizer, lines)
            document = json.loads(Path(folder, "tokenizer.json").read_text())
        # What all share is put in by whoever reads it.
        text = json.dumps(document, ensure_ascii=False).replace(base64.b64encode(table).decode(), "MAP")
        document = json.loads(text)
        tokens = document["model"]["vocab"]
        first = next(place for place, (token, _) in enumerate(tokens) if token == pieces[0][0])
        document["model"]["vocab"] = [tokens[:first], tokens[first + len(pieces) :]]
        kinds.append({"name": name, "settings": settings, "document": document, "golden": kept})
    text = ",\n".join(json.dumps(kind, ensure_ascii=False, separators=(",", ":")) for kind in kinds)
    (output / "unigram-kinds.json").write_text(f"[\n{text}\n]\n")


if __name__ == "__main__":
    main()
