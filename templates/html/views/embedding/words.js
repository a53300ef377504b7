// The words of an embedding explorer as its data file holds them: places, neighbours, regions, vectors.

Quire.embedding = {};

Quire.embedding.words = (source) => {
  const { values, arrays } = source;
  const { words } = values;
  const all = [...words, ...values.others];
  const index = new Map(all.map((word, position) => [word, position]));

  // Words without a place are listed by how far each is behind the one before in the vocabulary.
  const rows = new Uint32Array(values.others.length);
  let row = 0;
  for (let other = 0; other < rows.length; other++) rows[other] = row += arrays.others[other];

  /// What belongs to one training: its maps and lists.
  const training = (seed, { arrays: own }, regionsOf) => ({
    seed,
    neighbours: own.neighbours,
    similarities: Quire.embedding.unrolled(own.similarities, values.neighbours),
    maps: Object.fromEntries(values.projections.map(({ id }) => [id, {
      x: own[`${id}.x`], y: own[`${id}.y`], levels: own[`${id}.levels`], regions: regionsOf(id),
    }])),
  });

  const model = {
    words, all, index,
    count: words.length,
    vocabulary: values.vocabulary,
    counts: arrays.counts,
    widths: arrays.widths,
    regions: values.regions,
    regionsFoundIn: values.regionsFoundIn,
    regionOf: (word) => (arrays.regions ? arrays.regions[word] : null),
    projections: values.projections,
    labels: values.labels,
    seeds: values.seeds,
    vectors: { ...values.vectors, elements: arrays.vectors },
    trainings: [training(values.seeds[0], source, (id) => values.projections.find((one) => one.id === id).regions)],
    /// Adds what the second data file holds.
    add(further) { model.trainings[1] = training(further.values.seed, further, (id) => further.values.regions[id]); },
    /// Whether a word has a place on the maps.
    hasPlace: (word) => word < words.length,
    /// A word's place among the most frequent, from 1.
    rank: (word) => (word < words.length ? word : rows[word - words.length]) + 1,
    /// The exact nearest words, nearest first.
    neighbours(word, number = 0) {
      const { neighbours, similarities } = model.trainings[number];
      const found = [];
      for (let place = word * values.neighbours; place < (word + 1) * values.neighbours; place++) {
        found.push({ word: neighbours[place], similarity: similarities[place] });
      }
      return found;
    },
  };
  return model;
};

/// Lists of thousandths that fall, each begun by its first and continued by differences, as numbers.
Quire.embedding.unrolled = (thousandths, length) => {
  const numbers = new Float32Array(thousandths.length);
  let value = 0;
  for (let place = 0; place < numbers.length; place++) {
    value = place % length === 0 ? thousandths[place] - 1000 : value - thousandths[place];
    numbers[place] = value / 1000;
  }
  return numbers;
};
