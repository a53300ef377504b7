"""Two thousand more lines for the tests of tokenizers, in fifteen scripts, which the tests make anew by the same rule.

Each line has words of one script, with now and then some characters drawn from its blocks, a word of another script, or a number. The words
are in Tests/TransformersTests/Fixtures/tokenizers/scripts.json; the draws are those of a linear congruential generator, so that a few lines
of Swift draw the same (`FurtherLines.swift`).
"""

import json
from pathlib import Path

COUNT = 2000
GLUES = [" ", " ", " ", " ", "  ", "", ", ", "\n"]


class Draws:
    """Knuth's generator (MMIX), of which the upper 31 bits are used."""

    def __init__(self):
        self.state = 20261130

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit


def further_lines(fixtures):
    scripts = json.loads(Path(fixtures, "scripts.json").read_text(encoding="utf-8"))
    words = [script["words"].split(" ") for script in scripts]
    draws = Draws()
    lines = []
    for index in range(COUNT):
        own = index % len(scripts)
        first, last = scripts[own]["block"]
        parts = []
        for _ in range(1 + draws.below(14)):
            kind = draws.below(16)
            if kind < 2:
                count = 1 + draws.below(4)
                parts.append("".join(chr(first + draws.below(last - first + 1)) for _ in range(count)))
            elif kind < 4:
                other = words[draws.below(len(words))]
                parts.append(other[draws.below(len(other))])
            elif kind < 5:
                parts.append(str(draws.below(100000)))
            else:
                parts.append(words[own][draws.below(len(words[own]))])
        lines.append(GLUES[draws.below(len(GLUES))].join(parts))
    return lines


def checksum(texts):
    """FNV-1a over the texts, a line break after each."""
    value = 0xCBF29CE484222325
    for text in texts:
        for byte in text.encode() + b"\n":
            value = ((value ^ byte) * 0x100000001B3) & (2**64 - 1)
    return f"{value:016x}"


def sums(fingerprints):
    """What is kept of many texts' fingerprints: a sum over all, and two digits of each, to tell which of them differ."""
    return {"sum": checksum(fingerprints), "texts": "".join(line[-2:] for line in fingerprints)}
