// The logic over the attention data file, on tensors small enough to work out by hand.

const test = require("node:test");
const assert = require("node:assert/strict");
const { first, second, source, texts } = require("./attention-fixture.js");
const { load } = require("./load.js");

const Quire = load("attention/attention.js", "attention/shown.js");
const { open, decimals, label, tokenNamed, nameOfToken, chosen } = Quire.attention;
const { sides, weights, weightError, combined, sums, strongest, hidden, sees, remarks } = Quire.attention.shown;

const near = (actual, expected, error = 2e-5) => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, at) => assert.ok(Math.abs(actual[at] - value) <= error, `${at}: ${actual[at]} is not ${value}`));
};

test("weights come back as they were, to half a step", () => {
  const data = open(source());
  near([...data.row(0, 0, 1)], first[1], 0.5 / 65535 + 1e-12);
  near([...data.matrix(0, 1)], second.flat(), 1e-12);
  assert.ok(Math.abs(data.weight(0, 0, 4, 2) - 0.3) < 1e-5);
});

test("an array of another length is refused by name", () => {
  const broken = source();
  broken.arrays.attention = broken.arrays.attention.slice(1);
  assert.throws(() => open(broken), /"attention" has 71 numbers, expected 72/);
});

test("quantised vectors are number times scale", () => {
  const data = open(source());
  near([...data.vector("query", 0, 0, 3)], [1, -127 / 64], 1e-6);
  near([...data.vector("key", 0, 1, 0)], [32 * 7 / 64, 127 * 7 / 64], 1e-6);
});

test("a score is the sum of the products over the root of the head's size, with its greatest error", () => {
  const data = open(source());
  const { numbers, errors } = data.products(0, 0, 0, 0);
  near([...numbers], [0.5, -((127 / 64) ** 2)], 1e-6);
  const share = 127 / 64 / 254;
  near([...errors], [share + 0.5 * share + share ** 2, 2 * (127 / 64) * share + share ** 2], 1e-6);
  const { value, error } = data.score(0, 0, 0, 0);
  assert.ok(Math.abs(value - (0.5 - (127 / 64) ** 2) / Math.SQRT2) < 1e-6);
  assert.ok(Math.abs(error - (errors[0] + errors[1]) / Math.SQRT2) < 1e-9);
});

test("scores are made as the model makes them: by another divisor, with what the distance adds, within a cap", () => {
  const given = source();
  Object.assign(given.values.model, { scoring: { divisor: 2, root: "√4", cap: 3 } });
  given.arrays.biases = Float32Array.from({ length: 22 }, (_, at) => at);
  const data = open(given);
  const { numbers, errors } = data.products(0, 1, 4, 2);
  const whole = (numbers[0] + numbers[1]) / 2 + 11 + 5 - 2;
  const { value, error } = data.score(0, 1, 4, 2);
  assert.ok(Math.abs(value - 3 * Math.tanh(whole / 3)) < 1e-6);
  assert.ok(Math.abs(error - (errors[0] + errors[1]) / 2) < 1e-9);
  assert.equal(data.scoreName, "score");
  assert.equal(open(source()).scoreName, "q·k/√2");
  given.arrays.biases = given.arrays.biases.slice(1);
  assert.throws(() => open({ ...given }), /"biases" has 21 numbers, expected 22/);
});

test("a layer with a window sees what is near", () => {
  const data = open(source({ model: { ...source().values.model, windows: [2] } }));
  assert.deepEqual([0, 1, 2, 3, 4, 5].filter((to) => data.sees(3, to, 0)), [2, 3, 4]);
  assert.equal(data.sees(3, 0), true);
  const items = [1, 2, 4].map((position) => ({ positions: [position] }));
  assert.equal(sees(data, { positions: [1, 2] }, items[2], 0), false);
  assert.equal(sees(data, { positions: [1, 2, 3] }, items[2], 0), true);
});

test("with the normalizers the score is read from the weight, which is more exact", () => {
  const given = source();
  given.arrays.normalizers = Float32Array.from({ length: 12 }, () => 2);
  const { value, error } = open(given).score(0, 0, 0, 0);
  assert.ok(Math.abs(value - (Math.log(0.5) + 2)) < 2e-5);
  assert.ok(error < 2e-5);
});

