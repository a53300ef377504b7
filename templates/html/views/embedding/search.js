// Finding words by their letters, and what is spelled like a word that is not there.

Quire.embedding.search = (() => {
  /// How many letters must be put in, taken out, replaced or exchanged to make one text of another; more than `most` is not counted.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let [last, row] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        let steps = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, last[j - 2] + 1);
        next.push(steps);
      }
      if (Math.min(...next) > most) return most + 1;
      [last, row] = [row, next];
    }
    return row[b.length];
  };

  /// The position of a word as it was typed: with these very letters, or in lower case.
  const position = (model, text) => model.index.get(text) ?? model.index.get(text.toLowerCase());

  /// The mapped words that begin with a text, then those that hold it, the more frequent first.
  const find = (model, text, limit = 8) => {
    const sought = text.trim().toLowerCase();
    if (!sought) return [];
    const [same, begin, hold] = [[], [], []];
    for (let word = 0; word < model.count; word++) {
      const candidate = model.words[word].toLowerCase();
      const place = candidate.indexOf(sought);
      if (place < 0) continue;
      (place > 0 ? hold : candidate === sought ? same : begin).push(word);
    }
    return [...same, ...begin, ...hold].slice(0, limit);
  };

  /// The mapped words that are spelled most like a text, nearest first and the more frequent among equals.
  const alike = (model, text, limit = 3) => {
    const sought = [...text.trim().toLowerCase()].slice(0, 60);
    if (!sought.length) return [];
    const most = Math.min(3, Math.max(1, Math.floor(sought.length / 3)));
    const found = [];
    for (let word = 0; word < model.count; word++) {
      const steps = distance(sought, [...model.words[word].toLowerCase()], most);
      if (steps <= most) found.push({ word, steps });
    }
    return found.sort((a, b) => a.steps - b.steps || a.word - b.word).slice(0, limit).map(({ word }) => word);
  };

  return { alike, distance, find, position };
})();
