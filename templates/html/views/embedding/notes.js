// What the explorer says of itself: how its maps were made, what it leaves out, and how it is worked.

Quire.embedding.notes = (model) => {
  const { h } = Quire;
  const number = (value) => value.toLocaleString("en");
  const element = h("div", { class: "embedding-notes" });
  /// Says what is wrong until something is shown anew.
  const fail = (problem) => {
    element.querySelector(".embedding-problem")?.remove();
    element.prepend(h("p", { class: "embedding-problem" }, problem));
  };

  const show = (projection, isSecondShown = false) => {
    const { levels } = model.trainings[0].maps[projection];
    const without = levels.reduce((sum, level) => sum + (level === model.labels.never ? 1 : 0), 0);
    const left = model.vocabulary - model.count;
    const parts = [
      projection === "pca"
        ? "PCA: the plane in which the words of the paper's figure differ most; the other words are put onto it."
        : "t-SNE keeps neighbours together; distances between groups mean little.",
      `The map holds the ${number(model.count)} most frequent words`
        + (left > 0 ? `; ${number(left)} rarer ones have no place on it, but are looked at for neighbours, though not for sums.` : ", which are all."),
      model.regionsFoundIn > 0 && model.regionsFoundIn < model.count
        && `Regions were found in the ${number(model.regionsFoundIn)} words of the paper's map; each further word has the colour of the nearest.`,
      "More labels show the nearer you come, and no two overlap.",
      without > 0 && `${without === 1 ? "One word lies" : `${number(without)} words lie`} on the very place of another, and `
        + `${without === 1 ? "is" : "are"} labelled only when chosen or pointed at.`,
      isSecondShown
        && "The second map is turned, mirrored and scaled to lie as near to the first as may be; its colours are the first one's regions.",
      model.seeds.length < 2
        && "There is one training. To see a second one beside it, set embeddings.stability_seeds to 1 in report.yml.",
    ];
    element.replaceChildren(
      h("p", { class: "view-note" },
        "Drag to move; pinch, Ctrl and the wheel, or + and − to zoom. On a touch screen one finger moves the map once it was tapped. "
        + "With the map in focus, arrow keys move it, and Enter goes from word to word."),
      h("p", { class: "view-note" }, parts.filter(Boolean).join(" ")));
  };

  return { element, fail, show };
};
