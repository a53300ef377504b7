// A data file of attention, small enough to work out by hand.

/// One layer, two heads: [CLS] un ##seen [SEP] it [SEP], a pair of one word and one word.
const texts = ["[CLS]", "un", "##seen", "[SEP]", "it", "[SEP]"];
const first = [
  [0.5, 0.1, 0.1, 0.1, 0.1, 0.1],
  [0.2, 0.3, 0.1, 0.1, 0.2, 0.1],
  [0.4, 0.1, 0.1, 0.2, 0.1, 0.1],
  [0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
  [0.1, 0.2, 0.3, 0.1, 0.2, 0.1],
  [0.1, 0.1, 0.1, 0.1, 0.1, 0.5],
];
const second = texts.map((_, row) => texts.map((_, column) => (row === column ? 1 : 0)));

const source = (change = {}) => ({
  values: {
    model: { name: "small", architecture: "BERT", layers: 1, heads: 2, headSize: 2, isCausal: false },
    sentence: "unseen", pair: "it",
    tokens: texts.map((text, index) => ({
      text, special: text.startsWith("["), sequence: index < 4 ? 0 : 1, word: [null, 0, 0, null, 1, null][index],
    })),
    words: [
      { label: "unseen", positions: [1, 2], special: false, punctuation: false },
      { label: "it", positions: [4], special: false, punctuation: false },
    ],
    precision: { attention: 0.5 / 65535, vectors: { type: "i8", error: 1 / 254 } },
    chosen: { layer: 0, head: 1, token: 4 },
    ...change,
  },
  arrays: {
    attention: Uint16Array.from([first, second].flat(2), (value) => Math.round(value * 65535)),
    queries: Int8Array.from({ length: 24 }, (_, at) => (at % 2 ? -127 : 64)),
    keys: Int8Array.from({ length: 24 }, (_, at) => (at % 2 ? 127 : 32)),
    flow: Int8Array.from({ length: 24 }, (_, at) => (at % 2 ? 127 : -127)),
    queryScales: Float32Array.from({ length: 12 }, () => 1 / 64),
    keyScales: Float32Array.from({ length: 12 }, (_, at) => (at + 1) / 64),
    flowScales: Float32Array.from({ length: 12 }, () => 1 / 127),
  },
});

module.exports = { first, second, source, texts };
