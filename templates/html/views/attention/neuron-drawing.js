// The neuron view's drawing: a row for each token that the chosen one may look at, a panel for each step.
//
// Orange is positive, blue negative, as in the figure on paper; each panel's colours reach to its largest number.

Quire.attention.steps = (() => {
  const { marks } = Quire.attention;
  const gap = 12;

  // Places of the panels for a width. Narrow pages scroll: a panel of numbers keeps at least 92 pixels.
  const layout = (pen, width, study) => {
    const pitch = study.rows.length <= 24 ? 24 : 16;
    const size = pitch >= 18 ? 13 : 12;
    const names = study.rows.map(({ token }) => ({ label: study.data.tokens[token].label }));
    const left = marks.widest(pen, names, { size, weight: 650 }, width < 480 ? 76 : 110) + 16;
    const vectors = study.parts.filter(({ kind }) => kind === "vector").length;
    const numbers = study.parts.length - vectors;
    const free = width - left - numbers * 62 - study.parts.length * gap;
    const wide = Math.max(92, study.size * 1.5, vectors ? free / vectors : 0);
    let x = left;
    const panels = study.parts.map((part) => {
      const panel = { part, x, width: part.kind === "vector" ? wide : vectors ? 62 : Math.min(240, Math.max(62, width - left - gap)) };
      x += panel.width + gap;
      return panel;
    });
    const top = 40;
    const queryY = top;
    const rowsY = top + (study.hasVectors ? pitch + 8 : 0);
    const outputY = rowsY + study.rows.length * pitch + 8;
    return {
      left, top, pitch, size, panels, queryY, rowsY, outputY, width: x,
      height: (study.hasVectors ? outputY + pitch : rowsY + study.rows.length * pitch) + 4,
      y: (row) => rowsY + row * pitch,
    };
  };

  // Vectors, one to a row, as raw pixels of the diverging scale.
  const strip = (pen, theme, list, most, x, y, width, height) => {
    const table = theme.table("diverging");
    const columns = list[0].length;
    const rgba = new Uint8ClampedArray(columns * list.length * 4);
    list.forEach((numbers, row) => numbers.forEach((value, column) => {
      const step = Math.round((0.5 + (0.5 * value) / most) * 255) * 3;
      const at = (row * columns + column) * 4;
      for (let part = 0; part < 3; part++) rgba[at + part] = table[step + part];
      rgba[at + 3] = 255;
    }));
    pen.pixels(x, y, width, height, { width: columns, height: list.length, rgba });
    pen.rect(x - 0.5, y - 0.5, width + 1, height + 1, { stroke: theme.line });
  };

  // The names of the steps, and the query above the keys.
  const heading = (pen, theme, study, place, top) => {
    for (const { part, x, width } of place.panels) {
      const title = part.id === "score" ? study.data.scoreName : part.title;
      pen.text(title, x, top + 10, { size: 13, weight: 650, fill: theme.text });
      if (part.kind !== "vector") continue;
      pen.text(`±${Quire.format(study.most[part.id], 2)}`, x, top + 27, { size: 12, fill: theme.quiet });
      if (part.id === "key") {
        strip(pen, theme, [study.query.numbers], study.most.key, x, top + place.queryY, width, place.pitch);
      }
    }
  };

  const panel = (pen, theme, study, place, { part, x, width }) => {
    const { pitch, rowsY } = place;
    if (part.kind === "vector") {
      strip(pen, theme, study.rows.map((row) => row[part.id].numbers), study.most[part.id], x, rowsY, width,
        study.rows.length * pitch);
      for (let row = 1; row < study.rows.length && pitch >= 18; row++) {
        pen.line(x, place.y(row), x + width, place.y(row), { stroke: theme.paper });
      }
      if (part.id === "flow") strip(pen, theme, [study.output.numbers], study.most.flow, x, place.outputY, width, pitch);
      return;
    }
    study.rows.forEach((row, index) => {
      const { value, error } = row[part.id];
      const y = place.y(index);
      const isScore = part.id === "score";
      const share = isScore ? 0.5 + (0.5 * value) / study.most.score : value;
      if (isScore) pen.rect(x, y + 1, width, pitch - 2, { fill: theme.scale("diverging")(share) });
      else {
        pen.rect(x + 0.5, y + 1.5, width - 1, pitch - 3, { stroke: theme.line });
        pen.rect(x, y + 1, width * value, pitch - 2, { fill: theme.accent, alpha: 0.3 });
      }
      pen.text(Quire.attention.cells.number(value, error, isScore ? 3 : 4), x + width - 4, y + pitch / 2, {
        size: place.size - 1, align: "right", fill: isScore ? theme.on("diverging", share) : theme.text,
      });
    });
  };

  const panels = (pen, theme, study, place) => {
    for (const each of place.panels) panel(pen, theme, study, place, each);
  };

  // Draws all; `at` is the cell that is pointed at, `offset` how far the reader has scrolled: names stay in sight. `base`
  // puts the panels where they were painted before.
  const draw = (pen, theme, study, place, { at = null, offset = { x: 0, y: 0 }, base = null, span = null } = {}) => {
    const outline = (box) => box && pen.rect(box.x - 1, box.y - 1, box.width + 2, box.height + 2, {
      stroke: theme.text, width: 2,
    });
    if (base) base(pen);
    else panels(pen, theme, study, place);
    if (at) outline(rect(place, study, at.row, at.column));
    if (offset.x > 0) pen.rect(offset.x, 0, place.left - 6, place.height, { fill: theme.paper });
    const name = (text, y, isChosen) => marks.label(pen, theme, text, offset.x + place.left - 8, y + place.pitch / 2,
      place.left - 14, place.pitch, { size: place.size, align: "right", isChosen });
    if (study.hasVectors) name("Σ α · v", place.outputY, false);
    study.rows.forEach(({ token }, row) => {
      if (span && (place.y(row) < span.top - 60 || place.y(row) > span.bottom + 60)) return;
      name(study.data.tokens[token].label, place.y(row), token === study.from || at?.row === row);
    });
    if (offset.y > 0) pen.rect(offset.x, offset.y, place.width, place.rowsY, { fill: theme.paper });
    heading(pen, theme, study, place, offset.y);
    if (offset.x > 0) pen.rect(offset.x, offset.y, place.left - 6, place.rowsY, { fill: theme.paper });
    if (study.hasVectors) name("q", offset.y + place.queryY, false);
    if (at && study.hasVectors && "column" in at && at.row < study.rows.length) {
      // The number of the query that this one meets.
      if (at.column < 2 * study.size) outline(queryRect(place, study, at.column % study.size, offset.y));
    }
  };

  const queryRect = (place, study, index, top) => {
    const { x, width } = place.panels[0];
    return { x: x + (index * width) / study.size, y: top + place.queryY, width: width / study.size, height: place.pitch };
  };

  // The box of a cell of the keyboard's way: the row after the last holds q under k, and the sum under α·v.
  const rect = (place, study, row, column) => {
    let rest = column;
    for (const { part, x, width } of place.panels) {
      const count = part.kind === "vector" ? study.size : 1;
      if (rest < count) {
        const isLast = row >= study.rows.length;
        const y = !isLast ? place.y(row) : part.id === "key" || part.id === "product" ? place.queryY : place.outputY;
        return { x: x + (rest * width) / count, y, width: width / count, height: place.pitch };
      }
      rest -= count;
    }
    return null;
  };

  // The cell at a place: {row, column}, or {row} at a token's name.
  const at = (place, study, x, y, offset) => {
    const isQuery = study.hasVectors && y - offset.y >= place.queryY && y - offset.y < place.queryY + place.pitch;
    if (y - offset.y < place.rowsY && !isQuery) return null;
    const isOutput = study.hasVectors && y >= place.outputY && y < place.outputY + place.pitch;
    const row = isQuery || isOutput ? study.rows.length : Math.floor((y - place.rowsY) / place.pitch);
    if (row < 0 || row > study.rows.length || (row === study.rows.length && !isQuery && !isOutput)) return null;
    if (x - offset.x < place.left - 4) return row < study.rows.length ? { row } : null;
    let first = 0;
    for (const { part, x: left, width } of place.panels) {
      const count = part.kind === "vector" ? study.size : 1;
      if (x >= left && x < left + width) {
        if ((isQuery && part.id !== "key") || (isOutput && part.id !== "flow")) return null;
        return { row, column: first + Math.min(count - 1, Math.floor(((x - left) / width) * count)) };
      }
      first += count;
    }
    return null;
  };

  return { layout, panels, draw, rect, at };
})();
