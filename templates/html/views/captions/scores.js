// What is known of a picture's captions: pairs with what the model makes of them, sorted and filtered; probabilities; and which
// patches a caption needs. Nothing here touches the page.

Quire.captionScores = (() => {
  const standings = { false: "is false", true: "is true as well", unknown: "may be true or not" };

  /// Probabilities of logits that share one whole.
  function softmax(logits) {
    const largest = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - largest));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  }

  /// What the model does with a pair, as `ScoredPair.verdict` in Swift says it.
  function verdict(truth, gap, isUndecided) {
    if (isUndecided) return "is undecided";
    if (truth === "false") return gap < 0 ? "prefers the false one" : "prefers the true one";
    return gap < 0 ? "prefers the variant" : "prefers the description";
  }

  /// The pairs of a data file, each with its captions and what the model makes of them.
  function pairs(values) {
    return values.pairs.map((pair, index) => {
      const bias = values.logitBias ?? 0;
      const logits = [pair.description, pair.variant].map((caption) => values.cosines[caption] * values.logitScale + bias);
      const gap = logits[0] - logits[1];
      const probability = 1 / (1 + Math.exp(-gap));
      const isUndecided = Math.max(probability, 1 - probability) < values.undecidedBelow;
      return {
        index, gap, probability, isUndecided, place: pair.place,
        captions: [pair.description, pair.variant],
        texts: [values.captions[pair.description], values.captions[pair.variant]],
        cosines: [values.cosines[pair.description], values.cosines[pair.variant]],
        logits,
        kind: pair.category,
        kindTitle: values.kinds.find((kind) => kind.name === pair.category)?.title ?? pair.category,
        change: pair.change, truth: pair.truth, standing: standings[pair.truth] ?? pair.truth,
        verdict: verdict(pair.truth, gap, isUndecided),
        isFooled: pair.truth === "false" && (gap < 0 || isUndecided),
      };
    });
  }

  /// The kinds that have pairs: how many, how many are decidable (the variant is false), and how many of those fool the model.
  function kinds(values, rows) {
    return values.kinds.map(({ name, title }) => {
      const own = rows.filter((row) => row.kind === name);
      const decidable = own.filter((row) => row.truth === "false");
      const fooled = decidable.filter((row) => row.isFooled).length;
      return { name, title, pairs: own.length, decidable: decidable.length, fooled };
    }).filter((kind) => kind.pairs > 0);
  }

  const keys = {
    captions: (row) => row.texts[0].toLowerCase(),
    change: (row) => `${row.kindTitle} ${row.change}`,
    truth: (row) => ["false", "unknown", "true"].indexOf(row.truth),
    cosine: (row) => row.cosines[0],
    gap: (row) => Math.abs(row.gap),
    probability: (row) => Math.max(row.probability, 1 - row.probability),
    verdict: (row) => row.verdict,
  };

  /// The pairs that pass every filter, in the wanted order; equal ones stay as they stand in the results.
  function chosen(rows, { kind = "", truth = "", verdict: wanted = "", words = "", key = "", isFalling = false } = {}) {
    const terms = words.toLowerCase().split(/\s+/).filter(Boolean);
    const passing = rows.filter((row) => {
      if (kind && row.kind !== kind) return false;
      if (truth && row.truth !== truth) return false;
      if (wanted === "fooled" ? !row.isFooled : wanted && row.verdict !== wanted) return false;
      const text = `${row.texts.join(" ")} ${row.change}`.toLowerCase();
      return terms.every((term) => text.includes(term));
    });
    const of = keys[key];
    if (!of) return passing;
    const direction = isFalling ? -1 : 1;
    return passing.slice().sort((a, b) => {
      const [left, right] = [of(a), of(b)];
      return (left < right ? -direction : left > right ? direction : 0) || a.index - b.index;
    });
  }

  /// The falls of a caption's logit, patch by patch, and by how much each may be off.
  function falls({ values, arrays }, caption) {
    const count = values.picture.rows * values.picture.columns;
    const largest = arrays.largestFalls[caption];
    const levels = arrays.falls.subarray(caption * count, (caption + 1) * count);
    return { values: Float32Array.from(levels, (level) => (level / 32767) * largest), largest, error: largest / 65534 };
  }

  /// The picture's colours from their differences along each row: `{width, height, rgba}`; in grey where asked.
  function pixels({ values, arrays }, isGrey = false) {
    const { width, height } = values.picture;
    const rgba = new Uint8ClampedArray(width * height * 4);
    for (let row = 0; row < height; row += 1) {
      const levels = [0, 0, 0];
      for (let column = 0; column < width; column += 1) {
        const at = row * width + column;
        for (let channel = 0; channel < 3; channel += 1) {
          levels[channel] = (levels[channel] + arrays.pixels[3 * at + channel]) & 255;
        }
        // ITU-R 601, as on paper.
        const grey = (levels[0] * 19595 + levels[1] * 38470 + levels[2] * 7471 + 0x8000) >> 16;
        rgba.set(isGrey ? [grey, grey, grey, 255] : [...levels, 255], 4 * at);
      }
    }
    return { width, height, rgba };
  }

  /// The most decimals, up to three, of which the last is off by at most one.
  function decimals(error) {
    return error > 0 ? Quire.clamp(Math.floor(-Math.log10(error)), 0, 3) : 3;
  }

  /// First less second, patch by patch: what decides between two captions.
  function difference([first, second]) {
    const values = first.values.map((fall, patch) => fall - second.values[patch]);
    const largest = values.reduce((most, fall) => Math.max(most, Math.abs(fall)), 0);
    return { values, largest, error: first.error + second.error };
  }

  const percent = (share) => `${(share * 100).toFixed(1)} %`;

  return { softmax, pairs, kinds, chosen, falls, difference, pixels, decimals, percent, standings };
})();
