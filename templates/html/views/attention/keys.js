// The joint map of a head's queries and keys: a line from a query to each key that it attends to, as strong as the weight.

Quire.define({
  kind: "attention-keys",
  title: "Queries and keys",
  mount(host) {
    const { h } = Quire;
    const choice = Quire.attention.choice.open(host);
    const { measured, data } = choice;
    const { count } = data;
    const mapped = (host.source.values.mapHeads ?? Quire.attention.range(measured.total).map((at) => Object.values(measured.place(at))))
      .map(([layer, head]) => measured.index(layer, head));
    const { map } = host.source.arrays;
    const view = { hover: null, labels: true };
    const margin = 28;
    const header = 24;
    const radius = 6;
    const leastDrawn = 0.01;

    // The chosen head where it has a map, else the one that has.
    const shown = () => (mapped.includes(choice.now().at) ? choice.now().at : mapped[0]);
    const size = (width) => ({ width, height: Math.round(Quire.clamp(width * 0.9, 320, 600)) });
    // Queries first, then keys.
    const points = (width) => {
      const { height } = size(width);
      // One scale for both axes, which the file has within 0 and 1.
      const side = Math.min(width - 2 * margin, height - header - 2 * margin);
      const left = (width - side) / 2;
      const start = mapped.indexOf(shown()) * 4 * count;
      return Quire.attention.range(2 * count).map((at) => ({
        x: left + (map[start + 2 * at] / 65535) * side,
        y: header + margin + (1 - map[start + 2 * at + 1] / 65535) * side,
      }));
    };
    const isQuery = (at) => at < count;
    const tokenOf = (at) => at % count;
    const weight = (query, key) => {
      const { layer, head } = measured.place(shown());
      return data.weight(layer, head, query, key);
    };
    // What a point is joined with: the keys of a query or the queries of a key, the strongest first.
    const partners = (at) => Quire.attention.range(count).map((other) => ({
      at: isQuery(at) ? other + count : other, weight: isQuery(at) ? weight(at, other) : weight(other, tokenOf(at)),
    })).filter((each) => each.weight >= leastDrawn).sort((one, two) => two.weight - one.weight);
    const focus = () => view.hover ?? choice.now().token;

    const drawPoint = (pen, theme, { x, y }, index, isOn) => {
      const colour = theme.series[isQuery(index) ? 0 : 1];
      const style = { fill: colour, stroke: isOn ? theme.text : theme.paper, width: isOn ? 2.5 : 1 };
      if (isQuery(index)) pen.circle(x, y, isOn ? radius + 2 : radius - 0.5, style);
      else pen.rect(x - radius + 1, y - radius + 1, 2 * radius - 2, 2 * radius - 2, style);
    };
    const drawMap = (pen, theme, width) => {
      points(width).forEach((spot, index) => drawPoint(pen, theme, spot, index, false));
      pen.circle(12, 12, radius - 0.5, { fill: theme.series[0] });
      pen.text("query", 22, 12, { size: 11, fill: theme.text });
      pen.rect(66, 7, 10, 10, { fill: theme.series[1] });
      pen.text("key", 80, 12, { size: 11, fill: theme.text });
    };
    // Lines from the chosen point, or the one pointed at, and the names of the strongest.
    const drawLines = (pen, theme, width) => {
      const at = focus();
      const spots = points(width);
      const joined = at === null ? [] : partners(at);
      for (const partner of [...joined].reverse()) {
        pen.line(spots[at].x, spots[at].y, spots[partner.at].x, spots[partner.at].y, {
          stroke: theme.text, width: 2, alpha: Math.max(0.06, partner.weight),
        });
      }
      const marked = at === null ? [] : [at, ...joined.slice(0, 6).map((each) => each.at)];
      for (const index of [...marked].reverse()) drawPoint(pen, theme, spots[index], index, index === at);
      writeLabels(pen, theme, {
        spots, size: size(width), text: (index) => data.tokens[tokenOf(index)].label, key: `${shown()} ${view.labels}`,
        order: view.labels ? Quire.attention.range(2 * count) : [], marked, radius,
      });
    };
    const writeLabels = Quire.attention.choice.mapLabels();
    const backdrop = Quire.attention.choice.backdrop();

    const nameOf = (at) => Quire.attention.inText(data.tokens[tokenOf(at)].label);
    const labelOf = (at) => {
      const { layer, head } = measured.place(shown());
      const list = partners(at).slice(0, 4)
        .map((each) => `${nameOf(each.at)} ${Quire.format(each.weight, 3)}`).join(", ");
      const token = nameOf(at);
      return `layer ${layer}, head ${head}: ` + (isQuery(at)
        ? `the query of ${token} attends to ${list || "nothing above 0.01"}`
        : `the key of ${token} is attended to by ${list || "nothing above 0.01"}`);
    };
    const reading = h("p", { class: "view-reading" });
    const surface = Quire.surface(host, {
      size,
      draw: (pen, theme) => {
        const width = surface.element.clientWidth;
        backdrop(pen, theme, size(width), shown(), (base) => drawMap(base, theme, width));
        drawLines(pen, theme, width);
      },
      label: () => `The queries and keys of layer ${measured.place(shown()).layer}, head ${measured.place(shown()).head} as points`,
    });
    const idle = () => (focus() === null ? "Point at a query or a key for what it attends to." : labelOf(focus()));
    const show = (at) => {
      if (view.hover === at) return;
      view.hover = at;
      reading.textContent = idle();
      surface.schedule();
    };
    const pointAt = (event) => {
      const place = surface.at(event);
      const spots = points(surface.element.clientWidth);
      const distance = (at) => Math.hypot(spots[at].x - place.x, spots[at].y - place.y);
      const best = spots.reduce((one, _, two) => (distance(two) < distance(one) ? two : one), 0);
      return distance(best) <= 16 ? best : null;
    };
    const pick = (at) => choice.pin(choice.now().token === tokenOf(at) ? null : tokenOf(at));
    surface.canvas.addEventListener("pointermove", (event) => show(pointAt(event)));
    surface.canvas.addEventListener("pointerleave", () => show(null));
    surface.canvas.addEventListener("click", (event) => {
      const at = pointAt(event);
      if (at !== null) pick(at);
    });
    const cursor = Quire.cursor(host, surface, {
      name: "Points", rows: () => 2, columns: () => count,
      rect: (row, column) => {
        const { x, y } = points(surface.element.clientWidth)[row * count + column];
        return { x: x - 12, y: y - 12, width: 24, height: 24 };
      },
      label: (row, column) => labelOf(row * count + column),
      onmove: (row, column) => show(row * count + column),
      onpick: (row, column) => pick(row * count + column),
      help: "Left and right go through the tokens, up is their queries, down their keys, Enter chooses the token.",
    });
    cursor.element.addEventListener("blur", () => show(null));

    const layers = [...new Set(mapped.map((at) => measured.place(at).layer))];
    const heads = [...new Set(mapped.map((at) => measured.place(at).head))];
    const layering = Quire.select("Layer", layers, measured.place(shown()).layer, (value) => {
      choice.choose(measured.index(Number(value), measured.place(shown()).head), { isLayer: true });
    });
    const heading = Quire.select("Head", heads, measured.place(shown()).head, (value) => {
      choice.choose(measured.index(measured.place(shown()).layer, Number(value)));
    });
    const labelling = Quire.toggle("all labels", view.labels, (isOn) => {
      view.labels = isOn;
      surface.schedule();
    });
    const note = h("p", { class: "view-note" });
    const update = () => {
      const { at, token } = choice.now();
      const { layer, head } = measured.place(shown());
      layering.set(layer);
      heading.set(head);
      if (token !== null && document.activeElement !== cursor.element) cursor.go(0, token, true);
      const instead = at === shown() ? ""
        : `The chosen head ${measured.name(at)} has no map in this file, so that of head ${measured.name(shown())} is shown. `;
      note.textContent = `${instead}Both clouds are laid over each other (Yeh et al. 2023), which leaves attention as it is; the `
        + "map is t-SNE: near points are alike, wide gaps mean little. A line is as strong as the weight; weights under 0.01 have "
        + "none. Labels for which there is no room are left out.";
      reading.textContent = idle();
      surface.schedule();
    };
    host.element.append(
      h("div", { class: "view-controls" }, mapped.length > 1 && layering.element, mapped.length > 1 && heading.element, labelling.element),
      surface.element, reading, note);
    host.store.watch(update);
    update();

    const width = () => surface.element.clientWidth || 700;
    return {
      go(parameters) {
        choice.go(parameters);
        update();
      },
      size: () => size(width()),
      draw(pen, theme = Quire.theme()) {
        drawMap(pen, theme, width());
        drawLines(pen, theme, width());
      },
      table: () => {
        const start = mapped.indexOf(shown()) * 4 * count;
        const { layer, head } = measured.place(shown());
        const place = (at) => Quire.attention.rounded(map[at] / 65535, Quire.attention.decimals(0.5 / 65535));
        return {
          columns: ["layer", "head", "kind", "place", "token", "x", "y"],
          rows: Quire.attention.range(2 * count).map((at) => [
            layer, head, isQuery(at) ? "query" : "key", tokenOf(at), data.tokens[tokenOf(at)].label,
            place(start + 2 * at), place(start + 2 * at + 1),
          ]),
        };
      },
    };
  },
});
