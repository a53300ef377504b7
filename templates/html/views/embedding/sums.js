// Sums of words: a question such as `king − man + woman`, asked of vectors that have a few bits for each element.

Quire.embedding.sums = (() => {
  const { position, alike } = Quire.embedding.search;
  const signs = { "+": 1, "-": -1, "−": -1, "–": -1 };

  /// The words of a question with their signs: `[{text, sign}]`. A word without a sign is added.
  ///
  /// A hyphen between letters is part of the word where there is such a word, and a minus where there is not.
  const parse = (text, isWord = () => false) => {
    const terms = [];
    let sign = 1;
    const take = (part) => {
      for (const piece of part.split(/([+−–-])/)) {
        if (piece in signs) sign = signs[piece];
        else if (piece) {
          terms.push({ text: piece, sign });
          sign = 1;
        }
      }
    };
    for (const part of text.trim().split(/\s+/)) {
      if (part in signs) sign = signs[part];
      else if (isWord(part)) {
        terms.push({ text: part, sign });
        sign = 1;
      } else take(part);
    }
    return terms;
  };

  /// A question as it reads: `king − man + woman`.
  const written = (terms) =>
    terms.map(({ text, sign }, place) => (place ? (sign < 0 ? " − " : " + ") : sign < 0 ? "−" : "") + text).join("");

  /// The length of each vector.
  const lengths = (model) => {
    const { elements, size, words } = model.vectors;
    model.vectors.lengths ??= Float32Array.from({ length: words }, (_, word) => {
      let squares = 0;
      for (let place = word * size; place < (word + 1) * size; place++) squares += elements[place] * elements[place];
      return Math.sqrt(squares);
    });
    return model.vectors.lengths;
  };

  /// The sum of the words' directions, and how long it is: 0 where the words cancel.
  const added = (model, terms) => {
    const { elements, size } = model.vectors;
    const norms = lengths(model);
    const sum = new Float64Array(size);
    for (const { word, sign } of terms) {
      if (!norms[word]) continue;
      for (let place = 0; place < size; place++) sum[place] += (sign * elements[word * size + place]) / norms[word];
    }
    const length = Math.hypot(...sum);
    // Each term is one long. What is so much shorter than they are is only how the numbers of this machine were rounded.
    return { sum, length: length > 1e-9 * terms.length ? length : 0 };
  };

  /// The cosine of every word that has a vector with a sum of words, `[{word, sign}]`; all are 0 where the words cancel.
  const cosines = (model, terms) => {
    const { elements, size, words } = model.vectors;
    const norms = lengths(model);
    const { sum, length } = added(model, terms);
    const found = new Float32Array(words);
    if (!length) return found;
    for (let word = 0; word < words; word++) {
      let product = 0;
      for (let place = 0, from = word * size; place < size; place++) product += sum[place] * elements[from + place];
      found[word] = norms[word] ? product / (norms[word] * length) : 0;
    }
    return found;
  };

  /// The words nearest to a sum, without those that are asked about: `[{word, similarity}]`.
  const nearest = (model, terms, limit = 10) => {
    const asked = new Set(terms.map(({ word }) => word));
    const scores = cosines(model, terms);
    return [...scores.keys()].filter((word) => !asked.has(word))
      .sort((a, b) => scores[b] - scores[a] || a - b).slice(0, limit)
      .map((word) => ({ word, similarity: scores[word] }));
  };

  /// By how much the rounding of the vectors may put the similarities of answers off: five standard errors, the greatest of all.
  ///
  /// An element is off by at most a half, evenly, so by a standard error of √(1/12). Of a word's rounding, what is along the sum
  /// or along the answer moves no cosine in the first order; so an answer of cosine c is off by √(1 − c²) times what each term's
  /// rounding is of the sum, and the answer's own of its vector.
  const error = (model, terms, answers) => {
    const norms = lengths(model);
    const { length } = added(model, terms);
    const noise = (word) => (norms[word] ? 1 / norms[word] ** 2 : 0);
    // A word that is named twice brings the same rounding twice.
    const times = new Map();
    for (const { word, sign } of terms) times.set(word, (times.get(word) ?? 0) + sign);
    const asked = [...times].reduce((total, [word, count]) => total + count ** 2 * noise(word), 0) / length ** 2;
    return answers.reduce((most, { word, similarity }) =>
      Math.max(most, 5 * Math.sqrt((Math.max(0, 1 - similarity ** 2) / 12) * (asked + noise(word)))), 0);
  };

  /// Answers a question: `{text, terms, answers, error, digits}`, where `digits` decimals hold but for one in the last, or `{text, problem, alike}` where a word is not there.
  const ask = (model, text) => {
    const parsed = parse(text, (word) => position(model, word) !== undefined);
    if (!parsed.length) return { text: "", problem: "Write words with + and − between them.", alike: [] };
    const terms = [];
    for (const term of parsed) {
      const word = position(model, term.text);
      if (word === undefined) {
        return { text: written(parsed), problem: `“${term.text}” is not a word here.`, alike: alike(model, term.text), term, parsed };
      }
      if (word >= model.vectors.words) {
        const most = model.vectors.words.toLocaleString("en");
        return {
          text: written(parsed), alike: [],
          problem: `“${term.text}” has no vector in this file: only the ${most} most frequent words have one.`,
        };
      }
      terms.push({ ...term, text: model.all[word], word });
    }
    const whole = written(terms);
    if (!added(model, terms).length) {
      return { text: whole, alike: [], problem: "These words cancel each other: nothing is left that a word could be near to." };
    }
    const answers = nearest(model, terms);
    const most = error(model, terms, answers);
    return { text: whole, terms, answers, error: most, digits: most <= 0.01 ? 2 : 1 };
  };

  return { ask, cosines, error, nearest, parse, written };
})();
