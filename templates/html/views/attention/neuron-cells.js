// The neuron view's numbers: one token's query against the keys that it may see, step by step to what it takes from them.
//
// The steps are q and k, their products number by number, q·k/√d, its softmax, the values v, and α·v, which add up to the
// head's output. Each number has its greatest error, which says how many of its digits are shown.

Quire.attention.cells = (() => {
  const { decimals, inText } = Quire.attention;

  const parts = [
    { id: "key", title: "q and k", kind: "vector", says: "k" },
    { id: "product", title: "q × k", kind: "vector", says: "q × k" },
    { id: "score", title: "q·k/√d", kind: "number", says: "q·k/√d" },
    { id: "weight", title: "softmax", kind: "number", says: "softmax" },
    { id: "value", title: "v", kind: "vector", says: "v" },
    { id: "flow", title: "α · v", kind: "vector", says: "α·v" },
  ];

  const largest = (list) => list.reduce((most, numbers) =>
    numbers.reduce((one, value) => Math.max(one, Math.abs(value)), most), 0);

  // Everything about one query: {tokens, query, rows: [{token, key, product, score, weight, value, flow}], output}, each
  // vector as {numbers, errors}. Without vectors in the file only the weights.
  const make = (data, layer, head, from) => {
    const tokens = Quire.attention.range(data.count).filter((to) => data.sees(from, to, layer));
    const hasVectors = data.hasVectors(layer);
    const vector = (kind, token) => {
      const numbers = data.vector(kind, layer, head, token);
      return { numbers, errors: data.vectorErrors(numbers) };
    };
    const rows = tokens.map((token) => ({
      token,
      weight: { value: data.weight(layer, head, from, token), error: data.weightError },
      ...(hasVectors && {
        key: vector("key", token), product: data.products(layer, head, from, token),
        score: data.score(layer, head, from, token), value: vector("value", token),
        flow: data.flow(layer, head, from, token),
      }),
    }));
    const study = { data, layer, head, from, tokens, rows, hasVectors, size: data.size };
    if (!hasVectors) return { ...study, parts: parts.filter(({ id }) => id === "weight") };
    const output = { numbers: new Float64Array(data.size), errors: new Float64Array(data.size) };
    for (const { flow } of rows) {
      for (let at = 0; at < data.size; at++) {
        output.numbers[at] += flow.numbers[at];
        output.errors[at] += flow.errors[at];
      }
    }
    const query = vector("query", from);
    const most = {
      key: largest([query.numbers, ...rows.map((row) => row.key.numbers)]) || 1,
      product: largest(rows.map((row) => row.product.numbers)) || 1,
      score: rows.reduce((one, row) => Math.max(one, Math.abs(row.score.value)), 0) || 1,
      value: largest(rows.map((row) => row.value.numbers)) || 1,
      flow: largest([output.numbers, ...rows.map((row) => row.flow.numbers)]) || 1,
    };
    return { ...study, parts, query, output, most };
  };

  // A number with the digits that its error allows, and no more than three.
  const number = (value, error, places = 3) => Quire.format(value, decimals(error, places));
  const at = ({ numbers, errors }, index, places) => number(numbers[index], errors[index], places);

  // The columns of the keyboard's way: every number of every part, from the left.
  const columns = (study) => study.parts.flatMap((part) => (part.kind === "vector"
    ? Quire.attention.range(study.size).map((index) => ({ part, index })) : [{ part, index: 0 }]));

  const label = (study, token) => study.data.tokens[token].label;

  // "phone → case, number 17 of 32: q 0.531 × k −1.20 = −0.637". The row after the last is what all rows add up to.
  const text = (study, row, { part, index }) => {
    const name = inText(label(study, study.from));
    const place = `number ${index} of 0 to ${study.size - 1}`;
    if (row >= study.rows.length) {
      if (part.id === "flow" || part.id === "value") {
        return `${name} takes from all together, ${place}: ${at(study.output, index)}`;
      }
      if (part.id === "key") return `${name}, ${place}: q ${at(study.query, index)}`;
      return `${name}: the last row holds q, and the sum of α·v`;
    }
    const each = study.rows[row];
    const pair = `${name} → ${inText(label(study, each.token))}`;
    const weight = `softmax ${number(each.weight.value, each.weight.error, 4)}`;
    switch (part.id) {
      case "key":
      case "product":
        return `${pair}, ${place}: q ${at(study.query, index)} × k ${at(each.key, index)} = ${at(each.product, index)}`;
      case "score":
        return `${pair}: ${study.data.scoreName} ${number(each.score.value, each.score.error)}, ${weight}`;
      case "weight":
        return study.hasVectors
          ? `${pair}: ${weight}, of ${study.data.scoreName} ${number(each.score.value, each.score.error)}` : `${pair}: ${weight}`;
      default:
        return `${pair}, ${place}: α ${number(each.weight.value, each.weight.error, 4)} × v ${at(each.value, index)} = `
          + at(each.flow, index, 4);
    }
  };

  // How exact the numbers are, in one sentence.
  const precision = (study) => {
    const { values } = study.data;
    const weights = `weights are exact to ${study.data.weightError.toPrecision(1)}`;
    if (!study.hasVectors) return `Numbers show as many digits as their error allows: ${weights}.`;
    const { type, error } = values.precision?.vectors ?? { type: "f16", error: 0 };
    const vectors = type === "i8"
      ? `small whole numbers, exact to ${Quire.format(error * 100, 1)} % of the largest number of their vector`
      : "half precision, exact to 0.05 % of each number";
    return `Numbers show as many digits as their error allows: ${weights}; q, k and v are kept in ${vectors}.`;
  };

  // What the score is, where it is not q·k/√d; null where it is.
  const scoring = ({ data }) => {
    const rule = data.scoring;
    if (!rule) return null;
    const sum = `q·k${rule.divisor === 1 ? "" : `/${rule.root}`}${data.arrays.biases ? " + a number for the distance" : ""}`;
    return rule.cap
      ? `The score is ${sum}, bent by a hyperbolic tangent so that it stays between −${rule.cap} and ${rule.cap}.`
      : `The score is ${sum}.`;
  };

  // A table of one part, of all scores, or of everything: {columns, rows}, texts with the digits that are known.
  const table = (study, id) => {
    const { size, data } = study;
    const numbers = (part) => Quire.attention.range(size).map((index) => `${part} ${index}`);
    const texts = (vector) => Quire.attention.range(size).map((index) => at(vector, index, 4));
    const scores = (row) => [
      ...(study.hasVectors ? [number(row.score.value, row.score.error, 4)] : []),
      number(row.weight.value, row.weight.error, 5),
    ];
    const scoreNames = study.hasVectors ? [data.scoreName, "softmax"] : ["softmax"];
    if (id === "scores" || !study.hasVectors) {
      return {
        columns: ["token", "position", ...scoreNames],
        rows: study.rows.map((row) => [label(study, row.token), row.token, ...scores(row)]),
      };
    }
    if (id === "all") {
      const ids = ["key", "product", "value", "flow"];
      const blank = (count) => new Array(count).fill("");
      return {
        columns: ["token", "position", ...scoreNames, ...["k", "q × k", "v", "α·v"].flatMap(numbers)],
        rows: [
          [`q of ${label(study, study.from)}`, study.from, "", "", ...texts(study.query), ...blank(3 * size)],
          ...study.rows.map((row) => [label(study, row.token), row.token, ...scores(row), ...ids.flatMap((each) => texts(row[each]))]),
          ["sum of α·v", "", "", "", ...blank(3 * size), ...texts(study.output)],
        ],
      };
    }
    const rows = study.rows.map((row) => [label(study, row.token), row.token, ...texts(row[id])]);
    if (id === "key") rows.unshift([`q of ${label(study, study.from)}`, study.from, ...texts(study.query)]);
    if (id === "flow") rows.push(["sum of α·v", "", ...texts(study.output)]);
    return { columns: ["token", "position", ...Quire.attention.range(size).map(String)], rows };
  };

  // The same with numbers instead of texts, as programs read them.
  const plain = ({ columns: names, rows }) => ({
    columns: names,
    rows: rows.map(([name, ...rest]) => [
      name, ...rest.map((text) => (text === "" ? "" : Number(String(text).replace("−", "-")))),
    ]),
  });

  return { parts, make, plain, columns, text, precision, scoring, table, number, label };
})();
