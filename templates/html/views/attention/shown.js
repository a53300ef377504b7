// What is shown of attention weights: the half of a pair, with or without special tokens, word pieces joined into words,
// sums over heads and tokens, a threshold. Every step that leaves weight out is told in words.

Quire.attention.shown = (() => {
  const { range } = Quire.attention;

  const pairs = [
    { id: "all", title: "all tokens", from: null, to: null },
    { id: "aa", title: "A → A", from: 0, to: 0 },
    { id: "ab", title: "A → B", from: 0, to: 1 },
    { id: "ba", title: "B → A", from: 1, to: 0 },
    { id: "bb", title: "B → B", from: 1, to: 1 },
  ];

  // What stands on one line: a token, or a word with all its pieces.
  const items = (data, { words = false, side = "from" } = {}) => {
    if (side === "to" && data.sources) {
      return data.sources.map(({ label, special }, index) => ({ label, positions: [index], special: Boolean(special), half: 0 }));
    }
    const single = (index) => ({
      label: data.tokens[index].label, positions: [index], special: Boolean(data.tokens[index].special),
      half: data.halves[index],
    });
    if (!words) return range(data.count).map(single);
    const list = [];
    const seen = new Set();
    range(data.count).forEach((index) => {
      const number = data.tokens[index].word;
      const word = Number.isInteger(number) ? data.values.words?.[number] : undefined;
      if (!word) return list.push(single(index));
      if (seen.has(number)) return undefined;
      seen.add(number);
      const positions = word.positions.filter((place) => place >= 0 && place < data.count);
      return list.push({
        label: Quire.attention.label(word.label), positions,
        special: positions.every((place) => data.tokens[place].special), half: data.halves[index],
      });
    });
    return list;
  };

  // The items that look and those that are looked at. `special: false` leaves special tokens out on both sides.
  const sides = (data, { words = false, special = true, pair = "all" } = {}) => {
    const filter = pairs.find((each) => each.id === pair) ?? pairs[0];
    const of = (half, side) => items(data, { words, side }).filter((item) => (special || !item.special) && (half === null || item.half === half));
    return { from: of(filter.from, "from"), to: of(filter.to, "to") };
  };

  // An item sees another where any of its pieces does: a causal model's what stands before it, a layer's with a window what is near.
  const sees = (data, from, to, layer) =>
    (!data.isCausal || to.positions[0] <= from.positions[from.positions.length - 1])
    && (!data.windows?.[layer] || from.positions.some((one) => to.positions.some((two) => data.sees(one, two, layer))));

  // One head's weights between the sides, [from × to]: summed over the pieces that are looked at, the mean over those that
  // look. `renormalize` makes what is shown of each row sum to 1. `kept` is each row's share of its whole before that.
  const weights = (data, layer, head, { from, to }, { renormalize = false } = {}) => {
    const numbers = new Float64Array(from.length * to.length);
    const kept = new Float64Array(from.length);
    from.forEach((item, row) => {
      const start = row * to.length;
      for (const position of item.positions) {
        const whole = data.row(layer, head, position);
        to.forEach((other, column) => {
          for (const place of other.positions) numbers[start + column] += whole[place] / item.positions.length;
        });
      }
      for (let column = 0; column < to.length; column++) kept[row] += numbers[start + column];
      if (renormalize && kept[row] > 0) {
        for (let column = 0; column < to.length; column++) numbers[start + column] /= kept[row];
      }
    });
    return { numbers, kept, rows: from.length, columns: to.length };
  };

  // The greatest error of a number of `weights`.
  const weightError = (data, to, kept = 1, { renormalize = false } = {}) => {
    const error = data.weightError * to.positions.length;
    return renormalize && kept > 0 ? (error + data.weightError * data.columns) / kept : error;
  };

  // Several heads added up, or their mean: [from × to].
  const combined = (list, { mean = true } = {}) => {
    const numbers = new Float64Array(list.length ? list[0].numbers.length : 0);
    for (const each of list) for (let at = 0; at < numbers.length; at++) numbers[at] += each.numbers[at];
    if (mean && list.length > 1) for (let at = 0; at < numbers.length; at++) numbers[at] /= list.length;
    return numbers;
  };

  // The rows of the selected items added up: what they send out together, one number for each item looked at. With
  // `incoming`, the columns: what they receive together, one number for each item that looks.
  const sums = (matrix, selected, { incoming = false } = {}) => {
    const { rows, columns } = matrix;
    const result = new Float64Array(incoming ? rows : columns);
    for (const at of selected) {
      for (let other = 0; other < result.length; other++) {
        result[other] += incoming ? matrix.numbers[other * columns + at] : matrix.numbers[at * columns + other];
      }
    }
    return result;
  };

  // The places of the largest numbers, largest first; equal ones in order.
  const strongest = (numbers, most = 5, allowed = () => true) =>
    range(numbers.length).filter((at) => numbers[at] > 0 && allowed(at))
      .sort((one, two) => numbers[two] - numbers[one] || one - two).slice(0, most);

  // How many weights are below the threshold, of how many that are not nought, and which share of the weight they hold.
  const hidden = (list, threshold) => {
    let below = 0;
    let all = 0;
    let weight = 0;
    let whole = 0;
    for (const { numbers } of list) {
      for (const value of numbers) {
        if (value <= 0) continue;
        all += 1;
        whole += value;
        if (value < threshold) {
          below += 1;
          weight += value;
        }
      }
    }
    return { below, all, share: whole > 0 ? weight / whole : 0 };
  };

  const percent = (share) => {
    if (share > 0 && share < 0.001) return "under 0.1 %";
    return Quire.format(share * 100, share > 0.1 ? 0 : 1) + " %";
  };

  // What the choices leave out or change, a sentence each.
  const remarks = (data, layer, heads, choice) => {
    const { words, special, renormalize, pair, threshold } = choice;
    const list = [];
    const shown = sides(data, choice);
    if (!shown.from.length || !shown.to.length) return ["Nothing is left to show: every token is hidden."];
    const plain = heads.map((head) => weights(data, layer, head, shown));
    const total = plain.reduce((sum, each) => sum + each.kept.reduce((one, two) => one + two, 0), 0);
    const share = plain.length ? Math.max(0, 1 - total / (plain.length * shown.from.length)) : 0;
    const left = [];
    if (!special) left.push("special tokens");
    if (pair && pair !== "all") left.push("the other half of the pair");
    if (left.length) {
      const gone = `Hidden: ${left.join(" and ")}, with ${percent(share)} of the attention of the tokens shown.`;
      list.push(gone + (renormalize
        ? " What is left is scaled so that each row sums to 1."
        : " The weights are as the model has them, so rows sum to less than 1."));
    }
    if (words && data.tokens.some((token) => token.word !== null && token.word !== undefined)) {
      list.push("Pieces are joined into words: summed where looked at, the mean where they look.");
    }
    if (threshold > 0) {
      const each = renormalize ? heads.map((head) => weights(data, layer, head, shown, choice)) : plain;
      // A matrix draws the mean of its heads, arcs draw each head.
      const isMean = choice.mode === "matrix" && heads.length > 1;
      const drawn = isMean ? [{ numbers: combined(each) }] : each;
      const { below, all, share: lost } = hidden(drawn, threshold);
      list.push(`Below the threshold of ${threshold}: ${below} of ${all} weights${isMean ? " (means of the heads shown)" : ""}, `
        + `${percent(lost)} of the attention shown. `
        + (choice.mode === "matrix" ? "Their cells are empty and they are not listed; sums count them all the same."
          : "They have no line, and a token with nothing else is not listed; means and sums count them all the same."));
    }
    if (data.isCausal) list.push("This model reads from left to right: a token sees itself and those before it.");
    return list;
  };

  return { pairs, items, sides, sees, weights, weightError, combined, sums, strongest, hidden, percent, remarks };
})();
