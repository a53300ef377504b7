// The head view as arcs: the tokens twice, joined by a line for each weight, in the colour of its head.
//
// The stripes beside the tokens that a chosen one looks at (or is looked at by) are one for each head, as opaque as its
// weight. Without a chosen token a line is as opaque as its weight divided by the heads shown, as BertViz draws it.

Quire.attention.arcs = (() => {
  const { marks } = Quire.attention;
  // What is fainter than this cannot be told from the ground.
  const faintest = 0.008;

  // Places of everything for a width. `numbers` is the room for the number beside a label, where there is room at all.
  const layout = (pen, width, picture) => {
    const longest = Math.max(picture.from.length, picture.to.length);
    const pitch = longest <= 32 ? 24 : longest <= 64 ? 18 : 15;
    const size = pitch >= 18 ? 13 : 12;
    const isNarrow = width < 480;
    const most = width * (isNarrow ? 0.24 : 0.2);
    const left = marks.widest(pen, picture.from, { size, weight: 650 }, most);
    const right = marks.widest(pen, picture.to, { size, weight: 650 }, most);
    const numbers = isNarrow ? 0 : 44;
    const stripes = Quire.clamp(picture.heads.length * 4, 14, isNarrow ? 30 : 64);
    const start = numbers + left + 8 + stripes + 4;
    const end = width - numbers - right - 8 - stripes - 4;
    return {
      pitch, size, left, right, numbers, stripes, start, end, width, top: 22,
      height: 22 + longest * pitch + 6,
      fromX: numbers + left + 2,
      toX: width - numbers - right - 2,
      y: (index) => 22 + (index + 0.5) * pitch,
    };
  };

  const lines = (pen, theme, picture, place, focus) => {
    const { threshold } = picture;
    const count = picture.heads.length;
    // A chosen token's lines lie side by side, or the last head would cover the others; all lines at once lie on each other
    // and grow darker together.
    const step = focus ? Math.min(2, (place.pitch - 8) / count) : 0;
    picture.heads.forEach(({ head, matrix }, index) => {
      const stroke = marks.headColour(theme, head);
      const { columns, numbers } = matrix;
      const aside = (index - (count - 1) / 2) * step;
      const draw = (row, column, share) => {
        const weight = numbers[row * columns + column];
        if (weight < threshold || weight * share < faintest) return;
        pen.curve(place.start, place.y(row) + aside, place.end, place.y(column) + aside, {
          stroke, width: 2, alpha: Math.min(1, weight * share),
        });
      };
      if (!focus) {
        for (let row = 0; row < matrix.rows; row++) {
          for (let column = 0; column < columns; column++) draw(row, column, 1 / count);
        }
      } else if (focus.side === "from") {
        for (const row of focus.items) for (let column = 0; column < columns; column++) draw(row, column, 1);
      } else {
        for (const column of focus.items) for (let row = 0; row < matrix.rows; row++) draw(row, column, 1);
      }
    });
  };

  // For each token on the other side, one stripe for each head: the mean over the chosen tokens.
  const stripes = (pen, theme, picture, place, focus, isSeen) => {
    const isIncoming = focus.side === "to";
    const x = isIncoming ? place.fromX + 6 : place.end + 4;
    const width = place.stripes / picture.heads.length;
    const others = isIncoming ? picture.from : picture.to;
    others.forEach((_, other) => {
      if (!focus.sees[other] || !isSeen(other)) return;
      const y = place.y(other) - place.pitch / 2 + 2;
      picture.heads.forEach(({ head }, index) => {
        const weight = focus.byHead[index][other] / focus.items.length;
        if (weight < picture.threshold || weight < faintest) return;
        pen.rect(x + index * width, y, width, place.pitch - 4, {
          fill: marks.headColour(theme, head), alpha: Math.min(1, weight),
        });
      });
      pen.rect(x + 0.5, y + 0.5, place.stripes - 1, place.pitch - 5, { stroke: theme.line });
      if (place.numbers && focus.drawn[other]) {
        const value = focus.totals[other];
        pen.text(Quire.format(value, focus.decimals), isIncoming ? 2 : place.width - 2, place.y(other), {
          size: place.size - 1, align: isIncoming ? "left" : "right", fill: value > 0 ? theme.text : theme.quiet,
          weight: focus.strongest === other ? 650 : 400,
        });
      }
    });
  };

  // Draws all. `base` is a picture of the lines without a chosen token, kept because they are many; `span` is the part of
  // the height that the reader sees, outside of which labels and stripes need not be drawn.
  const draw = (pen, theme, picture, place, { focus = null, target = null, base = null, span = null } = {}) => {
    const isSeen = (index) => !span || (place.y(index) > span.top - 60 && place.y(index) < span.bottom + 60);
    pen.text("looks", place.fromX, 9, { size: 12, align: "right", fill: theme.quiet });
    pen.text("is looked at", Math.min(place.toX, place.width - 66), 9, { size: 12, fill: theme.quiet });
    if (!focus && base) base(pen);
    else lines(pen, theme, picture, place, focus);
    if (focus) stripes(pen, theme, picture, place, focus, isSeen);
    const side = (items, name, x, width, align) => items.forEach((item, index) => {
      if (!isSeen(index)) return;
      const isOther = focus && focus.side !== name;
      const isTarget = target && target.side === name && target.index === index;
      marks.label(pen, theme, item.label, x, place.y(index), width, place.pitch, {
        size: place.size, align, isChosen: Boolean(isTarget || (focus && !isOther && focus.items.includes(index))),
        isWeak: isOther && !focus.sees[index],
      });
    });
    side(picture.from, "from", place.fromX, place.left, "right");
    side(picture.to, "to", place.toX, place.right, "left");
  };

  // The label at a place: {side, index}, or null between the columns.
  const at = (place, picture, x, y) => {
    const index = Math.floor((y - place.top) / place.pitch);
    const side = x <= place.start ? "from" : x >= place.end ? "to" : null;
    if (!side || index < 0 || index >= picture[side].length) return null;
    return { side, index };
  };

  const rect = (place, row, column) => ({
    x: column ? place.toX - 4 : place.fromX - place.left - 4, y: place.y(row) - place.pitch / 2,
    width: (column ? place.right : place.left) + 8, height: place.pitch,
  });

  return { layout, lines, draw, at, rect };
})();
