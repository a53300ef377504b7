// The measures of heads, their order, rollout and the norm-based measure, and heads as pixels, by hand on small tensors.

const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./load.js");

const Quire = load(
  "attention/attention.js", "attention/marks.js", "attention/measures.js", "attention/raster.js", "attention/choice.js");
const { measures, raster, choice } = Quire.attention;

// Two layers of two heads over two tokens.
const weights = [
  [[0.5, 0.5], [0.25, 0.75]], [[1, 0], [0, 1]],
  [[0, 1], [1, 0]], [[0.75, 0.25], [0.5, 0.5]],
];
const head = (entropy, ablation, categories = []) => ({
  entropy, nats: entropy * Math.LN2, next: 0.5, previous: 0.25, start: 0.5, separator: 0, punctuation: 0, itself: 0.5,
  ablation, categories, place: [entropy, ablation],
});
const source = (change = {}, arrays = {}) => ({
  values: {
    model: { layers: 2, heads: 2, headSize: 2, isCausal: false },
    tokens: [{ text: "a", special: false, sequence: 0, word: 0 }, { text: "b", special: false, sequence: 0, word: 1 }],
    words: [{ label: "a", positions: [0] }, { label: "b", positions: [1] }],
    heads: [[head(0.9, 0.004), head(0, 0.001, ["previous token"])], [head(0, 0.002, ["next token"]), head(0.9, 0.003)]],
    chosen: { layer: 1, head: 0, token: 0 },
    ...change,
  },
  arrays: {
    attention: Uint16Array.from(weights.flat(2), (weight) => Math.round(weight * 65535)),
    lengths: Float32Array.from([1, 3, 1, 1, 2, 2, 0, 4]),
    likeHeads: Uint16Array.from([3, 1, 2, 0, 2, 3, 1, 0, 3, 0, 1, 2]),
    likeDivergences: Float32Array.from([0.1, 0.2, 0.3, 0.2, 0.4, 0.5, 0.4, 0.5, 0.6, 0.1, 0.5, 0.6]),
    ...arrays,
  },
});
const near = (actual, expected, error = 1e-4) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, at) => assert.ok(Math.abs(actual[at] - value) < error, `${at}: ${actual[at]}, not ${value}`));
};

test("a head is told by its layer, its number and its measures", () => {
  const measured = measures.open(source());
  assert.equal(measured.describe(2), "layer 1, head 0: entropy 0.00; next token");
  assert.equal(measured.describe(0, ["entropy", "ablation"]), "layer 0, head 0: entropy 0.90, ablation 4.0 thousandths");
  assert.equal(measured.text(3, "ablation"), "3.0");
  assert.deepEqual(measured.place(3), { layer: 1, head: 1 });
  assert.equal(measured.name(3), "1.1");
});

test("heads come in order of a measure, the earlier of equals first", () => {
  const measured = measures.open(source());
  assert.deepEqual(measured.ordered("ablation"), [0, 3, 2, 1]);
  assert.deepEqual(measured.ordered("entropy"), [0, 3, 1, 2]);
  assert.deepEqual(measured.ordered("ablation", [1, 2]), [2, 1]);
  assert.deepEqual(measured.ordered(""), [0, 1, 2, 3]);
  assert.deepEqual(measured.ordered("nonsense"), [0, 1, 2, 3]);
});

test("the heads that attend most alike are those of the file, without those that it does not hold", () => {
  const measured = measures.open(source());
  assert.deepEqual(measured.nearest(0, 2).map(({ at }) => at), [3, 1]);
  near([measured.nearest(0, 1)[0].divergence], [0.1]);
  const half = measures.open(source(
    { kept: { attention: [1], vectors: [] } },
    { attention: Uint16Array.from(weights.slice(2).flat(2), (weight) => Math.round(weight * 65535)) }));
  assert.deepEqual(half.nearest(2).map(({ at }) => at), [3]);
  assert.equal(half.hasRollout(1), false);
  assert.equal(half.isKept(0), false);
});

test("the difference of two heads is one's weights less the other's", () => {
  const measured = measures.open(source());
  near([...measured.difference(0, 1)], [-0.5, 0.5, 0.25, -0.25]);
  near([...measured.difference(3, 3)], [0, 0, 0, 0]);
});

