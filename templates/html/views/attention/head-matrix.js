// The head view as a matrix: a row for each token that looks, a column for each that is looked at.

Quire.attention.grid = (() => {
  const { marks } = Quire.attention;

  const layout = (pen, width, picture) => {
    const rows = picture.from.length;
    const columns = picture.to.length;
    const probe = { size: 12, weight: 650 };
    const left = marks.widest(pen, picture.from, probe, width < 480 ? 72 : 120) + 14;
    const top = marks.widest(pen, picture.to, probe, 96) + 32;
    // At 14 pixels a label is still legible; more columns are reached by scrolling. A canvas has its limits: of very many
    // tokens not every one is named.
    const least = Math.max(rows, columns) <= 160 ? 14 : Math.max(3, Math.floor(2240 / Math.max(rows, columns)));
    const cell = Quire.clamp(Math.floor((width - left - 2) / Math.max(1, columns)), least, 34);
    const size = cell >= 18 ? 13 : 12;
    const every = Math.ceil(13 / cell);
    return { left, top, cell, size, rows, columns, every, width: left + columns * cell + 2, height: top + rows * cell + 2 };
  };

  // Draws all. `offset` is how far the reader has scrolled: names of rows and columns stay in sight.
  const draw = (pen, theme, picture, place, { focus = null, cell: at = null, offset = { x: 0, y: 0 } } = {}) => {
    const { left, top, cell, rows, columns } = place;
    const isWeak = (row, column) => focus && !focus.items.includes(focus.side === "from" ? row : column);
    const isShown = (row, column) => picture.sees[row * columns + column]
      && picture.mean[row * columns + column] >= picture.threshold;
    // What a token cannot see is no small weight.
    for (let row = 0; row < rows; row++) {
      for (let column = 0, first = -1; column <= columns; column++) {
        const isUnseen = column < columns && !picture.sees[row * columns + column];
        if (isUnseen && first < 0) first = column;
        if (isUnseen || first < 0) continue;
        pen.rect(left + first * cell, top + row * cell, (column - first) * cell, cell, { fill: theme.line });
        first = -1;
      }
    }
    pen.pixels(left, top, columns * cell, rows * cell, colours(theme, picture, place, focus, isShown, isWeak));
    if (cell >= 28) numbers(pen, theme, picture, place, isShown, isWeak);
    pen.rect(left - 0.5, top - 0.5, columns * cell + 1, rows * cell + 1, { stroke: theme.line });
    if (at) {
      for (const [stroke, inset] of [[theme.paper, 1.5], [theme.text, 0]]) {
        pen.rect(left + at.column * cell + inset, top + at.row * cell + inset, cell - 2 * inset, cell - 2 * inset, {
          stroke, width: inset ? 1 : 2,
        });
      }
    }
    headings(pen, theme, picture, place, focus, at, offset);
  };

  // The cells' colours, kept while only the pointer moves.
  const kept = new WeakMap();
  const colours = (theme, picture, { rows, columns }, focus, isShown, isWeak) => {
    const key = [theme.isDark, focus?.side, focus?.items].join();
    const before = kept.get(picture);
    if (before?.key === key) return before.image;
    const table = theme.table("ground");
    const rgba = new Uint8ClampedArray(rows * columns * 4);
    const largest = picture.largest || 1;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!isShown(row, column)) continue;
        const at = (row * columns + column) * 4;
        const step = Math.round(Math.min(1, picture.mean[row * columns + column] / largest) * 255) * 3;
        for (let part = 0; part < 3; part++) rgba[at + part] = table[step + part];
        rgba[at + 3] = isWeak(row, column) ? 90 : 255;
      }
    }
    const image = { width: columns, height: rows, rgba };
    kept.set(picture, { key, image });
    return image;
  };

  const numbers = (pen, theme, picture, place, isShown, isWeak) => {
    const { left, top, cell, rows, columns } = place;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!isShown(row, column) || isWeak(row, column)) continue;
        const value = picture.mean[row * columns + column];
        pen.text(Quire.format(value, 2).replace(/^0/, ""), left + (column + 0.5) * cell, top + (row + 0.5) * cell, {
          size: 11, align: "center", fill: theme.on("ground", Math.min(1, value / (picture.largest || 1))),
        });
      }
    }
  };

  const headings = (pen, theme, picture, place, focus, at, offset) => {
    const { left, top, cell, size, every } = place;
    const high = Math.max(cell, 16);
    const isChosen = (side, index) => Boolean(
      (focus && focus.side === side && focus.items.includes(index))
      || (at && (side === "from" ? at.row : at.column) === index));
    if (offset.y > 0) pen.rect(offset.x, offset.y, place.width, top, { fill: theme.paper });
    picture.to.forEach((item, index) => {
      const x = left + (index + 0.5) * cell;
      if (x < offset.x + left - cell) return;
      const chosen = isChosen("to", index);
      if (index % every && !chosen) return;
      const style = { size, weight: chosen ? 650 : 400 };
      if (chosen) pen.rect(x - high / 2 + 1, offset.y + 20, high - 2, top - 22, { fill: theme.accent, radius: 3 });
      pen.text(marks.fit(pen, item.label, top - 28, style), x, offset.y + top - 5, {
        ...style, angle: -Math.PI / 2, fill: chosen ? theme.paper : theme.text,
      });
    });
    if (offset.x > 0) pen.rect(offset.x, offset.y, left - 1, place.height, { fill: theme.paper });
    picture.from.forEach((item, index) => {
      const y = top + (index + 0.5) * cell;
      const chosen = isChosen("from", index);
      if (y < offset.y + top - cell / 2 || (index % every && !chosen)) return;
      marks.label(pen, theme, item.label, offset.x + left - 6, y, left - 12, high, {
        size, align: "right", isChosen: chosen,
      });
    });
    if (offset.x > 0 || offset.y > 0) pen.rect(offset.x, offset.y, left - 1, top - 1, { fill: theme.paper });
    pen.text("looks ↓", offset.x + 2, offset.y + top - 10, { size: 12, fill: theme.quiet, maxWidth: left - 4 });
    pen.text("is looked at →", offset.x + left, offset.y + 9, { size: 12, fill: theme.quiet });
  };

  // The cell at a place, or the label of a row or column; `offset` as in `draw`.
  const at = (place, x, y, offset) => {
    const column = Math.floor((x - place.left) / place.cell);
    const row = Math.floor((y - place.top) / place.cell);
    const isLeft = x - offset.x < place.left;
    const isTop = y - offset.y < place.top;
    if (isLeft && isTop) return null;
    if (isLeft) return row >= 0 && row < place.rows ? { side: "from", index: row } : null;
    if (isTop) return column >= 0 && column < place.columns ? { side: "to", index: column } : null;
    if (row < 0 || row >= place.rows || column < 0 || column >= place.columns) return null;
    return { row, column };
  };

  const rect = (place, row, column) => ({
    x: place.left + column * place.cell, y: place.top + row * place.cell, width: place.cell, height: place.cell,
  });

  return { layout, draw, at, rect };
})();
