// The page's own tokenizer and text tower against Swift's and the reference's, and what is made of scored captions.

const test = require("node:test");
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { load } = require("./load.js");
const miniclip = require("./miniclip.js");

const Quire = load(...["tokenizer", "tower", "scores", "scorer"].map((name) => `captions/${name}.js`));
const golden = JSON.parse(fs.readFileSync(path.join(__dirname, "captions.golden.json"), "utf8"));
const fixtures = path.join(__dirname, "..", "..", "TransformersTests", "Fixtures");
const lines = (name) => fs.readFileSync(path.join(fixtures, name), "utf8").split("\n").filter(Boolean);
const model = miniclip.model(Quire, Float32Array.from(golden.picture));
const scorer = Quire.captionScorer.make(model, golden.logitScale);

test("ids are the reference's for 2,400 texts of all scripts", () => {
  const document = JSON.parse(fs.readFileSync(path.join(fixtures, "clip/marks-last.json"), "utf8"));
  const tokenizer = Quire.captionTokenizer.make(miniclip.tokenizer(document));
  // A count and a sum (FNV-1a) over the ids, as in CLIPTokenizerTests.swift.
  const fingerprint = (ids) => {
    let sum = 0xcbf29ce484222325n;
    for (const byte of Buffer.from(ids.map((id) => `${id};`).join(""))) {
      sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n);
    }
    return `${ids.length} ${sum.toString(16).padStart(16, "0")}`;
  };
  const expected = lines("clip/marks-last.golden");
  const texts = lines("tokenizers/lines.jsonl").map((line) => JSON.parse(line));
  assert.ok(texts.length >= 2000 && texts.length === expected.length);
  const wrong = texts.filter((text, index) => fingerprint(tokenizer.encode(text)) !== expected[index]);
  assert.deepEqual(wrong, []);
});

test("ids are Swift's for 200 captions, hard ones among them", () => {
  assert.equal(golden.captions.length, 200);
  for (const { text, ids } of golden.captions) assert.deepEqual(scorer.tokenizer.encode(text), ids, JSON.stringify(text));
});

test("logits are Swift's for 200 captions, to 2e-3", () => {
  const worst = Math.max(...golden.captions.map(({ text, logit }) => Math.abs(scorer.score(text).logit - logit)));
  assert.ok(worst < 2e-3, `${worst}`);
  console.log(`the greatest difference is ${worst.toExponential(1)}`);
});

test("what is cut, and what the model never learnt, is told", () => {
  const long = scorer.score(Array(80).fill("cats").join(" "));
  assert.deepEqual([long.count, long.isCut, long.ids.length, long.tokens.length], [82, true, 32, 30]);
  assert.equal(long.ids.at(-1), model.values.tokenizer.end);
  const short = scorer.score("Two  kittens, 12 cats");
  assert.deepEqual([short.isCut, short.unknown], [false, ["kittens", ",", "1", "2"]]);
  assert.deepEqual(scorer.score("two</script>").unknown, ["</", "script", ">"]);
  assert.ok(scorer.score(`${"a ".repeat(600)}dog`).isCut);
});

test("tokens read as letters, or as bytes where they are none", () => {
  assert.deepEqual(scorer.score("two cats 🐈").tokens, ["two", "cats", "<f0>", "<9f>", "<90>", "<88>"]);
  assert.deepEqual(scorer.tokenizer.encode("a \ud800 b"), scorer.tokenizer.encode("a \ufffd b"));
});

test("what a patch is to a typed caption is the fall of its logit", () => {
  const scored = scorer.score("two cats");
  const { values, largest } = scorer.falls(scored);
  assert.equal(values.length, 2);
  assert.ok(Math.abs(values[0]) < 1e-4);
  assert.ok(Math.abs(values[1] - scored.logit) < 1e-4 && largest === Math.max(...values));
});

test("activations have their values", () => {
  const { quickGELU, gelu, geluTanh, relu } = Quire.captionTower.activations;
  const near = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-7, `${found} is not ${expected}`);
  near(gelu(1), 0.8413447460685429);
  near(gelu(-3), -0.0040496940948903);
  near(gelu(5), 4.9999985667394155);
  near(geluTanh(1), 0.8411919906082768);
  near(quickGELU(1), 0.8457957659328212);
  assert.deepEqual([relu(-2), relu(3)], [0, 3]);
});

