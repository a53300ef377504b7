#!/usr/bin/env python3
"""Writes Sources/Embeddings/Corpus/UnicodeData.swift: what Python 3.11 (Unicode 14) knows of letters.

The reference tokeniser runs on Python's own character tables, so those are asked, one code point at a time, rather
than the Unicode database: properties that Python keeps to itself (cased, case-ignorable) are read off its behaviour
around a capital sigma.

    python3.11 Tools/unicode/generate.py                writes the file
    python3.11 Tools/unicode/generate.py --print        prints it
"""

import sys
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "Sources/Embeddings/Corpus/UnicodeData.swift"
SCALARS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
HANGUL = range(0xAC00, 0xD7A4)

WORD, CASED, IGNORABLE, MARK, UPPER, COMPOSITE, REORDERS = 1, 2, 4, 8, 16, 32, 64


def is_word(char):
    return (char.isalnum() or char == "_") and not char.isdecimal()


def ends_word(before):
    """Whether a capital sigma after `before` is a final one to Python."""
    return (before + "\u03a3").lower().endswith("\u03c2")


def stripped(char):
    """Canonical decomposition without its nonspacing marks, as gensim's `deaccent` sees it before it recomposes."""
    return [ord(c) for c in unicodedata.normalize("NFD", char) if unicodedata.category(c) != "Mn"]


def classify(code):
    char = chr(code)
    value = WORD if is_word(char) else 0
    if ends_word(char):
        value |= CASED
    elif ends_word("A" + char):
        value |= IGNORABLE
    if unicodedata.category(char) == "Mn":
        value |= MARK
    if code == 0x03A3 or char.lower() != char:
        value |= UPPER
    if code not in HANGUL and unicodedata.normalize("NFD", char) != char and not value & MARK:
        value |= COMPOSITE
    if unicodedata.combining(char) and not value & MARK:
        value |= REORDERS
    return value


def class_runs():
    runs, last = [], None
    for code in range(0x110000):
        value = 0 if 0xD800 <= code <= 0xDFFF else classify(code)
        if value != last:
            runs.append(code << 8 | value)
            last = value
    return runs


def lower_runs():
    """(first, last, step, distance) of every arithmetic run of simple lower-case mappings."""
    pairs = []
    for code in SCALARS:
        lower = chr(code).lower()
        if code == 0x03A3 or lower == chr(code):
            continue
        if len(lower) > 1:
            assert code == 0x0130 and lower == "i\u0307", hex(code)
            continue
        assert is_word(chr(code)) == is_word(lower), hex(code)
        pairs.append((code, ord(lower) - code))
    runs = []
    for code, distance in pairs:
        if runs and runs[-1][3] == distance:
            first, last, step, _ = runs[-1]
            gap = code - last
            if gap == step or (first == last and gap <= 2):
                runs[-1] = (first, code, gap, distance)
                continue
        runs.append((code, code, 1, distance))
    return runs


def decompositions():
    """Code point, number of scalars, scalars: of everything that decomposes and is neither Hangul nor a mark."""
    flat = []
    for code in SCALARS:
        if classify(code) & COMPOSITE:
            parts = stripped(chr(code))
            flat += [code, len(parts), *parts]
            for lower in stripped(chr(code).lower()):
                # Lower-casing what has lost its accents must change nothing: the tokeniser lower-cases again.
                assert chr(lower).lower() == chr(lower), hex(code)
    return flat


def compositions():
    """first, second, composite: the pairs that can still compose when no nonspacing mark is left."""
    flat = []
    for code in SCALARS:
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) != 2 or parts[0].startswith("<"):
            continue
        first, second = (int(part, 16) for part in parts)
        if unicodedata.normalize("NFC", chr(first) + chr(second)) != chr(code):
            continue
        if "Mn" not in (unicodedata.category(chr(first)), unicodedata.category(chr(second))):
            assert first > 0x7F, hex(code)
            flat += [first, second, code]
    return flat


def combining():
    """Code point, combining class: of everything that reorders and is no nonspacing mark."""
    flat = []
    for code in SCALARS:
        if classify(code) & REORDERS:
            flat += [code, unicodedata.combining(chr(code))]
    return flat


def swift_array(name, summary, values, kind="UInt32"):
    lines, line = [], "   "
    for value in values:
        text = f" {value},"
        if len(line) + len(text) > 118:
            lines.append(line)
            line = "   "
        line += text
    lines.append(line)
    body = "\n".join(lines)
    return f"  /// {summary}\n  static let {name}: [{kind}] = [\n{body}\n  ]\n"


def render():
    lower = [value for run in lower_runs() for value in run]
    parts = [
        swift_array(
            "classRuns", "Runs of equal character class: the first code point × 256 + the class.", class_runs()
        ),
        swift_array("lowerRuns", "First and last code point, step, and distance to the lower case.", lower, "Int32"),
        swift_array(
            "decompositions",
            "Code point, count, and the canonical decomposition without nonspacing marks.",
            decompositions(),
        ),
        swift_array(
            "compositions",
            "First, second, composite: the pairs that compose although no nonspacing mark is left.",
            compositions(),
        ),
        swift_array(
            "combiningClasses",
            "Code point and canonical combining class of what reorders but is no nonspacing mark.",
            combining(),
        ),
    ]
    return (
        "// Generated by Tools/unicode/generate.py from Python 3.11; not to be edited.\n"
        "// swift-format-ignore-file\n\n"
        f"/// Character data of Unicode {unicodedata.unidata_version}, the version that the reference tokeniser runs on.\n"
        "enum UnicodeData {\n" + "\n".join(parts) + "}\n"
    )


if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 11) and unicodedata.unidata_version == "14.0.0", "needs Python 3.11"
    if "--print" in sys.argv[1:]:
        sys.stdout.write(render())
    else:
        TARGET.write_text(render())
