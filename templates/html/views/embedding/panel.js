// What stands beside the map: the chosen word with its exact neighbours, or the answer to a sum.

Quire.embedding.panel = (host, { model, tell, onchoose, onhover, onask }) => {
  const { h, format } = Quire;
  const number = (value) => value.toLocaleString("en");
  const element = h("div", { class: "embedding-panel", role: "group", "aria-label": "Words and similarities" });

  /// A list of words with their similarity to so many decimals, the greatest first.
  const list = (label, found, { shared = null, digits = 3 } = {}) =>
    h("ol", { class: "embedding-list", "aria-label": label }, ...found.map(({ word, similarity }) => {
      const parts = [
        h("bdi", { class: "embedding-name" }, model.all[word]),
        shared?.has(word) && h("span", { class: "embedding-both", title: "near in both trainings" }, "=",
          h("span", { class: "view-unseen" }, " near in both trainings,")),
        h("span", { class: "embedding-bar", "aria-hidden": "true" },
          h("span", { style: { width: `${Quire.clamp(similarity, 0, 1) * 100}%` } })),
        h("span", { class: "embedding-similarity" }, format(similarity, digits)),
      ];
      if (!model.hasPlace(word)) {
        const rank = `${number(model.rank(word))}th most frequent: not on the map`;
        return h("li", {}, h("span", { class: "embedding-item is-outside", title: rank }, ...parts,
          h("span", { class: "view-unseen" }, `, ${rank}`)));
      }
      return h("li", {}, h("button", {
        type: "button", class: "embedding-item", onclick: () => onchoose(word), onpointerenter: () => onhover(word),
        onpointerleave: () => onhover(null), onfocus: () => onhover(word), onblur: () => onhover(null),
      }, ...parts));
    }));

  /// An error on two digits that are not too small.
  const ceiling = (error) => {
    const unit = 10 ** (Math.floor(Math.log10(Math.max(error, 1e-9))) - 1);
    return format(Math.ceil(error / unit) * unit, Math.max(0, -Math.round(Math.log10(unit))));
  };

  // Where the focus goes when what had it is shown no longer.
  const heading = (text) => h("p", { class: "embedding-word", tabindex: "-1" }, h("bdi", {}, text));
  const problem = (...content) => h("p", { class: "embedding-problem", tabindex: "-1" }, ...content);

  const suggestions = (words, use) => words.length > 0 && h("p", { class: "embedding-facts" }, "Spelled like it: ",
    ...words.flatMap((word, place) => [place ? ", " : "", Quire.button(model.words[word], () => use(word), { class: "embedding-link" })]),
    ".");

  const shows = {
    /// Nothing is chosen.
    nothing: () => [
      h("p", { class: "embedding-facts" },
        `Choose a word on the map or type one above. Its ${model.trainings[0].neighbours.length ? "nearest words" : "place"}, `
        + `found among all ${number(model.vocabulary)} words, will stand here.`),
    ],
    /// A word and its neighbours, in each training that is there.
    word: (word, isSecondShown) => {
      const region = model.regionOf(word);
      const lists = model.trainings.slice(0, isSecondShown ? 2 : 1).map((_, training) => model.neighbours(word, training));
      const shared = lists.length > 1
        ? new Set(lists[0].map((one) => one.word).filter((one) => lists[1].some((other) => other.word === one))) : null;
      return [
        heading(model.words[word]),
        h("p", { class: "embedding-facts" },
          `Number ${number(word + 1)} of ${number(model.vocabulary)} by frequency`,
          model.counts[word] > 0 ? `, ${number(model.counts[word])} times` : "",
          region === null ? "" : `; region ${model.regions[region]}`, "."),
        h("div", { class: "embedding-lists" }, ...lists.map((found, training) => h("div", {},
          h("p", { class: "embedding-heading" },
            lists.length > 1 ? `Nearest under seed ${model.trainings[training].seed}` : "Nearest words",
            h("span", {}, " by cosine, exact, among all words")),
          list(`Nearest words of ${model.words[word]}${training ? ", second training" : ""}`, found, { shared })))),
        lists.flat().some((one) => !model.hasPlace(one.word))
          && h("p", { class: "embedding-facts" }, "Words in italics are too rare for a place on the map."),
        shared && h("p", { class: "embedding-facts" }, `${shared.size} of ${lists[0].length} are near in both trainings.`),
      ];
    },
    /// A sum and its answers, or what is wrong with it.
    sum: (asked) => asked.problem
      ? [
        heading(asked.text),
        problem(asked.problem),
        suggestions(asked.alike, (word) => onask(asked, word)),
      ]
      : [
        heading(asked.text),
        h("p", { class: "embedding-heading" }, "Nearest to the sum", h("span", {}, " by cosine, on the map alone")),
        list(`Nearest to ${asked.text}, of the words of the map alone`, asked.answers, { digits: asked.digits }),
        h("p", { class: "embedding-facts" },
          `A sum is looked for only among the ${number(model.vectors.words)} words of the map: rarer words are not looked at, though `
          + `one may be nearer. This page computes it with vectors rounded to ${model.vectors.bits} bits for each of `
          + `${model.vectors.size} elements, which moves these similarities by less than ${ceiling(asked.error)} (five standard `
          + "errors): the last decimal may be off by one, and words that are nearly as near may change places. For single words, "
          + `${format(model.vectors.recall * 100, 1)}\u00a0% of the ten nearest so found are the `
          + "exact ones; for sums it was not counted."),
      ],
    /// A word that was searched in vain.
    missing: (text, alike) => [
      problem(
        `“${text}” is not among the ${number(model.count)} words of the map.`,
        model.index.has(text) ? " It is a neighbour of some of them." : ""),
      suggestions(alike, onchoose),
    ],
  };

  return {
    element,
    show(what, ...values) {
      const hadFocus = element.contains(document.activeElement);
      element.replaceChildren(...shows[what](...values).filter(Boolean));
      if (hadFocus) element.querySelector("[tabindex]")?.focus({ preventScroll: true });
    },
    tell,
  };
};