test("what flows is the weight times the value", () => {
  const data = open(source());
  near([...data.flow(0, 0, 0, 0).numbers], [-0.5, 0.5]);
  near([...data.flow(0, 0, 0, 0).errors], [0.5 / 254, 0.5 / 254], 1e-5);
});

test("as many decimals are shown as the error allows", () => {
  assert.equal(decimals(0.5 / 65535), 4);
  assert.equal(decimals(0.005), 2);
  assert.equal(decimals(0.0051), 1);
  assert.equal(decimals(0.4), 0);
  assert.equal(decimals(0), 4);
  assert.equal(decimals(1e-9, 6), 6);
});

test("special tokens are hidden on both sides, and rows keep their weights", () => {
  const data = open(source());
  const shown = sides(data, { special: false });
  assert.deepEqual(shown.from.map((item) => item.label), ["un", "##seen", "it"]);
  const { numbers, kept } = weights(data, 0, 0, shown);
  near([...numbers], [0.3, 0.1, 0.2, 0.1, 0.1, 0.1, 0.2, 0.3, 0.2]);
  near([...kept], [0.6, 0.3, 0.7], 1e-4);
});

test("renormalised rows sum to one, and a row of nothing stays nothing", () => {
  const data = open(source());
  const shown = sides(data, { special: false });
  const { numbers } = weights(data, 0, 0, shown, { renormalize: true });
  near([...numbers], [0.5, 1 / 6, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 2 / 7, 3 / 7, 2 / 7], 1e-4);
  const half = weights(data, 0, 1, sides(data, { pair: "ab" }), { renormalize: true });
  near([...half.numbers], [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("a pair's filters are slices without renormalising", () => {
  const data = open(source());
  assert.ok(data.hasPair);
  const labels = (pair) => {
    const { from, to } = sides(data, { pair });
    return [from.map((item) => item.label).join(" "), to.map((item) => item.label).join(" ")];
  };
  assert.deepEqual(labels("ab"), ["[CLS] un ##seen [SEP]", "it [SEP]"]);
  assert.deepEqual(labels("ba"), ["it [SEP]", "[CLS] un ##seen [SEP]"]);
  assert.deepEqual(labels("aa"), ["[CLS] un ##seen [SEP]", "[CLS] un ##seen [SEP]"]);
  assert.deepEqual(labels("bb"), ["it [SEP]", "it [SEP]"]);
  near([...weights(data, 0, 0, sides(data, { pair: "ab" })).numbers], [0.1, 0.1, 0.2, 0.1, 0.1, 0.1, 0, 0]);
  near([...weights(data, 0, 0, sides(data, { pair: "ba" })).numbers], [0.1, 0.2, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1]);
});

test("a separator without a half of its own belongs to the half before it", () => {
  const given = source();
  given.values.tokens.forEach((token) => { if (token.special) token.sequence = null; });
  assert.deepEqual(open(given).halves, [0, 0, 0, 0, 1, 1]);
});

test("pieces are summed where looked at and averaged where they look", () => {
  const data = open(source());
  const shown = sides(data, { words: true });
  assert.deepEqual(shown.from.map((item) => item.label), ["[CLS]", "unseen", "[SEP]", "it", "[SEP]"]);
  const { numbers, kept } = weights(data, 0, 0, shown);
  near([...numbers.slice(0, 5)], [0.5, 0.2, 0.1, 0.1, 0.1]);
  near([...numbers.slice(5, 10)], [0.3, 0.3, 0.15, 0.15, 0.1]);
  near([...kept], [1, 1, 1, 1, 1], 1e-4);
  assert.ok(Math.abs(weightError(data, shown.to[1]) - 1 / 65535) < 1e-9);
});

test("heads are averaged or added, and tokens added on either side", () => {
  const data = open(source());
  const shown = sides(data);
  const list = [0, 1].map((head) => weights(data, 0, head, shown));
  near([...combined(list).slice(0, 6)], [0.75, 0.05, 0.05, 0.05, 0.05, 0.05]);
  near([...combined(list, { mean: false }).slice(0, 6)], [1.5, 0.1, 0.1, 0.1, 0.1, 0.1]);
  near([...sums(list[0], [1, 2])], [0.6, 0.4, 0.2, 0.3, 0.3, 0.2]);
  near([...sums(list[0], [3], { incoming: true })], [0.1, 0.1, 0.2, 1, 0.1, 0.1]);
  assert.deepEqual(strongest(sums(list[0], [4]), 3), [2, 1, 4]);
});

test("the threshold says what it hides", () => {
  const data = open(source());
  const list = [weights(data, 0, 0, sides(data, { special: false }))];
  const { below, all, share } = hidden(list, 0.15);
  assert.deepEqual([below, all], [4, 9]);
  assert.ok(Math.abs(share - 0.4 / 1.6) < 1e-4);
});

test("a causal model's tokens see themselves and what is before", () => {
  const given = source();
  given.values.model = { ...given.values.model, isCausal: true };
  const data = open(given);
  assert.ok(data.sees(2, 2) && data.sees(2, 0) && !data.sees(2, 3));
  const { from, to } = sides(data, { words: true });
  assert.ok(sees(data, from[1], to[1]));
  assert.ok(!sees(data, from[0], to[1]));
});

test("what is left out is told in words", () => {
  const data = open(source());
  const all = { words: false, special: true, renormalize: false, pair: "all", threshold: 0 };
  assert.deepEqual(remarks(data, 0, [0], all), []);
  assert.deepEqual(remarks(data, 0, [0], { ...all, special: false }), [
    "Hidden: special tokens, with 47 % of the attention of the tokens shown. "
      + "The weights are as the model has them, so rows sum to less than 1.",
  ]);
  assert.match(remarks(data, 0, [0], { ...all, special: false, renormalize: true })[0], /each row sums to 1/);
  assert.match(remarks(data, 0, [0], { ...all, threshold: 0.15 })[0], /threshold of 0.15: 20 of 31 weights/);
});

test("a token is named by its text, its word or its place", () => {
  const data = open(source());
  assert.equal(tokenNamed(data, "un"), 1);
  assert.equal(tokenNamed(data, "seen"), 2);
  assert.equal(tokenNamed(data, "Unseen"), 1);
  assert.equal(tokenNamed(data, "4"), 4);
  assert.equal(tokenNamed(data, "@5"), 5);
  assert.equal(tokenNamed(data, "6"), null);
  assert.equal(tokenNamed(data, "elephant"), null);
  assert.equal(nameOfToken(data, 3), "[SEP]");
  assert.equal(nameOfToken(data, 5), "@5");
  texts.forEach((_, index) => assert.equal(tokenNamed(data, nameOfToken(data, index)), index));
});

test("a choice that the file does not have gives way to the chapter's", () => {
  const data = open(source());
  assert.deepEqual(chosen(data, {}, { token: "it" }), { layer: 0, head: 1, token: 4, tokens: [4] });
  assert.deepEqual(chosen(data, { layer: 9, head: "x", token: 99 }), { layer: 0, head: 1, token: null, tokens: [] });
  assert.deepEqual(chosen(data, { head: 0, token: 2, tokens: [2, 3] }), { layer: 0, head: 0, token: 2, tokens: [2, 3] });
  assert.deepEqual(chosen(data, { token: null }), { layer: 0, head: 1, token: null, tokens: [] });
});

test("layers that the file leaves out are not offered", () => {
  const given = source({ kept: { attention: [3], vectors: [] } });
  given.values.model = { ...given.values.model, layers: 4 };
  for (const name of Object.keys(given.arrays)) if (name !== "attention") delete given.arrays[name];
  const data = open(given);
  assert.deepEqual(data.keptLayers, [3]);
  assert.ok(!data.hasVectors(3));
  assert.equal(chosen(data, { layer: 0 }).layer, 3);
  near([...data.row(3, 0, 4)], first[4], 1e-5);
});

test("control characters and blanks can be seen", () => {
  assert.equal(label("a\u0000b"), "a\u2400b");
  assert.equal(label(" "), "␣");
  assert.equal(label("</script>"), "</script>");
  assert.equal(label("👩‍🚀"), "👩‍🚀");
});
