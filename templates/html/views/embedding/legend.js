// What the colours of the map mean.

Quire.embedding.legend = (model) => {
  const { h, format } = Quire;
  const element = h("div", { class: "embedding-legend" });
  const number = (value) => (value >= 10 ? Math.round(value).toLocaleString("en") : format(value, 0));

  /// - mode: "region", "frequency" or "similarity"; `paint` from `Quire.embedding.drawing.paints`; `of`: to what words are similar.
  const show = (theme, mode, paint, of) => {
    if (theme.isForced) return element.replaceChildren("Your colours are kept: the dots have one, and regions are told where a word is chosen.");
    if (mode === "region") {
      return element.replaceChildren(h("ul", { "aria-label": "Regions" }, ...model.regions.map((name, region) =>
        h("li", {}, h("span", { class: "embedding-swatch", "aria-hidden": "true", style: { background: paint.colours[region] } }), name))));
    }
    const isSimilarity = mode === "similarity" && of;
    const bar = h("span", {
      class: "embedding-ramp", "aria-hidden": "true", style: { background: `linear-gradient(to right, ${paint.colours.join(", ")})` },
    });
    const [low, high] = isSimilarity ? [format(paint.low, 2), format(paint.high, 2)] : [number(paint.low), number(paint.high)];
    element.replaceChildren(
      isSimilarity ? `Cosine with ${of}, from vectors rounded to ${model.vectors.bits} bits an element: ` : "How often a word occurs, by its logarithm: ",
      h("span", { class: "embedding-scale" }, low, bar, high),
      mode === "similarity" && !of ? " Similarity is shown once a word that has a vector is chosen." : "",
      isSimilarity && model.vectors.words < model.count
        ? ` Words after the ${model.vectors.words.toLocaleString("en")} most frequent have no vector here and count as 0.` : "");
  };

  return { element, show };
};
