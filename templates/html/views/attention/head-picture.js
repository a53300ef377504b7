// What the head view shows, worked out apart from the page: the weights of the heads that are on, those of the chosen
// tokens added up, and the same in words and as a table.

Quire.attention.picture = (() => {
  const { decimals, inText, selection, shown, range } = Quire.attention;

  // The weights of the heads between the tokens shown; `choice` is {layer, heads, words, special, renormalize, pair, threshold}.
  const make = (data, choice) => {
    const { from, to } = shown.sides(data, choice);
    const heads = choice.heads.map((head) => ({
      head, matrix: shown.weights(data, choice.layer, head, { from, to }, choice),
    }));
    const mean = shown.combined(heads.map(({ matrix }) => matrix));
    const sees = from.flatMap((one) => to.map((two) => shown.sees(data, one, two, choice.layer)));
    // The least share of each row that is shown by a head: what the error of a renormalised weight grows by.
    const kept = from.map((_, row) => heads.reduce((least, { matrix }) => Math.min(least, matrix.kept[row]), 1));
    return {
      data, choice, kept, layer: choice.layer, threshold: choice.threshold, heads, from, to, mean, sees,
      largest: mean.reduce((most, value) => Math.max(most, value), 0),
    };
  };

  const errorOf = (picture, row, column) =>
    shown.weightError(picture.data, picture.to[column], picture.kept[row], picture.choice);

  // Whether a weight is drawn: a matrix draws the mean of its heads, arcs draw a line for each.
  const isDrawn = (picture, row, column) => {
    const at = row * picture.to.length + column;
    if (!picture.sees[at]) return false;
    return picture.choice.mode === "matrix" ? picture.mean[at] >= picture.threshold
      : picture.heads.some(({ matrix }) => matrix.numbers[at] >= picture.threshold);
  };

  // The items that are chosen, on the side where they were chosen, with what they send out or receive.
  const focusOn = (picture, side, items) => {
    const incoming = side === "to";
    const others = incoming ? picture.from : picture.to;
    const columns = picture.to.length;
    const byHead = picture.heads.map(({ matrix }) => shown.sums(matrix, items, { incoming }));
    const totals = new Float64Array(others.length);
    for (const numbers of byHead) numbers.forEach((value, at) => { totals[at] += value / byHead.length; });
    const cellOf = (item, other) => (incoming ? other * columns + item : item * columns + other);
    const sees = others.map((_, other) => items.some((item) => picture.sees[cellOf(item, other)]));
    const error = others.reduce((most, _, other) => Math.max(most, items.reduce((sum, item) => sum
      + (incoming ? errorOf(picture, other, item) : errorOf(picture, item, other)), 0)), 0);
    const drawn = others.map((_, other) => items.some((item) =>
      (incoming ? isDrawn(picture, other, item) : isDrawn(picture, item, other))));
    const order = shown.strongest(totals, totals.length, (at) => drawn[at]);
    return { side, items, byHead, totals, sees, drawn, order, strongest: order[0] ?? -1, decimals: decimals(error, 3) };
  };

  const names = (items, list) => {
    const labels = list.map((index) => inText(items[index].label));
    return labels.length < 2 ? labels.join("") : `${labels.slice(0, -1).join(", ")} and ${labels[labels.length - 1]}`;
  };

  // "layer 3, head 5"
  const place = (picture) => `layer ${picture.layer}, ${selection.title(picture.heads.map(({ head }) => head))}`;

  // "layer 3, head 5: phone → case, 0.412"
  const pairText = (picture, row, column, { short = false } = {}) => {
    const text = `${inText(picture.from[row].label)} → ${inText(picture.to[column].label)}`;
    if (!picture.sees[row * picture.to.length + column]) return `${place(picture)}: ${text}, not seen (it comes later)`;
    const value = picture.mean[row * picture.to.length + column];
    const digits = decimals(errorOf(picture, row, column), 3);
    const hidden = isDrawn(picture, row, column) ? "" : `, hidden: below the threshold of ${picture.threshold}`;
    const main = `${place(picture)}: ${text}, ${Quire.format(value, digits)}${hidden}`;
    if (short || picture.heads.length < 2) return main;
    const each = picture.heads.map(({ head, matrix }) => ({ head, value: matrix.numbers[row * matrix.columns + column] }));
    each.sort((one, two) => two.value - one.value || one.head - two.head);
    return `${main} (most by head ${each[0].head}: ${Quire.format(each[0].value, digits)})`;
  };

  // What chosen tokens look at most, or who looks at them most.
  const focusText = (picture, focus, most = 3) => {
    const chosen = names(focus.side === "from" ? picture.from : picture.to, focus.items);
    const others = focus.side === "from" ? picture.to : picture.from;
    const list = focus.order.slice(0, most)
      .map((other) => `${inText(others[other].label)}, ${Quire.format(focus.totals[other], focus.decimals)}`);
    const sum = focus.items.length > 1 ? " (sum)" : "";
    const arrow = focus.side === "from" ? `${chosen} →` : `${chosen} ←`;
    const none = picture.threshold > 0 ? `nothing above the threshold of ${picture.threshold}` : "nothing shown";
    return list.length ? `${place(picture)}: ${arrow} ${list.join("; ")}${sum}` : `${place(picture)}: ${arrow} ${none}`;
  };

  // The strongest others of the chosen tokens, with the head that gives most: rows for the list beside the drawing.
  const top = (picture, focus, most = 6) => {
    const others = focus.side === "from" ? picture.to : picture.from;
    return focus.order.slice(0, most).map((other) => {
      const best = range(picture.heads.length)
        .reduce((one, two) => (focus.byHead[two][other] > focus.byHead[one][other] ? two : one), 0);
      return {
        label: others[other].label, value: Quire.format(focus.totals[other], focus.decimals),
        head: picture.heads[best].head, best: Quire.format(focus.byHead[best][other], focus.decimals),
      };
    });
  };

  // Every weight that is drawn, for CSV: those of the chosen tokens, or all; below the threshold none. A matrix of several
  // heads draws their mean, which its column says.
  const table = (picture, focus) => {
    const rows = [];
    const isMean = picture.choice.mode === "matrix" && picture.heads.length > 1;
    const list = !isMean ? picture.heads : [{
      head: `mean of ${picture.heads.map(({ head }) => head).join(", ")}`,
      matrix: { numbers: picture.mean, columns: picture.to.length },
    }];
    for (const { head, matrix } of list) {
      picture.from.forEach((from, row) => picture.to.forEach((to, column) => {
        if (focus && !focus.items.includes(focus.side === "from" ? row : column)) return;
        const value = matrix.numbers[row * matrix.columns + column];
        if (!picture.sees[row * matrix.columns + column] || value < picture.threshold) return;
        const digits = decimals(errorOf(picture, row, column), 5);
        rows.push([
          picture.layer, head, from.label, from.positions[0], to.label, to.positions[0], Number(value.toFixed(digits)),
        ]);
      }));
    }
    return { columns: ["layer", isMean ? "heads" : "head", "from", "from position", "to", "to position", "weight"], rows };
  };

  return { make, focusOn, place, pairText, focusText, top, table, names };
})();
