// The neuron view: how one token's query meets every key, number by number, and what flows from the values.

Quire.define({
  kind: "attention-neuron",
  title: "Neuron view",
  mount(host) {
    const { h } = Quire;
    const attention = Quire.attention;
    const { cells, steps, sheet, controls } = attention;
    const data = attention.open(host.source);
    let { layer, head, token } = attention.chosen(data, host.store.state, host.options);
    token ??= attention.tokenNamed(data, data.values.chosen?.token) ?? 0;
    let hover = null;
    let study = null;
    let columns = [];
    let place = null;
    let shownTable = "scores";
    let isOwn = false;

    const scroller = h("div", { class: "view-scroll attention-scroll", onscroll: () => surface.schedule() });
    const line = h("p", { class: "view-reading attention-reading" });
    const notes = h("div", { class: "attention-notes" });
    const sideways = controls.sideways();
    const pen = () => Quire.pen.onCanvas(surface.context, Quire.theme().family);
    const offset = () => ({ x: scroller.scrollLeft, y: scroller.scrollTop });
    const keep = attention.marks.keeper();
    const nameOf = (index) => attention.inText(data.tokens[index].label);
    const heading = () => `layer ${layer}, head ${head}, the query of ${nameOf(token)}`;
    const cellText = (cell) => (cell && "column" in cell
      ? `layer ${layer}, head ${head}: ${cells.text(study, cell.row, columns[cell.column])}` : null);
    const rowText = (row) => `layer ${layer}, head ${head}: `
      + cells.text(study, row, columns.find(({ part }) => part.id === "weight"));
    const reading = () => {
      if (hover && "column" in hover) return cellText(hover);
      if (hover) return `${rowText(hover.row)}. Press to take the query of ${nameOf(study.rows[hover.row].token)}.`;
      const best = study.rows.reduce((one, row, index) => (row.weight.value > study.rows[one].weight.value ? index : one), 0);
      return `Strongest: ${rowText(best)}`;
    };
    const surface = Quire.surface(host, {
      size() {
        place = steps.layout(pen(), Math.max(240, scroller.clientWidth), study);
        return { width: Math.max(place.width, 0), height: place.height };
      },
      draw(ink, theme) {
        const { y } = offset();
        steps.draw(ink, theme, study, place, {
          at: hover, offset: offset(), span: { top: y, bottom: y + scroller.clientHeight },
          base: keep(surface, theme, place, study, (paper) => steps.panels(paper, theme, study, place)),
        });
        sideways.hidden = place.width <= scroller.clientWidth + 1;
      },
      label: () => `Query, keys and values, ${heading()}. ${reading()}`,
    });
    scroller.append(surface.element);
    new ResizeObserver(() => surface.schedule()).observe(scroller);

    const refresh = () => {
      line.textContent = reading();
      surface.schedule();
    };
    const rebuild = () => {
      study = cells.make(data, layer, head, token);
      columns = cells.columns(study);
      const remarks = [
        cells.precision(study),
        study.hasVectors && "Orange is positive, blue negative; beside ± stands the number that has the strongest colour of its "
          + "panel. The last row of α · v is what all rows add up to: the head's output for this token.",
        !study.hasVectors && "The queries, keys and values of this layer are not in the file: only the weights are shown.",
        study.hasVectors && cells.scoring(study),
        data.isCausal && "This model reads from left to right: keys after the token are hidden from it.",
        data.windows?.[layer] && `In this layer a token sees only those that are less than ${data.windows[layer]} away.`,
      ];
      notes.replaceChildren(...[...remarks.filter(Boolean), ...data.omitted].map((text) => h("p", { class: "view-note" }, text)));
      layers.set(layer);
      heads.set(head);
      tokens.set(token);
      parts.element.hidden = !study.hasVectors;
      cursor.go(cursor.row, cursor.column, true);
      fillTable();
      refresh();
    };
    const fillTable = () => {
      if (!details.open) return details.lastChild.replaceChildren();
      const part = study.parts.find(({ id }) => id === shownTable);
      const name = part ? part.title : "scores and weights";
      return details.lastChild.replaceChildren(
        sheet.element(cells.table(study, study.hasVectors ? shownTable : "scores"), `${name}: ${heading()}`));
    };

    const share = (changes) => {
      isOwn = true;
      host.store.set(changes);
      isOwn = false;
    };
    const change = (changes) => {
      ({ layer, head, token } = { layer, head, token, ...changes });
      hover = null;
      share({
        ...changes, ...("token" in changes ? { tokens: [token] } : {}),
        ...("head" in changes ? attention.headChosen(host.store.state, head) : {}),
      });
      rebuild();
      host.remember({ layer, head, token: attention.nameOfToken(data, token) });
    };

    const range = attention.range(data.heads);
    const layers = controls.layers(data, layer, (value) => change({ layer: value }));
    const heads = Quire.select("Head", range.map((each) => [each, each]), head, (text) => change({ head: Number(text) }));
    const tokens = controls.tokens(data, "Query of", token, (value) => change({ token: value }));
    const parts = Quire.select("Numbers of", [
      ["scores", "scores and weights"], ["key", "q and k"], ["product", "q × k"], ["value", "v"], ["flow", "α · v"],
      ["all", "everything"],
    ], shownTable, (id) => {
      shownTable = id;
      fillTable();
    });
    const copy = Quire.button("Copy the table", async () => {
      const isDone = await sheet.copy(sheet.text(cells.table(study, study.hasVectors ? shownTable : "scores")));
      host.say(isDone ? "The table is copied." : "The browser does not let this page copy: select the table and copy it.");
      copy.textContent = isDone ? "Copied" : "Could not copy: select the table";
      setTimeout(() => { copy.textContent = "Copy the table"; }, 2500);
    });
    const details = h("details", { class: "attention-details", ontoggle: () => fillTable() },
      h("summary", {}, "The numbers as a table"),
      h("div", { class: "view-controls" }, parts.element, copy),
      h("div", { class: "view-scroll attention-sheet", tabindex: "0", role: "region", "aria-label": "Table of numbers" }));
    host.element.append(
      h("div", { class: "view-controls" }, layers.element, heads.element, tokens.element),
      scroller, sideways, line, notes, details);

    const point = (found) => {
      if (found?.row === hover?.row && found?.column === hover?.column) return;
      hover = found;
      surface.canvas.style.cursor = found && found.row < study.rows.length ? "pointer" : "";
      refresh();
    };
    const at = (event) => {
      const { x, y } = surface.at(event);
      return steps.at(place, study, x, y, offset());
    };
    surface.canvas.addEventListener("pointermove", (event) => point(at(event)));
    surface.canvas.addEventListener("pointerleave", () => point(null));
    surface.canvas.addEventListener("click", (event) => {
      const found = at(event);
      // A press on a name takes that token's query; on a number it only keeps the number in sight.
      if (found && !("column" in found)) change({ token: study.rows[found.row].token });
      else point(found);
    });

    const cursor = Quire.cursor(host, surface, {
      name: "Numbers",
      help: "Arrow keys move over the numbers, Page up and Page down over the tokens, Control with left or right goes to the "
        + "next step. Enter takes the query of that token. Shift with up or down changes the layer, with left or right the head.",
      rows: () => study.rows.length + (study.hasVectors ? 1 : 0),
      columns: () => columns.length,
      rect: (row, column) => place && steps.rect(place, study, row, column),
      label: (row, column) => cellText({ row, column }),
      onmove(row, column) {
        hover = { row, column };
        attention.marks.reveal(scroller, steps.rect(place, study, row, column), { left: place.left, top: place.rowsY });
        refresh();
      },
      onpick(row) {
        if (row >= study.rows.length) return;
        change({ token: study.rows[row].token });
        host.say(`The query of ${nameOf(token)}. ${reading()}`);
      },
    });
    cursor.element.addEventListener("blur", () => point(null));
    host.element.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || !event.ctrlKey || event.target !== cursor.element) return;
      event.preventDefault();
      const starts = columns.flatMap(({ index }, column) => (index === 0 ? [column] : []));
      const now = starts.filter((column) => column <= cursor.column).length - 1;
      cursor.go(cursor.row, starts[Quire.clamp(now + step, 0, starts.length - 1)]);
    });
    const reach = () => cursor.go(cursor.row, cursor.column);
    controls.shiftKeys(host.element, {
      layer(step) {
        change({ layer: controls.next(data.keptLayers, layer, step) });
        reach();
      },
      head(step) {
        change({ head: controls.next(range, head, step) });
        reach();
      },
    });

    const follow = (state) => {
      const now = attention.chosen(data, state, host.options);
      ({ layer, head } = now);
      token = now.token ?? token;
      hover = null;
      rebuild();
    };
    host.store.watch((state, keys) => {
      if (!isOwn && keys.some((key) => ["layer", "head", "token"].includes(key))) follow(state);
    });
    rebuild();

    return {
      go(parameters) {
        const found = attention.tokenNamed(data, parameters.token) ?? token;
        const named = attention.headNamed(data, parameters.head);
        share({
          layer: attention.layerNamed(data, parameters.layer) ?? layer, token: found, tokens: [found],
          ...(named === null ? {} : attention.headChosen(host.store.state, named)),
        });
        follow(host.store.state);
      },
      size: () => ({ width: place.width, height: place.height + 24 }),
      draw(ink, theme) {
        steps.draw(ink, theme, study, place, {});
        ink.text(heading(), 2, place.height + 12, { size: 12, fill: theme.text, maxWidth: place.width - 4 });
      },
      table: () => cells.plain(cells.table(study, "all")),
    };
  },
});
