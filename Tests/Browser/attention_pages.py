"""Pages with views of attention whose every number is known, since it was invented here: for what no real sentence brings.

A page is put together as the renderer does it: its script joined from the files that `ViewScripts.swift` names, its policy
naming the script's sum.
"""

import base64
import hashlib
import html
import json
import math
import pathlib
import random
import re
import struct
import tempfile
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates" / "html"
VIEWS = [
    ("arcs", "attention-head", {"mode": "arcs"}),
    ("matrix", "attention-head", {"mode": "matrix"}),
    ("neuron", "attention-neuron", {}),
]

PAIR = ["[CLS]", "un", "##seen", "water", "[SEP]", "it", "was", ",", "[SEP]"]
ODD = ["[CLS]", "שלום", "مرحبا", "👩‍🚀", "a\0b", "</script>", "<!--", "Donaudampfschifffahrt" * 4, " ", "=1+1", "[SEP]"]
LONG = ["[CLS]", *("water hot shower room ##s clean the a of staff phone".split() * 12)[:126], "[SEP]"]


# Kept until the tests end.
FOLDERS = []


class Invented:
    """Attention of `layers` × `heads` over tokens, and the file that says it."""

    def __init__(self, tokens, layers, heads, size, *, causal=False, halves=True, vectors=True, alike=False, seed=1):
        self.tokens, self.layers, self.heads, self.size, self.causal = tokens, layers, heads, size, causal
        self.halves, self.has_vectors = halves, vectors
        dice = random.Random(seed)
        count = len(tokens)

        def vectors_of(spread):
            draw = [[dice.gauss(0, spread) for _ in range(size)] for _ in range(count)]
            if alike:
                return [[draw] * heads] * layers
            return [
                [[[dice.gauss(0, spread) for _ in range(size)] for _ in range(count)] for _ in range(heads)]
                for _ in range(layers)
            ]

        self.queries, self.keys, self.flow = vectors_of(1.4), vectors_of(1.2), vectors_of(0.6)
        known = {}
        self.scores, self.weights, self.normalizers = [], [], []
        for layer in range(layers):
            parts = []
            for head in range(heads):
                key = (id(self.queries[layer][head]), id(self.keys[layer][head]))
                if key not in known:
                    known[key] = self.attend(self.queries[layer][head], self.keys[layer][head])
                parts.append(known[key])
            self.scores.append([part[0] for part in parts])
            self.weights.append([part[1] for part in parts])
            self.normalizers.append([part[2] for part in parts])

    def attend(self, queries, keys):
        """Scores, weights and the logarithms of the sums of one head."""
        scores, weights, sums = [], [], []
        for place, query in enumerate(queries):
            row = [sum(map(float.__mul__, query, key)) / math.sqrt(self.size) for key in keys]
            seen = [score if not self.causal or at <= place else -math.inf for at, score in enumerate(row)]
            most = max(seen)
            total = most + math.log(sum(math.exp(score - most) for score in seen))
            scores.append(row)
            weights.append([math.exp(score - total) for score in seen])
            sums.append(total)
        return scores, weights, sums

    def file(self):
        """The data block's text."""
        arrays, halves, ended = [], [], False
        for token in self.tokens:
            halves.append(1 if ended else 0)
            ended = ended or token == "[SEP]"
        flat = [w for layer in self.weights for head in layer for row in head for w in row]
        arrays.append(
            ("attention", "u16", len(flat), planes(struct.pack(f"<{len(flat)}H", *[round(w * 65535) for w in flat]), 2))
        )
        error = 0.0
        if self.has_vectors:
            sums = [x for layer in self.normalizers for head in layer for x in head]
            arrays.append(("normalizers", "f32", len(sums), planes(struct.pack(f"<{len(sums)}f", *sums), 4)))
            kinds = [
                ("queries", "queryScales", self.queries),
                ("keys", "keyScales", self.keys),
                ("flow", "flowScales", self.flow),
            ]
            for name, scale_name, kind in kinds:
                rows = [row for layer in kind for head in layer for row in head]
                if self.halves:
                    values = [x for row in rows for x in row]
                    arrays.append((name, "f16", len(values), planes(struct.pack(f"<{len(values)}e", *values), 2)))
                    error = 2**-11
                else:
                    scales = [max(map(abs, row)) / 127 for row in rows]
                    values = [round(x / scale) for row, scale in zip(rows, scales, strict=True) for x in row]
                    arrays.append((name, "i8", len(values), struct.pack(f"<{len(values)}b", *values)))
                    arrays.append((scale_name, "f32", len(scales), planes(struct.pack(f"<{len(scales)}f", *scales), 4)))
                    error = 0.5 / 127
        values = {
            "model": {
                "name": "invented", "architecture": "none", "layers": self.layers, "heads": self.heads,
                "headSize": self.size, "isCausal": self.causal,
            },
            "sentence": " ".join(self.tokens),
            "pair": "it was ," if self.tokens is PAIR else None,
            "precision": {"attention": 0.5 / 65535, "vectors": {"type": "f16" if self.halves else "i8", "error": error}},
            "omitted": [] if self.has_vectors else ["The queries, keys and values are left out, for the file would be too large."],
            "heads": [
                [{"entropy": 0.5, "categories": [], "place": [layer, head]} for head in range(self.heads)]
                for layer in range(self.layers)
            ],
            "chosen": {"layer": self.layers - 1, "head": self.heads - 1, "token": 1},
            **self.texts(halves),
        }  # fmt: skip
        header = json.dumps(
            {"values": values, "arrays": [{"name": n, "type": t, "count": c} for n, t, c, _ in arrays]}
        ).encode()
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        whole = b"QVW1" + struct.pack("<I", len(header)) + header + b"".join(part for *_, part in arrays)
        return base64.b64encode(packer.compress(whole) + packer.flush()).decode()

    def texts(self, halves):
        """Tokens, and words of the pieces that begin with ##."""
        tokens, words = [], []
        for place, text in enumerate(self.tokens):
            special = text in ("[CLS]", "[SEP]")
            if special:
                word = None
            elif text.startswith("##") and words and place - 1 in words[-1]["positions"]:
                words[-1]["label"] += text[2:]
                words[-1]["positions"].append(place)
                word = len(words) - 1
            else:
                words.append({"label": text, "positions": [place], "special": False, "punctuation": text == ","})
                word = len(words) - 1
            tokens.append({"text": text, "special": special, "sequence": halves[place], "word": word})
        return {"tokens": tokens, "words": words}


