// Matrices of attention as pixels: every head of every layer in one pass through a table of 256 colours. Where a pixel stands
// for several weights it shows the largest, so that no line of attention is lost between pixels.

Quire.attention.raster = (() => {
  // Which of 256 colours each stored weight has. The root shows small weights that all look alike on the plain scale.
  const steps = (scale) => {
    const result = new Uint8Array(65536);
    for (let stored = 0; stored < 65536; stored++) {
      const share = stored / 65535;
      result[stored] = Math.round((scale === "root" ? Math.sqrt(share) : share) * 255);
    }
    return result;
  };

  // The table of colours as one number for each pixel, in this machine's order of bytes.
  const words = (table) => {
    const bytes = new Uint8ClampedArray(1024);
    for (let at = 0; at < 256; at++) {
      bytes.set([table[at * 3], table[at * 3 + 1], table[at * 3 + 2], 255], at * 4);
    }
    return new Uint32Array(bytes.buffer);
  };

  // The first place of `count` that each of `size` pixels shows; one more for the end.
  const edges = (count, size) => {
    const result = new Int32Array(size + 1);
    for (let at = 0; at <= size; at++) result[at] = Math.floor((at * count) / size);
    return result;
  };

  // Draws a matrix of {rows, columns} whose cells `step(cell)` gives as numbers of colours; of several the one farthest from `rest`.
  const paint = (target, width, box, shape, step, colours, rest = 0) => {
    const columns = edges(shape.columns, box.width);
    const rows = edges(shape.rows, box.height);
    for (let y = 0; y < box.height; y++) {
      const [top, bottom] = [rows[y], Math.max(rows[y + 1], rows[y] + 1)];
      const line = (box.top + y) * width + box.left;
      for (let x = 0; x < box.width; x++) {
        const [left, right] = [columns[x], Math.max(columns[x + 1], columns[x] + 1)];
        let most = rest;
        let distance = -1;
        for (let row = top; row < bottom; row++) {
          for (let cell = row * shape.columns + left; cell < row * shape.columns + right; cell++) {
            const value = step(cell);
            const away = value > rest ? value - rest : rest - value;
            if (away > distance) [most, distance] = [value, away];
          }
        }
        target[line + x] = colours[most];
      }
    }
  };

  // The same for stored weights, which is what has to be quick: no call and no object for a cell.
  const paintStored = (target, width, box, shape, stored, start, step, colours) => {
    const across = shape.columns;
    const columns = edges(across, box.width);
    const rows = edges(shape.rows, box.height);
    for (let y = 0; y < box.height; y++) {
      const top = rows[y];
      const bottom = Math.max(rows[y + 1], top + 1);
      let line = (box.top + y) * width + box.left;
      for (let x = 0; x < box.width; x++) {
        const left = columns[x];
        const right = Math.max(columns[x + 1], left + 1);
        let most = 0;
        for (let row = top; row < bottom; row++) {
          const from = start + row * across;
          for (let cell = from + left; cell < from + right; cell++) if (stored[cell] > most) most = stored[cell];
        }
        target[line] = colours[step[most]];
        line += 1;
      }
    }
  };

  // A picture of `width` × `height` pixels, see-through where nothing is painted.
  const picture = (width, height) => {
    const pixels = new Uint32Array(width * height);
    return { width, height, pixels, rgba: new Uint8ClampedArray(pixels.buffer) };
  };

  // All heads: `boxes[n]` is where head `order[n]` stands, in pixels.
  const heads = (data, order, boxes, size, { table, scale = "plain" }) => {
    const result = picture(size.width, size.height);
    const [step, colours] = [steps(scale), words(table)];
    const shape = { rows: data.count, columns: data.columns };
    order.forEach((at, number) => {
      const layer = data.keptLayers.indexOf(Math.floor(at / data.heads));
      if (layer < 0) return;
      const start = (layer * data.heads + (at % data.heads)) * shape.rows * shape.columns;
      paintStored(result.pixels, size.width, boxes[number], shape, data.arrays.attention, start, step, colours);
    });
    return result;
  };

  // One matrix of numbers from 0 to `top`, or from −top to top in two colours.
  const matrix = (numbers, shape, size, { table, scale = "plain", top = 1, signed = false }) => {
    const result = picture(size.width, size.height);
    const step = (cell) => {
      const share = Math.max(-1, Math.min(1, numbers[cell] / top));
      const bent = scale === "root" ? Math.sign(share) * Math.sqrt(Math.abs(share)) : share;
      return signed ? Math.round(127.5 + bent * 127.5) : Math.round(Math.max(0, bent) * 255);
    };
    paint(result.pixels, size.width, { left: 0, top: 0, ...size }, shape, step, words(table), signed ? 128 : 0);
    return result;
  };

  return { heads, matrix, edges, steps };
})();
