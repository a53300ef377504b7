// The parts of the frame that need no page.

const assert = require("node:assert");
const test = require("node:test");
const zlib = require("node:zlib");
const { load } = require("./load.js");

const Quire = load("colour.js", "frame.js");

const file = (values, arrays) => {
  const header = Buffer.from(JSON.stringify({ values, arrays: arrays.map(({ name, type, count }) => ({ name, type, count })) }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([Buffer.from("QVW1"), length, header, ...arrays.map((array) => Buffer.from(array.bytes))]);
};

test("numbers come back from their planes", async () => {
  const bytes = file({ name: "</script>" }, [
    { name: "a", type: "u16", count: 3, bytes: [1, 2, 3, 0, 1, 255] },
    { name: "b", type: "i8", count: 2, bytes: [255, 5] },
    // 1.5, −2 and the least half there is, whose high bytes are 3e, c0 and 00.
    { name: "c", type: "f16", count: 3, bytes: [0, 0, 1, 0x3e, 0xc0, 0] },
    { name: "d", type: "f32", count: 1, bytes: [0, 0, 0x80, 0x3f] },
    { name: "e", type: "i16", count: 1, bytes: [0xff, 0xff] },
    { name: "f", type: "u32", count: 2, bytes: [1, 2, 0, 0, 0, 0, 0, 128] },
  ]);
  const text = zlib.gzipSync(bytes).toString("base64");
  const { values, arrays } = await Quire.data.unpack(`\n${text}\n`);
  assert.equal(values.name, "</script>");
  assert.deepEqual([...arrays.a], [1, 258, 65283]);
  assert.deepEqual([...arrays.b], [-1, 5]);
  assert.deepEqual([...arrays.c], [1.5, -2, 2 ** -24]);
  assert.deepEqual([...arrays.d], [1]);
  assert.deepEqual([...arrays.e], [-1]);
  assert.deepEqual([...arrays.f], [1, 2 + 2 ** 31]);
});

test("data that is cut short, or is something else, is refused", async () => {
  const whole = file({}, [{ name: "a", type: "u8", count: 4, bytes: [1, 2, 3, 4] }]);
  assert.throws(() => Quire.data.parse(new Uint8Array(whole.subarray(0, whole.length - 1))), /cut short/);
  assert.throws(() => Quire.data.parse(new Uint8Array(whole.subarray(0, 10))), /cut short/);
  assert.throws(() => Quire.data.parse(new TextEncoder().encode("QVW2 and more")), /no data/);
  await assert.rejects(Quire.data.unpack(zlib.gzipSync(whole).subarray(0, 9).toString("base64")));
});

test("a table of values is CSV that no spreadsheet runs", () => {
  const text = Quire.csv(["from", "weight"], [["a,\"b\"", -0.5], ["=1+1", 2], ["-x", 1]]);
  assert.equal(text, 'from,weight\r\n"a,""b""",-0.5\r\n\'=1+1,2\r\n\'-x,1\r\n');
});

test("numbers have their decimals and the true sign", () => {
  assert.equal(Quire.format(-0.4125, 3), "−0.412");
  assert.equal(Quire.format(-0.0001, 2), "0.00");
  assert.equal(Quire.format(NaN), "–");
});

test("an address names a figure and its state", () => {
  assert.deepEqual(Quire.frame.wanted("#figure-attention-head?layer=5&token=%C2%BFa%26b"), {
    id: "figure-attention-head", parameters: { layer: "5", token: "¿a&b" },
  });
  assert.deepEqual(Quire.frame.wanted("#top"), { id: "top", parameters: {} });
  assert.deepEqual(Quire.frame.wanted("#%E0%A4%A"), { id: "%E0%A4%A", parameters: {} });
});

test("a series' colours are told from the page and from each other", () => {
  const rgb = (text) => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16));
  const contrast = (a, b) => {
    const [high, low] = [Quire.colour.luminance(a), Quire.colour.luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  for (const [tone, paper] of [["light", [255, 255, 255]], ["dark", [21, 24, 27]]]) {
    const colours = Quire.colour.series[tone];
    assert.ok(colours.length >= 25);
    assert.equal(new Set(colours).size, colours.length);
    for (const colour of colours) assert.ok(contrast(rgb(colour), paper) >= 3, `${tone} ${colour}`);
  }
});

test("twelve colours are told apart by everybody", () => {
  // Machado, Oliveira and Fernandes 2009, full severity; differences in OKLab (Ottosson 2020).
  const sights = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
  ];
  const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, part, at) => sum + part * vector[at], 0));
  const linear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  const seen = (colour, sight) => {
    const light = times(sight, [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255)));
    const cones = times(
      [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005]],
      light.map((part) => Math.min(1, Math.max(0, part))));
    return times(
      [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766]],
      cones.map(Math.cbrt));
  };
  for (const tone of ["light", "dark"]) {
    const colours = Quire.colour.series[tone].slice(0, 12);
    for (const sight of sights) {
      const places = colours.map((colour) => seen(colour, sight));
      for (const [at, place] of places.entries()) {
        for (const [other, second] of places.slice(0, at).entries()) {
          const distance = Math.hypot(...place.map((part, axis) => part - second[axis]));
          assert.ok(distance > 0.075, `${tone}: ${colours[at]} and ${colours[other]} differ by ${distance}`);
        }
      }
    }
  }
});
