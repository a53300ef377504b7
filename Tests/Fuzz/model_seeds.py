"""Seeds of what lies in a model's folder: tokenizers by each step that one may have, their settings by class, weights by kind.

`make_corpora.py` keeps them.
"""

import json
import struct


def pieces_file(pieces, training=b"", clean_up=b""):
    """SentencePiece's own file: pieces of a text, a score and a kind."""

    def field(number, content):
        return bytes([number << 3 | 2]) + length(len(content)) + content

    def length(count):
        return bytes([count]) if count < 128 else bytes([count & 127 | 128, count >> 7])

    said = b"".join(
        field(1, field(1, text.encode()) + b"\x15" + struct.pack("<f", score) + bytes([0x18, kind]))
        for text, score, kind in pieces
    )
    return said + (field(2, training) if training else b"") + (field(3, clean_up) if clean_up else b"")


SENTENCES = [
    r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"""
    + digits
    + r"""| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
    for digits in (r"\p{N}{1,3}", r"\p{N}")
]
CLIP = r"""<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""

NORMALIZERS = {
    "steps": [
        {"type": "NFD"}, {"type": "StripAccents"}, {"type": "NFKC"}, {"type": "NFC"}, {"type": "NFKD"}, {"type": "Lowercase"}, {"type": "Nmt"},
        {"type": "Strip", "strip_left": True, "strip_right": True}, {"type": "Prepend", "prepend": "\u2581"},
        {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}, {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Replace", "pattern": {"Regex": "\\s{2,}|[\\n\\r\\t]"}, "content": ""},
    ],
    "bert": [{"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": False}],
    "table": [{"type": "Precompiled", "precompiled_charsmap": ""}],
    "damaged": [{"type": "Precompiled", "precompiled_charsmap": "AAAA"}],
    "no-table": [{"type": "Precompiled", "precompiled_charsmap": "?"}],
    "regex": [{"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": ""}],
    "unknown": [{"type": "Unknown"}],
}  # fmt: skip

SPLITTERS = {
    "whitespace": [{"type": "Whitespace"}], "split": [{"type": "WhitespaceSplit"}, {"type": "Punctuation", "behavior": "MergedWithPrevious"}],
    "bert": [{"type": "BertPreTokenizer"}], "digits": [{"type": "Digits", "individual_digits": True}, {"type": "Digits"}],
    "delimiter": [{"type": "CharDelimiterSplit", "delimiter": "-"}], "no-delimiter": [{"type": "CharDelimiterSplit", "delimiter": "--"}],
    "metaspace": [{"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "first", "split": False}, {"type": "Metaspace", "add_prefix_space": False}],
    "scheme": [{"type": "Metaspace", "prepend_scheme": "often"}],
    "patterns": [
        {"type": "Split", "pattern": {"Regex": regex}, "behavior": behavior, "invert": invert}
        for regex, behavior, invert in zip(
            ["\\s+", "\\w+|[^\\w\\s]+", "\\p{N}", "\\p{N}{1,3}"], ["Removed", "Isolated", "MergedWithNext", "Contiguous"], [False, True, False, False]
        )
    ],
    "text": [{"type": "Split", "pattern": {"String": "a"}, "behavior": "MergedWithPrevious", "invert": False}],
    "regex": [{"type": "Split", "pattern": {"Regex": "(a|b)*"}, "behavior": "Isolated"}],
    "behavior": [{"type": "Split", "pattern": {"String": "a"}, "behavior": "Sometimes"}],
    "unknown": [{"type": "UnicodeScripts"}],
    "after": [{"type": "ByteLevel"}, {"type": "Digits"}],
}  # fmt: skip

ROUND = {
    "template": {
        "type": "TemplateProcessing",
        "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
        "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [0], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [1], "tokens": ["[SEP]"]}},
    },
    "bert": {"type": "BertProcessing", "sep": ["[SEP]", 1], "cls": ["[CLS]", 0]},
    "roberta": {"type": "RobertaProcessing", "sep": ["[SEP]", 1], "cls": ["[CLS]", 0], "trim_offsets": True, "add_prefix_space": False},
    "sequence": {"type": "Sequence", "processors": [{"type": "ByteLevel", "trim_offsets": False}, {"type": "BertProcessing", "sep": ["[SEP]", 1], "cls": ["[CLS]", 0]}]},
    "beyond": {"type": "BertProcessing", "sep": ["[SEP]", 9999], "cls": ["[CLS]", 0]},
    "no-id": {"type": "BertProcessing", "sep": ["[SEP]"], "cls": ["[CLS]", 0]},
    "no-text": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "B"}}], "pair": [], "special_tokens": {}},
    "no-token": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[X]"}}], "pair": [], "special_tokens": {}},
    "no-number": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x"}}], "pair": [], "special_tokens": {"x": {"ids": ["0"]}}},
    "missing": {"type": "TemplateProcessing"},
    "unknown": {"type": "Unknown"},
}  # fmt: skip

LETTERS = [chr(number) for number in range(0x21, 0x7F)]
TOKENS = [
    "[CLS]",
    "[SEP]",
    "[UNK]",
    "[MASK]",
    *LETTERS,
    "\u2581",
    "\u0120",
    "th",
    "the",
    "\u2581the",
    "\u0120the",
    "\u00e9",
]
ADDED = [
    {
        "id": 3,
        "content": "[MASK]",
        "lstrip": True,
        "rstrip": True,
        "single_word": False,
        "normalized": False,
        "special": True,
    },
    {"id": len(TOKENS), "content": "<|endoftext|>", "single_word": True, "normalized": True, "special": True},
    {"id": len(TOKENS) + 1, "content": "cat", "single_word": True, "normalized": True, "special": False},
]


def models():
    """Vocabularies of each kind, of the same few tokens."""
    vocabulary = {token: number for number, token in enumerate(TOKENS)}
    merges = [["t", "h"], ["th", "e"], ["\u2581", "the"], ["\u0120", "the"]]
    return {
        "pieces": {"type": "WordPiece", "vocab": vocabulary, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 20},
        "pairs": {"type": "BPE", "vocab": vocabulary, "merges": merges, "unk_token": "[UNK]", "fuse_unk": True, "byte_fallback": False, "ignore_merges": True},
        "old-pairs": {"type": "BPE", "vocab": vocabulary, "merges": [" ".join(pair) for pair in merges], "end_of_word_suffix": "</w>", "dropout": None},
        "words": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
        "unigram": {"type": "Unigram", "vocab": [[token, -float(number)] for number, token in enumerate(TOKENS)], "unk_id": 2, "byte_fallback": False},
    }  # fmt: skip


def tokenizer(model, normalizer=None, splitter=None, around=None, added=ADDED):
    return json.dumps(
        {
            "version": "1.0", "added_tokens": added, "post_processor": around, "decoder": None, "model": model,
            "normalizer": normalizer and {"type": "Sequence", "normalizers": normalizer},
            "pre_tokenizer": splitter and {"type": "Sequence", "pretokenizers": splitter},
        },
        ensure_ascii=False,
    )  # fmt: skip


def tokenizers(keep):
    known = models()
    for number, (name, steps) in enumerate(NORMALIZERS.items()):
        keep("tokenizer", f"clean-{name}", tokenizer(known[["pieces", "words"][number % 2]], normalizer=steps))
    for number, (name, steps) in enumerate(SPLITTERS.items()):
        keep(
            "tokenizer",
            f"split-{name}",
            tokenizer(known[["words", "pairs", "unigram", "pieces"][number % 4]], splitter=steps),
        )
    for name, part in ROUND.items():
        keep("tokenizer", f"around-{name}", tokenizer(known["pieces"], around=part, splitter=SPLITTERS["bert"]))
    for number, regex in enumerate(SENTENCES):
        split = {"type": "Split", "pattern": {"Regex": regex}, "behavior": "Isolated", "invert": False}
        keep(
            "tokenizer",
            f"sentences-{number}",
            tokenizer(
                known["pairs"], splitter=[split, {"type": "ByteLevel", "use_regex": False, "add_prefix_space": False}]
            ),
        )
    space = {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}
    removed = {"type": "Split", "pattern": {"Regex": CLIP}, "behavior": "Removed", "invert": True}
    clip = [{"type": "NFC"}, space, {"type": "Lowercase"}]
    keep(
        "tokenizer",
        "clip",
        tokenizer(known["old-pairs"], clip, [removed, {"type": "ByteLevel", "add_prefix_space": False}]),
    )
    far = [{"id": 1 << 20, "content": "x"}]
    for name, added in {"far": far, "taken": [{"id": 0, "content": "x"}], "no-id": [{"content": "x"}]}.items():
        keep("tokenizer", f"added-{name}", tokenizer(known["words"], added=added))
    keep("tokenizer", "kind", json.dumps({"model": {"type": "Other"}}))
    keep("tokenizer", "longest", tokenizer({**known["pieces"], "max_input_chars_per_word": 0}))
    byte_tokens = {token: number for number, token in enumerate([*TOKENS, *(f"<0x{byte:02X}>" for byte in range(256))])}
    in_bytes = {**known["pairs"], "vocab": byte_tokens, "byte_fallback": True, "ignore_merges": False}
    keep(
        "tokenizer",
        "bytes",
        tokenizer(in_bytes, [{"type": "Prepend", "prepend": "\u2581"}, NORMALIZERS["steps"][9]], added=[]),
    )
    keep(
        "tokenizer",
        "no-fuse",
        tokenizer({**known["pairs"], "fuse_unk": False, "ignore_merges": False}, added=[], splitter=SPLITTERS["split"]),
    )
    settings(keep, known)


# What the classes' own settings are beside a tokenizer of a kind.
CLASSES = {
    "BertTokenizer": "pieces", "MPNetTokenizer": "pieces", "RobertaTokenizer": "pairs", "GPT2Tokenizer": "pairs", "LlamaTokenizer": "pairs",
    "GemmaTokenizer": "pairs", "Siglip2Tokenizer": "pairs", "Qwen2Tokenizer": "pairs", "GPTNeoXTokenizerFast": "pairs", "CLIPTokenizer": "pairs",
    "XLMRobertaTokenizer": "unigram", "CamembertTokenizer": "unigram", "AlbertTokenizer": "unigram", "T5Tokenizer": "unigram",
    "DebertaV2Tokenizer": "unigram", "SiglipTokenizer": "unigram", "PreTrainedTokenizerFast": "words",
}  # fmt: skip


def settings(keep, known):
    roles = {
        "cls_token": "[CLS]", "sep_token": {"content": "[SEP]", "lstrip": False}, "unk_token": "[UNK]", "mask_token": {"content": "[MASK]", "lstrip": True},
        "bos_token": "[CLS]", "eos_token": "[SEP]", "pad_token": "[SEP]",
    }  # fmt: skip
    more = {
        "do_lower_case": False,
        "add_prefix_space": True,
        "legacy": True,
        "model_max_length": 64,
        "split_by_punct": True,
        "add_bos_token": True,
    }
    for name, kind in CLASSES.items():
        document = tokenizer(known[kind], splitter=SPLITTERS["bert"] if kind == "pieces" else None)
        said = json.dumps({"tokenizer_class": name, **roles, **more}).encode()
        keep("tokenizer-settings", f"class-{name}", said + b"\xff" + document.encode())
    decoder = {"0": {"content": "[CLS]", "special": True}, "101": {"content": "x y", "single_word": True}}
    for name, said in {
        "decoder": {
            "added_tokens_decoder": decoder,
            "extra_special_tokens": ["<a>"],
            "additional_special_tokens": ["<b>"],
            "split_special_tokens": True,
        },
        "no-decoder": {"added_tokens_decoder": {"x": {"content": "y"}}},
        "odd-decoder": {"added_tokens_decoder": {"0": 3}},
        "named": {"extra_special_tokens": {"a": "<a>"}, "model_max_length": "long"},
        "program": {"auto_map": {"AutoTokenizer": ["a.B", None]}},
        "other": {"tokenizer_class": "OtherTokenizer"},
        "mismatch": {"tokenizer_class": "T5Tokenizer"},
        "nobody": {"tokenizer_class": "BertTokenizer", "cls_token": None},
        "unknown": {"tokenizer_class": "BertTokenizer", "cls_token": "<nowhere>"},
        "flags": {"do_lower_case": "yes"},
        "length": {"model_max_length": 1e30, "max_len": -1},
        "list": [1],
    }.items():
        keep("tokenizer-settings", f"says-{name}", json.dumps(said))


def sentence_pieces(keep):
    roles = [
        ("<unk>", 0.0, 2),
        ("<s>", 0.0, 3),
        ("</s>", 0.0, 3),
        ("<pad>", 0.0, 3),
        ("<bos>", 0.0, 3),
        ("<eos>", 0.0, 3),
        ("unused", 0.0, 5),
    ]
    plain = [
        ("\u2581", -2.0, 1),
        ("\u2581the", -3.0, 1),
        ("the", -3.5, 1),
        ("cat", -4.0, 4),
        *((letter, -9.0, 1) for letter in "thecason"),
    ]
    in_bytes = [(f"<0x{byte:02X}>", 0.0, 6) for byte in range(256)]
    pairs = [("th", -1.0, 1), ("he", -2.0, 1)]
    for name, content in {
        "few": pieces_file(roles + plain),
        "bytes": pieces_file(roles + plain + in_bytes, b"\x98\x02\x01"),
        "pairs": pieces_file(roles + plain + pairs + in_bytes, b"\x18\x02\x98\x02\x01"),
        "roles": pieces_file(roles + plain, b"\xc0\x02\x01\xc8\x02\x02\xd0\x02\x03\xea\x02\x03<s>\xf2\x02\x04</s>\xfa\x02\x05<pad>"),
        "clean": pieces_file(roles + plain, b"\x18\x01\xc0\x01\x01", b"\x18\x00\x20\x00\x28\x00"),
        "table": pieces_file(roles + plain, b"", b"\x12\x04\xff\xff\xff\xff"),
        "words": pieces_file(roles + plain, b"\x18\x03"),
        "algorithm": pieces_file(roles + plain, b"\x18\x09"),
        "score": pieces_file([("a", float("nan"), 1)]),
        "kind": pieces_file([("a", 0.0, 9)]),
        "text": b"\x0a\x04\x0a\x02\xff\xfe",
        "long": pieces_file([("a" * 126, 0.0, 1)]) + b"\x0a\x90\x05\x0a\x8d\x05" + b"b" * 653,
        "groups": b"\x0b\x0c" + pieces_file(roles + plain) + b"\x21" + bytes(8) + b"\xff" * 11,
        "unknown": pieces_file(plain),
        "cut": pieces_file(roles + plain)[:-3],
    }.items():  # fmt: skip
        keep("sentencepiece", name, content)


def checkpoints(keep, zipped, pickled, tensor):
    """Files of PyTorch's with storages of each kind, and with what is none of them."""
    for kind in (
        "HalfStorage",
        "BFloat16Storage",
        "DoubleStorage",
        "LongStorage",
        "IntStorage",
        "ShortStorage",
        "CharStorage",
        "ByteStorage",
        "BoolStorage",
    ):
        state = pickled({"a": tensor("0", [2, 3], kind, 32)})
        numbers = (
            b"".join(
                struct.pack("<e", number)
                for number in (0.0, -0.0, 1.5, 6e-8, float("inf"), float("nan"), -2.0, 65504.0)
            )
            * 16
        )
        keep("torch", kind, zipped({"m/data.pkl": state, "m/data/0": numbers}, compressed=False))
    weights = pickled({"a": tensor("0", [2, 3])})
    for name, entries in {
        "big": {"m/data.pkl": weights, "m/data/0": bytes(256), "m/byteorder": b"big"},
        "no-storage": {"m/data.pkl": weights},
        "no-pickle": {"m/data.txt": b"x"},
        "short": {"m/data.pkl": weights, "m/data/0": bytes(8)},
        "bare": {"data.pkl": weights, "data/0": bytes(256)},
        "damaged": {"m/data.pkl": b"\x80\x02}q\x00(", "m/data/0": bytes(256)},
        "program": {"m/data.pkl": b"\x80\x02c__main__\nModel\n)\x81.", "m/data/0": bytes(256)},
        "script": {"m/data.pkl": b"\x80\x02c__torch__\nModel\n)\x81.", "m/code/a.py": b""},
        "call": {"m/data.pkl": b"cos\nsystem\n(S'true'\ntR.", "m/data/0": bytes(256)},
    }.items():
        keep("torch", name, zipped(entries, compressed=False))
    keep("torch", "compressed", zipped({"m/data.pkl": weights, "m/data/0": bytes(256)}))
    keep("torch", "safetensors", struct.pack("<Q", 2) + b"{}")
    keep("torch", "neither", b"weights")
    keep("torch", "nothing", b"")
    turned = {"a": tensor("0", [2, 3])}
    turned["a"].arguments = (*turned["a"].arguments[:3], (1, 2), *turned["a"].arguments[4:])
    keep("torch", "turned", zipped({"m/data.pkl": pickled(turned), "m/data/0": bytes(256)}, compressed=False))
    keep(
        "torch",
        "vast",
        zipped(
            {"m/data.pkl": pickled({"a": tensor("0", [1 << 31, 1 << 31, 8])}), "m/data/0": bytes(256)}, compressed=False
        ),
    )
    for name, said in {
        "missing": {"weight_map": {"a": "a.safetensors", "b": "a.safetensors"}},
        "silent": {"weight_map": {"b": "a.safetensors"}},
        "outside": {"weight_map": {"a": "../a.safetensors"}},
        "no-file": {"weight_map": {"a": 1}},
        "no-map": {"metadata": {}},
        "absent": {"weight_map": {"a": "b.safetensors"}},
        "nested": {"weight_map": {"a": "model.safetensors.index.json"}},
    }.items():
        keep("shard-index", name, json.dumps(said))


