// The attention data file as the views read it: weights, queries, keys and values by layer, head and token, with the
// greatest error of each number, since the file keeps them in few bits. What is shown of them is worked out in shown.js.
//
// values.kept, where present, lists the layers that the file holds: {attention: [layers], vectors: [layers]}.
// values.sources, where present, are the tokens that are looked at, of another text than values.tokens, which look: a row of
// weights has one number for each of them.
// values.model.scoring, where present, says how scores are made that are not q·k/√d: {divisor, root, cap}; to q·k/divisor is added what
// arrays.biases has for the distance, f32 [heads, 2n − 1], and the sum is kept within the cap. values.model.windows says from how many
// tokens away on each layer does not see.
// arrays.normalizers, where present, is the logarithm of the sum that softmax divides by, f32 [layers, heads, n].

Quire.attention = (() => {
  const opened = new WeakMap();
  const vectorKinds = {
    query: { numbers: "queries", scales: "queryScales" },
    key: { numbers: "keys", scales: "keyScales" },
    value: { numbers: "flow", scales: "flowScales" },
  };

  const range = (count) => Array.from({ length: count }, (_, index) => index);

  // Control characters get the pictures that Unicode has for them, so that every token can be seen and clicked.
  const label = (text) => {
    const shown = String(text).replace(/[\u0000-\u001f]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)))
      .replace(/\u007f/g, "\u2421");
    return /^\s*$/u.test(shown) ? "␣" : shown;
  };

  // A token within a sentence: signs alone in quotes, so that a comma is not taken for the sentence's own; letters that run
  // from right to left kept apart, so that they do not turn the arrow beside them.
  const inText = (shown) => {
    const quoted = /^[\p{P}\p{S}]+$/u.test(shown) ? `“${shown}”` : shown;
    return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(quoted) ? `\u2068${quoted}\u2069` : quoted;
  };

  // A number for other programs, with as many decimals as its error allows.
  const rounded = (number, digits) => (Number.isFinite(number) ? Number(number.toFixed(digits)) : "");

  // Changes to the store that choose a head: counted, since a head that is chosen again may be shown among others by then.
  const headChosen = (state, head) => ({ head, choices: (state.choices ?? 0) + 1 });

  // As many decimals as a number with this greatest error may show: then the last one is off by one at most.
  const decimals = (error, most = 4) => (error > 0 ? Quire.clamp(Math.floor(-Math.log10(2 * error)), 0, most) : most);

  // The half of a pair that each token belongs to. A token without one (a separator) ends the half before it.
  const halves = (tokens) => {
    let half = 0;
    return tokens.map((token) => {
      if (token.sequence === 0 || token.sequence === 1) half = token.sequence;
      return half;
    });
  };

  const open = (source) => {
    const known = opened.get(source);
    if (known) return known;
    const { values, arrays } = source;
    const { layers, heads, headSize: size } = values.model;
    const isCausal = Boolean(values.model.isCausal);
    const count = values.tokens.length;
    const columns = values.sources?.length ?? count;
    const places = (kept) => {
      const list = kept ?? range(layers);
      const place = new Array(layers).fill(-1);
      list.forEach((layer, index) => { place[layer] = index; });
      return { list, place };
    };
    const kept = places(values.kept?.attention);
    const keptVectors = arrays.queries && arrays.keys && arrays.flow
      ? places(values.kept?.vectors)
      : { list: [], place: new Array(layers).fill(-1) };
    const expect = (name, length) => {
      if (arrays[name] && arrays[name].length !== length) {
        throw new Error(`the array "${name}" has ${arrays[name].length} numbers, expected ${length}`);
      }
    };
    if (!arrays.attention) throw new Error("the file has no attention weights");
    expect("attention", kept.list.length * heads * count * columns);
    for (const { numbers, scales } of Object.values(vectorKinds)) {
      expect(numbers, keptVectors.list.length * heads * count * size);
      expect(scales, keptVectors.list.length * heads * count);
    }
    expect("normalizers", kept.list.length * heads * count);
    expect("biases", heads * (2 * count - 1));
    const scoring = values.model.scoring ?? null;
    const divisor = scoring?.divisor ?? Math.sqrt(size);
    const windows = values.model.windows ?? null;

    const labelled = (list) => list.map((token) => ({ ...token, label: label(token.text) }));
    const tokens = labelled(values.tokens);
    const sources = values.sources ? labelled(values.sources) : null;
    const weightError = values.precision?.attention ?? 0.5 / 65535;
    const vectorShare = values.precision?.vectors?.error ?? 0;
    const scaleOf = 1 / 65535;

    const rowStart = (layer, head, from) => ((kept.place[layer] * heads + head) * count + from) * columns;
    const weight = (layer, head, from, to) => arrays.attention[rowStart(layer, head, from) + to] * scaleOf;
    const row = (layer, head, from) => {
      const start = rowStart(layer, head, from);
      const numbers = new Float64Array(columns);
      for (let to = 0; to < columns; to++) numbers[to] = arrays.attention[start + to] * scaleOf;
      return numbers;
    };
    const matrix = (layer, head) => {
      const start = rowStart(layer, head, 0);
      const numbers = new Float64Array(count * columns);
      for (let at = 0; at < numbers.length; at++) numbers[at] = arrays.attention[start + at] * scaleOf;
      return numbers;
    };

    const hasVectors = (layer) => keptVectors.place[layer] >= 0;
    const vector = (kind, layer, head, token) => {
      const { numbers, scales } = vectorKinds[kind];
      const place = (keptVectors.place[layer] * heads + head) * count + token;
      const scale = arrays[scales] ? arrays[scales][place] : 1;
      return Float64Array.from({ length: size }, (_, at) => arrays[numbers][place * size + at] * scale);
    };
    // The greatest error of each number of a vector: in half precision a share of the number itself, with a scale for each
    // vector a share of its largest.
    const vectorErrors = (numbers) => {
      if (values.precision?.vectors?.type === "f16") return numbers.map((value) => Math.abs(value) * 2 ** -11 + 2 ** -25);
      return numbers.map(() => 0).fill(vectorShare * numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    };

    // A causal model lets a token see itself and what stands before it, and a layer with a window only what is near.
    const sees = (from, to, layer) =>
      (!isCausal || to <= from) && (!windows?.[layer] || Math.abs(from - to) < windows[layer]);

    // q × k number by number, and the score, mostly q·k/√d; each with its greatest error.
    const products = (layer, head, from, to) => {
      const query = vector("query", layer, head, from);
      const key = vector("key", layer, head, to);
      const queryErrors = vectorErrors(query);
      const keyErrors = vectorErrors(key);
      const numbers = query.map((value, at) => value * key[at]);
      const errors = query.map((value, at) =>
        Math.abs(value) * keyErrors[at] + Math.abs(key[at]) * queryErrors[at] + queryErrors[at] * keyErrors[at]);
      return { numbers, errors };
    };
    const score = (layer, head, from, to) => {
      const { numbers, errors } = products(layer, head, from, to);
      const sum = (list) => list.reduce((total, value) => total + value, 0);
      const bias = arrays.biases ? arrays.biases[(head * 2 + 1) * count - head - 1 + to - from] : 0;
      const whole = sum(numbers) / divisor + bias;
      // Bending a score makes its error smaller.
      const direct = {
        value: scoring?.cap ? scoring.cap * Math.tanh(whole / scoring.cap) : whole, error: sum(errors) / divisor,
      };
      const share = weight(layer, head, from, to);
      if (!arrays.normalizers || share <= weightError) return direct;
      // The logarithm of the weight says the score more exactly than quantised vectors, unless the weight is tiny.
      const normalizer = arrays.normalizers[(kept.place[layer] * heads + head) * count + from];
      const error = -Math.log1p(-weightError / share);
      return error < direct.error ? { value: Math.log(share) + normalizer, error } : direct;
    };
    // What a token takes from another: the weight times the other's value.
    const flow = (layer, head, from, to) => {
      const numbers = vector("value", layer, head, to);
      const errors = vectorErrors(numbers);
      const share = weight(layer, head, from, to);
      return {
        numbers: numbers.map((value) => value * share),
        errors: numbers.map((value, at) => (share + weightError) * errors[at] + Math.abs(value) * weightError),
      };
    };

    const data = {
      values, arrays, layers, heads, size, count, columns, isCausal, tokens, sources, halves: halves(tokens),
      hasPair: Boolean(values.pair) && halves(tokens).includes(1),
      keptLayers: kept.list, vectorLayers: keptVectors.list, omitted: values.omitted ?? [],
      scoreName: scoring ? "score" : `q·k/√${size}`, scoring, windows,
      weightError, vectorShare, weight, row, matrix, hasVectors, vector, vectorErrors, sees, products, score, flow,
    };
    opened.set(source, data);
    return data;
  };

  // The token that a link or a search means: by its text, by the text of its word, or by its place (`12` or `@12`).
  const tokenNamed = (data, name) => {
    if (name === null || name === undefined || name === "") return null;
    if (Number.isInteger(name)) return name >= 0 && name < data.count ? name : null;
    const text = String(name);
    const plain = (value) => value.replace(/^(##|@@|[ĠĊ▁␣ ]+)/u, "").toLowerCase();
    const tests = [
      (token) => token.text === text,
      (token) => token.label === text,
      (token) => plain(token.text) === plain(text) && plain(text) !== "",
    ];
    for (const test of tests) {
      const found = data.tokens.findIndex(test);
      if (found >= 0) return found;
    }
    const word = (data.values.words ?? []).find((each) => plain(each.label) === plain(text));
    if (word?.positions.length) return word.positions[0];
    const place = /^@?(\d{1,4})$/.exec(text);
    return place && Number(place[1]) < Math.max(data.count, data.columns) ? Number(place[1]) : null;
  };

  // The name by which a link means this token: its text, or its place where an earlier token has the same text.
  const nameOfToken = (data, index) => {
    const text = data.tokens[index]?.text;
    return tokenNamed(data, text) === index ? text : "@" + index;
  };

  const indexNamed = (name, allowed) => {
    if (name === null || name === undefined || !/^\d{1,4}$/.test(String(name))) return null;
    return allowed.includes(Number(name)) ? Number(name) : null;
  };
  const layerNamed = (data, name) => indexNamed(name, data.keptLayers);
  const headNamed = (data, name) => indexNamed(name, range(data.heads));

  // What the store says is chosen, mended where it says nothing or something that this file does not have.
  const chosen = (data, state = {}, options = {}) => {
    const first = data.values.chosen ?? {};
    const pick = (test, ...names) => names.map((name) => test(data, name)).find((value) => value !== null) ?? null;
    const token = tokenNamed(data, "token" in state ? state.token : options.token);
    const tokens = Array.isArray(state.tokens) ? state.tokens.filter((each) => tokenNamed(data, each) === each) : [];
    return {
      layer: pick(layerNamed, state.layer, options.layer, first.layer) ?? data.keptLayers[0],
      head: pick(headNamed, state.head, options.head, first.head) ?? 0,
      token,
      tokens: token === null || tokens.includes(token) ? tokens : [token],
    };
  };

  return { open, label, inText, decimals, rounded, headChosen, range, tokenNamed, nameOfToken, layerNamed, headNamed, chosen };
})();
