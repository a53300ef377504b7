"""A byte-pair encoding in CLIP's own format, small enough that each word of the grammar is one token."""

import json
import random
from collections import Counter
from itertools import pairwise

import grammar
from transformers import CLIPTokenizer

CONTEXT = 32
CORPUS_SEED = 7
CORPUS_FAMILIES = 5_000
START, END = "<|startoftext|>", "<|endoftext|>"


def byte_alphabet():
    """The 256 characters that stand for bytes, in the order of GPT-2's and CLIP's vocabularies."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    return [chr(byte) for byte in printable] + [chr(256 + i) for i in range(256 - len(printable))]


def learn_merges(counts):
    """Byte-pair merges, most frequent pair first and ties in alphabetical order, until each word is one symbol."""
    words = {word: [*word[:-1], word[-1] + "</w>"] for word in counts}
    merges = []
    while True:
        pairs = Counter()
        for word, symbols in words.items():
            for pair in pairwise(symbols):
                pairs[pair] += counts[word]
        if not pairs:
            return merges
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        for word, symbols in words.items():
            words[word] = merged(symbols, best)


def merged(symbols, pair):
    result = []
    for symbol in symbols:
        if result and (result[-1], symbol) == pair:
            result[-1] += symbol
        else:
            result.append(symbol)
    return result


def grammar_words():
    """How often each word occurs in a sample of captions; every thing occurs, alone and in the plural."""
    rng = random.Random(CORPUS_SEED)
    captions = [grammar.caption(scene, rng) for _ in range(CORPUS_FAMILIES) for scene in grammar.training_family(rng)]
    captions += [grammar.counted(thing, count) for thing in grammar.THINGS for count in grammar.COUNTS]
    return Counter(word for caption in captions for word in caption.split())


def write_tokenizer(folder):
    """Writes vocab.json, merges.txt, tokenizer.json and tokenizer_config.json. The end-of-text id is the highest, so
    that CLIP's two ways of finding the end of a text (the highest id, the first end-of-text) agree."""
    merges = learn_merges(grammar_words())
    alphabet = byte_alphabet()
    symbols = alphabet + [symbol + "</w>" for symbol in alphabet] + ["".join(pair) for pair in merges] + [START, END]
    vocabulary = {symbol: identifier for identifier, symbol in enumerate(symbols)}
    assert len(vocabulary) == len(symbols)
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=CONTEXT)
    tokenizer.save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False) + "\n")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    return tokenizer


class WordEncoder:
    """Encodes captions of the grammar quickly: each of their words is one token."""

    def __init__(self, folder):
        vocabulary = json.loads((folder / "vocab.json").read_text())
        self.ids = {symbol.removesuffix("</w>"): i for symbol, i in vocabulary.items() if symbol.endswith("</w>")}
        self.start, self.end = vocabulary[START], vocabulary[END]

    def __call__(self, captions):
        """Ids of each caption, padded with end-of-text to the longest."""
        rows = [[self.start, *(self.ids[word] for word in caption.split()), self.end] for caption in captions]
        length = max(map(len, rows))
        return [row + [self.end] * (length - len(row)) for row in rows]
