#!/usr/bin/env python3
"""What gensim 4.4.0's `simple_preprocess` makes of hard texts, of every code point, and of the real reviews.

    python3.11 -m venv /tmp/goldens && /tmp/goldens/bin/pip install gensim==4.4.0
    /tmp/goldens/bin/python make_goldens.py [reviews.jsonl.gz]

Writes torture.jsonl (texts and tokens), codepoints.json and reviews.json (hashes) beside itself. A hash is FNV-1a, 64
bits, over rows of tokens: the tokens of a row joined by a space, then a newline, in UTF-8.
"""

import gzip
import json
import random
import sys
import unicodedata
from pathlib import Path

import gensim
from gensim.utils import simple_preprocess

HERE = Path(__file__).resolve().parent
assert gensim.__version__ == "4.4.0" and unicodedata.unidata_version == "14.0.0"

TEXTS = [
    # Plain matters: length bounds, digits, underscores, apostrophes.
    "",
    " ",
    "a",
    "ab",
    "I am here, aren't I?",
    "it's 4G LTE: 3rd-gen iPhone5S a1b2c3 x86_64",
    "abcdefghijklmno abcdefghijklmnop",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 3,
    "_under under_ __x _ __ a_b _1_ab 1_ab",
    "tab\tnew\nline\rreturn\x0bvt\x0cff\x1cfs\x85nel\u2028ls\u2029ps\u00a0nbsp\u3000wide",
    "nul\x00in\x00the middle",
    # Digits of many scripts: decimal ones separate, the others belong to words.
    "ab٣cd ab३cd ab๓cd ab𝟛cd ab３cd",
    "x²y x³ ½ab m½ ①② Ⅷ viii ⅷ 一二三 〇〇 ৴৵ ௰௱ ፩፪",
    "a\u0bf0b c\u2460d \u3007\u3007",
    # The final sigma and its contexts.
    "ΣΑΣ ΟΔΥΣΣΕΥΣ ΣΣ Σ ΑΣ Σα αΣ αΣα",
    "ΑΣ' ΑΣ'Α ΑΣ. ΑΣ.Α Α.Σ Α'Σ 'Σ ·Σ Α·Σ ΑΣ·Α",
    "Α\u0301Σ Α\u0301Σ\u0301 ΑΣ\u0301Α",
    "1Σ Α1Σ ΑΣ1 ΑΣ1Α aΣ aΣb ªΣ ʰΣ ʰΣa ΑΣ\u00adΑ ΑΣ\u200dΑ ΑΣ\u200b",
    "\U0001d400Σ \U00010400Σ\U00010428 ΑΣ\U0001f1e6Α",
    "Σ" * 20,
    "Α" + "'" * 40 + "Σ" + "'" * 40 + "Α",
    "ΑΣ" + "\u0301" * 5 + " ΑΣ" + "\u0301" * 5 + "Α",
    "ΑΣ",
    "ΑΣ'",
    "'ΣΑ",
    # Case that changes length or has no counterpart.
    "İSTANBUL İİ aİb İ Iı ıI DİYARBAKIR",
    "STRASSE STRAßE STRAẞE ßẞ",
    "ﬁﬂ ﬃ ﬅ ŉ ǰ ΐ",
    "ǄUNGLA ǅungla ǆungla Ǳ ǲ",
    "ȺȾ ⱥⱦ ȺȾȺȾȺȾȺȾȺȾ",
    "KÅΩ \u212a\u212b\u2126 \u03d2\u03d3\u03d4",
    "ᏣᎳᎩ ᏸᏹ ꭰꭱ",
    "Ⴀⴀ აბგ ᲐᲑᲒ",
    "Ⓐⓐ Ⅳⅳ 🄰🅐",
    "𐐀𐐁𐐨 𐒰𐓘 𐲀𐳀 𞤀𞤢 𑢠𑣀 𖹀𖹠",
    "\u1e9e\u0345 \u0345Σ Α\u0345Σ",
    # Accents, composed and not.
    "café cafe\u0301 naïve nai\u0308ve Ångström A\u030angstro\u0308m",
    "Šéf chomutovských komunistů dostal bílý prášek",
    "việt nam tiếng Việt VIỆT ĐƯỜNG",
    "a\u0301\u0323b \u0301ab ab\u0301 a\u0327\u0301\u0323",
    "q\u0307\u0323 q\u0323\u0307",
    "ñandú NANDU\u0301 Łódź øre Ørsted þorn ħ đ",
    "\u0958\u0959 \u0915\u093c हिन्दी বাংলা தமிழ் മലയാളം",
    "ஔ ஔ ௌ கொ க\u0bc6\u0bbe",
    "\u09c7\u09be \u09cb \u0b47\u0b3e \u0cca\u0cd5 \u0dd9\u0dcf\u0dca \u1b05\u1b35 \u1b06",
    "\U00011131\U00011127 \U0001112e",
    "한국어 한글 \u1112\u1161\u11ab\u1100\u1173\u11af \uac00\u11a8 \uac01\u11a8 \u1100\u1161\u0301\u11a8 \u1100\u1160\u1161",
    "\u1100\u302e\u1161 가\u302fㄱ 각\u302e",
    "が か\u3099 ガ カ\u3099 ﾊﾟ は\u309a",
    "\u302e\u0301\u1b44 \U0001d157\U0001d165\U0001d16d",
    "עִבְרִית שָׁלוֹם \ufb2a\ufb2c\ufb1d ייִדיש",
    "العَرَبِيَّة مُحَمَّد آأإؤئ ا\u0653",
    "\u0f43 \u0f42\u0fb7 \u0f73\u0f75\u0f81 བོད་ཡིག",
    "ไทย ภาษาไทย กำลัง",
    "\u2f800\u2f801 \uf900\ufa0e \ufb4b",
    "\u0340\u0341\u0343\u0344 \u0374\u037e\u0387 \u1fef\u2000\u2001",
    "\u212b\u030a \u01d5\u01d6 ǖ ǘ ǚ ǜ",
    # Joiners, emoji, marks, private use, noncharacters.
    "ab\u200dcd ab\u200ccd ab\u00adcd ab\u2060cd ab\ufeffcd",
    "I ❤️ my 📱!! 👩‍👩‍👧‍👦 👍🏽 🇩🇪 1️⃣ great👍phone",
    "it’s “good” — isn’t…",
    "ab\ue000cd ab\U000f0000cd ab\uffffcd ab\ufffdcd ab\ufdd0cd",
    "\u00aa\u00ba \u02b0\u02c6 \u02ec\u02ee ʼn o\u02bcneil ok\u02d0",
    # Letters that Unicode 15 and later added, and some of 14: the reference knows only the latter.
    "ab\U0001df25cd ab\u0cf3cd ab\U00011f04cd ab\U0001e4d0cd ab\U00031350cd ab\U0002ebf0cd",
    "ab\U0001df00cd ab\u0c5dcd ab\U00010570\U00010597cd",
    "ab\u1c89\u1c8acd ab\ua7cb\ua7cccd ab\U00010d50\U00010d70cd ab\u2c2f\u2c5fcd ab\ua7c0\ua7c1cd ab\U0001e030cd",
]


