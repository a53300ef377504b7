// What presses on tiles and labels do, what the head view says, and the neuron view's numbers.

const test = require("node:test");
const assert = require("node:assert/strict");
const { source } = require("./attention-fixture.js");
const { load } = require("./load.js");

const Quire = load(
  "attention/attention.js", "attention/shown.js", "attention/selection.js", "attention/head-picture.js",
  "attention/neuron-cells.js", "attention/neuron-table.js");
const { open, inText } = Quire.attention;
const { remarks } = Quire.attention.shown;
const { heads, pinned, title } = Quire.attention.selection;
const pictures = Quire.attention.picture;
const { cells, sheet } = Quire.attention;

const choice = { layer: 0, heads: [0, 1], words: false, special: true, renormalize: false, pair: "all", threshold: 0 };

test("a press switches a head, a second soon after isolates it, two more bring all back", () => {
  const shown = heads(4);
  assert.equal(shown.press(2, 0), "off");
  assert.deepEqual(shown.list(), [0, 1, 3]);
  assert.equal(shown.press(2, 300), "only");
  assert.deepEqual(shown.list(), [2]);
  assert.equal(shown.press(2, 2000), "kept");
  assert.deepEqual(shown.list(), [2]);
  assert.equal(shown.press(2, 2300), "all");
  assert.deepEqual(shown.list(), [0, 1, 2, 3]);
});

test("two slow presses are two presses, and two heads pressed in turn are not one pressed twice", () => {
  const shown = heads(3);
  shown.press(0, 0);
  assert.equal(shown.press(0, 1000), "on");
  shown.press(1, 2000);
  assert.equal(shown.press(2, 2100), "off");
  assert.deepEqual(shown.list(), [0]);
});

test("the only head of a model stays on", () => {
  const shown = heads(1);
  assert.equal(shown.press(0, 0), "kept");
  assert.equal(shown.press(0, 100), "all");
  assert.deepEqual(shown.list(), [0]);
});

test("tokens are pinned alone, added, taken away", () => {
  assert.deepEqual(pinned([], [3], false), [3]);
  assert.deepEqual(pinned([3], [5], false), [5]);
  assert.deepEqual(pinned([3], [3], false), []);
  assert.deepEqual(pinned([3], [5], true), [3, 5]);
  assert.deepEqual(pinned([3, 5], [3], true), [5]);
  assert.deepEqual(pinned([1], [1, 2], false), [1, 2]);
  assert.deepEqual(pinned([1, 2, 3], [1, 2], true), [3]);
});

test("heads are named so that the last is heard", () => {
  assert.equal(title([5]), "head 5");
  assert.equal(title([2, 5, 7]), "mean of heads 2, 5 and 7");
  assert.equal(title([0, 1, 2, 3, 4, 5]), "mean of 6 heads");
});

test("a pair of tokens is told with its number", () => {
  const picture = pictures.make(open(source()), { ...choice, heads: [0] });
  assert.equal(pictures.pairText(picture, 4, 2), "layer 0, head 0: it → ##seen, 0.300");
  const both = pictures.make(open(source()), choice);
  assert.equal(
    pictures.pairText(both, 4, 2), "layer 0, mean of heads 0 and 1: it → ##seen, 0.150 (most by head 0: 0.300)");
});

test("chosen tokens are added up, those that look and those that are looked at", () => {
  const picture = pictures.make(open(source()), { ...choice, heads: [0] });
  const from = pictures.focusOn(picture, "from", [1, 2]);
  assert.equal(pictures.focusText(picture, from), "layer 0, head 0: un and ##seen → [CLS], 0.600; un, 0.400; [SEP], 0.300 (sum)");
  const to = pictures.focusOn(picture, "to", [4]);
  assert.equal(pictures.focusText(picture, to, 2), "layer 0, head 0: it ← un, 0.200; it, 0.200");
  assert.deepEqual(pictures.top(picture, to, 1), [{ label: "un", value: "0.200", head: 0, best: "0.200" }]);
});

test("a causal model's later tokens are not told as noughts", () => {
  const given = source();
  given.values.model = { ...given.values.model, isCausal: true };
  const picture = pictures.make(open(given), { ...choice, heads: [0] });
  assert.match(pictures.pairText(picture, 1, 4), /un → it, not seen \(it comes later\)/);
  assert.ok(pictures.table(picture, null).rows.every((row) => row[5] <= row[3]));
});

test("the table holds what is shown and no more", () => {
  const picture = pictures.make(open(source()), { ...choice, threshold: 0.3 });
  const rows = pictures.table(picture, pictures.focusOn(picture, "from", [4])).rows;
  assert.deepEqual(rows, [[0, 0, "it", 4, "##seen", 2, 0.3], [0, 1, "it", 4, "it", 4, 1]]);
});