test("weights too few or too many are refused, and so is an activation that nobody knows", () => {
  const { sizes } = model.values;
  const { weights } = model.arrays;
  assert.throws(() => Quire.captionTower.make(sizes, weights.subarray(1)), /end too soon/);
  assert.throws(() => Quire.captionTower.make(sizes, new Float32Array(weights.length + 3)), /3 weights are left over/);
  assert.throws(() => Quire.captionTower.make({ ...sizes, activation: "swish" }, weights), /swish/);
});

const values = {
  logitScale: 100, undecidedBelow: 0.6,
  captions: ["two cats", "three cats", "two big cats", "a cat"], cosines: [0.3, 0.302, 0.25, 0.31],
  kinds: [{ name: "count", title: "count" }, { name: "moreSpecific", title: "more specific" }, { name: "given", title: "given" }],
  pairs: [
    { description: 0, variant: 1, category: "count", change: "two → three", truth: "false", place: 0 },
    { description: 0, variant: 2, category: "moreSpecific", change: "+ big", truth: "unknown", place: 1 },
    { description: 0, variant: 3, category: "count", change: "two → a", truth: "false", place: 2 },
  ],
};
const rows = Quire.captionScores.pairs(values);

test("a pair is judged by the assignment's rule", () => {
  assert.deepEqual(rows.map((row) => row.verdict), ["is undecided", "prefers the description", "prefers the false one"]);
  assert.deepEqual(rows.map((row) => row.isFooled), [true, false, true]);
  assert.ok(Math.abs(rows[0].gap + 0.2) < 1e-9 && Math.abs(rows[0].probability - 1 / (1 + Math.exp(0.2))) < 1e-9);
  assert.deepEqual(Quire.captionScores.kinds(values, rows), [
    { name: "count", title: "count", pairs: 2, decidable: 2, fooled: 2 },
    { name: "moreSpecific", title: "more specific", pairs: 1, decidable: 0, fooled: 0 },
  ]);
});

test("pairs are filtered and sorted, equal ones in their order", () => {
  const chosen = (filter) => Quire.captionScores.chosen(rows, filter).map((row) => row.index);
  assert.deepEqual(chosen(), [0, 1, 2]);
  assert.deepEqual(chosen({ kind: "count" }), [0, 2]);
  assert.deepEqual(chosen({ truth: "unknown" }), [1]);
  assert.deepEqual(chosen({ verdict: "fooled" }), [0, 2]);
  assert.deepEqual(chosen({ verdict: "is undecided" }), [0]);
  assert.deepEqual(chosen({ words: " CATS  three " }), [0]);
  assert.deepEqual(chosen({ words: "[.*" }), []);
  assert.deepEqual(chosen({ key: "gap" }), [0, 2, 1]);
  assert.deepEqual(chosen({ key: "gap", isFalling: true }), [1, 2, 0]);
  assert.deepEqual(chosen({ key: "captions", isFalling: true }), [0, 1, 2]);
  assert.deepEqual(chosen({ key: "verdict" }), [0, 1, 2]);
});

test("the picture and what its patches are come back from the data", () => {
  const source = {
    values: { picture: { width: 2, height: 2, rows: 1, columns: 2 } },
    arrays: {
      pixels: Uint8Array.from([255, 10, 0, 1, 246, 0, 7, 7, 7, 0, 0, 249]),
      falls: Int16Array.from([32767, -16384, 0, 0]), largestFalls: Float32Array.from([2, 0]),
    },
  };
  assert.deepEqual([...Quire.captionScores.pixels(source).rgba], [255, 10, 0, 255, 0, 0, 0, 255, 7, 7, 7, 255, 7, 7, 0, 255]);
  assert.equal(Quire.captionScores.pixels(source, true).rgba[0], 82);
  const falls = [0, 1].map((caption) => Quire.captionScores.falls(source, caption));
  assert.deepEqual([...falls[0].values].map((fall) => Math.round(fall * 1e4) / 1e4), [2, -1]);
  assert.deepEqual([...falls[1].values], [0, 0]);
  assert.deepEqual([...Quire.captionScores.difference(falls).values], [...falls[0].values]);
  assert.deepEqual([0, 1e-9, 0.0052, 0.02, 3].map(Quire.captionScores.decimals), [3, 3, 2, 1, 0]);
});

test("probabilities share one whole, however large the logits", () => {
  const shares = Quire.captionScores.softmax([1000, 1000 + Math.log(3), -1000]);
  assert.ok(Math.abs(shares[1] - 0.75) < 1e-9 && Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
});
