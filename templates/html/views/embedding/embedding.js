// The embedding explorer: maps of words, search, exact neighbours, sums of vectors, and two trainings beside each other.

Quire.define({
  kind: "embedding-map",
  title: "Embedding explorer",
  mount(host) {
    const { h } = Quire;
    const { drawing, search, sums } = Quire.embedding;
    const { store } = host;
    // The figures of one data file share what was read of it.
    const model = (store.model ??= Quire.embedding.words(host.source));
    const number = (value) => value.toLocaleString("en");
    const known = (id) => model.projections.some((one) => one.id === id);
    const local = {
      projection: known(host.options.projection) ? host.options.projection : model.projections[0].id,
      colour: model.regions.length ? "region" : "frequency",
      isSecondShown: false,
      /// What was searched in vain since a word or a sum was last shown.
      missing: null,
    };
    Object.assign(store.state, { word: store.state.word ?? null, sum: store.state.sum ?? null, hover: store.state.hover ?? null });

    // ---- What is spoken of
    const tell = (word) => {
      const region = model.regionOf(word);
      return `${model.words[word]}, number ${number(word + 1)} by frequency${region === null ? "" : `, region ${model.regions[region]}`}`;
    };
    const answers = () => (store.state.sum?.answers ? store.state.sum : null);
    const focus = (training) => {
      const { word, hover } = store.state;
      const near = (found) => found.map((one) => one.word).filter(model.hasPlace);
      const asked = answers();
      const marked = word !== null ? near(model.neighbours(word, training)) : asked ? near(asked.answers) : [];
      return { chosen: word, hovered: hover, marked, lines: word !== null ? marked.map((other) => [word, other]) : [] };
    };
    const describe = (training) => {
      const { word } = store.state;
      if (word !== null) {
        const near = model.neighbours(word, training).slice(0, 3).map((one) => model.all[one.word]);
        return `${model.words[word]} is chosen; nearest: ${near.join(", ") || "none"}.`;
      }
      return answers() ? `Nearest to ${store.state.sum.text}: ${answers().answers.slice(0, 3).map((one) => model.words[one.word]).join(", ")}.`
        : "No word is chosen.";
    };
    const similarTo = () => {
      const { word } = store.state;
      if (word !== null && word < model.vectors.words) return { text: model.words[word], terms: [{ word, sign: 1 }] };
      return answers();
    };
    const kept = { key: "", paint: null };
    const paint = (theme) => {
      const of = local.colour === "similarity" ? similarTo() : null;
      const key = [local.colour, of?.text, local.isSecondShown, theme.isDark, theme.isForced].join("|");
      if (kept.key !== key) {
        const similarities = of && sums.cosines(model, of.terms);
        Object.assign(kept, { key, paint: drawing.paints(model, theme, local.colour, similarities) });
        legend.show(theme, local.colour, kept.paint, of && (local.isSecondShown ? `${of.text} under seed ${model.seeds[0]}` : of.text));
      }
      return kept.paint;
    };
    const shared = { get projection() { return local.projection; }, focus, describe, paint, tell };

    // ---- Choices
    const choose = (word, isQuiet = false) => {
      store.set({ word, sum: null });
      remember();
      if (!isQuiet) {
        const [first] = model.neighbours(word);
        host.say(`${tell(word)}.${first ? ` Nearest: ${model.all[first.word]}, ${Quire.format(first.similarity, 3)}.` : ""}`);
      }
    };
    const follow = (word) => {
      choose(word);
      for (const map of maps.slice(0, 1)) if (!map.isSeen(word)) map.center(word);
    };
    const hover = (word) => store.set({ hover: word });
    const ask = (text) => {
      const asked = sums.ask(model, text);
      store.set({ word: null, sum: asked });
      remember();
      const best = asked.answers?.[0];
      host.say(asked.problem ?? (best
        ? `${asked.text}: ${model.all[best.word]}, ${Quire.format(best.similarity, asked.digits)}, of the ${number(model.vectors.words)} `
          + "words of the map alone." : "No answer."));
    };
    const remember = () => host.remember({
      word: store.state.word === null ? null : model.words[store.state.word], sum: store.state.sum?.text, projection: local.projection, ...maps[0].state(),
    });
    const project = (projection) => {
      if (!known(projection) || projection === local.projection) return;
      local.projection = projection;
      fields.projection?.set(projection);
      for (const map of maps) map.project(projection);
      notes.show(local.projection, local.isSecondShown);
      remember();
    };

    // ---- The page's elements
    const legend = Quire.embedding.legend(model);
    const notes = Quire.embedding.notes(model);
    const box = Quire.embedding.searchBox(host, {
      find: (text) => search.find(model, text),
      name: (word) => model.words[word], detail: (word) => `number ${number(word + 1)}`,
      onchoose: follow,
      onmiss: (text) => {
        // What was chosen is chosen no longer: the map, the address and what is saved are of what the panel shows.
        store.set({ word: null, sum: null });
        local.missing = text;
        update();
        remember();
        host.say(`${text} is not on the map.`);
      },
    });
    const sum = h("input", {
      type: "text", class: "view-input embedding-input", id: `${host.id}-sum`, autocomplete: "off", autocapitalize: "none",
      spellcheck: "false", maxlength: "200", placeholder: "king − man + woman",
    });
    const form = h("form", { class: "embedding-field", onsubmit: (event) => { event.preventDefault(); ask(sum.value); } },
      h("label", { for: sum.id }, "Add and subtract words"),
      h("div", { class: "embedding-combobox" }, sum, h("button", { type: "submit", class: "view-button" }, "Ask")));
    const panel = Quire.embedding.panel(host, {
      model, tell, onchoose: (word) => { box.set(model.words[word]); follow(word); }, onhover: hover,
      onask: (asked, word) => {
        sum.value = sums.written(asked.parsed.map((term) => (term.text === asked.term.text ? { ...term, text: model.words[word] } : term)));
        ask(sum.value);
      },
    });
    const colours = [["frequency", "frequency"], ["similarity", "similarity to the chosen word"]];
    if (model.regions.length) colours.unshift(["region", "region"]);
    const fields = {
      projection: model.projections.length > 1
        ? Quire.select("Map", model.projections.map(({ id, name }) => [id, name]), local.projection, project) : null,
      colour: Quire.select("Colour", colours, local.colour, (mode) => { local.colour = mode; redraw(); }),
      second: model.seeds.length > 1 ? Quire.toggle("two trainings", false, (isOn) => showSecond(isOn)) : null,
    };
    const sheets = h("div", { class: "embedding-sheets" });
    const maps = [];
    const addMap = (training) => {
      const map = Quire.embedding.map(host, {
        model, training, shared,
        caption: () => (local.isSecondShown ? `seed ${model.trainings[training].seed}` : ""),
        onchoose: (word) => { box.set(model.words[word]); choose(word); },
        onhover: hover,
        oncamera: (camera) => {
          for (const other of maps) if (other !== map) other.setCamera(camera);
          remember();
        },
        onmode: (isOn) => host.say(isOn ? "Arrow keys go from word to word." : "Arrow keys move the map."),
      });
      maps[training] = map;
      sheets.append(map.surface.element);
    };
    addMap(0);
    const showSecond = async (isOn) => {
      if (isOn && !model.trainings[1]) {
        try {
          model.add(await host.further());
        } catch (error) {
          fields.second.set(false);
          const problem = `The second training cannot be read: ${error.message}.`;
          notes.fail(problem);
          host.say(problem);
          return;
        }
      }
      local.isSecondShown = isOn;
      host.element.classList.toggle("has-two", isOn);
      if (isOn && !maps[1]) addMap(1);
      if (maps[1]) maps[1].surface.element.hidden = !isOn;
      if (isOn) {
        maps[1].project(local.projection);
        maps[1].setCamera(maps[0].view.camera);
      }
      notes.show(local.projection, isOn);
      update();
    };
    const zoomBy = (factor) => maps[0].zoom(factor);
    const controls = h("div", { class: "view-controls" },
      fields.projection?.element, fields.colour.element, fields.second?.element,
      h("span", { class: "embedding-zoom", role: "group", "aria-label": "Zoom" },
        Quire.button("+", () => zoomBy(1.6), { "aria-label": "Enlarge", title: "Enlarge" }),
        Quire.button("−", () => zoomBy(1 / 1.6), { "aria-label": "Reduce", title: "Reduce" }),
        Quire.button("Whole map", () => maps[0].showAll())));
    const reading = h("p", { class: "view-reading" });
    const read = (word) => {
      reading.textContent = word === null ? `${number(model.count)} words; point at one to read of it.` : `${tell(word)}.`;
    };
    host.element.append(
      h("div", { class: "embedding-questions" }, box.element, form), controls,
      h("div", { class: "embedding-main" }, h("div", {}, sheets, reading, legend.element), panel.element), notes.element);

    // ---- Keeping all of it together
    const redraw = () => { for (const map of maps) map.surface.schedule(); };
    const update = () => {
      const { word, sum: asked } = store.state;
      if (word !== null) panel.show("word", word, local.isSecondShown);
      else if (asked) panel.show("sum", asked);
      else if (local.missing !== null) panel.show("missing", local.missing, search.alike(model, local.missing));
      else panel.show("nothing");
      for (const map of maps) map.describe();
      redraw();
    };
    store.watch((state, keys) => {
      if (keys.includes("hover")) {
        read(state.hover);
        redraw();
      }
      if (keys.includes("word") || keys.includes("sum")) {
        local.missing = null;
        update();
      }
    });
    notes.show(local.projection);
    read(null);
    update();

    const shownMaps = () => maps.filter((map) => !map.surface.element.hidden);
    const gap = 12;
    return {
      go({ word, sum: wanted, projection, zoom, x, y }) {
        if (projection !== undefined) project(known(projection) ? projection : model.projections[Number(projection)]?.id);
        const place = word === undefined ? undefined : model.index.get(word) ?? (/^\d+$/.test(word) ? Number(word) : undefined);
        if (place < model.count) {
          box.set(model.words[place]);
          choose(place);
          maps[0].center(place);
        } else if (wanted) {
          sum.value = wanted.slice(0, 400);
          ask(sum.value);
        }
        const view = { zoom: Number(zoom), x: Number(x ?? maps[0].state().x), y: Number(y ?? maps[0].state().y) };
        if (zoom !== undefined && Object.values(view).every(Number.isFinite)) maps[0].restore(view);
      },
      size() {
        const sizes = shownMaps().map((map) => map.size());
        return { width: sizes.reduce((sum, { width }) => sum + width + gap, -gap), height: Math.max(...sizes.map(({ height }) => height)) };
      },
      draw(pen, theme) {
        drawing.sideBySide(pen, theme, shownMaps(), gap);
      },
      table() {
        const { word, sum: asked } = store.state;
        const lists = word !== null
          ? model.trainings.slice(0, local.isSecondShown ? 2 : 1).map((training, place) => [training.seed, model.neighbours(word, place)])
          : asked?.answers ? [[model.seeds[0], asked.answers]] : null;
        if (lists) {
          return {
            columns: ["asked", "seed", "rank", "word", "similarity", "frequency rank", "found among"],
            rows: lists.flatMap(([seed, found]) => found.map((one, rank) => [
              word !== null ? model.words[word] : asked.text, seed, rank + 1, model.all[one.word],
              // With no more decimals than the panel has.
              Number(one.similarity.toFixed(word !== null ? 3 : asked.digits)), model.rank(one.word),
              word !== null ? `all ${number(model.vocabulary)} words, exact vectors`
                : `the ${number(model.vectors.words)} words of the map, vectors rounded to ${model.vectors.bits} bits`,
            ])),
          };
        }
        const { x, y } = model.trainings[0].maps[local.projection];
        const seen = model.words.map((_, place) => place).filter((place) => maps[0].isSeen(place));
        return {
          columns: ["word", "frequency rank", "count", "region", "x", "y"],
          rows: seen.map((place) => [
            model.words[place], place + 1, model.counts[place], model.regionOf(place) === null ? "" : model.regions[model.regionOf(place)],
            Number((x[place] / 65535).toFixed(4)), Number((1 - y[place] / 65535).toFixed(4)),
          ]),
        };
      },
    };
  },
});