def clip(keep, root):
    """Configurations of models of pictures and captions, and how their pictures are prepared."""
    open_clip = json.loads((root / "Tests/TransformersTests/Fixtures/clip/open-clip.json").read_text())
    keep("open-clip", "whole", json.dumps(open_clip))
    changes = {
        "timm": {"vision_cfg": {"timm_model_name": "x"}}, "resnet": {"vision_cfg": {"layers": [3, 4]}}, "pool": {"vision_cfg": {"pool_type": "avg"}},
        "hub": {"text_cfg": {"hf_model_name": "x"}}, "heads": {"text_cfg": {"heads": 7}}, "ratio": {"vision_cfg": {"mlp_ratio": 99}},
        "norm": {"text_cfg": {"norm_kwargs": {"eps": 1e-6}}}, "gelu": {"quick_gelu": False}, "key": {"multimodal_cfg": {}},
        "usual": {"vision_cfg": {"pool_type": "tok", "timm_pool": "x", "patch_dropout": 0.0}, "text_cfg": {"hf_proj_type": "x", "pool_type": "argmax"}},
    }  # fmt: skip
    for name, change in changes.items():
        model = {
            key: {**value, **change.get(key, {})} if isinstance(value, dict) else value
            for key, value in open_clip["model_cfg"].items()
        }
        model |= {key: value for key, value in change.items() if key not in model or not isinstance(value, dict)}
        keep("open-clip", name, json.dumps({**open_clip, "model_cfg": model}))
    keep("open-clip", "none", "{}")
    for name, change in {
        "squash": {"resize_mode": "squash", "interpolation": "bicubic", "mode": "RGB"}, "mode": {"mode": "L"}, "size": {"size": 64},
        "filter": {"interpolation": "random"}, "resize": {"resize_mode": "longest"}, "std": {"std": [0, 1, 1]}, "means": {"mean": [1, 2]},
    }.items():  # fmt: skip
        keep(
            "open-clip",
            f"picture-{name}",
            json.dumps({**open_clip, "preprocess_cfg": {**open_clip["preprocess_cfg"], **change}}),
        )
    prepared = json.loads((root / "assets/miniclip/preprocessor_config.json").read_text())
    for name, change in {
        "exact": {"size": {"height": 40, "width": 48}, "resample": 1}, "edge": {"size": {"shortest_edge": 40}, "resample": 2}, "number": {"size": 48}, "wide": {"size": {"height": 64, "width": 96}, "do_center_crop": False},
        "none": {"do_resize": False, "do_center_crop": False}, "longest": {"size": {"longest_edge": 9}}, "filter": {"resample": 9},
        "factor": {"rescale_factor": "x"}, "large-factor": {"rescale_factor": 1e9}, "no-rescale": {"do_rescale": False, "do_normalize": False},
        "vast": {"crop_size": 1 << 20}, "thin": {"size": 1 << 14, "crop_size": 1 << 14}, "small": {"crop_size": 1, "size": 1},
        "far": {"size": {"shortest_edge": 1}, "crop_size": 8000}, "deviation": {"image_std": [0, 0, 0]}, "means": {"image_mean": [1]},
        "large-means": {"image_mean": [1e9, 0, 0]}, "crop": {"crop_size": {"shortest_edge": 32}},
    }.items():  # fmt: skip
        keep("preprocessor", name, json.dumps({**prepared, **change}))


