// What is measured of heads: the numbers of each, their order by one of them, which heads attend alike, the difference of two,
// and what follows attention through the layers (rollout) or weighs it by the length of what it brings (norm-based).

Quire.attention.measures = (() => {
  const opened = new WeakMap();

  // The measures of a head that the file holds. `factor` is what the paper's figure multiplies by.
  const kinds = [
    { key: "entropy", title: "entropy", digits: 2, top: 1,
      meaning: "How evenly a head spreads its attention: the entropy of its rows over the largest possible." },
    { key: "next", title: "to the next token", digits: 2, top: 1, category: "next token",
      meaning: "The share of attention that goes to the token after." },
    { key: "previous", title: "to the previous token", digits: 2, top: 1, category: "previous token",
      meaning: "The share of attention that goes to the token before." },
    { key: "start", title: "to the first token", digits: 2, top: 1, category: "first token",
      meaning: "The share of attention that goes to the first token." },
    { key: "separator", title: "to separators", digits: 2, top: 1, category: "separator",
      meaning: "The share of attention that goes to special tokens other than the first." },
    { key: "punctuation", title: "to punctuation", digits: 2, top: 1, category: "punctuation",
      meaning: "The share of attention that goes to punctuation." },
    { key: "itself", title: "to itself", digits: 2, top: 1,
      meaning: "The share of attention that a token gives itself." },
    { key: "ablation", title: "ablation × 1000", spoken: "ablation", digits: 1, factor: 1000,
      meaning: "How far the sentence's vector moves when the head is removed: 1 − cosine, in thousandths." },
  ];

  // A letter for each category, so that colour is never alone in saying it.
  const letters = {
    "next token": "N", "previous token": "P", "first token": "F", separator: "S", punctuation: "C", broad: "B",
  };

  const open = (source) => {
    const known = opened.get(source);
    if (known) return known;
    const data = Quire.attention.open(source);
    const { layers, heads } = data;
    const total = layers * heads;
    const profiles = source.values.heads.flat();
    const index = (layer, head) => layer * heads + head;
    const place = (at) => ({ layer: Math.floor(at / heads), head: at % heads });
    const name = (at) => `${Math.floor(at / heads)}.${at % heads}`;
    const isKept = (at) => data.keptLayers.includes(Math.floor(at / heads));

    const measures = kinds.filter((kind) => profiles.some((profile) => Number.isFinite(profile[kind.key])))
      .map((kind) => {
        const numbers = Float64Array.from(profiles, (profile) => (profile[kind.key] ?? NaN) * (kind.factor ?? 1));
        const top = kind.top ?? numbers.reduce((most, value) => (value > most ? value : most), 0);
        return { ...kind, numbers, range: [0, top > 0 ? top : 1] };
      });
    const measure = (key) => measures.find((each) => each.key === key) ?? measures[0];
    const text = (at, key) => {
      const { numbers, digits } = measure(key);
      return Number.isFinite(numbers[at]) ? Quire.format(numbers[at], digits) : "–";
    };
    const categories = (at) => profiles[at].categories ?? [];

    // "layer 3, head 5: entropy 0.41"
    const describe = (at, keys = ["entropy"]) => {
      const { layer, head } = place(at);
      const said = keys.map((key) => {
        const { title, spoken } = measure(key);
        return `${spoken ?? title} ${text(at, key)}${spoken === "ablation" ? " thousandths" : ""}`;
      });
      const kind = categories(at).length ? `; ${categories(at).join(", ")}` : "";
      return `layer ${layer}, head ${head}: ${said.join(", ")}${kind}`;
    };

    // All heads, those with the most of a measure first; of equals the earlier one. Without a key as the model has them.
    const ordered = (key, among = Quire.attention.range(total)) => {
      if (!key || !measures.some((each) => each.key === key)) return [...among];
      const { numbers } = measure(key);
      const value = (at) => (Number.isFinite(numbers[at]) ? numbers[at] : -Infinity);
      return [...among].sort((one, two) => value(two) - value(one) || one - two);
    };

    // The heads that attend most like one, the likest first, by the Jensen–Shannon divergence of their rows, in nats.
    const { likeHeads = [], likeDivergences = [] } = source.arrays;
    const likes = total > 1 ? likeHeads.length / total : 0;
    const nearest = (at, most = 5, allowed = isKept) =>
      Quire.attention.range(likes).map((rank) => ({
        at: likeHeads[at * likes + rank], divergence: likeDivergences[at * likes + rank],
      })).filter(({ at: other }) => allowed(other)).slice(0, most);

    // One head's weights less another's, [from × to], from −1 to 1.
    const difference = (one, two) => {
      const minuend = data.matrix(place(one).layer, place(one).head);
      const subtrahend = data.matrix(place(two).layer, place(two).head);
      return minuend.map((value, cell) => value - subtrahend[cell]);
    };

    const result = {
      data, layers, heads, total, measures, measure, text, categories, describe, ordered, nearest, difference,
      index, place, name, isKept, letters, profiles,
      mixing: flowOnce(data, "mixing", mixing), rollout: flowOnce(data, "rollout", rollout),
      normBased: flowOnce(data, "norm", normBased),
      hasRollout: (layer) => Quire.attention.range(layer + 1).every((each) => data.keptLayers.includes(each)),
      hasNormBased: (layer) => Boolean(source.arrays.lengths) && data.keptLayers.includes(layer),
    };
    opened.set(source, result);
    return result;
  };

  // A matrix of a layer, worked out when it is first asked for.
  const flowOnce = (data, kind, make) => {
    const made = new Map();
    const of = (layer) => {
      if (!made.has(layer)) made.set(layer, make(data, layer, of));
      return made.get(layer);
    };
    return of;
  };

  const scaleRows = (matrix, count) => {
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let at = row * count; at < (row + 1) * count; at++) sum += matrix[at];
      if (sum > 0) for (let at = row * count; at < (row + 1) * count; at++) matrix[at] /= sum;
    }
    return matrix;
  };

  // How a layer's attention, mean over its heads, and its residual connection mix the tokens; rows sum to 1.
  const mixing = (data, layer) => {
    const { count, heads } = data;
    const mixed = new Float64Array(count * count);
    for (let head = 0; head < heads; head++) {
      const weights = data.matrix(layer, head);
      for (let at = 0; at < mixed.length; at++) mixed[at] += weights[at] / heads;
    }
    for (let token = 0; token < count; token++) mixed[token * count + token] += 1;
    return scaleRows(mixed, count);
  };

  // Attention followed through the layers up to this one: how much of each token at the bottom is in each at this layer.
  // Abnar and Zuidema 2020.
  const rollout = (data, layer, below) => {
    const { count } = data;
    const mixed = mixing(data, layer);
    if (layer === 0) return mixed;
    const before = below(layer - 1);
    const result = new Float64Array(count * count);
    for (let row = 0; row < count; row++) {
      for (let middle = 0; middle < count; middle++) {
        const share = mixed[row * count + middle];
        if (share === 0) continue;
        for (let column = 0; column < count; column++) {
          result[row * count + column] += share * before[middle * count + column];
        }
      }
    }
    return result;
  };

  // Attention by the length of what it brings, ‖α f(x)‖, added up over the layer's heads, rows scaled to the sum 1.
  // Kobayashi et al. 2020.
  const normBased = (data, layer) => {
    const { count, heads } = data;
    const lengths = data.arrays.lengths;
    const start = data.keptLayers.indexOf(layer) * heads;
    const result = new Float64Array(count * count);
    for (let head = 0; head < heads; head++) {
      const weights = data.matrix(layer, head);
      for (let at = 0; at < result.length; at++) {
        result[at] += weights[at] * lengths[(start + head) * count + (at % count)];
      }
    }
    return scaleRows(result, count);
  };

  return { open, kinds, letters, scaleRows };
})();