test("rollout follows attention and what stays in place through the layers", () => {
  const measured = measures.open(source());
  // The mean of the heads and the identity, rows scaled to 1.
  const lower = [[0.875, 0.125], [0.0625, 0.9375]];
  const upper = [[0.6875, 0.3125], [0.375, 0.625]];
  near([...measured.rollout(0)], lower.flat());
  const product = upper.map((row) => [0, 1].map((column) => row[0] * lower[0][column] + row[1] * lower[1][column]));
  near([...measured.rollout(1)], product.flat());
  assert.equal(measured.rollout(1), measured.rollout(1));
});

test("the norm-based measure weighs attention by the length of what it brings", () => {
  const measured = measures.open(source());
  // Heads of layer 0: weights times the lengths 1 and 3, and 1 and 1.
  const rows = [[0.5 * 1 + 1, 0.5 * 3], [0.25, 0.75 * 3 + 1]];
  near([...measured.normBased(0)], rows.flatMap((row) => row.map((value) => value / (row[0] + row[1]))));
});

test("a measure without numbers is not offered", () => {
  const values = source().values.heads.map((row) => row.map(({ ablation, ...rest }) => rest));
  const measured = measures.open(source({ heads: values }));
  assert.ok(!measured.measures.some(({ key }) => key === "ablation"));
  assert.equal(measured.measure("ablation").key, "entropy");
});

const table = Uint8ClampedArray.from({ length: 768 }, (_, at) => Math.floor(at / 3));

test("heads are painted where they stand, and several weights in one pixel show the largest", () => {
  const { data } = measures.open(source());
  const boxes = [{ left: 0, top: 0, width: 2, height: 2 }, { left: 3, top: 0, width: 1, height: 1 }];
  const { rgba, pixels } = raster.heads(data, [0, 1], boxes, { width: 4, height: 2 }, { table });
  const red = (x, y) => rgba[(y * 4 + x) * 4];
  assert.deepEqual([red(0, 0), red(1, 0), red(0, 1), red(1, 1)], [128, 128, 64, 191]);
  assert.equal(red(3, 0), 255);
  assert.equal(pixels[2], 0);
});

test("what a decoder looks at in another text is a matrix as wide as that text", () => {
  const two = (texts) => texts.map((text) => ({ text, special: false, sequence: 0 }));
  const whole = {
    values: {
      model: { name: "small", architecture: "bart", layers: 1, heads: 2, headSize: 2, isCausal: false },
      tokens: two(["ein", "Boot"]), sources: two(["the", "small", "boat"]), words: [], heads: [[{ entropy: 0.5 }, { entropy: 0.2 }]],
      chosen: { layer: 0, head: 1, token: 0 },
    },
    arrays: { attention: Uint16Array.from([1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0], (value) => value * 65535) },
  };
  const { data, difference, describe } = measures.open(whole);
  assert.deepEqual([data.count, data.columns, data.seen[2].label], [2, 3, "boat"]);
  const box = { left: 0, top: 0, width: 3, height: 2 };
  const { rgba } = raster.heads(data, [0], [box], { width: 3, height: 2 }, { table });
  assert.deepEqual(Array.from({ length: 6 }, (_, at) => rgba[at * 4]), [255, 0, 0, 0, 0, 255]);
  assert.deepEqual([...difference(0, 1)], [1, -1, 0, 0, -1, 1]);
  assert.equal(describe(1), "layer 0, head 1: entropy 0.20");
});

test("a matrix with signs has its nought in the middle of the colours", () => {
  const { rgba } = raster.matrix([0, 1, -1, -0.5], { rows: 2, columns: 2 }, { width: 2, height: 2 }, { table, top: 1, signed: true });
  assert.deepEqual([rgba[0], rgba[4], rgba[8], rgba[12]], [128, 255, 0, 64]);
});

test("small weights are told apart by their root", () => {
  const [plain, root] = [raster.steps("plain"), raster.steps("root")];
  assert.equal(plain[0], 0);
  assert.equal(root[65535], 255);
  assert.ok(root[655] - root[0] > 20);
  assert.ok(plain[655] - plain[0] < 4);
});

