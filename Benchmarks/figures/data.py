"""Writes the made-up data that both sides draw: python3 data.py > data.json"""

import json
import math
import random

random.seed(7)

WORDS = """phone case screen battery charger great good bad price quality cover color fits easy use works protector
nice love product bought time months cheap plastic cable usb car bluetooth headset sound music volume speaker button
buttons camera pictures hands free call calls clear signal apple samsung galaxy iphone ipad tablet rubber silicone soft
hard leather pocket belt clip holster drop dropped broke broken cracked scratch scratches return returned refund seller
shipping arrived package item amazon review stars recommend happy disappointed worst terrible horrible awful poor
excellent perfect amazing awesome""".split()


def gauss(cx, cy, s):
    return [round(random.gauss(cx, s), 4), round(random.gauss(cy, s), 4)]


def softmax(row):
    top = max(row)
    e = [math.exp(v - top) for v in row]
    return [round(v / sum(e), 5) for v in e]


def attention(n, kind):
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            base = random.gauss(0, 0.7)
            if kind % 4 == 0:
                base += 4 if j == i - 1 else 0
            elif kind % 4 == 1:
                base += 4 if j == 0 else 0
            elif kind % 4 == 2:
                base += 3.5 - 0.6 * abs(i - j)
            row.append(base)
        rows.append(softmax(row))
    return rows


neighbours = {
    "bad": [["terrible", 0.6617], ["horrible", 0.6423], ["awful", 0.6190], ["poor", 0.5731], ["good", 0.5528]],
    "great": [["excellent", 0.7712], ["good", 0.7401], ["fantastic", 0.7325], ["awesome", 0.7102], ["perfect", 0.6660]],
    "screen": [
        ["protector", 0.6031],
        ["display", 0.5977],
        ["glass", 0.5513],
        ["scratch-resistant", 0.5120],
        ["film", 0.4988],
    ],
}
frequent = [gauss(*random.choice([(0, 0, 1.4), (2.5, 1, 0.8), (-2, 1.5, 0.9), (0.5, -2, 0.7)])) for _ in range(400)]
chosen = {
    "bad": [[-2.0, 1.6]] + [gauss(-2.0, 1.6, 0.25) for _ in range(5)],
    "great": [[2.4, 1.1]] + [gauss(2.4, 1.1, 0.3) for _ in range(5)],
    "screen": [[0.4, -2.1]] + [gauss(0.4, -2.1, 0.3) for _ in range(5)],
}
tokens = "[CLS] the bank raised its interest rates after the river bank flooded [SEP]".split()

print(
    json.dumps(
        {
            "neighbours": [
                {"query": q, "words": [w for w, _ in n], "values": [v for _, v in n]} for q, n in neighbours.items()
            ],
            "loss": [round(0.42 * math.exp(-0.55 * e) + 0.11 + 0.004 * random.random(), 5) for e in range(10)],
            "losses": {
                "skip-gram": [round(0.5 * math.exp(-0.3 * e) + 0.12, 5) for e in range(10)],
                "CBOW": [round(0.4 * math.exp(-0.4 * e) + 0.115, 5) for e in range(10)],
                "gensim": [round(0.45 * math.exp(-0.35 * e) + 0.2, 5) for e in range(10)],
            },
            "frequent": frequent,
            "frequentLabels": {str(i * 17): WORDS[i] for i in range(20)},
            "chosen": [
                {"query": q, "words": [q] + [w for w, _ in neighbours[q]], "points": p} for q, p in chosen.items()
            ],
            "tokens": tokens,
            "heatmap": attention(len(tokens), 2),
            "heads": [attention(len(tokens), k) for k in range(12)],
            "tokens30": [random.choice(WORDS) for _ in range(36)],
            "heatmap30": attention(36, 0),
            "grid": [[attention(30, r + c) for c in range(12)] for r in range(12)],
            "ranks": [[10 ** (i / 10), round(60000 / (10 ** (i / 10)) ** 0.95)] for i in range(44)],
        }
    )
)
