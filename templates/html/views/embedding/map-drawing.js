// Draws a map of words: dots in the colours of regions, frequencies or similarities, and labels that never overlap.

Quire.embedding.drawing = (() => {
  /// The part of a scale whose colours stay apart from the page's ground: for `t` from 0 to 1, stronger for more.
  const ramp = (theme) => {
    const colour = theme.scale("viridis");
    return theme.isDark ? (t) => colour(0.4 + 0.6 * t) : (t) => colour(0.62 * (1 - t));
  };

  const steps = 16;

  /// The colour of every word, as places in a list of a few colours: `{colours, of: Uint8Array, low, high}`.
  const paints = (model, theme, mode, similarities) => {
    const of = new Uint8Array(model.count);
    if (mode === "region" && model.regions.length) {
      for (let word = 0; word < model.count; word++) of[word] = model.regionOf(word);
      return { colours: model.regions.map((_, region) => theme.series[region % theme.series.length]), of };
    }
    const scale = ramp(theme);
    const colours = Array.from({ length: steps }, (_, step) => scale(step / (steps - 1)));
    const isFrequency = mode !== "similarity" || !similarities;
    const value = isFrequency ? (word) => Math.log(Math.max(1, model.counts[word])) : (word) => similarities[word] ?? 0;
    let [low, high] = [Infinity, -Infinity];
    const values = Float32Array.from({ length: model.count }, (_, word) => value(word));
    for (const one of values) {
      low = Math.min(low, one);
      // A word's similarity to itself would leave the others in one colour.
      if (isFrequency || one < 0.999) high = Math.max(high, one);
    }
    const span = high > low ? high - low : 1;
    for (let word = 0; word < model.count; word++) {
      of[word] = Math.round(Quire.clamp((values[word] - low) / span, 0, 1) * (steps - 1));
    }
    return { colours, of, low: isFrequency ? Math.exp(low) : low, high: isFrequency ? Math.exp(high) : high };
  };

  /// How large a dot is at a scale, in pixels from its middle: the larger, the fewer there are.
  const radius = (zoom, whole, count) => {
    const least = count > 2000 ? 1.6 : count > 300 ? 2.4 : 3.2;
    return Math.min(4, least + 0.55 * Math.log2(Math.max(1, zoom / whole)));
  };

  /// All dots, colour by colour. `context` paints them at once on a canvas; without it the pen does, which can write them too.
  const dots = (pen, theme, context, { points, paint, size, r, faded }) => {
    const { x, y } = points;
    const alpha = faded ? 0.5 : 0.85;
    const isSeen = (word) => x[word] > -r && x[word] < size.width + r && y[word] > -r && y[word] < size.height + r;
    if (!context) {
      for (let word = 0; word < x.length; word++) {
        if (isSeen(word)) pen.circle(x[word], y[word], r, { fill: theme.isForced ? theme.text : paint.colours[paint.of[word]], alpha });
      }
      return;
    }
    const side = 2 * r;
    context.globalAlpha = alpha;
    // The most frequent words lie on top.
    let last = -1;
    for (let word = x.length - 1; word >= 0; word--) {
      if (!isSeen(word)) continue;
      if (paint.of[word] !== last) {
        last = paint.of[word];
        context.fillStyle = theme.isForced ? theme.text : paint.colours[last];
      }
      // Thousands of small circles take a screen of twice the pixels longer than a frame lasts; squares of that size look the same.
      if (r < 2.6) context.fillRect(x[word] - r, y[word] - r, side, side);
      else {
        context.beginPath();
        context.arc(x[word], y[word], r, 0, 2 * Math.PI);
        context.fill();
      }
    }
    context.globalAlpha = 1;
  };

  /// How wide texts are, which does not change while the page stands.
  const measured = new Map();
  const measure = (pen, text, style) => {
    const key = `${style.weight} ${style.size} ${text}`;
    if (!measured.has(key)) measured.set(key, pen.measure(text, style));
    return measured.get(key);
  };

  /// The labels, each on a slip of the page's ground.
  const texts = (pen, theme, model, labels, { chosen, hovered }) => {
    for (const label of labels) {
      const isRegion = label.region !== undefined;
      const isStrong = isRegion || label.word === chosen || label.word === hovered;
      const style = { size: isRegion ? model.labels.regionLetters : model.labels.letters, weight: isStrong ? 650 : 400 };
      const room = label.width - model.labels.margin;
      const width = Math.min(room, measure(pen, label.text, style)) + 4;
      pen.rect(label.x - width / 2, label.y - label.height / 2 + 1, width, label.height - 2, {
        fill: theme.paper, alpha: label.isForced ? 0.95 : 0.8, radius: 3,
      });
      if (isRegion && !theme.isForced) {
        const colour = theme.series[label.region % theme.series.length];
        pen.line(label.x - width / 2, label.y + label.height / 2 - 2, label.x + width / 2, label.y + label.height / 2 - 2, { stroke: colour, width: 2 });
      }
      pen.text(label.text, label.x, label.y, { fill: theme.text, align: "center", maxWidth: room, ...style });
    }
  };

  /// Draws a map.
  ///
  /// - points: where the words are, `{x, y}`; `labels`: from `Quire.embedding.labels.shown`; `paint`: from `paints`.
  /// - chosen, hovered: words or `null`; `marked`: words spoken of beside them.
  /// - lines: pairs of words to join.
  /// - caption: what the map is, where there are several.
  const map = (pen, theme, { model, points, labels, paint, size, r, chosen, hovered, marked, lines, caption, context }) => {
    pen.rect(0, 0, size.width, size.height, { fill: theme.paper });
    dots(pen, theme, context, { points, paint, size, r, faded: chosen !== null || marked.length > 0 });
    for (const [from, to] of lines) {
      pen.line(points.x[from], points.y[from], points.x[to], points.y[to], { stroke: theme.accent, width: 1, alpha: 0.55 });
    }
    for (const word of marked) {
      pen.circle(points.x[word], points.y[word], r + 1.5, { fill: theme.accent, stroke: theme.paper, width: 1 });
    }
    if (chosen !== null) {
      pen.circle(points.x[chosen], points.y[chosen], r + 2.5, { fill: theme.mark, stroke: theme.paper, width: 1.5 });
    }
    if (hovered !== null && hovered !== chosen) {
      pen.circle(points.x[hovered], points.y[hovered], r + 3, { stroke: theme.text, width: 2 });
    }
    texts(pen, theme, model, labels, { chosen, hovered });
    if (caption) {
      const width = Math.min(size.width - 12, pen.measure(caption, { size: 12, weight: 650 }) + 12);
      pen.rect(4, 4, width, 20, { fill: theme.paper, radius: 3 });
      pen.text(caption, 10, 14, { fill: theme.text, size: 12, weight: 650, maxWidth: width - 12 });
    }
    pen.rect(0.5, 0.5, size.width - 1, size.height - 1, { stroke: theme.line });
  };

  /// A pen that draws further to the right.
  const shifted = (pen, by) => ({
    rect: (x, y, ...rest) => pen.rect(x + by, y, ...rest),
    line: (x1, y1, x2, ...rest) => pen.line(x1 + by, y1, x2 + by, ...rest),
    circle: (x, ...rest) => pen.circle(x + by, ...rest),
    text: (string, x, ...rest) => pen.text(string, x + by, ...rest),
    measure: (...values) => pen.measure(...values),
  });

  /// Draws maps beside each other, for what is saved.
  const sideBySide = (pen, theme, maps, gap) => {
    let left = 0;
    for (const map of maps) {
      map.draw(shifted(pen, left), theme);
      left += map.size().width + gap;
    }
  };

  return { map, paints, radius, ramp, sideBySide };
})();
