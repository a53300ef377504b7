// The map of heads: near to each other where they attend alike. A point chooses its head in every view.

Quire.define({
  kind: "attention-similarity",
  title: "Heads that attend alike",
  mount(host) {
    const { h } = Quire;
    const choice = Quire.attention.choice.open(host);
    const { measured } = choice;
    const { rounded } = Quire.attention;
    const all = Quire.attention.range(measured.total);
    const places = all.map((at) => measured.profiles[at].place ?? [0, 0]);
    const names = Object.keys(measured.letters);
    const view = { hover: null, only: "" };
    const margin = 20;
    const radius = 8;

    const bounds = (axis) => places.reduce(
      ([low, high], place) => [Math.min(low, place[axis]), Math.max(high, place[axis])], [Infinity, -Infinity]);
    const [left, right] = bounds(0);
    const [bottom, top] = bounds(1);
    const size = (width) => ({ width, height: Math.round(Quire.clamp(width * 0.72, 280, 520)) });
    // Both axes have one scale, so that a distance means the same in every direction.
    const points = (width) => {
      const { height } = size(width);
      const scale = Math.min((width - 2 * margin) / Math.max(right - left, 1e-9), (height - 2 * margin) / Math.max(top - bottom, 1e-9));
      return places.map(([x, y]) => ({
        x: width / 2 + (x - (left + right) / 2) * scale, y: height / 2 - (y - (bottom + top) / 2) * scale,
      }));
    };
    const kindOf = (at) => measured.categories(at)[0] ?? null;
    const isShown = (at) => view.only === "" || measured.categories(at).includes(view.only) || (view.only === "none" && !kindOf(at));
    const colourOf = (theme, at) => (kindOf(at) ? theme.series[names.indexOf(kindOf(at))] : theme.quiet);

    const drawPoint = (pen, theme, { x, y }, at) => {
      const colour = colourOf(theme, at);
      const alpha = isShown(at) ? 1 : 0.25;
      pen.circle(x, y, radius, { fill: kindOf(at) ? colour : theme.paper, stroke: kindOf(at) ? theme.paper : colour, width: 1.5, alpha });
      const letter = kindOf(at) ? measured.letters[kindOf(at)] : "";
      if (letter) {
        pen.text(letter, x, y + 0.5, { size: 10, weight: 700, align: "center", fill: Quire.attention.marks.on(colour), alpha });
      }
    };
    const drawHeads = (pen, theme, width) => points(width).forEach((spot, at) => drawPoint(pen, theme, spot, at));
    // The chosen head, the one that it is compared with and the one pointed at, with the heads most like it.
    const drawChosen = (pen, theme, width) => {
      const spots = points(width);
      const { at: chosen, other } = choice.now();
      const focus = view.hover ?? chosen;
      const near = measured.nearest(focus).map(({ at }) => at);
      for (const at of near) {
        pen.line(spots[focus].x, spots[focus].y, spots[at].x, spots[at].y, { stroke: theme.quiet, width: 1.5 });
        drawPoint(pen, theme, spots[at], at);
      }
      const rings = [[other, theme.mark], [chosen, theme.accent], [view.hover, theme.text]].filter(([at]) => at !== null);
      for (const [at, colour] of rings) {
        drawPoint(pen, theme, spots[at], at);
        pen.circle(spots[at].x, spots[at].y, radius + 3.5, { stroke: at === chosen ? theme.accent : colour, width: 3 });
      }
      writeLabels(pen, theme, {
        spots, size: size(width), text: measured.name, key: view.only, order: all.filter(isShown),
        marked: [...new Set([focus, ...rings.map(([at]) => at), ...near])], radius: radius + 1,
      });
    };
    const writeLabels = Quire.attention.choice.mapLabels();
    const backdrop = Quire.attention.choice.backdrop();

    const keys = ["entropy", "ablation"].filter((key) => measured.measures.some((each) => each.key === key));
    const labelOf = (at) => {
      const [first] = measured.nearest(at, 1);
      return measured.describe(at, keys)
        + (first ? `; most like ${measured.name(first.at)}, divergence ${Quire.format(first.divergence, 3)}` : "");
    };
    const reading = h("p", { class: "view-reading" });
    const surface = Quire.surface(host, {
      size,
      draw: (pen, theme) => {
        const width = surface.element.clientWidth;
        backdrop(pen, theme, size(width), view.only, (base) => drawHeads(base, theme, width));
        drawChosen(pen, theme, width);
      },
      label: () => `${measured.total} heads as points. Chosen: ${measured.describe(choice.now().at)}.`,
    });
    const idle = () => `Chosen: ${labelOf(choice.now().at)}`;
    const show = (at) => {
      if (view.hover === at) return;
      view.hover = at;
      reading.textContent = at === null ? idle() : labelOf(at);
      surface.schedule();
    };
    const headAt = (event) => {
      const place = surface.at(event);
      const spots = points(surface.element.clientWidth);
      const distance = (at) => Math.hypot(spots[at].x - place.x, spots[at].y - place.y);
      const best = all.reduce((one, two) => (distance(two) < distance(one) ? two : one), 0);
      return distance(best) <= 18 ? best : null;
    };
    surface.canvas.addEventListener("pointermove", (event) => show(headAt(event)));
    surface.canvas.addEventListener("pointerleave", () => show(null));
    surface.canvas.addEventListener("click", (event) => {
      const at = headAt(event);
      if (at !== null) pick(at, event);
    });
    const pick = (at, event) => {
      const refusal = event.shiftKey ? choice.compare(at) : choice.choose(at);
      if (refusal) reading.textContent = refusal;
    };
    const cursor = Quire.cursor(host, surface, {
      name: "Heads", rows: () => measured.layers, columns: () => measured.heads,
      rect: (layer, head) => {
        const { x, y } = points(surface.element.clientWidth)[measured.index(layer, head)];
        return { x: x - 12, y: y - 12, width: 24, height: 24 };
      },
      label: (layer, head) => labelOf(measured.index(layer, head)),
      onmove: (layer, head) => show(measured.index(layer, head)),
      onpick: (layer, head, event) => pick(measured.index(layer, head), event),
      help: "Left and right go through the heads of a layer, up and down through the layers, Enter chooses a head.",
    });
    cursor.element.addEventListener("blur", () => show(null));

    const count = (name) => all.filter((at) => (name === "none" ? !kindOf(at) : measured.categories(at).includes(name))).length;
    const kinds = [["", "all heads"], ...names.filter(count).map((name) => [name, `${measured.letters[name]}: ${name} (${count(name)})`]),
      ["none", `none of these (${count("none")})`]];
    const filtering = Quire.select("Show", kinds, "", (value) => {
      view.only = value;
      surface.schedule();
    });
    const likes = Quire.attention.choice.likes(choice);
    const note = h("p", { class: "view-note" },
      "The nearer two heads, the more alike they attend (Jensen–Shannon divergence, laid out by multidimensional scaling); lines lead "
      + "to the heads most like the chosen one or the one pointed at, which in two dimensions need not be the nearest points. "
      + "A letter in a point is its kind (Clark et al. 2019). Labels for which there is no room are left out.");
    const update = () => {
      const { layer, head } = choice.now();
      if (document.activeElement !== cursor.element) cursor.go(layer, head, true);
      if (view.hover === null) reading.textContent = idle();
      likes.update();
      surface.schedule();
    };
    host.element.append(h("div", { class: "view-controls" }, filtering.element), surface.element, reading, likes.element, note);
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
        drawHeads(pen, theme, width());
        drawChosen(pen, theme, width());
      },
      table: () => ({
        columns: ["layer", "head", "x", "y", "kinds", "most like", "divergence"],
        rows: all.map((at) => {
          const { layer, head } = measured.place(at);
          const [first] = measured.nearest(at, 1);
          return [
            layer, head, ...places[at].map((number) => rounded(number, 6)), measured.categories(at).join("; "),
            first ? measured.name(first.at) : "", first ? rounded(first.divergence, 6) : "",
          ];
        }),
      }),
    };
  },
});
