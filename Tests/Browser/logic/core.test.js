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
  const text = zlib.deflateRawSync(bytes).toString("base64");
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
  await assert.rejects(Quire.data.unpack(zlib.deflateRawSync(whole).subarray(0, 9).toString("base64")));
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
