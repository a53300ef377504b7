// Captions of the reader's own: typed, scored at once by the text tower in this page, and set against others.

Quire.define({
  kind: "caption-box",
  title: "Captions of your own",
  mount(host) {
    const { h } = Quire;
    const scores = Quire.captionScores;
    const { source } = host;
    const { values } = source;
    /// What scores captions: null until the model is read, and for ever where the page has none.
    let scorer = null;
    let typed = null;
    /// Whether the reader has done anything yet: before that nothing is said and the address stays as it is.
    let hasChanged = false;
    let against = "table";
    const kept = [];
    const most = 40;

    const id = `${host.id}-typed`;
    const input = h("input", {
      id, type: "text", class: "view-input caption-input", maxlength: "300", autocomplete: "off", autocapitalize: "off",
      spellcheck: "false", placeholder: "two dogs on a blue background", "aria-describedby": `${id}-note`,
      oninput: () => {
        hasChanged = true;
        read(input.value);
      },
      onkeydown: (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        keep();
      },
    });
    const keepButton = Quire.button("Keep", keep, { title: "Keep this caption in the list below (Enter)" });
    const first = Quire.select("Caption", [["", "none"], ...listed()], "", (value) => {
      hasChanged = true;
      typed = value === "" ? null : known(Number(value));
      refresh();
    });
    const other = Quire.select("Against", sets(), against, (value) => {
      hasChanged = true;
      against = value;
      refresh();
    });

    const outcome = h("p", { class: "view-reading caption-outcome" });
    const tokens = h("div", { class: "caption-tokens" });
    const warnings = h("div", { class: "caption-warnings", id: `${id}-note` });
    const body = h("tbody");
    const history = h("div", { class: "caption-history" });
    const note = h("p", { class: "view-note" });
    const heat = Quire.captionHeat.surface(host, {
      panels, across: 3, largest: 230, name: "Patches of the picture", read: readPatch,
      label: () => `${["The picture as the model sees it", ...panels().slice(1).map(({ title }) =>
        `under its patches' values what “${title}” needs`)].join("; ")}.`,
    });

    function listed() {
      const rest = values.captions.map((_, index) => index).filter((index) => !values.stated.includes(index));
      return [...values.stated, ...rest].map((index) => [index, values.captions[index]]);
    }

    function sets() {
      return [["table", "all captions of the table"], ["typed", "the captions kept below"], ...listed()];
    }

    /// A caption that Swift has scored.
    function known(index) {
      const cosine = values.cosines[index];
      return { text: values.captions[index], cosine, logit: cosine * values.logitScale + (values.logitBias ?? 0), index };
    }

    /// The captions that share one whole at the moment, the typed one first where there is one.
    function rivals() {
      const others = against === "table" ? values.stated.map(known) : against === "typed" ? kept : [known(Number(against))];
      const own = typed ? [typed] : [];
      const rows = [...own, ...others.filter((one) => !typed || one.text !== typed.text)];
      const shares = scores.softmax(rows.map((row) => row.logit));
      return rows.map((row, index) => ({ ...row, probability: shares[index], isTyped: row === typed }));
    }

    const fallsOf = (caption) => (caption.index === undefined ? scorer.falls(caption) : scores.falls(source, caption.index));

    function panels() {
      const others = rivals().filter((row) => !row.isTyped).sort((a, b) => b.probability - a.probability);
      const shown = typed ? [typed, ...(/^\d+$/.test(against) ? others : [])] : others.slice(0, 1);
      return [
        { kind: "picture", title: "what the model sees" },
        ...shown.map((caption) => ({ kind: "falls", title: caption.text, ...fallsOf(caption) })),
      ];
    }

    function readPatch(patch) {
      const place = Quire.captionHeat.placeOf(source, patch);
      const parts = panels().slice(1).map((panel) =>
        `${Quire.format(panel.values[patch], scores.decimals(panel.error))} from the logit of “${panel.title}”`);
      return parts.length ? `Hiding the patch in ${place} takes ${parts.join(" and ")}.`
        : `The patch in ${place}. A caption is needed to say what hiding it takes.`;
    }

    /// Scores what was typed.
    function read(text) {
      if (!scorer) return;
      typed = text.trim() ? scorer.score(text.trim()) : null;
      refresh();
    }

    function keep() {
      if (!typed || typed.index !== undefined) return;
      if (!kept.some((one) => one.text === typed.text)) kept.unshift(typed);
      if (kept.length > 50) kept.pop();
      hasChanged = true;
      refresh();
      host.say(`Kept “${typed.text}”, ${kept.length} in the list.`);
    }

    let waiting = 0;
    function refresh() {
      const rows = rivals();
      const sorted = rows.slice().sort((a, b) => b.probability - a.probability);
      const winner = sorted[0];
      const isUndecided = rows.length > 1 && winner.probability < values.undecidedBelow;
      body.replaceChildren(...likeliest(sorted).map((row) => h("tr", { class: row.isTyped ? "caption-own" : false },
        h("th", { scope: "row", dir: "auto" }, row.text, row.isTyped ? h("span", { class: "caption-badge" }, "yours") : null),
        h("td", { class: "caption-number" }, Quire.format(row.cosine, 4)),
        h("td", { class: "caption-number" }, Quire.format(row.logit, 2)),
        h("td", { class: "caption-share" },
          h("span", { class: "caption-track" }, h("span", {
            class: "caption-bar", style: { inlineSize: `${100 * row.probability}%` },
          })), h("span", {}, scores.percent(row.probability))))));
      outcome.textContent = sayOf(rows, winner, isUndecided);
      outcome.classList.toggle("caption-undecided", isUndecided);
      tokens.replaceChildren(...(typed?.tokens ? tokensOf(typed) : []));
      warnings.replaceChildren(...warningsOf(typed).map((text) => h("p", { class: "caption-warning" }, text)));
      fillHistory();
      keepButton.disabled = !typed;
      heat.refresh();
      if (hasChanged) remember();
      // One report when the typing pauses, not one for each letter.
      clearTimeout(waiting);
      if (hasChanged) {
        waiting = setTimeout(() => host.say([spoken(rows), outcome.textContent, ...warningsOf(typed)].join(" ")), 700);
      }
    }

    /// What is shown of captions that are sorted by probability: the first, and the reader's own wherever it is.
    const likeliest = (sorted) => sorted.filter((row, index) => index < most || row.isTyped);

    function remember() {
      host.remember({
        caption: typed?.text, against: against === "table" ? undefined : values.captions[Number(against)] ?? against,
      });
    }

    function spoken(rows) {
      const own = rows.find((row) => row.isTyped);
      return own ? `${own.text}: cosine ${Quire.format(own.cosine, 4)}, logit ${Quire.format(own.logit, 2)}, probability `
        + `${scores.percent(own.probability)}.` : "";
    }

    function sayOf(rows, winner, isUndecided) {
      if (rows.length === 0) return "No caption is in the list yet: type one and press Enter.";
      if (rows.length === 1) return "One caption alone has probability 1; its cosine says how well it fits.";
      const share = scores.percent(winner.probability);
      const rest = rows.length > most ? ` The ${most} most probable are shown.` : "";
      const highest = `The highest probability of ${rows.length} captions is ${share}, “${winner.text}”`;
      return isUndecided ? `${highest}: below 60 %, so by the assignment's rule the model is undecided.${rest}` : `${highest}.${rest}`;
    }

    function tokensOf({ tokens: read, count, limit }) {
      const mark = (text) => h("span", { class: "caption-token caption-mark" }, text);
      return [h("span", { class: "caption-tokens-title" }, `${Math.min(count, limit)} of ${limit} tokens:`), mark("start"),
        ...read.map((token) => h("span", { class: "caption-token", dir: "auto" }, token)), mark("end")];
    }

    function warningsOf(caption) {
      if (!caption?.tokens) return [];
      const result = [];
      if (caption.isCut) {
        result.push(`This caption has ${caption.count} tokens and the model reads ${caption.limit}: what comes after `
          + `“… ${caption.ending}” was cut off.`);
      }
      const named = caption.unknown.slice(0, 8).map((word) => `“${word}”`).join(", ");
      const more = caption.unknown.length > 8 ? ` and ${caption.unknown.length - 8} more` : "";
      if (named) result.push(`The model never learnt ${named}${more}: what it says of a caption with such words means nothing.`);
      return result;
    }

    function fillHistory() {
      if (!kept.length) {
        const hint = "Enter keeps a caption here, so that several are set against each other.";
        history.replaceChildren(...(scorer ? [h("p", { class: "view-note" }, hint)] : []));
        return;
      }
      const shares = scores.softmax(kept.map((one) => one.logit));
      const rows = kept.map((one, index) => h("tr", {},
        h("th", { scope: "row" }, h("span", { dir: "auto" }, one.text), h("span", { class: "caption-actions" },
          Quire.button("Use", () => use(one.text), { "aria-label": `Use “${one.text}” again` }),
          Quire.button("Remove", () => drop(index), { "aria-label": `Remove “${one.text}”` }))),
        ...[Quire.format(one.cosine, 4), Quire.format(one.logit, 2), scores.percent(shares[index])].map((text) =>
          h("td", { class: "caption-number" }, text))));
      const title = "Captions you kept, with their probabilities among each other";
      history.replaceChildren(scrolling(title,
        h("table", { class: "caption-table" }, h("caption", {}, title), heading(), h("tbody", {}, ...rows))));
    }

    function use(text) {
      input.value = text;
      hasChanged = true;
      read(text);
      input.focus();
    }

    function drop(index) {
      kept.splice(index, 1);
      refresh();
      input.focus();
    }

    /// A place that scrolls sideways where it must, by the keyboard too.
    function scrolling(name, table) {
      return h("div", { class: "view-scroll", tabindex: "0", role: "region", "aria-label": name }, table);
    }

    function heading() {
      const titles = ["caption", "cosine", "logit", "probability"];
      return h("thead", {}, h("tr", {}, ...titles.map((title, index) =>
        h("th", { scope: "col", class: index ? "caption-number" : false }, title))));
    }

    const canType = !values.reason;
    host.element.append(
      canType
        ? h("div", { class: "view-controls caption-form" },
          h("label", { class: "caption-label", for: id }, "Type a caption"), input, keepButton)
        : h("p", { class: "caption-warning" }, values.reason),
      h("div", { class: "view-controls caption-choices" }, canType ? null : first.element, other.element),
      warnings, tokens, outcome,
      scrolling("Captions and their probabilities", h("table", { class: "caption-table" },
        h("caption", { class: "view-unseen" }, "Captions that share one whole, the most probable first"),
        heading(), body)),
      heat.element, history, note);
    if (!canType) other.select.querySelector('option[value="typed"]').remove();
    note.textContent = "Probabilities share one whole among the captions shown: they cannot say that none fits; the cosines can.";
    refresh();

    let wanted = host.options.caption ?? "";
    if (canType) {
      input.disabled = true;
      host.further().then((model) => {
        scorer = Quire.captionScorer.make(model, values.logitScale);
        input.disabled = false;
        note.textContent += " Captions are scored in this page by the model's own text tower, "
          + `${model.values.weights.toLocaleString("en")} weights in half precision`
          + `${model.values.isExact ? ", which they were stored in" : ", rounded to it"}.`;
        input.value = wanted;
        read(wanted);
        compare(values.stated.slice(0, 20), 0, 0);
      }).catch((error) => {
        warnings.replaceChildren(h("p", { class: "caption-warning" },
          `Captions cannot be typed: the model in this page cannot be read (${error.message}).`));
      });
    }

    /// Scores some of the report's captions here, one at a time while nothing else is done, and says by how much they differ.
    function compare(left, count, worst) {
      if (!left.length) {
        const size = worst < 1e-5 ? "less than 0.00001" : `at most ${Quire.format(worst, 5)}`;
        note.textContent += ` ${count} of the report's captions, scored again here, differ from it by ${size} in their logits.`;
        return;
      }
      const { text, logit } = known(left[0]);
      const difference = Math.abs(scorer.score(text).logit - logit);
      setTimeout(() => compare(left.slice(1), count + 1, Math.max(worst, difference)), 20);
    }

    /// Which set a link names: by its name, a caption's text or its place.
    function setNamed(text) {
      if (text === "table" || (text === "typed" && canType)) return text;
      const place = placeOf(text);
      return place === null ? null : String(place);
    }

    /// The place of a scored caption that a link names by its text or by its place.
    function placeOf(text) {
      const place = values.captions.indexOf(text);
      if (place >= 0) return place;
      return /^\d+$/.test(text ?? "") && Number(text) < values.captions.length ? Number(text) : null;
    }

    const drawn = () => likeliest(rivals().sort((a, b) => b.probability - a.probability));

    return {
      go(parameters) {
        against = setNamed(parameters.against) ?? against;
        other.set(against);
        if (parameters.caption !== undefined) {
          wanted = parameters.caption.slice(0, 300);
          input.value = wanted;
          if (scorer) read(wanted);
          const place = placeOf(wanted);
          if (!canType && place !== null) {
            first.set(place);
            typed = known(place);
          }
        }
        refresh();
      },
      size: () => ({ width: heat.width(), height: 42 + 24 * drawn().length + heat.size(heat.width()).height }),
      draw(pen, theme) {
        const width = heat.width();
        const start = width * 0.5;
        const rows = drawn();
        pen.text("probability of each caption among these", 0, 9, { fill: theme.text, size: 12.5, weight: 600 });
        rows.forEach((row, index) => {
          const y = 26 + 24 * index;
          pen.text(row.text, start - 8, y + 9, {
            fill: row.isTyped ? theme.accent : theme.text, size: 12, align: "right", maxWidth: start - 8,
            weight: row.isTyped ? 700 : 400,
          });
          pen.rect(start, y, width * 0.36, 18, { fill: theme.wash, stroke: theme.line });
          pen.rect(start, y, width * 0.36 * row.probability, 18, { fill: theme.accent });
          pen.text(scores.percent(row.probability), start + width * 0.36 + 8, y + 9, { fill: theme.text, size: 12 });
        });
        heat.draw(pen, theme, width, 42 + 24 * rows.length);
      },
      table: () => ({
        columns: ["caption", "cosine", "logit", "probability", "typed", "words_never_learnt"],
        rows: rivals().map((row) => [
          row.text, row.cosine, row.logit, row.probability, row.isTyped ? "yes" : "no", (row.unknown ?? []).join(" "),
        ]),
      }),
    };
  },
});
