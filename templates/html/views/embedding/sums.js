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

  /// The cosine of every word that has a vector with a sum of words, `[{word, sign}]`.
  const cosines = (model, terms) => {
    const { elements, size, words } = model.vectors;
    const norms = lengths(model);
    const sum = new Float32Array(size);
    for (const { word, sign } of terms) {
      if (!norms[word]) continue;
      for (let place = 0; place < size; place++) sum[place] += (sign * elements[word * size + place]) / norms[word];
    }
    const length = Math.hypot(...sum);
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

  /// Answers a question: `{text, terms, answers}`, or `{text, problem, alike}` where a word is not there.
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
    return { text: written(terms), terms, answers: nearest(model, terms) };
  };

  return { ask, cosines, nearest, parse, written };
})();