def pairs(keep):
    """Vocabularies and merges: CLIP's, which mark the ends of words, and such as join much."""
    ends = [*LETTERS, *(letter + "</w>" for letter in LETTERS), "<|startoftext|>", "<|endoftext|>"]
    merges = [
        ("t", "h"),
        ("c", "a"),
        ("ca", "t</w>"),
        ("th", "e</w>"),
        ("o", "n</w>"),
        ("m", "a"),
        ("ma", "t</w>"),
        ("s", "a"),
        ("sa", "t</w>"),
    ]
    text = "#version: 0.2\n" + "".join(f"{left} {right}\n" for left, right in merges)
    vocabulary = {token: number for number, token in enumerate([*ends, *(left + right for left, right in merges)])}
    keep("byte-pairs", "clip", json.dumps(vocabulary).encode() + b"\xff" + text.encode())
    letters = [*LETTERS, "\u0120", "\u010a", "<s>", "</s>", "<unk>", "<pad>", "<mask>"]
    joined = [
        ("h", "e"),
        ("t", "he"),
        ("\u0120", "the"),
        ("a", "t"),
        ("c", "a"),
        ("t", "h"),
        ("c", "at"),
        ("\u0120", "cat"),
        ("s", "at"),
        ("\u0120", "c"),
        ("\u0120", "t"),
        ("n", "d"),
        ("d", "o"),
        ("e", "n"),
        ("o", "f"),
        ("\u0120", "sat"),
        ("o", "n"),
        ("\u0120", "on"),
    ]
    vocabulary = {token: number for number, token in enumerate([*letters, *(left + right for left, right in joined)])}
    said = json.dumps(vocabulary, ensure_ascii=False).encode()
    keep("byte-pairs", "roberta", said + b"\xff" + "".join(f"{left} {right}\r\n" for left, right in joined).encode())
    for name, merges in {
        "one": "a\n",
        "three": "a b c\n",
        "unknown": "\u4e2d a\n",
        "text": b"\xff\xfe",
        "none": "",
    }.items():
        keep(
            "byte-pairs", f"merges-{name}", said + b"\xff" + (merges if isinstance(merges, bytes) else merges.encode())
        )
    for name, text in {
        "list": "[]",
        "twice": '{"a":0,"b":0}',
        "hole": '{"a":0,"b":2}',
        "far": '{"a":99999999}',
        "empty": "{}",
    }.items():
        keep("byte-pairs", f"vocabulary-{name}", text.encode() + b"\xff")


def add(keep, root, zipped, pickled, tensor):
    """Keeps them all, each under its reader's name."""
    tokenizers(keep)
    pairs(keep)
    sentence_pieces(keep)
    checkpoints(keep, zipped, pickled, tensor)
    clip(keep, root)
    texts = (
        "I'LL say 'S don't 'x 12345 a1  b\r\n\r\n  c !?\n\n\u017f'\u017f \t x\u0301 \u3000\u2028 \u4e2d<s></s>  [MASK]  <|startoftext|> "
        + "y" * 220
    )
    keep("tokenizer-text", "endings", texts)
