// What the views of heads share: the chosen head, token and comparison in the store, a head named in a link, the list of heads
// that attend alike, and labels that keep out of each other's way.

Quire.attention.choice = (() => {
  const { h } = Quire;

  // The views' way to what is chosen; `parameters(at)` of a link are layer, head, token and other ("2.7").
  // `own()` is what else a view wants to be found again by.
  const open = (host, own = () => ({})) => {
    const measured = Quire.attention.measures.open(host.source);
    const { data } = measured;
    // Asked for many times while a view is drawn; worked out once for each state of the store.
    let known = null;
    host.store.watch(() => { known = null; });
    const now = () => known ?? (known = read());
    const read = () => {
      const { layer, head, token } = Quire.attention.chosen(data, host.store.state, host.options);
      const other = host.store.state.other ?? null;
      const at = measured.index(layer, head);
      const compared = other && measured.isKept(measured.index(other.layer, other.head))
        ? measured.index(other.layer, other.head) : null;
      return { at, layer, head, token, other: compared === at ? null : compared };
    };
    const tell = () => {
      const { layer, head, token, other } = now();
      host.remember({
        layer, head, token: token === null ? null : Quire.attention.nameOfToken(data, token),
        other: other === null ? null : measured.name(other), ...own(),
      });
    };
    // Gives what stands in the way, where something does: a large model's file does not hold every layer.
    // A layer alone may be chosen too: then a view that shows several heads goes on showing them.
    const choose = (at, { isLayer = false } = {}) => {
      const refusal = measured.isKept(at) ? null : `${measured.describe(at)}. The attention of its layer is not in this file.`;
      if (refusal === null) {
        const { layer, head } = measured.place(at);
        host.store.set({ layer, head, ...(isLayer ? {} : Quire.attention.headChosen(host.store.state, head)) });
        tell();
      }
      host.say(refusal ?? `Chosen: ${measured.describe(at)}.`);
      return refusal;
    };
    const compare = (at) => {
      if (at !== null && !measured.isKept(at)) return choose(at);
      host.store.set({ other: at === null || at === now().at ? null : measured.place(at) });
      tell();
      const { at: chosen, other } = now();
      host.say(other === null ? "No head is compared."
        : `Head ${measured.name(chosen)} less head ${measured.name(other)} is shown.`);
      return null;
    };
    // `name` where it is another than the token's, `reading` for what else is to be said with it.
    const pin = (token, { name = token === null ? "" : data.tokens[token].label, reading = "" } = {}) => {
      host.store.set({ token, tokens: token === null ? [] : [token] });
      tell();
      const said = token === null ? "No token is chosen." : `Chosen: ${Quire.attention.inText(name)}.`;
      host.say(reading ? `${reading}. ${said}` : said);
    };
    // A link's parameters: a token or a comparison that it does not name is none; what makes no sense is left as it is.
    const go = (parameters) => {
      const changes = {};
      const layer = Quire.attention.layerNamed(data, parameters.layer);
      const head = Quire.attention.headNamed(data, parameters.head);
      const token = Quire.attention.tokenNamed(data, parameters.token);
      if (layer !== null) changes.layer = layer;
      if (head !== null) Object.assign(changes, Quire.attention.headChosen(host.store.state, head));
      if (token !== null) Object.assign(changes, { token, tokens: [token] });
      else if (!parameters.token) Object.assign(changes, { token: null, tokens: [] });
      if (!parameters.other) changes.other = null;
      const other = /^(\d{1,4})\.(\d{1,4})$/.exec(parameters.other ?? "");
      if (other && Number(other[1]) < measured.layers && Number(other[2]) < measured.heads) {
        changes.other = { layer: Number(other[1]), head: Number(other[2]) };
      }
      host.store.set(changes);
    };
    return { host, measured, data, now, choose, compare, pin, go, tell };
  };

  // Buttons for the heads that attend most like the chosen one.
  const likes = (choice) => {
    const { measured } = choice;
    const list = h("span", { class: "attention-model-likes" });
    const element = h("div", { class: "attention-model-like", role: "group", "aria-label": "Heads that attend alike" },
      h("span", { class: "attention-model-quiet" }, "Heads like this one: "), list);
    let shown = null;
    const update = () => {
      const { at } = choice.now();
      if (shown === at) return;
      shown = at;
      const near = measured.nearest(at);
      list.replaceChildren(...near.map(({ at: other, divergence }) => {
        const { layer, head } = measured.place(other);
        return Quire.button(`${measured.name(other)} (${Quire.format(divergence, 3)})`, () => {
          choice.choose(other);
          list.querySelector("button")?.focus();
        }, {
          "aria-label": `Layer ${layer}, head ${head}, divergence ${Quire.format(divergence, 3)} nats`,
        });
      }));
      if (!near.length) list.append("none in this file");
    };
    return { element, update };
  };

  // Places for labels beside points, the most important first: the first of four sides on which a label meets neither another
  // label nor a point. A label without a place is left out.
  const placeLabels = (points, order, widthOf, { width, height, radius = () => 6, size = 11, must = () => false }) => {
    const taken = [];
    const cells = new Map();
    const cell = 40;
    points.forEach((point, at) => {
      const key = `${Math.floor(point.x / cell)},${Math.floor(point.y / cell)}`;
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push({ point, away: radius(at) });
    });
    const meetsPoint = (box, own) => {
      for (let column = Math.floor(box.x / cell) - 1; column <= Math.floor((box.x + box.width) / cell) + 1; column++) {
        for (let row = Math.floor(box.y / cell) - 1; row <= Math.floor((box.y + box.height) / cell) + 1; row++) {
          for (const { point, away } of cells.get(`${column},${row}`) ?? []) {
            if (point !== own && point.x + away > box.x && point.x - away < box.x + box.width
              && point.y + away > box.y && point.y - away < box.y + box.height) return true;
          }
        }
      }
      return false;
    };
    const meets = (box) => taken.some((other) => box.x < other.x + other.width && other.x < box.x + box.width
      && box.y < other.y + other.height && other.y < box.y + box.height);
    const placed = [];
    for (const at of order) {
      const point = points[at];
      const [wide, high, away] = [widthOf(at), size + 3, radius(at)];
      const sides = [
        [point.x + away + 2, point.y - high / 2], [point.x - away - 2 - wide, point.y - high / 2],
        [point.x - wide / 2, point.y - away - high], [point.x - wide / 2, point.y + away],
      ];
      const boxes = sides.map(([x, y]) => ({ x, y, width: wide, height: high }))
        .filter((box) => box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height);
      const box = boxes.find((each) => !meets(each) && !meetsPoint(each, point))
        ?? (must(at) ? boxes.find((each) => !meets(each)) ?? boxes[0] : undefined);
      if (!box) continue;
      taken.push(box);
      placed.push({ at, x: box.x, y: box.y + box.height / 2, width: wide });
    }
    return placed;
  };

  // What a hover does not change, painted once and then shown as it is. `key` says what it depends on beside size and theme.
  const backdrop = () => {
    let kept = { key: "" };
    return (pen, theme, { width, height }, key, paint) => {
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      const wanted = [key, width, height, ratio, theme.isDark, theme.isForced].join("|");
      if (kept.key !== wanted) {
        const canvas = h("canvas");
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
        const context = canvas.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        paint(Quire.pen.onCanvas(context, theme.family));
        kept = { key: wanted, canvas, width: canvas.width / ratio, height: canvas.height / ratio };
      }
      pen.image(0, 0, kept.width, kept.height, kept.canvas);
    };
  };

  // Labels of a map: those of all points, whose places are worked out once for a `key`, and over them those of a few marked
  // ones, bold and on ground of their own; where they meet, the others give way.
  const mapLabels = () => {
    let kept = { key: null };
    return (pen, theme, { spots, size, text, key, order, marked, radius }) => {
      const widthOf = (weight) => (at) => Math.min(96, pen.measure(text(at), { size: 11, weight }) + 2);
      const wanted = `${key}|${size.width}|${size.height}`;
      if (kept.key !== wanted) {
        kept = { key: wanted, labels: placeLabels(spots, order, widthOf(400), { ...size, radius: () => radius }) };
      }
      const bold = placeLabels(marked.map((at) => spots[at]), marked.map((_, number) => number),
        (number) => widthOf(700)(marked[number]), { ...size, radius: () => radius + 4, must: () => true });
      const isUnder = (label) => bold.some((over) => Math.abs(label.y - over.y) < 16
        && label.x < over.x + over.width + 4 && over.x - 4 < label.x + label.width);
      const write = (at, { x, y, width }, style) =>
        pen.text(Quire.attention.marks.fit(pen, text(at), width + 2, style), x, y, style);
      for (const label of kept.labels) {
        if (!marked.includes(label.at) && !isUnder(label)) write(label.at, label, { size: 11, fill: theme.quiet });
      }
      for (const label of bold) {
        pen.rect(label.x - 2, label.y - 8, label.width + 4, 16, { fill: theme.paper, alpha: 0.85, radius: 3 });
        write(marked[label.at], label, { size: 11, weight: 700, fill: theme.text });
      }
    };
  };

  return { open, likes, placeLabels, backdrop, mapLabels };
})();
