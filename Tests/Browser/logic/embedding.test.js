// The embedding explorer's logic: words and lists as the file holds them, search, sums, and labels that never overlap.

const assert = require("node:assert");
const test = require("node:test");
const { load } = require("./load.js");

const Quire = load(
  ...["words", "search", "sums", "camera", "labels", "nearby", "map-drawing"].map((name) => `embedding/${name}.js`));
const { camera, drawing, labels, nearby, search, sums } = Quire.embedding;

/// A small file: words with vectors of two elements, on one line of a map, and one neighbour that has no place.
const source = (words, vectors, { others = ["rare"], neighbours = 2 } = {}) => ({
  values: {
    words, others, vocabulary: 100, seeds: [1], neighbours,
    projections: [{ id: "pca", name: "PCA", axes: [], regions: [] }],
    regions: ["good, bad"], regionsFoundIn: 2,
    vectors: { words: words.length, size: 2, bits: 8, recall: 1 },
    labels: { height: 16, letters: 12, regionHeight: 20, regionLetters: 13, margin: 6, base: 128, levelsInOctave: 14, never: 255,
      endOfRegionNames: 1500 },
  },
  arrays: {
    counts: Uint32Array.from(words, (_, word) => 100 - word),
    others: Uint32Array.from(others, () => words.length + 7),
    widths: Uint8Array.from(words, (word) => 6 + 7 * word.length),
    regions: new Uint8Array(words.length),
    vectors: Int8Array.from(vectors.flat()),
    neighbours: Uint16Array.from(words.flatMap((_, word) => [(word + 1) % words.length, words.length])),
    similarities: Uint16Array.from(words.flatMap(() => [1612, 900])),
    "pca.x": Uint16Array.from(words, (_, word) => Math.round((65535 * word) / words.length)),
    "pca.y": new Uint16Array(words.length).fill(32768),
    "pca.levels": new Uint8Array(words.length),
  },
});
const words = ["king", "man", "woman", "queen", "x-ray", "</script>", "שלום", "😀"];
const vectors = [[100, 100], [127, 0], [0, 127], [-60, 127], [1, 1], [0, 0], [5, -5], [-127, 0]];
const model = Quire.embedding.words(source(words, vectors));

test("neighbours are read from falling thousandths, and one without a place has its own rank", () => {
  const [first, second] = model.neighbours(0);
  assert.deepEqual([first.word, second.word], [1, 8]);
  assert.ok(Math.abs(first.similarity - 0.612) < 1e-6);
  assert.ok(Math.abs(second.similarity + 0.288) < 1e-6);
  assert.equal(model.hasPlace(8), false);
  assert.equal(model.all[8], "rare");
  assert.equal(model.rank(8), 16);
  assert.equal(model.rank(3), 4);
});

test("words are found by their letters, the more frequent first and beginnings before the rest", () => {
  const found = (text, limit) => search.find(model, text, limit).map((word) => words[word]);
  assert.deepEqual(found("an"), ["man", "woman"]);
  assert.deepEqual(found("WOMAN"), ["woman"]);
  assert.deepEqual(found("man"), ["man", "woman"]);
  assert.deepEqual(found("</scr"), ["</script>"]);
  assert.deepEqual(found("של"), ["שלום"]);
  assert.deepEqual(found("😀"), ["😀"]);
  assert.deepEqual(found("  "), []);
  assert.equal(found("a", 1).length, 1);
});

test("a word that is not there is told by what is spelled like it", () => {
  const alike = (text) => search.alike(model, text).map((word) => words[word]);
  assert.deepEqual(alike("qeuen"), ["queen"]);
  assert.equal(alike("womn")[0], "woman");
  assert.deepEqual(alike(""), []);
  assert.equal(search.distance([..."ab"], [..."ba"], 3), 1);
  assert.equal(search.distance([..."kitten"], [..."sitting"], 3), 3);
  assert.equal(search.distance([..."kitten"], [..."a"], 2), 3);
});

