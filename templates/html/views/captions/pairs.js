// The pairs of captions: how often each kind fools the model, a table that is sorted and filtered, and for the pair that is
// pointed at or has the focus which patches its captions need.

Quire.define({
  kind: "caption-pairs",
  title: "Pairs of captions",
  mount(host) {
    const { h } = Quire;
    const scores = Quire.captionScores;
    const { source, store } = host;
    const { values } = source;
    const rows = scores.pairs(values);
    const kinds = scores.kinds(values, rows);
    const filter = { kind: "", truth: "", verdict: "", words: "", key: "", isFalling: false };
    let shown = rows;
    let limit = 200;
    /// What is pointed at, in place of what was chosen: `{pair, side}`.
    let preview = null;
    const pointer = { x: -1, y: -1 };

    const current = () => preview ?? { pair: store.state.pair ?? values.handIn, side: store.state.side ?? 0 };

    const named = ({ title, pairs }) => `${title}, ${pairs} ${pairs === 1 ? "pair" : "pairs"}`;

    // How often each kind fools the model: the figure's bars, which filter the table.
    const bars = kinds.map((kind) => h("button", {
      type: "button", class: "caption-kind", "aria-pressed": "false",
      onclick: () => set({ kind: filter.kind === kind.name ? "" : kind.name }),
    }, h("span", { class: "caption-kind-name" }, named(kind)), h("span", { class: "caption-track" },
      h("span", { class: "caption-bar", style: { inlineSize: `${100 * kind.fooled / Math.max(1, kind.decidable)}%` } })),
    h("span", { class: "caption-kind-count" }, kind.decidable ? `${kind.fooled} of ${kind.decidable} fool it` : "none is false")));

    const words = h("input", {
      type: "search", class: "view-input", maxlength: "80", oninput: () => set({ words: words.value }, true),
    });
    const truth = Quire.select("The variant", [
      ["", "any"], ["false", "is false"], ["unknown", "may be true or not"], ["true", "is true as well"],
    ], "", (value) => set({ truth: value }));
    const verdicts = [...new Set(rows.map((row) => row.verdict))].sort();
    const verdict = Quire.select("The model", [["", "any"], ["fooled", "is fooled"], ...verdicts.map((one) => [one, one])],
      "", (value) => set({ verdict: value }));
    const all = Quire.button("All pairs", () => {
      words.value = "";
      truth.set("");
      verdict.set("");
      set({ kind: "", truth: "", verdict: "", words: "" });
    });

    const heat = Quire.captionHeat.surface(host, {
      panels, across: 3, largest: 250, name: "Patches of the picture", read,
      label: () => {
        const row = rows[current().pair];
        return `The picture three times under the values of its patches: what “${row.texts[0]}” needs, what “${row.texts[1]}” needs, and `
          + "the difference of the two.";
      },
    });

    function panels() {
      const { pair, side } = current();
      const row = rows[pair];
      const falls = row.captions.map((caption) => scores.falls(source, caption));
      return [
        ...falls.map((fall, index) => ({ kind: "falls", title: row.texts[index], isMarked: index === side, ...fall })),
        Quire.captionHeat.deciding(falls),
      ];
    }

    function read(patch) {
      const row = rows[current().pair];
      const falls = row.captions.map((caption) => scores.falls(source, caption));
      const digits = scores.decimals(Math.max(falls[0].error, falls[1].error));
      const [first, second] = falls.map((fall) => fall.values[patch]);
      const place = Quire.captionHeat.placeOf(source, patch);
      return `Hiding the patch in ${place} takes ${Quire.format(first, digits)} from the logit of “${row.texts[0]}” and `
        + `${Quire.format(second, digits)} from that of “${row.texts[1]}”.`;
    }

    // The table. Its captions are one stop of the Tab key, and the arrow keys go from one to the next.
    // Of a column with two numbers for each pair the head says by which it sorts.
    const columns = [
      { key: "captions", title: "description, variant" },
      { key: "cosine", title: "cosine", of: "by the upper", said: "the description's cosine" },
      { key: "gap", title: "logit", of: "by difference", said: "the difference of the two logits" },
      { key: "probability", title: "probability", of: "by the higher", said: "the higher probability of the two" },
      { key: "change", title: "change" }, { key: "truth", title: "the variant" }, { key: "verdict", title: "the model" },
    ];
    const marks = {};
    const heads = columns.map(({ key, title, of }) => {
      const mark = h("span", { class: "caption-order", "aria-hidden": "true" });
      marks[key] = mark;
      return h("th", { scope: "col", class: of ? "caption-number" : false }, h("button", {
        type: "button", class: "caption-sort", onclick: () => sort(key),
      }, title, mark, of ? h("span", { class: "caption-of" }, ` ${of}`) : null));
    });
    const more = Quire.button("", () => {
      const before = buttons.length;
      limit += 200;
      fill();
      // The button goes with the last of them; the focus goes on to what is new.
      buttons[before]?.button.focus();
    });
    const count = h("p", { class: "view-note caption-count" });
    const hintId = `${host.id}-hint`;
    const table = h("table", { class: "caption-table", "aria-describedby": hintId },
      h("caption", { class: "view-unseen" }, "Pairs of captions, each with its description above its variant"),
      h("thead", {}, h("tr", {}, ...heads)));
    const scroll = h("div", { class: "view-scroll caption-scroll", onpointermove: hasMoved, onpointerleave: () => show(null) }, table);
    let buttons = [];
    let marked = null;

    function set(changes, isTyped = false) {
      Object.assign(filter, changes);
      limit = 200;
      fill();
      host.remember({ pair: store.state.pair, kind: filter.kind });
      const text = `${shown.length} of ${rows.length} pairs`;
      if (!isTyped) host.say(text);
      else later(() => host.say(text));
    }

    let waiting = 0;
    function later(action) {
      clearTimeout(waiting);
      waiting = setTimeout(action, 600);
    }

    /// Up, then down, then as in the results again.
    function sort(key) {
      const isSame = filter.key === key;
      if (isSame && filter.isFalling) Object.assign(filter, { key: "", isFalling: false });
      else Object.assign(filter, { key, isFalling: isSame });
      fill();
      const { title, said = title } = columns.find((column) => column.key === key);
      host.say(filter.key ? `Sorted by ${said}, ${filter.isFalling ? "falling" : "rising"}` : "In the order of the report");
    }

    /// A pair's two rows.
    function group(row) {
      const captions = row.texts.map((text, index) => {
        const button = h("button", {
          type: "button", class: "caption-text", tabindex: "-1", dir: "auto",
          onclick: () => choose(row.index, index), onfocus: () => choose(row.index, index, true),
          onpointerenter: (event) => { if (hasMoved(event)) show({ pair: row.index, side: index }); },
        }, text);
        buttons.push({ button, pair: row.index, side: index });
        return h("th", { scope: "row" }, button);
      });
      const shares = [row.probability, 1 - row.probability];
      const numbers = (side) => [
        Quire.format(row.cosines[side], 4), Quire.format(row.logits[side], 2), scores.percent(shares[side]),
      ].map((text) => h("td", { class: "caption-number" }, text));
      const wide = (attributes, ...content) => h("td", { rowspan: "2", ...attributes }, ...content);
      return h("tbody", { "data-pair": String(row.index) },
        h("tr", {}, captions[0], ...numbers(0),
          wide({}, row.kindTitle, row.change ? h("span", { class: "caption-change" }, row.change) : null),
          wide({}, row.standing),
          wide({ class: row.isUndecided ? "caption-undecided" : row.isFooled ? "caption-fooled" : false }, row.verdict)),
        h("tr", {}, captions[1], ...numbers(1)));
    }

    function fill() {
      shown = scores.chosen(rows, filter);
      buttons = [];
      const { pair, side } = { pair: store.state.pair ?? values.handIn, side: store.state.side ?? 0 };
      for (const old of [...table.tBodies]) old.remove();
      table.append(...shown.slice(0, limit).map(group));
      const focusable = buttons.find((one) => one.pair === pair && one.side === side) ?? buttons[0];
      focusable?.button.setAttribute("tabindex", "0");
      heads.forEach((head, index) => {
        const isKey = filter.key === columns[index].key;
        if (isKey) head.setAttribute("aria-sort", filter.isFalling ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
        marks[columns[index].key].textContent = isKey ? (filter.isFalling ? "↓" : "↑") : "";
      });
      bars.forEach((bar, index) => bar.setAttribute("aria-pressed", String(kinds[index].name === filter.kind)));
      const left = values.leftOut.pairs
        ? ` The page leaves out ${values.leftOut.pairs} further pairs, which attachments/pairs.csv has.` : "";
      count.textContent = (shown.length === rows.length ? `${rows.length} pairs.`
        : `${shown.length} of ${rows.length} pairs${shown.length ? "" : ": no pair passes these filters"}.`) + left;
      more.hidden = shown.length <= limit;
      more.textContent = `Show ${Math.min(200, shown.length - limit)} more`;
      mark();
    }

    function mark() {
      const { pair, side } = current();
      const wanted = buttons.find((one) => one.pair === pair && one.side === side)?.button ?? null;
      if (wanted === marked) return;
      marked?.classList.remove("is-shown");
      marked?.removeAttribute("aria-current");
      marked?.closest("tbody")?.classList.remove("is-current");
      wanted?.classList.add("is-shown");
      wanted?.setAttribute("aria-current", "true");
      wanted?.closest("tbody").classList.add("is-current");
      marked = wanted;
    }

    /// Whether the pointer came here by itself, and not the table below it, which scrolls under the arrow keys.
    function hasMoved({ pointerType, clientX, clientY }) {
      const isElsewhere = pointer.x !== clientX || pointer.y !== clientY;
      [pointer.x, pointer.y] = [clientX, clientY];
      return pointerType !== "touch" && isElsewhere;
    }

    function show(wanted) {
      preview = wanted;
      mark();
      heat.refresh();
    }

    function choose(pair, side, isQuiet = false) {
      preview = null;
      for (const one of buttons) one.button.setAttribute("tabindex", one.pair === pair && one.side === side ? "0" : "-1");
      store.set({ pair, side });
      mark();
      heat.refresh();
      host.remember({ pair, kind: filter.kind });
      const row = rows[pair];
      if (!isQuiet) host.say(`${row.texts[0]}, ${scores.percent(row.probability)}; ${row.texts[1]}, `
        + `${scores.percent(1 - row.probability)}: the model ${row.verdict}.`);
    }

    table.addEventListener("keydown", (event) => {
      const at = buttons.findIndex((one) => one.button === event.target);
      const moves = { ArrowUp: at - 1, ArrowDown: at + 1, PageUp: at - 10, PageDown: at + 10, Home: 0, End: buttons.length - 1 };
      if (at < 0 || !(event.key in moves) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      buttons[Quire.clamp(moves[event.key], 0, buttons.length - 1)].button.focus();
    });
    store.watch((state, changed) => {
      if (!changed.includes("pair") && !changed.includes("side")) return;
      mark();
      heat.refresh();
    });

    host.element.append(
      h("div", {
        class: "caption-kinds", role: "group", "aria-label": "Kinds of change, each with how often it fools the model",
      }, ...bars),
      heat.element,
      h("div", { class: "view-controls" },
        h("label", { class: "view-field" }, h("span", {}, "Words"), words), truth.element, verdict.element, all),
      h("p", { id: hintId, class: "view-unseen" }, "The arrow keys go from caption to caption."),
      scroll, more, count,
      h("p", { class: "view-note" },
        "Of the pairs whose variant is false, a kind's bar counts those that fool the model: it prefers the false caption, or "
        + "cannot decide (no probability reaches 60 %). Filled squares speak for a caption, hollow ones against it; falls are rounded to "
        + "1/32767 of each caption's largest."));
    fill();

    const barLine = 24;
    const chartHeight = 26 + barLine * kinds.length + 14;
    return {
      go(parameters) {
        if (parameters.kind !== undefined) {
          const named = values.kinds[Number(parameters.kind)]?.name ?? parameters.kind;
          set({ kind: kinds.some((kind) => kind.name === named) ? named : "", truth: "", verdict: "", words: "" });
          words.value = "";
          truth.set("");
          verdict.set("");
        }
        const pair = Number(parameters.pair);
        if (parameters.pair !== undefined && Number.isInteger(pair) && rows[pair]) {
          if (!shown.includes(rows[pair])) all.click();
          choose(pair, 0);
          table.querySelector(`[data-pair="${pair}"]`)?.scrollIntoView({ block: "nearest" });
        }
      },
      size: () => ({ width: heat.width(), height: chartHeight + heat.size(heat.width()).height }),
      draw(pen, theme) {
        const title = "pairs that fool the model, of those whose variant is false";
        pen.text(title, 0, 9, { fill: theme.text, size: 12.5, weight: 600 });
        const width = heat.width();
        const start = width * 0.34;
        kinds.forEach((kind, index) => {
          const y = 26 + barLine * index;
          const isOut = filter.kind && filter.kind !== kind.name;
          pen.text(named(kind), start - 8, y + 9, {
            fill: isOut ? theme.quiet : theme.text, size: 12, align: "right", maxWidth: start - 8,
          });
          pen.rect(start, y, width * 0.5, 18, { fill: theme.wash, stroke: theme.line });
          if (kind.fooled) pen.rect(start, y, width * 0.5 * kind.fooled / kind.decidable, 18, { fill: theme.mark });
          const count = kind.decidable ? `${kind.fooled} of ${kind.decidable}` : "none is false";
          pen.text(count, start + width * 0.5 + 8, y + 9, { fill: theme.text, size: 12, maxWidth: width * 0.16 - 8 });
        });
        heat.draw(pen, theme, width, chartHeight);
      },
      table: () => ({
        columns: [
          "category", "description", "variant", "change", "truth", "description_cosine", "variant_cosine", "description_logit",
          "variant_logit", "description_probability", "verdict",
        ],
        rows: shown.map((row) => [
          row.kind, ...row.texts, row.change, row.truth, ...row.cosines, ...row.logits, row.probability, row.verdict,
        ]),
      }),
    };
  },
});
