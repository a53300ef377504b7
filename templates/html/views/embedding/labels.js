// Which labels a map shows. Each has a level, computed by Quire, from which on it overlaps none of the others at any scale; words
// that are spoken of are always labelled, and take the room of others.

Quire.embedding.labels = (() => {
  /// Every label stands so many pixels above its place.
  const lift = 9;

  /// The scale at which a level begins, as `LabelScales` in Swift has it.
  const scale = (labels, level) =>
    level === labels.never ? Infinity : level === 0 ? 0 : labels.base * 2 ** (level / labels.levelsInOctave);

  /// The greatest level whose labels show at a scale.
  const level = (labels, at) => {
    let most = Math.floor(Math.log2(Math.max(at, 1e-9) / labels.base) * labels.levelsInOctave);
    most = Quire.clamp(most, 0, labels.never - 1);
    // The logarithm is rounded.
    while (most < labels.never - 1 && scale(labels, most + 1) <= at) most++;
    while (most > 0 && scale(labels, most) > at) most--;
    return most;
  };

  /// The scale at which every label shows that ever does.
  const greatest = (labels, levels) => {
    let most = 0;
    for (const one of levels) if (one !== labels.never && one > most) most = one;
    return scale(labels, most) * 1.01;
  };

  const overlap = (a, b) =>
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

  /// The labels that lie wholly within a drawing: `[{word | region, text, x, y, width, height}]`, (x, y) in their middle.
  ///
  /// - map: `{x, y, levels, regions}`; while a map is on the way to another, `levels` is `null` and only `forced` are labelled.
  /// - at(x, y): where a place is on the screen, and `place(word)` where a word is.
  /// - forced: words that are labelled whatever their level, the most important first.
  const shown = (model, { map, place, at, zoom, size, forced = [] }) => {
    const { labels } = model;
    const taken = [];
    const isSeen = ({ x, y, width, height }) =>
      x - width / 2 >= 0 && x + width / 2 <= size.width && y - height / 2 >= 0 && y + height / 2 <= size.height;
    const box = (word) => {
      const { x, y } = place(word);
      return { word, text: model.words[word], x, y: y - lift, width: model.widths[word], height: labels.height };
    };
    const special = new Set(forced);
    for (const word of special) {
      const label = box(word);
      if (isSeen(label) && !taken.some((other) => overlap(other, label))) taken.push({ ...label, isForced: true });
    }
    if (!map.levels) return taken;
    const free = taken.length ? (label) => !taken.some((other) => other.isForced && overlap(other, label)) : () => true;
    const most = level(labels, zoom);
    if (zoom < labels.endOfRegionNames) {
      for (const region of map.regions) {
        if (region.level > most || region.level === labels.never) continue;
        const { x, y } = at(region.x, region.y);
        const label = {
          region: region.region, text: model.regions[region.region], x, y: y - lift, width: region.width,
          height: labels.regionHeight,
        };
        if (isSeen(label) && free(label)) taken.push(label);
      }
    }
    for (let word = 0; word < model.count; word++) {
      if (map.levels[word] > most || special.has(word)) continue;
      const label = box(word);
      if (isSeen(label) && free(label)) taken.push(label);
    }
    return taken;
  };

  return { greatest, level, lift, overlap, scale, shown };
})();
