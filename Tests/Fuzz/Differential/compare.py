"""Gives changed inputs to Quire's readers and to readers of other descent, and lists where they differ.

    compare.py PROGRAM [--inputs 100000] [--seed 1] [--list 20] [READER …]

PROGRAM is `fuzz-differential`, as `QUIRE_FUZZ=1 swift build -c release --product fuzz-differential` makes it. A difference is
explained where a line of explained.txt fits it: READER, a regular expression on the kind of difference, and why it is right.
The exit status is 1 where one is not explained.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import struct
import subprocess
import sys

import pictures
import references
import stitched

here = pathlib.Path(__file__).resolve().parent
corpora = here.parent / "Corpora"

# What each format has where it matters; put in, taken out and doubled between bytes that change at random.
PIECES = {
    "answer": ["*", "**", "_", "`", "``", "```\n", "~~", "> ", "- ", "1. ", "# ", "|", "\n|---|\n", "[", "](", ")", "![", "<", ">", "&lt;", "\\",
               "\n", "\n\n", "    ", "\t", "<b>", "</b>", "<!--", "-->", "https://example.org", "- [ ] ", "é", "\u00a0", "---\n", "===\n", "$"],
    "json": ["{", "}", "[", "]", ",", ":", '"', "\\u00e9", "\\ud83d", "\\ude00", "\\n", "\\", "1e400", "-0", "0.1", "01", "1.", "-",
             "9223372036854775808", "-9223372036854775808", "null", "true", "NaN", " ", "\n", "\0", "é", "\ufeff", "[" * 200],
    "csv": ['"', '""', ",", "\n", "\r\n", "\r", "text", "id", "the cat", "é", "_x", "4g", "\0", " ", "\ufeff", ";", "\t", "a" * 20],
    "zip": ["PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "\0", "../", "/", "a.txt"],
    "report-yml": [":", ": ", "- ", "\n", "  ", "\t", "#", "'", '"', "|", ">", "&a ", "*a", "!!str ", "~", "null", "yes", "[", "]", "{", "}",
                   ",", "---\n", "...\n", "title", "course: x\n", "é", "\u00a0", "\ufeff", "\\x41", "%", "? ", "<<: "],
    "png": ["IHDR", "IDAT", "IEND", "PLTE", "tRNS", "gAMA", "\0", "\xff", "\x10"],
    "jpeg": ["\xff\xd8", "\xff\xd9", "\xff\xc0", "\xff\xc4", "\xff\xda", "\xff\xdb", "\xff\xdd", "\xff\xd0", "\xff\0", "\0"],
    "pickle": ["(", ")", ".", "0", "]", "}", "a", "s", "u", "b", "R", "Q", "K\1", "M\1\0", "J\xff\xff\xff\xff", "N", "e", "1", "2", "t", "\x85",
               "\x86", "\x87", "\x81", "q\0", "h\0", "X\1\0\0\0a", "ctorch\nFloatStorage\n", "cos\nsystem\n", "l", "d", "\x88", "\x89"],
}  # fmt: skip


# Seeds on which the two are known to differ in what they are for: turned pictures, inks, greys of 16 bits; other separators.
LEFT_OUT = collections.defaultdict(lambda: re.compile("$^"), {
    "png": re.compile("orientation|exif|gr[ae]y-?16|gray-alpha-16|gray-[0-9]-transparent"), "jpeg": re.compile("exif|orientation|cmyk|ycck|location|xmp"),
    "csv": re.compile("semicolons|tabs|kept"), "report-yml": re.compile("^seed-(?!texts)"),
})  # fmt: skip


def changed(data, pieces, generator):
    """An input with some changes."""
    data = bytearray(data)
    for _ in range(generator.choice([1, 1, 2, 3, 5])):
        place = generator.randrange(len(data) + 1)
        end = min(len(data), place + generator.randrange(1, 12))
        action = generator.randrange(6)
        if action == 0:
            del data[place:end]
        elif action == 1:
            where = generator.randrange(len(data) + 1)
            data[where:where] = data[place:end]
        elif action == 2 and place < len(data):
            data[place] = generator.randrange(256)
        elif action == 3 and place < len(data):
            data[place] ^= 1 << generator.randrange(8)
        else:
            piece = generator.choice(pieces)
            encoding = "utf-8" if any(ord(sign) > 255 for sign in piece) or "é" in piece else "latin-1"
            data[place : place if action == 4 else end] = piece.encode(encoding)
    return bytes(data)


def mutant(reader, data, generator):
    """A changed input, four times of five with its sums put right where the format has sums."""

    def change(part):
        return changed(part, PIECES[reader], generator)

    return pictures.changed(data, change, generator) if reader == "png" and generator.randrange(5) else change(data)


def verdicts(program, reader, inputs):
    """What Quire says, input by input; an end before the last is its fault."""
    with subprocess.Popen([program, reader], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for data in inputs:
            try:
                process.stdin.write(struct.pack("<I", len(data)) + data)
                process.stdin.flush()
            except BrokenPipeError:
                pass
            length = process.stdout.read(4)
            if len(length) < 4:
                yield data, None
                return
            said = json.loads(process.stdout.read(struct.unpack("<I", length)[0]))
            yield data, said
        process.stdin.close()


def difference(said, reader, data):
    """How the two readers differ over an input; `None` where they do not."""
    try:
        expected = references.READERS[reader](data)
    except RecursionError:
        return None
    except Exception as error:
        return f"only Quire takes it; the other says {type(error).__name__}: {error}" if said["taken"] else None
    if not said["taken"]:
        return f"only the other takes it; Quire says {said['value']}"
    if references.is_same(reader, said["value"], expected):
        return None
    if reader == "answer":
        return f"words that only one has: {stitched.differences(said['value'])}"
    if reader == "zip":
        return f"two archives: {references.zip_differences(said['value'], data)}"
    if reader in ("png", "jpeg"):
        return f"two pictures: {' '.join(said['value'].split(' ')[:2])}, differing by {pictures.distance(said['value'], expected)}"
    return f"two values: {said['value'][:200]} and {expected[:200]}"


def explanations():
    """What explained.txt says: for each reader expressions and reasons."""
    known = collections.defaultdict(list)
    for line in (here / "explained.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            reader, expression, reason = line.split("\t")
            known[reader].append((re.compile(expression, re.DOTALL), reason))
    return known


def compare(program, reader, count, seed, listed):
    """Compares two readers, prints what differs, and gives the number of differences that nothing explains."""
    generator = random.Random(f"{reader}-{seed}")
    if reader in ("png", "jpeg"):
        pictures.program()  # What cannot be compiled ends the comparison here, and is no refusal of an input.
    files = [file for file in sorted((corpora / reader).iterdir()) if not LEFT_OUT[reader].search(file.name)]
    seeds = [file.read_bytes() for file in files]
    inputs = (mutant(reader, generator.choice(seeds), generator) for _ in range(count))
    known = explanations()[reader]
    kinds, examples, taken, asked = collections.Counter(), {}, 0, 0
    for data, said in verdicts(program, reader, inputs):
        asked += 1
        if said is None:
            kinds["Quire ended"] += 1
            examples["Quire ended"] = data
            break
        taken += said["taken"]
        found = difference(said, reader, data)
        if found and reader == "csv" and re.search(rb"\r(?!\n)", data):
            found += " (a carriage return stands alone)"
        if found and reader == "csv" and references.is_ragged(data):
            found += " (records have other numbers of columns than the header)"
        if found and reader == "jpeg" and b"Exif\0" in data:
            found += " (it has Exif's words)"
        if found and "invalid CRC" in found and pictures.has_wrong_sum_beside(data):
            found += " (in chunks that may be left out)"
        if found and reader == "png" and pictures.has_wide_key(data):
            found += " (the transparent colour has more bits than the picture)"
        if found is None:
            continue
        reason = next((reason for expression, reason in known if expression.search(found)), None)
        # Differences of one kind have the same words and other numbers.
        kind = f"explained: {reason}" if reason else re.sub(r"\d+", "N", found)[:160]
        kinds[kind] += 1
        if kind not in examples or len(data) < len(examples[kind]):
            examples[kind] = data
    unexplained = sum(number for kind, number in kinds.items() if not kind.startswith("explained"))
    print(
        f"{reader}: {asked} inputs, {taken} taken by Quire, {sum(kinds.values())} differences, {unexplained} not explained"
    )
    for kind, number in kinds.most_common(listed):
        print(f"  {number:>7} {kind}")
        if not kind.startswith("explained"):
            print(f"          {examples[kind][:200]!r}")
    return unexplained


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("readers", nargs="*", default=sorted(references.READERS))
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", type=int, default=20)
    options = parser.parse_args()
    sys.setrecursionlimit(5000)
    left = [compare(options.program, reader, options.inputs, options.seed, options.list) for reader in options.readers]
    sys.exit(1 if any(left) else 0)


if __name__ == "__main__":
    main()
