#!/usr/bin/env python3
"""What Python makes of hard texts where digits, hyphens or both belong to words, and under other bounds than gensim's.

    python3.11 make_preparation.py        # reads torture.jsonl, writes preparation.json beside itself; gensim 4.4.0

The rule is gensim's `simple_preprocess` with another regular expression; where neither is kept it is gensim's own. A hash is that
of make_goldens.py.
"""

import json
import re
import unicodedata
from pathlib import Path

import gensim
from gensim.utils import deaccent, simple_preprocess

HERE = Path(__file__).resolve().parent
assert gensim.__version__ == "4.4.0" and unicodedata.unidata_version == "14.0.0"

TEXTS = [
    "It's a 4G LTE phone: 3rd-gen iPhone5S, x86_64, 100% - 5.5 inches, 1,000 mAh",
    "hands-free state-of-the-art a-b -ab ab- --ab ab-- ab--cd ab-cd-ef -- - a- -a",
    "co-op 12-34 a-1 1-a e-mail's _a-b a-_b a_-b __ _-_ -_-",
    "ab\u2010cd ab\u2011cd ab\u2212cd ab\u2013cd ab\u2014cd ab\u00adcd",
    "\u0663\u0664 ab\u0663cd x\u00b2y \u2460 \u2167 \u4e00\u4e8c \uff13\uff14 \U0001d7db \u09f4\u09f5",
    "\u0130-a a-\u0130 \u0130\u0130 1\u01301 \u0130stanbul-\u0130zmir \u0391\u03a3-\u0391 \u0391\u03a3-1 \u0391\u03a31",
    "caf\u00e9-bar cafe\u0301-bar na\u00efve-1 \u0301-a a\u0301-\u0301b",
    "12345678901234567890 abcdefgh-ijklmnop abcdefgh-ijklmno",
    "",
    "-",
    "9",
]
TEXTS += [json.loads(line)["text"] for line in (HERE / "torture.jsonl").read_text(encoding="utf-8").splitlines()]


def prepare(text, numbers, hyphens, shortest=2, longest=15, accents=True):
    """The words of a text."""
    if not numbers and not hyphens:
        return simple_preprocess(text, deacc=not accents, min_len=shortest, max_len=longest)
    text = text.lower() if accents else deaccent(text.lower())
    unit = r"\w" if numbers else r"[^\W\d]"
    words = re.findall(rf"{unit}+(?:-{unit}+)*" if hyphens else rf"{unit}+", text)
    return [word for word in words if shortest <= len(word) <= longest and not word.startswith("_")]


def fnv(rows):
    value = 0xCBF29CE484222325
    for row in rows:
        for byte in (" ".join(row) + "\n").encode():
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def row(code):
    """A row that shows whether a character is a digit, and what it does to hyphens."""
    c = chr(code)
    return f"ab{c}1 {c}{c} 1{c}-a{c} {c}-{c} a-{c}\u03a3"


cases = []
for numbers, hyphens in [(False, False), (True, False), (False, True), (True, True)]:
    for shortest, longest, accents in [(2, 15, True), (1, 4, False), (5, 40, True)]:
        rows = [prepare(text, numbers, hyphens, shortest, longest, accents) for text in TEXTS]
        cases.append(
            {
                "numbers": numbers,
                "hyphens": hyphens,
                "minLength": shortest,
                "maxLength": longest,
                "removesAccents": not accents,
                "rows": rows[:11],
                "hash": fnv(rows),
            }
        )
blocks = []
for start in [*range(0, 0x32000, 0x1000), 0xE0000]:
    codes = [code for code in range(start, start + 0x1000) if not 0xD800 <= code < 0xE000]
    blocks.append({"start": start, "hash": fnv(prepare(row(code), True, True, 1, 40) for code in codes)})
golden = {"texts": TEXTS[:11], "cases": cases, "blocks": blocks}
(HERE / "preparation.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