test("a matrix of several heads saves and counts the mean that it draws", () => {
  const shown = { ...choice, mode: "matrix", threshold: 0.2 };
  const data = open(source());
  const { columns, rows } = pictures.table(pictures.make(data, shown), null);
  assert.equal(columns[1], "heads");
  // 0.3 of the first head and nothing of the second make 0.15, which is not drawn; 0.2 and 1 make 0.6.
  assert.deepEqual(rows.filter((row) => row[3] === 4), [[0, "mean of 0, 1", "it", 4, "it", 4, 0.6]]);
  const drawn = rows.length;
  assert.match(remarks(data, 0, [0, 1], shown)[0], new RegExp(`: ${31 - drawn} of 31 weights \\(means of the heads shown\\)`));
});

test("what the threshold hides is told as hidden and not listed", () => {
  const data = open(source());
  const picture = pictures.make(data, { ...choice, heads: [0], threshold: 0.25 });
  assert.equal(pictures.pairText(picture, 4, 2), "layer 0, head 0: it → ##seen, 0.300");
  assert.equal(pictures.pairText(picture, 4, 1), "layer 0, head 0: it → un, 0.200, hidden: below the threshold of 0.25");
  const focus = pictures.focusOn(picture, "from", [4]);
  assert.deepEqual(pictures.top(picture, focus).map(({ label }) => label), ["##seen"]);
  assert.equal(pictures.focusText(picture, focus), "layer 0, head 0: it → ##seen, 0.300");
  const high = pictures.make(data, { ...choice, heads: [0], threshold: 0.5 });
  assert.equal(
    pictures.focusText(high, pictures.focusOn(high, "from", [4])), "layer 0, head 0: it → nothing above the threshold of 0.5");
  // Arcs have a line for each head: one of them is above.
  const both = pictures.make(data, { ...choice, threshold: 0.25 });
  assert.ok(!pictures.pairText(both, 4, 2).includes("hidden"));
  assert.match(pictures.pairText(pictures.make(data, { ...choice, mode: "matrix", threshold: 0.25 }), 4, 2), /0\.150, hidden/);
});

test("signs stand in quotes within a sentence, letters from right to left apart", () => {
  assert.equal(inText(","), "“,”");
  assert.equal(inText("[CLS]"), "[CLS]");
  assert.equal(inText("שלום"), "\u2068שלום\u2069");
});

test("a query meets every key, number by number", () => {
  const data = open(source());
  const study = cells.make(data, 0, 0, 4);
  assert.equal(study.rows.length, 6);
  const columns = cells.columns(study);
  assert.deepEqual(columns.map(({ part, index }) => `${part.id} ${index}`), [
    "key 0", "key 1", "product 0", "product 1", "score 0", "weight 0", "value 0", "value 1", "flow 0", "flow 1",
  ]);
  // q is [1, −1.984], k of the third token is 3 · [0.5, 1.984]; the largest of each may be wrong by 0.4 %.
  assert.equal(cells.text(study, 2, columns[2]), "it → ##seen, number 0 of 0 to 1: q 1.0 × k 1.5 = 1.5");
  assert.equal(cells.text(study, 2, columns[5]), "it → ##seen: softmax 0.3000, of q·k/√2 −7");
  assert.equal(cells.text(study, 2, columns[8]), "it → ##seen, number 0 of 0 to 1: α 0.3000 × v −1.00 = −0.30");
  // All values are −1, so what all rows bring is −1 too.
  assert.equal(cells.text(study, 6, columns[8]), "it takes from all together, number 0 of 0 to 1: −1.00");
});

test("how exact the numbers are is said", () => {
  const data = open(source());
  assert.match(cells.precision(cells.make(data, 0, 0, 0)), /weights are exact to 0\.000008; .* small whole numbers, exact to 0\.4 %/);
});

test("a table can be read by programs, and copied with tabs", () => {
  const study = cells.make(open(source()), 0, 0, 4);
  const table = cells.table(study, "scores");
  assert.deepEqual(table.columns, ["token", "position", "q·k/√2", "softmax"]);
  assert.deepEqual(cells.plain(table).rows[2], ["##seen", 2, -7, 0.3]);
  assert.equal(sheet.text(table).split("\n")[3], "##seen\t2\t-7\t0.3000");
  const all = cells.table(study, "all");
  assert.ok(all.rows.every((row) => row.length === all.columns.length));
  assert.equal(all.rows.length, 8);
});