def contexts(char):
    """A row that shows how a character classifies, lower-cases, joins, and steers a sigma."""
    return (
        f"ab{char}Cd {char}x {char}{char} a{char}Σ {char}Σ aΣ{char} aΣ{char}a e\u0301{char}\u0323 {char}\u11a8 ஒ{char}ௗ"
    )


def random_texts(count):
    """Letters, marks, vowel signs, jamo and sigmas at random: for reordering, composition and blocking."""
    rng = random.Random(20)
    pool = list("aAeIoUzΣσςΑİıßẞ'_. 9") + [chr(c) for c in range(0x300, 0x370)]
    pool += [
        chr(c) for c in (0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x302E, 0x302F, 0x3099, 0x309A, 0x304B, 0x1B44, 0x1B35)
    ]
    pool += [
        chr(c)
        for c in (0x1D165, 0x1D16D, 0x1D157, 0x110BA, 0x110B9, 0x0B92, 0x0BD7, 0x09C7, 0x09BE, 0x1734, 0xA953, 0x16FF0)
    ]
    pool += [c for c in map(chr, range(0xC0, 0x250)) if c.isalpha()] + [
        c for c in map(chr, range(0x1E00, 0x1FFF)) if c.isalpha()
    ]
    texts = ["".join(rng.choices(pool, k=rng.randint(3, 25))) for _ in range(count)]
    everywhere = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Co", "Cs")]
    return texts + ["".join(rng.choices(everywhere, k=20)) for _ in range(count)]


def fnv(rows):
    value = 0xCBF29CE484222325
    for row in rows:
        for byte in (" ".join(row) + "\n").encode():
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def write_torture():
    with open(HERE / "torture.jsonl", "w", encoding="utf-8") as out:
        for text in TEXTS + random_texts(300):
            case = {"text": text, "tokens": simple_preprocess(text), "deaccented": simple_preprocess(text, deacc=True)}
            out.write(json.dumps(case) + "\n")


def write_codepoints():
    golden = {"block": 4096, "tokens": [], "deaccented": []}
    for start in range(0, 0x110000, 4096):
        rows = [contexts(chr(c)) for c in range(start, start + 4096) if not 0xD800 <= c <= 0xDFFF]
        for key, deacc in (("tokens", False), ("deaccented", True)):
            golden[key].append(fnv(simple_preprocess(row, deacc=deacc, min_len=1, max_len=20) for row in rows))
    (HERE / "codepoints.json").write_text(json.dumps(golden, indent=1) + "\n")


def write_reviews(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["reviewText"] for line in lines]
    golden = {"rows": len(texts), "block": 100}
    for key, deacc in (("tokens", False), ("deaccented", True)):
        rows = [simple_preprocess(text, deacc=deacc) for text in texts]
        golden[key] = {
            "count": sum(map(len, rows)),
            "distinct": len({word for row in rows for word in row}),
            "hashes": [fnv(rows[start : start + 100]) for start in range(0, len(rows), 100)],
        }
    (HERE / "reviews.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    write_torture()
    write_codepoints()
    if len(sys.argv) > 1:
        write_reviews(sys.argv[1])
