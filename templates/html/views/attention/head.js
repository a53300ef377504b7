// The head view: one layer's attention as arcs or as a matrix, with heads on and off, tokens pinned and added up.

Quire.define({
  kind: "attention-head",
  title: "Head view",
  mount(host) {
    const { h } = Quire;
    const attention = Quire.attention;
    const { arcs, grid, picture: pictures, selection, shown, controls } = attention;
    const data = attention.open(host.source);
    const first = attention.chosen(data, host.store.state, host.options);
    const choice = {
      mode: host.options.mode === "matrix" ? "matrix" : "arcs", layer: first.layer, words: host.options.words === "true",
      special: true, renormalize: false, pair: "all", threshold: 0, side: "from", isSeveral: false,
    };
    const isOneHead = choice.mode === "matrix" || host.store.state.head !== undefined;
    const heads = selection.heads(data.heads, isOneHead ? [first.head] : attention.range(data.heads));
    let tokens = first.tokens;
    let hover = null;
    let picture = null;
    let place = null;
    let placed = null;
    let isOwn = false;
    let tone = null;

    // What is shown, from what is chosen.
    const pinnedItems = () => picture[choice.side].flatMap((item, index) =>
      (item.positions.some((position) => tokens.includes(position)) ? [index] : []));
    let focused = {};
    const focus = () => {
      const { side, index } = hover ?? {};
      const key = [choice.side, tokens, side, index].join();
      if (focused.picture === picture && focused.key === key) return focused.focus;
      const items = pinnedItems();
      const found = items.length ? pictures.focusOn(picture, choice.side, items)
        : side ? pictures.focusOn(picture, side, [index]) : null;
      focused = { picture, key, focus: found };
      return found;
    };
    const target = (at) => (at && hover?.side && hover.side !== at.side ? hover : null);
    const reading = (at) => {
      const cell = hover && "row" in hover ? hover : null;
      if (cell) return pictures.pairText(picture, cell.row, cell.column);
      const other = target(at);
      if (other && at.items.length === 1) {
        const pair = at.side === "from" ? [at.items[0], other.index] : [other.index, at.items[0]];
        return pictures.pairText(picture, ...pair);
      }
      if (other) return pictures.focusText(picture, { ...at, order: [other.index] });
      if (at) return pictures.focusText(picture, at);
      return "Point at a token, or press Tab to reach the drawing and move with the arrow keys.";
    };

    // The page's elements.
    const scroller = h("div", { class: "view-scroll attention-scroll", onscroll: () => surface.schedule() });
    const line = h("p", { class: "view-reading" });
    const top = h("ol", { class: "attention-top" });
    const notes = h("div", { class: "attention-notes" });
    const sideways = attention.controls.sideways();
    const pen = () => Quire.pen.onCanvas(surface.context, Quire.theme().family);
    const offset = () => ({ x: scroller.scrollLeft, y: scroller.scrollTop });
    const surface = Quire.surface(host, {
      size() {
        place = (choice.mode === "arcs" ? arcs : grid).layout(pen(), Math.max(240, scroller.clientWidth), picture);
        placed = choice.mode;
        return { width: place.width, height: place.height };
      },
      draw(ink, theme) {
        paint(ink, theme, { isScreen: true });
        // The tiles have the lines' colours, which differ by day and night.
        if (tone !== theme.isDark) tiles.update();
        tone = theme.isDark;
        sideways.hidden = place.width <= scroller.clientWidth + 1;
      },
      label: () => `${choice.mode === "arcs" ? "Arcs" : "Matrix"}, ${pictures.place(picture)}. ${reading(focus())}`,
    });
    scroller.append(surface.element);
    new ResizeObserver(() => surface.schedule()).observe(scroller);

    const paint = (ink, theme, { isScreen = false } = {}) => {
      const at = focus();
      if (choice.mode === "matrix") {
        const cell = hover && "row" in hover ? hover : null;
        grid.draw(ink, theme, picture, place, { focus: at, cell, offset: isScreen ? offset() : { x: 0, y: 0 } });
      } else {
        const { y } = offset();
        arcs.draw(ink, theme, picture, place, {
          focus: at, target: target(at), base: isScreen ? kept(theme) : null,
          span: isScreen ? { top: y, bottom: y + scroller.clientHeight } : null,
        });
      }
    };
    // All lines at once are many: they are painted once and kept.
    const keep = attention.marks.keeper();
    const kept = (theme) =>
      keep(surface, theme, place, picture, (ink) => arcs.lines(ink, theme, picture, place, null));

    const refresh = () => {
      const at = focus();
      line.textContent = reading(at);
      top.replaceChildren(...(at ? pictures.top(picture, at) : []).map((each) => h("li", {},
        h("bdi", {}, each.label), " ", h("strong", {}, each.value),
        picture.heads.length > 1 && h("span", { class: "attention-quiet" }, ` most by head ${each.head}: ${each.best}`))));
      // A button that is disabled while it has the focus would lose it.
      unpin.setAttribute("aria-disabled", String(tokens.length === 0));
      surface.schedule();
    };
    const rebuild = () => {
      picture = pictures.make(data, { ...choice, heads: heads.list() });
      const remarks = shown.remarks(data, choice.layer, heads.list(), choice);
      if (tokens.length && !pinnedItems().length) remarks.push("The pinned token is among those hidden.");
      remarks.push(choice.mode === "arcs"
        ? "A line is as opaque as its weight, divided by the heads shown while no token is chosen; the stripes beside a token "
          + "are one for each head (the mean of the tokens added up)."
        : `The strongest colour stands for ${Quire.format(picture.largest, 3)}, the largest weight shown`
          + `${heads.size > 1 ? " (the mean of the heads shown)" : ""}.`
          + `${data.isCausal ? " Grey cells come later than the token that looks, which does not see them." : ""}`
          + `${data.windows?.[choice.layer] ? ` In this layer a token sees only those that are less than ${data.windows[choice.layer]} away; `
            + "what is grey is out of its sight." : ""}`
          + `${Math.max(picture.from.length, picture.to.length) > 160 ? " Not every token is named at the sides." : ""}`);
      notes.replaceChildren(...[...remarks, ...data.omitted].map((text) => h("p", { class: "view-note" }, text)));
      layer.set(choice.layer);
      // The list names the tokens that look.
      const isListed = tokens.length && !(data.sources && choice.side === "to");
      token.set(isListed ? tokens[tokens.length - 1] : "");
      mode.set(choice.mode);
      if (heads.size === 1) tiles.point(heads.list()[0]);
      tiles.update();
      renormalize.input.disabled = choice.special && choice.pair === "all";
      // Arcs and cells lie elsewhere: the cursor asks for its place before the next frame.
      if (place && placed !== choice.mode) surface.redraw();
      cursor.go(cursor.row, cursor.column, true);
      refresh();
    };

    // Choosing; what others show follows by the store.
    const share = (changes) => {
      isOwn = true;
      host.store.set(changes);
      isOwn = false;
    };
    const remember = () => host.remember({
      layer: choice.layer, head: heads.size === 1 ? heads.list()[0] : null,
      heads: heads.size > 1 && heads.size < data.heads ? heads.list().join(".") : null,
      token: tokens.length ? attention.nameOfToken(data, tokens[0]) : null,
      tokens: tokens.length > 1 ? tokens.join(".") : null, side: tokens.length && choice.side === "to" ? "to" : null,
      mode: choice.mode, words: choice.words ? "true" : null, special: choice.special ? null : "false",
      scaled: choice.renormalize ? "true" : null, pair: choice.pair === "all" ? null : choice.pair,
      threshold: choice.threshold || null,
    });
    const change = (changes) => {
      Object.assign(choice, changes);
      if (choice.special && choice.pair === "all") {
        choice.renormalize = false;
        renormalize.set(false);
      }
      hover = null;
      if ("layer" in changes) share({ layer: choice.layer });
      rebuild();
      remember();
    };
    const headsChanged = () => {
      if (heads.size === 1) share(attention.headChosen(host.store.state, heads.list()[0]));
      hover = null;
      rebuild();
      remember();
    };
    const pin = (list, side = "from") => {
      tokens = list;
      choice.side = side;
      share({ tokens: list, token: list.length ? list[list.length - 1] : null });
      rebuild();
      remember();
    };
    // `cell` is the one that was pressed, where it was a cell: a finger has pointed at nothing before.
    const press = (side, index, isSeveral, cell = null) => {
      if (cell) hover = cell;
      const read = cell ? `${pictures.pairText(picture, cell.row, cell.column)}. ` : "";
      const { positions, label } = picture[side][index];
      const before = choice.side === side ? tokens : [];
      pin(selection.pinned(before, positions, isSeveral || choice.isSeveral), side);
      const items = pinnedItems();
      host.say(read + (items.length
        ? `Pinned: ${pictures.names(picture[choice.side], items)}. ${pictures.focusText(picture, focus())}`
        : `${attention.inText(label)} is no longer pinned.`));
    };

    // Controls.
    const layer = controls.layers(data, choice.layer, (value) => change({ layer: value }));
    const mode = controls.modes(host, "Drawing", [["arcs", "Arcs"], ["matrix", "Matrix"]], choice.mode,
      (value) => change({ mode: value }));
    const tiles = controls.tiles(host, data.heads, { selection: () => heads, onchange: headsChanged });
    const token = controls.tokens(data, "Pinned", tokens[0], (value) => pin(value === null ? [] : [value]),
      { none: "none" });
    const several = Quire.toggle("Add up several", false, (value) => { choice.isSeveral = value; });
    const letGo = () => {
      if (tokens.length) pin([]);
      host.say("No token is pinned.");
    };
    const unpin = Quire.button("Unpin", letGo);
    const hasWords = data.tokens.some(({ word }) => Number.isInteger(word))
      && shown.items(data, { words: true }).length < data.count;
    const words = hasWords && Quire.toggle("Whole words", choice.words, (value) => change({ words: value }));
    const pair = data.hasPair && controls.pairs(choice.pair, (value) => change({ pair: value }));
    const special = Quire.toggle("Hide special tokens", false, (value) => change({ special: !value }));
    const renormalize = Quire.toggle("Scale rows to 1", false, (value) => change({ renormalize: value }));
    const threshold = controls.slider(host, "Hide below", {
      most: 0.5, step: 0.01, value: 0, onchange: (value) => change({ threshold: value }),
    });
    host.element.append(
      h("div", { class: "view-controls" }, layer.element, mode.element, token.element, several.element, unpin),
      tiles.element,
      h("div", { class: "view-controls" }, words && words.element, pair && pair.element, special.element,
        renormalize.element, threshold.element),
      scroller, sideways, line, top, notes);

    // Pointer and keyboard.
    const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);
    const at = (event) => {
      const { x, y } = surface.at(event);
      return choice.mode === "arcs" ? arcs.at(place, picture, x, y) : grid.at(place, x, y, offset());
    };
    const point = (found) => {
      if (same(found, hover)) return;
      hover = found;
      surface.canvas.style.cursor = found ? "pointer" : "";
      refresh();
    };
    surface.canvas.addEventListener("pointermove", (event) => point(at(event)));
    surface.canvas.addEventListener("pointerleave", () => point(null));
    surface.canvas.addEventListener("click", (event) => {
      const found = at(event);
      if (!found) return;
      const isSeveral = event.shiftKey || event.ctrlKey || event.metaKey;
      if (found.side) press(found.side, found.index, isSeveral);
      else press("from", found.row, isSeveral, found);
    });
    const isArcs = () => choice.mode === "arcs";
    const within = (row, column) => Math.min(row, picture[column ? "to" : "from"].length - 1);
    const cellOf = (row, column) =>
      (isArcs() ? { side: column ? "to" : "from", index: within(row, column) } : { row, column });
    const cursor = Quire.cursor(host, surface, {
      name: "Attention",
      help: "Arrow keys move over the tokens or cells. Enter pins a token, with Shift it is added to those pinned, Escape "
        + "lets go. Shift with up or down changes the layer, with left or right the head.",
      rows: () => (isArcs() ? Math.max(picture.from.length, picture.to.length) : picture.from.length),
      columns: () => (isArcs() ? 2 : picture.to.length),
      rect(row, column) {
        if (!place || !picture.from.length || !picture.to.length) return null;
        return isArcs() ? arcs.rect(place, within(row, column), column) : grid.rect(place, row, column);
      },
      label(row, column) {
        if (!picture?.from.length || !picture.to.length) return "nothing is shown";
        if (!isArcs()) return pictures.pairText(picture, row, column);
        const { side, index } = cellOf(row, column);
        const items = pinnedItems();
        if (items.length === 1 && side !== choice.side) {
          return side === "to" ? pictures.pairText(picture, items[0], index) : pictures.pairText(picture, index, items[0]);
        }
        return pictures.focusText(picture, pictures.focusOn(picture, side, [index]));
      },
      onmove(row, column) {
        if (!picture.from.length || !picture.to.length) return;
        hover = cellOf(row, column);
        const box = isArcs() ? arcs.rect(place, within(row, column), column) : grid.rect(place, row, column);
        attention.marks.reveal(scroller, box, isArcs() ? { left: 0, top: 0 } : place);
        refresh();
      },
      onpick(row, column, event) {
        const cell = cellOf(row, column);
        press(cell.side ?? "from", cell.index ?? row, event.shiftKey, cell.side ? null : cell);
      },
    });
    cursor.element.addEventListener("blur", () => point(null));
    host.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && tokens.length && event.target === cursor.element) {
        letGo();
      }
    });
    controls.shiftKeys(host.element, {
      layer(step) {
        change({ layer: controls.next(data.keptLayers, choice.layer, step) });
        cursor.go(cursor.row, cursor.column);
      },
      head(step) {
        heads.only(controls.next(attention.range(data.heads), heads.size === 1 ? heads.list()[0] : first.head, step));
        headsChanged();
        cursor.go(cursor.row, cursor.column);
      },
    });

    host.store.watch((state, keys) => {
      if (isOwn || !keys.some((key) => ["layer", "head", "choices", "token", "tokens"].includes(key))) return;
      const now = attention.chosen(data, state, host.options);
      choice.layer = now.layer;
      if (keys.includes("head") || keys.includes("choices")) heads.only(now.head);
      if (keys.includes("token") || keys.includes("tokens")) {
        tokens = now.tokens;
        choice.side = "from";
      }
      hover = null;
      rebuild();
    });
    tiles.point(first.head);
    rebuild();

    const legendTop = () => place.height + 24;
    return {
      go(parameters) {
        const { layer: l, head: d, token: t } = parameters;
        const list = (text, most) => String(text ?? "").split(".").filter((part) => /^\d{1,4}$/.test(part)).map(Number)
          .filter((number) => number < most);
        const asked = list(parameters.heads, data.heads);
        if (attention.headNamed(data, d) !== null) heads.only(Number(d));
        else if (asked.length) {
          heads.only(asked[0]);
          for (const head of asked.slice(1)) if (!heads.has(head)) heads.press(head, -Infinity);
        } else if (parameters.mode && !d && !parameters.heads) {
          // A view's own address, which has its mode, names no head where all are shown.
          heads.all();
        }
        const several = list(parameters.tokens, Math.max(data.count, data.columns));
        const one = attention.tokenNamed(data, t);
        tokens = several.length ? several : one !== null ? [one] : t ? tokens : [];
        hover = null;
        const filters = shown.pairs.some(({ id }) => id === parameters.pair) && data.hasPair;
        Object.assign(choice, {
          layer: attention.layerNamed(data, l) ?? choice.layer,
          mode: ["arcs", "matrix"].includes(parameters.mode) ? parameters.mode : choice.mode,
          side: parameters.side === "to" ? "to" : "from", words: hasWords && parameters.words === "true",
          special: parameters.special !== "false", pair: filters ? parameters.pair : "all",
          threshold: Quire.clamp(Number(parameters.threshold) || 0, 0, 0.5), renormalize: parameters.scaled === "true",
        });
        words?.set?.(choice.words);
        pair?.set?.(choice.pair);
        special.set(!choice.special);
        renormalize.set(choice.renormalize);
        threshold.set(choice.threshold);
        const token = tokens.length ? tokens[tokens.length - 1] : null;
        const named = heads.size === 1 ? attention.headChosen(host.store.state, heads.list()[0]) : {};
        share({ layer: choice.layer, tokens, token, ...named });
        rebuild();
      },
      size: () => ({
        width: place.width,
        height: legendTop() + (isArcs() ? attention.marks.legendHeight(heads.size, place.width) : 0),
      }),
      draw(ink, theme) {
        paint(ink, theme);
        ink.text(pictures.place(picture), 2, place.height + 12, { size: 12, fill: theme.text, maxWidth: place.width - 4 });
        if (isArcs()) attention.marks.legend(ink, theme, heads.list(), 2, legendTop(), place.width);
      },
      table: () => pictures.table(picture, focus()),
    };
  },
});
