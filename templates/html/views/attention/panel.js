// A matrix of tokens that look by tokens that are looked at, read cell by cell: one head, the difference of two, or what a measure makes of a layer.

Quire.attention.panel = (() => {
  const { h } = Quire;
  const labelSize = 11;
  const leastForLabels = 10;

  // `content()` is {numbers, top, signed, scale, digits, decimals, title}: what is shown now, [from × to], with `digits` on
  // the screen and as many `decimals` in a file as the numbers' error allows.
  const make = (choice, { content, name }) => {
    const { host, data } = choice;
    const { count: rows, columns } = data;
    let hover = null;
    let image = { of: null };

    const layout = (width) => {
      const most = Math.min(width, 540);
      const labels = Math.min(96, Math.floor(most * 0.24));
      const roomy = Math.floor((most - labels) / columns);
      const hasLabels = roomy >= leastForLabels;
      const edge = hasLabels ? labels : 4;
      const cell = hasLabels ? Math.min(30, roomy) : Math.max(1, Math.floor((most - 8) / columns));
      return { cell, edge, hasLabels, top: hasLabels ? Math.min(78, labels) : 4, wide: cell * columns, high: cell * rows };
    };
    const size = (width) => {
      const { edge, wide, high, top } = layout(width);
      return { width: Math.max(width, edge + wide + 4), height: top + high + 4 };
    };

    const picture = (theme) => {
      const { numbers, top, signed, scale } = content();
      const key = `${theme.isDark} ${signed} ${scale} ${top}`;
      if (image.of !== numbers || image.key !== key) {
        const table = theme.table(signed ? "diverging" : "viridis");
        const pixels = Quire.attention.raster.matrix(
          numbers, { rows, columns }, { width: columns, height: rows }, { table, top, signed, scale });
        image = { of: numbers, key, pixels };
      }
      return image.pixels;
    };

    // Draws it at a place, which is not nought in a saved picture.
    const draw = (pen, theme, width, { x = 0, y = 0 } = {}) => {
      const { cell, edge, hasLabels, top, wide, high } = layout(width);
      const [left, upper] = [x + edge, y + top];
      pen.pixels(left, upper, wide, high, picture(theme));
      pen.rect(left - 0.5, upper - 0.5, wide + 1, high + 1, { stroke: theme.quiet });
      const { token } = choice.now();
      const marks = { size: labelSize };
      if (hasLabels) {
        data.tokens.forEach(({ label }, index) => {
          const isOn = hover ? hover.row === index : token === index;
          pen.text(Quire.attention.marks.fit(pen, label, edge - 8, marks), left - 5, upper + (index + 0.5) * cell, {
            ...marks, align: "right", fill: theme.text, weight: isOn ? 700 : 400,
          });
        });
        data.seen.forEach(({ label }, index) => {
          const isUnder = hover ? hover.column === index : false;
          pen.text(Quire.attention.marks.fit(pen, label, top - 6, marks), left + (index + 0.5) * cell, upper - 5, {
            ...marks, fill: theme.text, angle: -Math.PI / 2.6, weight: isUnder ? 700 : 400,
          });
        });
      }
      if (token !== null) {
        pen.rect(left - 1, upper + token * cell - 1, wide + 2, cell + 2, { stroke: theme.accent, width: 2 });
      }
      if (hover) {
        const box = { x: left + hover.column * cell, y: upper + hover.row * cell };
        pen.rect(box.x - 2, box.y - 2, cell + 4, cell + 4, { stroke: theme.paper, width: 2 });
        pen.rect(box.x - 1, box.y - 1, cell + 2, cell + 2, { stroke: theme.mark, width: 2 });
      }
    };

    const text = (row, column) => {
      const { numbers, digits, describe } = content();
      const value = numbers[row * columns + column];
      const from = Quire.attention.inText(data.tokens[row].label);
      const to = Quire.attention.inText(data.seen[column].label);
      if (!data.sees(row, column)) return `${from} → ${to}: not seen, it comes later`;
      return describe ? describe(row, column) : `${from} → ${to}: ${Quire.format(value, digits)}`;
    };

    const reading = h("p", { class: "view-reading" });
    const surface = Quire.surface(host, {
      size, draw: (pen, theme) => draw(pen, theme, surface.element.clientWidth), label: () => `${content().title}, a matrix`,
    });
    const show = (next) => {
      if (hover?.row === next?.row && hover?.column === next?.column) return;
      hover = next;
      reading.textContent = hover ? text(hover.row, hover.column) : idle();
      surface.schedule();
    };
    const idle = () => content().hint ?? "Point at a cell, or go over the matrix with the arrow keys.";
    const cellAt = (event) => {
      const { cell, edge, top } = layout(surface.element.clientWidth);
      const place = surface.at(event);
      const [column, row] = [Math.floor((place.x - edge) / cell), Math.floor((place.y - top) / cell)];
      return row >= 0 && column >= 0 && row < rows && column < columns ? { row, column } : null;
    };
    surface.canvas.addEventListener("pointermove", (event) => show(cellAt(event)));
    surface.canvas.addEventListener("pointerleave", () => show(null));
    surface.canvas.addEventListener("click", (event) => {
      const cell = cellAt(event);
      if (!cell) return;
      // A finger has pointed at nothing before it presses.
      show(cell);
      pick(cell.row, cell.column);
    });
    const pick = (row, column) => choice.pin(choice.now().token === row ? null : row, { reading: text(row, column) });
    const cursor = Quire.cursor(host, surface, {
      rows: () => rows, columns: () => columns, name,
      rect: (row, column) => {
        const { cell, edge, top } = layout(surface.element.clientWidth);
        return { x: edge + column * cell, y: top + row * cell, width: cell, height: cell };
      },
      label: text,
      onmove: (row, column) => show({ row, column }),
      onpick: pick,
    });
    cursor.element.addEventListener("blur", () => show(null));
    reading.textContent = idle();

    const update = () => {
      reading.textContent = hover ? text(hover.row, hover.column) : idle();
      surface.schedule();
    };
    const table = () => {
      const { numbers, title, decimals } = content();
      const lines = [];
      data.tokens.forEach((from, row) => data.seen.forEach((to, column) => {
        lines.push([
          title, row, from.label, column, to.label, Quire.attention.rounded(numbers[row * columns + column], decimals),
        ]);
      }));
      return { columns: ["what", "from place", "from", "to place", "to", "value"], rows: lines };
    };
    return { surface, reading, size, draw, update, table, show };
  };

  return { make };
})();