test("sums are read with every sign that people type", () => {
  const read = (text) => sums.parse(text, (word) => words.includes(word)).map(({ text: word, sign }) => (sign < 0 ? "-" : "+") + word);
  for (const text of ["king - man + woman", "king−man+woman", "king –man woman", "+king -man +woman"]) {
    assert.deepEqual(read(text), ["+king", "-man", "+woman"], text);
  }
  assert.deepEqual(read("x-ray + man"), ["+x-ray", "+man"]);
  assert.deepEqual(read("x-man"), ["+x", "-man"]);
  assert.deepEqual(read("- man"), ["-man"]);
  assert.deepEqual(read(" "), []);
  assert.equal(sums.written(sums.parse("-man king")), "−man + king");
});

test("a sum is answered by the nearest vectors, without the words that it names", () => {
  const { text, answers } = sums.ask(model, "king - man + woman");
  assert.equal(text, "king − man + woman");
  assert.equal(words[answers[0].word], "queen");
  assert.ok(!answers.some(({ word }) => ["king", "man", "woman"].includes(words[word])));
  // king/|king| − man/|man| + woman/|woman| by hand.
  const sum = [Math.SQRT1_2 - 1, Math.SQRT1_2 + 1];
  const cosine = (sum[0] * -60 + sum[1] * 127) / (Math.hypot(...sum) * Math.hypot(-60, 127));
  assert.ok(Math.abs(answers[0].similarity - cosine) < 1e-6);
  // A vector of zeros is similar to nothing.
  assert.equal(answers.find(({ word }) => words[word] === "</script>").similarity, 0);
});

test("a sum with an unknown word names it with the nearest spelling, and one without a vector says so", () => {
  const asked = sums.ask(model, "king - mann");
  assert.match(asked.problem, /“mann”/);
  assert.deepEqual(asked.alike.map((word) => words[word]), ["man"]);
  assert.match(sums.ask(model, "rare + king").problem, /no vector/);
  assert.match(sums.ask(model, "").problem, /Write words/);
});

test("a sum whose words cancel is nothing, in whatever order they stand", () => {
  for (const text of ["king - king", "man - man + king - king", "man + king - man - king", "king + queen + man - queen - man - king"]) {
    const asked = sums.ask(model, text);
    assert.match(asked.problem ?? "", /cancel/, text);
    assert.equal(asked.answers, undefined);
    assert.deepEqual([...sums.cosines(model, asked.terms ?? [{ word: 0, sign: 1 }, { word: 0, sign: -1 }])], new Array(8).fill(0));
  }
  // A vector of zeros leaves nothing either.
  assert.match(sums.ask(model, "</script>").problem ?? "", /cancel|zero/);
});

test("what is said to be the greatest error of a sum's similarities holds", () => {
  let state = 11;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const [count, size] = [300, 100];
  const unit = (vector) => vector.map((value) => value / Math.hypot(...vector));
  const common = Array.from({ length: size }, normal);
  const exact = Array.from({ length: count }, () => unit(common.map((value) => 0.6 * value + normal())));
  const rounded = exact.map((vector) => {
    const greatest = Math.max(...vector.map(Math.abs));
    return vector.map((value) => Math.round((value / greatest) * 127));
  });
  const names = Array.from({ length: count }, (_, word) => `w${word}`);
  const made = source(names, rounded);
  made.values.vectors = { words: count, size, bits: 8, recall: 1 };
  const many = Quire.embedding.words(made);
  let [worst, checked] = [0, 0];
  for (let question = 0; question < 300; question++) {
    const terms = [1, -1, 1].slice(0, 1 + (question % 3)).map((sign) => ({ word: Math.floor(random() * count), sign }));
    const asked = sums.ask(many, sums.written(terms.map(({ word, sign }) => ({ text: names[word], sign }))));
    if (asked.problem) continue;
    const sum = unit(Array.from({ length: size }, (_, place) =>
      asked.terms.reduce((total, { word, sign }) => total + sign * exact[word][place], 0)));
    for (const { word, similarity } of asked.answers) {
      const off = Math.abs(similarity - sum.reduce((total, value, place) => total + value * exact[word][place], 0));
      assert.ok(off < asked.error, `${asked.text}: ${names[word]} is off by ${off} of ${asked.error}`);
      worst = Math.max(worst, off / asked.error);
      checked++;
    }
    assert.ok(asked.digits === 2 || (asked.digits === 1 && asked.error > 0.01), `${asked.text}: ${asked.error}`);
  }
  assert.ok(checked > 2000 && worst > 0.4, `the bound is ${1 / worst} times what was met in ${checked}`);
});

