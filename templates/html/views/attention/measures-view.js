// The measures: a number for each head as a grid in colours, and what rollout and the norm-based measure make of a layer.

Quire.define({
  kind: "attention-measures",
  title: "Measures",
  mount(host) {
    const { h } = Quire;
    const choice = Quire.attention.choice.open(host, () => ({ measure: view.key }));
    const { measured, data } = choice;
    const flows = [
      { key: "rollout", title: "rollout, token by token", of: measured.rollout, has: measured.hasRollout,
        meaning: "Attention followed through the layers up to this one, residual connections included: how much of each "
          + "token at the bottom (column) is in each token here (row)." },
      { key: "norm", title: "norm-based, token by token", of: measured.normBased, has: measured.hasNormBased,
        meaning: "Attention by the length of what it brings, added up over the layer's heads; each row is scaled to the sum 1." },
    ].filter(({ has }) => data.keptLayers.some(has));
    const keys = [...measured.measures.map(({ key }) => key), ...flows.map(({ key }) => key)];
    const view = { key: keys.includes(host.options.measure) ? host.options.measure : keys[0], hover: null };
    const flow = () => flows.find(({ key }) => key === view.key);
    const edge = 26;
    const header = 18;
    const high = 36;
    const least = 28;
    const columns = measured.heads;

    const layout = (width) => {
      const wide = Math.max(least, Math.min(80, Math.floor((width - edge) / columns)));
      const box = (at) => {
        const { layer, head } = measured.place(at);
        return { x: edge + head * wide, y: header + layer * high, width: wide, height: high };
      };
      return { wide, box, width: Math.max(width, edge + columns * wide), height: header + measured.layers * high + 2 };
    };

    const drawGrid = (pen, theme, width) => {
      const { box, wide } = layout(width);
      const { numbers, range } = measured.measure(view.key);
      const colour = theme.scale("viridis");
      for (let head = 0; head < columns; head++) {
        pen.text(String(head), box(head).x + wide / 2, 9, { size: 11, align: "center", fill: theme.text });
      }
      for (let at = 0; at < measured.total; at++) {
        const { x, y } = box(at);
        if (at % columns === 0) {
          pen.text(String(at / columns), edge - 7, y + high / 2, { size: 11, align: "right", fill: theme.text });
        }
        const share = Number.isFinite(numbers[at]) ? numbers[at] / range[1] : 0;
        pen.rect(x + 0.5, y + 0.5, wide - 1, high - 1, { fill: colour(share) });
        const ink = theme.on("viridis", share);
        const kinds = measured.categories(at).map((name) => measured.letters[name] ?? "").join("");
        pen.text(measured.text(at, view.key), x + wide / 2, y + (kinds ? 12 : high / 2), {
          size: wide < 36 ? 10 : 12, align: "center", fill: ink, maxWidth: wide - 2,
        });
        if (kinds) {
          pen.text(kinds, x + wide / 2, y + 26, { size: 11, weight: 700, align: "center", fill: ink, maxWidth: wide - 2 });
        }
      }
      const frame = (at, stroke, dash) => {
        const { x, y } = box(at);
        pen.rect(x + 1, y + 1, wide - 2, high - 2, { stroke: theme.paper, width: 5 });
        pen.rect(x + 1, y + 1, wide - 2, high - 2, { stroke, width: 2.5, dash });
      };
      const { at, other } = choice.now();
      if (view.hover !== null) frame(view.hover, theme.text);
      frame(at, theme.accent);
      if (other !== null) frame(other, theme.mark, [5, 3]);
    };

    const labelOf = (at) => measured.describe(at, [view.key]);
    const reading = h("p", { class: "view-reading" });
    const note = h("p", { class: "view-note" });
    const surface = Quire.surface(host, {
      size: (width) => { const { width: wide, height } = layout(width); return { width: wide, height }; },
      draw: (pen, theme) => {
        if (flow()) return;
        drawGrid(pen, theme, surface.element.clientWidth);
        sideways.hidden = surface.width <= grid.clientWidth + 1;
      },
      label: () => `${measured.measure(view.key).title} of ${measured.total} heads. Chosen: ${labelOf(choice.now().at)}.`,
    });
    surface.element.style.minWidth = `${edge + columns * least}px`;
    const idle = () => `Chosen: ${labelOf(choice.now().at)}`;
    const show = (at) => {
      if (view.hover === at) return;
      view.hover = at;
      reading.textContent = at === null ? idle() : labelOf(at);
      surface.schedule();
    };
    const headAt = (event) => {
      const { wide } = layout(surface.element.clientWidth);
      const place = surface.at(event);
      const [head, layer] = [Math.floor((place.x - edge) / wide), Math.floor((place.y - header) / high)];
      return head >= 0 && head < columns && layer >= 0 && layer < measured.layers ? measured.index(layer, head) : null;
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
      name: "Heads", rows: () => measured.layers, columns: () => columns,
      rect: (layer, head) => layout(surface.element.clientWidth).box(measured.index(layer, head)),
      label: (layer, head) => labelOf(measured.index(layer, head)),
      onmove: (layer, head) => show(measured.index(layer, head)),
      onpick: (layer, head, event) => pick(measured.index(layer, head), event),
      help: "Arrow keys move over the heads, Enter chooses one, Shift and Enter compares it with the chosen one.",
    });
    cursor.element.addEventListener("blur", () => show(null));

    // Rollout and the norm-based measure of the chosen layer. What the file rounds off each weight is off here too, but the
    // mean of the heads evens it out: of random weights no number was off by more than 0.00004.
    const flowDecimals = Quire.attention.decimals(2 * data.weightError, 5);
    const content = () => {
      const { layer } = choice.now();
      const shown = flow() ?? flows[0];
      const numbers = shown.has(layer) ? shown.of(layer) : new Float64Array(data.count * data.count);
      return {
        numbers, top: 1, signed: false, scale: "root", digits: 3, decimals: flowDecimals,
        title: `${shown.key === "rollout" ? "Rollout up to layer" : "Norm-based attention of layer"} ${layer}`,
        hint: shown.has(layer) ? undefined : "Layers that this would need are not in the file.",
      };
    };
    const panel = flows.length ? Quire.attention.panel.make(choice, { content, name: "Tokens by tokens" }) : null;
    const heading = h("p", { class: "attention-model-heading" });
    const matrix = h("div", { class: "attention-model-matrix" }, heading, panel?.surface.element, panel?.reading);

    const measuring = Quire.select(
      "Measure", [...measured.measures, ...flows].map(({ key, title }) => [key, title]), view.key, (value) => {
        view.key = value;
        choice.tell();
        update();
        host.say(flow() ? content().title : `${measured.measure(value).title}: ${measured.measure(value).meaning}`);
      });
    const layering = Quire.select("Layer", data.keptLayers, choice.now().layer, (value) => {
      choice.choose(measured.index(Number(value), choice.now().head), { isLayer: true });
    });
    const grid = h("div", { class: "view-scroll" }, surface.element);
    const sideways = Quire.attention.controls.sideways();
    const counts = measured.profiles.flatMap((_, at) => measured.categories(at));
    const legend = Object.entries(measured.letters).map(([name, letter]) =>
      `${letter} ${name} (${counts.filter((each) => each === name).length})`).join(", ");
    const update = () => {
      const { at, layer } = choice.now();
      const isFlow = Boolean(flow());
      grid.hidden = isFlow;
      if (isFlow) sideways.hidden = true;
      reading.hidden = isFlow;
      matrix.hidden = !isFlow;
      layering.element.hidden = !isFlow;
      layering.set(layer);
      if (document.activeElement !== cursor.element) cursor.go(Math.floor(at / columns), at % columns, true);
      if (isFlow) {
        heading.textContent = content().title;
        panel.update();
        note.textContent = `${flow().meaning} Colours go by the root of the number, so that small ones show.`;
      } else {
        if (view.hover === null) reading.textContent = idle();
        surface.schedule();
        const { meaning, digits, range } = measured.measure(view.key);
        note.textContent = `${meaning} Rows are layers, columns heads; colours run from 0 (dark) to `
          + `${Quire.format(range[1], range[1] === 1 ? 0 : digits)} (yellow). `
          + `Letters are the kinds of Clark et al. (2019): ${legend}; heads without a letter are of none.`;
      }
    };
    host.element.append(h("div", { class: "view-controls" }, measuring.element, layering.element), grid, sideways, reading, matrix, note);
    host.store.watch(update);
    update();

    const width = () => surface.element.clientWidth || panel?.surface.element.clientWidth || 700;
    return {
      go(parameters) {
        choice.go(parameters);
        if (keys.includes(parameters.measure)) {
          view.key = parameters.measure;
          measuring.set(view.key);
        }
        update();
      },
      size() {
        if (flow()) return { width: width(), height: panel.size(width()).height + 28 };
        const { width: wide, height } = layout(width());
        return { width: wide, height };
      },
      draw(pen, theme = Quire.theme()) {
        if (!flow()) return drawGrid(pen, theme, width());
        pen.text(content().title, 4, 14, { size: 13, weight: 650, fill: theme.text });
        return panel.draw(pen, theme, width(), { y: 26 });
      },
      table() {
        if (flow()) return panel.table();
        const shown = measured.measures;
        return {
          columns: ["layer", "head", ...shown.map(({ title }) => title), "kinds"],
          rows: Quire.attention.range(measured.total).map((at) => {
            const { layer, head } = measured.place(at);
            const numbers = shown.map((each) => Quire.attention.rounded(each.numbers[at], 6));
            return [layer, head, ...numbers, measured.categories(at).join("; ")];
          }),
        };
      },
    };
  },
});
