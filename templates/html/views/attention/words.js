// Word importance: a bar for each word by each measure, in the sentence's order or by one of them, with the chosen token marked.

Quire.define({
  kind: "attention-words",
  title: "Word importance",
  mount(host) {
    const { h } = Quire;
    const choice = Quire.attention.choice.open(host);
    const { data } = choice;
    const { importance, words } = host.source.values;
    const { measures } = importance;
    const judged = importance.words;
    const view = { order: "", hover: null };
    const high = 24;
    const header = 38;
    const leastForAll = 520;

    const order = () => {
      const places = Quire.attention.range(judged.length);
      const measure = measures.find(({ name }) => name === view.order);
      return measure ? places.sort((one, two) => measure.shares[two] - measure.shares[one] || one - two) : places;
    };
    // A narrow screen shows one measure.
    const shown = (width) => {
      if (width >= leastForAll) return measures;
      return [measures.find(({ name }) => name === view.order) ?? measures[0]];
    };
    // How many words are at least as important, by each measure: 1 is the first.
    const ranks = measures.map(({ shares }) => shares.map((share, at) =>
      1 + shares.filter((other, place) => other > share || (other === share && place < at)).length));
    const layout = (width) => {
      const label = Math.min(130, Math.floor(width * 0.3));
      const list = shown(width);
      return { label, list, column: Math.floor((width - label) / list.length), height: header + judged.length * high + 4 };
    };
    const plain = (place) => Quire.attention.label(words[judged[place]].label);
    const positionOf = (place) => words[judged[place]].positions[0];
    // A word that comes more than once is told with its place among the tokens, as the head view does it.
    const labels = Quire.attention.range(judged.length).map(plain);
    const labelOf = (place) => (labels.filter((label) => label === labels[place]).length > 1
      ? `${labels[place]} (${positionOf(place)})` : labels[place]);
    const nameOf = (place) => Quire.attention.inText(labelOf(place));
    const percent = (share) => `${Quire.format(share * 100, 1)} %`;
    const says = (place, which) => {
      const measure = measures[which];
      return `${nameOf(place)}: ${measure.name} ${percent(measure.shares[place])}, place ${ranks[which][place]} of ${judged.length}`;
    };

    const titleLines = (pen, name, width, style) => {
      if (pen.measure(name, style) <= width || !name.includes(" ")) return [name];
      const cut = name.lastIndexOf(" ");
      return [name.slice(0, cut), name.slice(cut + 1)];
    };
    const drawWords = (pen, theme, width) => {
      const { label, list, column } = layout(width);
      const { token } = choice.now();
      list.forEach(({ name }, which) => {
        const style = { size: 11, weight: 650 };
        const lines = titleLines(pen, name, column - 8, style);
        lines.forEach((line, number) => pen.text(line, label + which * column + 4, header - 8 - 13 * (lines.length - 1 - number), {
          ...style, fill: theme.text, maxWidth: column - 6,
        }));
      });
      pen.line(0, header - 0.5, width, header - 0.5, { stroke: theme.quiet });
      const bar = list.map(({ shares }) => Math.max(...shares, 1e-9));
      order().forEach((place, row) => {
        const y = header + row * high;
        const isChosen = token !== null && words[judged[place]].positions.includes(token);
        if (isChosen) {
          pen.rect(0, y + 1, width, high - 2, { fill: theme.wash });
          pen.rect(0, y + 1, 4, high - 2, { fill: theme.accent });
        }
        const style = { size: 12.5, weight: isChosen ? 700 : 400 };
        pen.text(Quire.attention.marks.fit(pen, labelOf(place), label - 16, style), 8, y + high / 2, { ...style, fill: theme.text });
        list.forEach(({ shares }, which) => {
          const x = label + which * column;
          const rank = ranks[measures.indexOf(list[which])][place];
          pen.rect(x + 2, y + 5, Math.max(1, (column - 46) * (shares[place] / bar[which])), high - 10, {
            fill: rank <= 3 ? theme.mark : theme.accent, radius: 2,
          });
          const end = x + 2 + Math.max(1, (column - 46) * (shares[place] / bar[which]));
          pen.text(Quire.format(shares[place] * 100, 1), end + 4, y + high / 2, {
            size: 11, fill: theme.text, weight: rank <= 3 ? 700 : 400,
          });
        });
      });
    };

    const backdrop = Quire.attention.choice.backdrop();
    const draw = (pen, theme, width) => {
      const key = `${view.order} ${choice.now().token}`;
      backdrop(pen, theme, { width, height: layout(width).height }, key, (base) => drawWords(base, theme, width));
      if (view.hover === null) return;
      pen.rect(0.5, header + order().indexOf(view.hover) * high + 0.5, width - 1, high - 1, { stroke: theme.quiet });
    };

    const reading = h("p", { class: "view-reading" });
    const surface = Quire.surface(host, {
      size: (width) => ({ width, height: layout(width).height }),
      draw: (pen, theme) => draw(pen, theme, surface.element.clientWidth),
      label: () => `${judged.length} words by ${measures.length} measures. ${idle()}`,
    });
    const idle = () => {
      const which = Math.max(0, measures.findIndex(({ name }) => name === view.order));
      const first = ranks[which].indexOf(1);
      return first < 0 ? "There are no words." : `First by ${measures[which].name}: ${nameOf(first)}, ${percent(measures[which].shares[first])}.`;
    };
    const read = (place) => `${nameOf(place)}: ${measures.map(({ name, shares }) => `${name} ${percent(shares[place])}`).join(", ")}`;
    const show = (place) => {
      if (view.hover === place) return;
      view.hover = place;
      reading.textContent = place === null ? idle() : read(place);
      surface.schedule();
    };
    const placeAt = (event) => order()[Math.floor((surface.at(event).y - header) / high)] ?? null;
    const pick = (place) => {
      const isPinned = words[judged[place]].positions.includes(choice.now().token);
      choice.pin(isPinned ? null : positionOf(place), { name: labelOf(place), reading: read(place) });
    };
    surface.canvas.addEventListener("pointermove", (event) => show(surface.at(event).y < header ? null : placeAt(event)));
    surface.canvas.addEventListener("pointerleave", () => show(null));
    surface.canvas.addEventListener("click", (event) => {
      if (surface.at(event).y < header) return;
      const place = placeAt(event);
      if (place === null) return;
      show(place);
      pick(place);
    });
    const cursor = Quire.cursor(host, surface, {
      name: "Words", rows: () => judged.length, columns: () => shown(surface.element.clientWidth).length,
      rect: (row, which) => {
        const { label, column } = layout(surface.element.clientWidth);
        return { x: label + which * column, y: header + row * high, width: column, height: high };
      },
      label: (row, which) => says(order()[row], measures.indexOf(shown(surface.element.clientWidth)[which])),
      onmove: (row) => show(order()[row]),
      onpick: (row) => pick(order()[row]),
      help: "Up and down go through the words, left and right through the measures, Enter chooses the word's token.",
    });
    cursor.element.addEventListener("blur", () => show(null));

    const ordering = Quire.select("Order", [["", "as in the sentence"], ...measures.map(({ name }) => name)], view.order, (value) => {
      view.order = value;
      reading.textContent = idle();
      surface.schedule();
      cursor.place();
      host.say(value ? `In order of ${value}. ${idle()}` : "As in the sentence.");
    });
    const note = h("p", { class: "view-note" },
      "Shares of all words in per cent; the three first of each measure are in the warm colour and bold. Special tokens and "
      + "punctuation are not judged. A narrow screen shows one measure at a time: the one that orders the words."
      + (new Set(labels).size < labels.length
        ? " The number after a word that comes more than once is its place among the tokens." : ""));
    host.element.append(h("div", { class: "view-controls" }, ordering.element), surface.element, reading, note);
    host.store.watch((_, changed) => { if (changed.includes("token")) surface.schedule(); });
    reading.textContent = idle();

    const width = () => surface.element.clientWidth || 700;
    return {
      go(parameters) {
        choice.go(parameters);
        surface.schedule();
      },
      size: () => ({ width: width(), height: layout(width()).height }),
      draw: (pen, theme = Quire.theme()) => drawWords(pen, theme, width()),
      table: () => ({
        columns: ["word", "position", ...measures.map(({ name }) => name)],
        rows: order().map((place) => [plain(place), positionOf(place), ...measures.map(({ shares }) => shares[place])]),
      }),
    };
  },
});