test("the camera keeps the place under the pointer where it is", () => {
  const size = { width: 400, height: 300 };
  const before = camera.whole(size);
  const after = camera.zoomed(before, size, 3, { x: 50, y: 200 }, 1e6);
  const under = (one) => [(50 - 200) / one.scale + one.x, (200 - 150) / one.scale + one.y];
  assert.ok(under(before).every((value, axis) => Math.abs(value - under(after)[axis]) < 1e-12));
  assert.equal(camera.held({ x: 3, y: -1, scale: 1e9 }, size, 1e6).scale, 1e6);
  assert.equal(camera.held({ x: 3, y: -1, scale: 1e9 }, size, 1e6).x, 1);
});

test("levels and scales agree at every level", () => {
  const constants = model.labels;
  for (let level = 1; level < 255; level++) {
    assert.equal(labels.level(constants, labels.scale(constants, level)), level);
    assert.equal(labels.level(constants, labels.scale(constants, level) * 0.9999), level - 1);
  }
  assert.equal(labels.level(constants, 10), 0);
});

test("words that are spoken of take the room of other labels, and none overlaps", () => {
  let state = 7;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const many = Array.from({ length: 400 }, (_, word) => `word${word}`);
  const crowd = Quire.embedding.words(source(many, many.map(() => [1, 0])));
  const map = crowd.trainings[0].maps.pca;
  for (let word = 0; word < many.length; word++) {
    map.x[word] = random() * 65535;
    map.y[word] = random() * 65535;
    // Only the first is labelled at any scale: the others are there because they are spoken of.
    map.levels[word] = word ? 200 : 0;
  }
  for (const scale of [200, 700, 3000]) {
    const size = { width: 500, height: 400 };
    const view = { x: 0.5, y: 0.5, scale };
    const at = (x, y) => camera.screen(view, size, x, y);
    const shown = labels.shown(crowd, {
      map, at, place: (word) => at(map.x[word], map.y[word]), zoom: scale, size, forced: many.map((_, word) => 399 - word),
    });
    assert.ok(shown.length > 0);
    for (const [place, one] of shown.entries()) {
      for (const other of shown.slice(place + 1)) assert.equal(labels.overlap(one, other), false);
    }
    assert.deepEqual(labels.shown(crowd, { map: { levels: null }, at, place: () => at(0, 0), zoom: scale, size }), []);
  }
});

test("arrow keys go to the nearest word in their direction", () => {
  const points = { x: [0, 10, 12, -5, 0], y: [0, 2, -30, 0, 40] };
  const all = () => true;
  assert.equal(nearby.next(points, 0, "ArrowRight", all), 1);
  assert.equal(nearby.next(points, 0, "ArrowLeft", all), 3);
  assert.equal(nearby.next(points, 0, "ArrowUp", all), 2);
  assert.equal(nearby.next(points, 0, "ArrowDown", all), 4);
  assert.equal(nearby.next(points, 3, "ArrowLeft", all), null);
  assert.equal(nearby.at(points, 11, 2, 12), 1);
  assert.equal(nearby.at(points, 500, 2, 12), null);
});

test("colours follow regions, frequency or similarity", () => {
  const theme = { isDark: false, series: ["#111111"], scale: () => (t) => `t${t.toFixed(2)}` };
  assert.deepEqual([...drawing.paints(model, theme, "region", null).of], new Array(8).fill(0));
  const frequency = drawing.paints(model, theme, "frequency", null);
  assert.equal(frequency.of[0], 15);
  assert.equal(frequency.of[7], 0);
  assert.deepEqual([Math.round(frequency.low), Math.round(frequency.high)], [93, 100]);
  const similarity = drawing.paints(model, theme, "similarity", sums.cosines(model, [{ word: 1, sign: 1 }]));
  assert.equal(similarity.of[7], 0);
  assert.equal(similarity.of[1], 15);
});
