// Reads the data of a view: base64 of a gzip file, as `ViewData` in Swift writes it.

Quire.data = (() => {
  const sizes = { u8: 1, i8: 1, u16: 2, i16: 2, f16: 2, u32: 4, f32: 4 };
  const types = { u8: Uint8Array, i8: Int8Array, u16: Uint16Array, i16: Int16Array, u32: Uint32Array };

  /// Whether this browser can read the data at all.
  const isPossible = () => {
    if (typeof DecompressionStream === "undefined") return false;
    try {
      return Boolean(new DecompressionStream("gzip"));
    } catch {
      return false;
    }
  };

  const bytesOf = (text) => {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
    return bytes;
  };

  /// The floats that halves stand for, each by the table of all halves.
  let halves = null;
  const widened = (bits) => {
    if (!halves) {
      halves = new Float32Array(65536);
      for (let half = 0; half < 65536; half++) {
        const exponent = (half >> 10) & 31;
        const fraction = half & 1023;
        const size = exponent === 0 ? fraction * 2 ** -24
          : exponent === 31 ? (fraction ? NaN : Infinity) : (1 + fraction / 1024) * 2 ** (exponent - 15);
        halves[half] = half & 0x8000 ? -size : size;
      }
    }
    const floats = new Float32Array(bits.length);
    for (let index = 0; index < bits.length; index++) floats[index] = halves[bits[index]];
    return floats;
  };

  /// Numbers whose bytes stand in planes, all lowest bytes first.
  const joined = (bytes, offset, count, type) => {
    const size = sizes[type];
    if (size === 1) return new types[type](bytes.buffer, bytes.byteOffset + offset, count);
    if (size === 2) {
      const numbers = new Uint16Array(count);
      const high = offset + count;
      for (let index = 0; index < count; index++) numbers[index] = bytes[offset + index] | (bytes[high + index] << 8);
      return type === "f16" ? widened(numbers) : type === "i16" ? new Int16Array(numbers.buffer) : numbers;
    }
    const numbers = new Uint32Array(count);
    for (let plane = 0; plane < size; plane++) {
      const start = offset + plane * count;
      for (let index = 0; index < count; index++) numbers[index] |= bytes[start + index] << (8 * plane);
    }
    return type === "f32" ? new Float32Array(numbers.buffer) : numbers;
  };

  /// What inflated bytes hold: `{values, arrays}`. Throws where they are cut short or of another format.
  const parse = (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 8 || view.getUint32(0) !== 0x51565731) throw new Error("it is no data of a view");
    const length = view.getUint32(4, true);
    if (8 + length > bytes.length) throw new Error("it is cut short");
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const arrays = {};
    let offset = 8 + length;
    for (const { name, type, count } of header.arrays) {
      if (!(type in sizes)) throw new Error(`it has numbers of the type ${type}`);
      if (offset + count * sizes[type] > bytes.length) throw new Error("it is cut short");
      arrays[name] = joined(bytes, offset, count, type);
      offset += count * sizes[type];
    }
    return { values: header.values, arrays };
  };

  /// More than any view has: what inflates to more is no data of a chapter's.
  const mostBytes = 256 * 1024 * 1024;

  /// Inflates and reads the text of a data block. A bit that is not what it was is found by gzip's own sum.
  const unpack = async (text) => {
    const stream = new Response(bytesOf(text.trim())).body.pipeThrough(new DecompressionStream("gzip"));
    const pieces = [];
    let count = 0;
    for (const reader = stream.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      count += value.length;
      if (count > mostBytes) {
        reader.cancel();
        throw new Error("it inflates to more than 256 MB");
      }
    }
    const bytes = new Uint8Array(count);
    let offset = 0;
    for (const piece of pieces) {
      bytes.set(piece, offset);
      offset += piece.length;
    }
    return parse(bytes);
  };

  return { isPossible, parse, unpack, widened };
})();