class Crossed(Invented):
    """Attention of the tokens of one text to those of another, as a decoder has to what the encoder read."""

    def __init__(self, tokens, sources, layers, heads, *, seed=1):
        self.sources = sources
        super().__init__(tokens, layers, heads, 2, vectors=False, seed=seed)
        dice = random.Random(seed + 1)

        def row():
            draws = [dice.random() ** 4 for _ in sources]
            return [draw / sum(draws) for draw in draws]

        self.weights = [[[row() for _ in tokens] for _ in range(heads)] for _ in range(layers)]

    def texts(self, halves):
        sources = [
            {"text": text, "special": text.startswith("["), "sequence": 0, "word": None} for text in self.sources
        ]
        return super().texts(halves) | {"sources": sources, "words": []}


def planes(data, size):
    """All lowest bytes, then all next ones."""
    return b"".join(data[start::size] for start in range(size))


def page(block, views=None):
    """A page with the views of one data block, as a temporary file."""
    swift = (ROOT / "Sources/Rendering/Formats/HTML/ViewScripts.swift").read_text()
    opening = re.search(r"opening = \[(.*?)\]", swift, re.S)[1]
    family = re.search(r'prefix: "attention",\s*scripts: \[(.*?)\],\s*styles: \[(.*?)\]', swift, re.S)
    names = [name for part in (opening, family[1], '"start.js"') for name in re.findall(r'"([^"]+)"', part)]
    styles = ["screen.css", "views/views.css", *(f"views/{name}" for name in re.findall(r'"([^"]+)"', family[2]))]
    script = (
        "(() => {\n"
        + '"use strict";\n'
        + "\n".join((TEMPLATES / "views" / name).read_text() for name in names)
        + "})();\n"
    )
    css = "\n".join((TEMPLATES / name).read_text() for name in styles)
    total = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{total}'"
    pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="
    figures = "".join(
        f'<figure id="{name}" data-view="{kind}" data-source="block" data-options="{html.escape(json.dumps(options))}">'
        f'<div class="card"><img alt="A picture." width="1" height="1" src="{pixel}"></div>'
        f"<figcaption>A view.</figcaption></figure>"
        for name, kind, options in views or VIEWS
    )
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>Views</title><style>{css}</style></head>'
        f"<body><main><h1>Views</h1>{figures}</main>"
        f'<script type="application/octet-stream" id="block">{block}</script><script>{script}</script></body></html>'
    )
    FOLDERS.append(tempfile.TemporaryDirectory(prefix="quire-views-"))
    file = pathlib.Path(FOLDERS[-1].name) / "page.html"
    file.write_text(text)
    return file