test("labels meet neither each other nor points, and those without room are left out", () => {
  const points = Array.from({ length: 60 }, (_, at) => ({ x: 30 + (at % 10) * 22, y: 30 + Math.floor(at / 10) * 15 }));
  const width = () => 30;
  const size = { width: 300, height: 140 };
  const labels = choice.placeLabels(points, points.map((_, at) => at), width, { ...size, radius: () => 4 });
  assert.ok(labels.length > 0 && labels.length < points.length);
  labels.forEach((one, first) => labels.slice(first + 1).forEach((two) => {
    assert.ok(Math.abs(one.x - two.x) >= 30 || Math.abs(one.y - two.y) >= 14);
  }));
  for (const { at, x, y } of labels) {
    points.forEach((point, other) => {
      if (other === at) return;
      assert.ok(point.x + 4 <= x || point.x - 4 >= x + 30 || point.y + 4 <= y - 7 || point.y - 4 >= y + 7);
    });
  }
  const must = choice.placeLabels(points, [25], width, { ...size, radius: () => 4, must: () => true });
  assert.equal(must.length, 1);
});

const hostOf = (said = [], change = {}) => {
  const state = {};
  return {
    source: source(change), options: {}, say: (text) => said.push(text), remember() {},
    store: {
      state, watchers: [],
      set(changes) {
        Object.assign(state, changes);
        for (const watcher of this.watchers) watcher(state, Object.keys(changes));
      },
      watch(watcher) { this.watchers.push(watcher); },
    },
  };
};

test("a link's head, token and comparison are taken, and what makes no sense is not", () => {
  const chosen = choice.open(hostOf());
  assert.equal(chosen.now().at, 2);
  chosen.go({ layer: "0", head: "1", token: "b", other: "1.1" });
  assert.deepEqual(chosen.now(), { at: 1, layer: 0, head: 1, token: 1, other: 3 });
  chosen.go({ layer: "7", head: "x", other: "9.9" });
  assert.equal(chosen.now().at, 1);
  assert.equal(chosen.now().other, 3);
  chosen.compare(1);
  assert.equal(chosen.now().other, null);
});

test("a link that names no token and no comparison shows none", () => {
  const chosen = choice.open(hostOf());
  chosen.go({ layer: "0", head: "1", token: "b", other: "1.1" });
  chosen.go({ layer: "1", head: "1" });
  assert.deepEqual(chosen.now(), { at: 3, layer: 1, head: 1, token: null, other: null });
});

test("a head that is chosen again is chosen, a layer alone is not a head", () => {
  const host = hostOf();
  const chosen = choice.open(host);
  chosen.choose(3);
  const { choices } = host.store.state;
  chosen.choose(3);
  assert.equal(host.store.state.choices, choices + 1);
  chosen.choose(1, { isLayer: true });
  assert.equal(chosen.now().layer, 0);
  assert.equal(host.store.state.choices, choices + 1);
});

test("what is chosen is said so that its signs and letters stay apart, and with what it was read to be", () => {
  const said = [];
  const tokens = [",", "שלום"].map((text) => ({ text, special: false, sequence: 0, word: null }));
  const chosen = choice.open(hostOf(said, { tokens, words: [] }));
  chosen.pin(0);
  chosen.pin(1, { reading: "a → b: 0.5" });
  chosen.pin(0, { name: "unbelievably" });
  assert.deepEqual(said, ["Chosen: “,”.", "a → b: 0.5. Chosen: \u2068שלום\u2069.", "Chosen: unbelievably."]);
});

test("labels are cut where a browser knows no graphemes", () => {
  const pen = { measure: (text) => text.length * 10 };
  const { Segmenter } = Intl;
  try {
    delete Intl.Segmenter;
    assert.equal(Quire.attention.marks.fit(pen, "unbelievably", 50, { size: 12 }), "unbe…");
  } finally {
    Intl.Segmenter = Segmenter;
  }
});

test("numbers for other programs have the decimals that they are known to", () => {
  assert.equal(Quire.attention.rounded(0.000030518043793392844, 4), 0);
  assert.equal(Quire.attention.rounded(0.10000000149, 6), 0.1);
  assert.equal(Quire.attention.rounded(NaN, 4), "");
});
