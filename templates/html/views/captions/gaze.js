// Where the model looks: the picture, the patches that two captions need, and the difference of the two or attention rollout.

Quire.define({
  kind: "caption-gaze",
  title: "Where the model looks",
  mount(host) {
    const { h } = Quire;
    const scores = Quire.captionScores;
    const { source, store } = host;
    const { values, arrays } = source;
    const pair = values.pairs[store.state.pair ?? values.handIn];
    const chosen = [pair.description, pair.variant];
    let fourth = "difference";

    const falls = () => chosen.map((caption) => scores.falls(source, caption));
    const texts = () => chosen.map((caption) => values.captions[caption]);

    function panels() {
      const both = falls();
      return [
        { kind: "picture", title: "what the model sees" },
        ...both.map((fall, index) => ({ kind: "falls", title: texts()[index], ...fall })),
        fourth === "share"
          ? { kind: "share", title: `attention rollout, up to ${scores.percent(Math.max(...arrays.rollout))}`, values: arrays.rollout }
          : Quire.captionHeat.deciding(both),
      ];
    }

    function read(patch) {
      const both = falls();
      const digits = scores.decimals(Math.max(both[0].error, both[1].error));
      const [first, second] = both.map((fall) => Quire.format(fall.values[patch], digits));
      const place = Quire.captionHeat.placeOf(source, patch);
      return `Hiding the patch in ${place} takes ${first} from the logit of “${texts()[0]}” and ${second} from that of `
        + `“${texts()[1]}”; by attention rollout ${scores.percent(arrays.rollout[patch])} of the picture's vector is from it.`;
    }

    /// The patch whose hiding takes most from a caption.
    function most(caption) {
      const fall = scores.falls(source, caption);
      const patch = fall.values.reduce((best, value, at) => (value > fall.values[best] ? at : best), 0);
      const size = Quire.format(fall.values[patch], 2);
      return `“${values.captions[caption]}” loses most, ${size}, with the patch in ${Quire.captionHeat.placeOf(source, patch)}.`;
    }

    const heat = Quire.captionHeat.surface(host, {
      panels, across: 2, largest: 345, name: "Patches of the picture", read,
      label: () => `The picture four times, three of them under the values of its patches. ${chosen.map(most).join(" ")}`,
    });
    const note = h("p", { class: "view-note" });
    const list = values.captions.map((caption, index) => [index, caption]);
    const choices = ["First caption", "Second caption"].map((name, side) =>
      Quire.select(name, list, chosen[side], (value) => choose(side, Number(value))));
    const lower = Quire.select("Lower right", [["difference", "difference of the two"], ["share", "attention rollout"]], fourth,
      (value) => { fourth = value; refresh(); });

    function choose(side, caption) {
      chosen[side] = caption;
      refresh();
      host.remember({ caption: chosen[0], against: chosen[1] });
      host.say(most(caption));
    }

    function refresh() {
      choices.forEach((choice, side) => choice.set(chosen[side]));
      const left = values.leftOut.captions ? ` The page leaves out ${values.leftOut.captions} further captions.` : "";
      note.textContent = `${chosen.map(most).join(" ")} Attention rollout is the same for every caption. Falls are rounded to `
        + `1/32767 of each caption's largest.${left}`;
      heat.refresh();
    }

    // What is chosen in the table of pairs is shown here too.
    store.watch((state, changed) => {
      if (!changed.includes("pair")) return;
      const wanted = values.pairs[state.pair];
      [chosen[0], chosen[1]] = [wanted.description, wanted.variant];
      refresh();
    });

    host.element.append(
      h("div", { class: "view-controls caption-choices" }, ...choices.map((choice) => choice.element), lower.element),
      heat.element, note);
    refresh();

    /// A caption that a link names, by its text or its place.
    function named(text) {
      const place = values.captions.indexOf(text);
      if (place >= 0) return place;
      return /^\d+$/.test(text ?? "") && Number(text) < values.captions.length ? Number(text) : null;
    }

    return {
      go(parameters) {
        [parameters.caption, parameters.against].forEach((text, side) => {
          const caption = named(text);
          if (caption !== null) chosen[side] = caption;
        });
        refresh();
      },
      size: () => heat.size(heat.width()),
      draw: (pen, theme) => heat.draw(pen, theme, heat.width()),
      table() {
        const both = falls();
        return {
          columns: ["row", "column", `fall: ${texts()[0]}`, `fall: ${texts()[1]}`, "attention rollout"],
          rows: Array.from(arrays.rollout, (share, patch) => [
            Math.floor(patch / values.picture.columns) + 1, patch % values.picture.columns + 1,
            both[0].values[patch], both[1].values[patch], share,
          ]),
        };
      },
    };
  },
});
