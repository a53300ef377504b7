// What the drawings of attention share: labels cut to their place, colours of heads, the look of a chosen label.

Quire.attention.marks = (() => {
  const cut = new Map();
  const dots = "…";

  // What a reader takes for one character, which older browsers do not know of all.
  const signsOf = (text) => (typeof Intl === "undefined" || !Intl.Segmenter ? Array.from(text)
    : Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text), (each) => each.segment));

  // A text no wider than its place, cut at a whole character. Remembered, since a hover draws the same labels again.
  const fit = (pen, text, width, style) => {
    const key = `${text}\n${Math.round(width)}\n${style.size}\n${style.weight ?? ""}`;
    if (cut.has(key)) return cut.get(key);
    let shown = text;
    if (pen.measure(text, style) > width) {
      const signs = signsOf(text);
      let low = 0;
      let high = signs.length;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (pen.measure(signs.slice(0, middle).join("") + dots, style) <= width) low = middle;
        else high = middle - 1;
      }
      shown = signs.slice(0, low).join("") + dots;
    }
    if (cut.size > 4000) cut.clear();
    cut.set(key, shown);
    return shown;
  };

  const headColour = (theme, head) => theme.series[head % theme.series.length];

  // Black or white, whichever is read better on a colour written as #rrggbb.
  const on = (colour) => {
    const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return Quire.colour.luminance(parts) > 0.18 ? "#000000" : "#ffffff";
  };

  // How wide the widest of these labels is, no wider than allowed.
  const widest = (pen, items, style, most) =>
    Math.min(most, Math.max(12, ...items.map((item) => Math.ceil(pen.measure(item.label, style)))));

  // A label; a chosen one stands on the accent's colour.
  const label = (pen, theme, text, x, y, width, height, { size, align = "left", isChosen = false, isWeak = false }) => {
    const style = { size, weight: isChosen ? 650 : 400 };
    const shown = fit(pen, text, width, style);
    if (isChosen) {
      const wide = pen.measure(shown, style);
      pen.rect((align === "right" ? x - wide : x) - 3, y - height / 2 + 1, wide + 6, height - 2, {
        fill: theme.accent, radius: 3,
      });
    }
    pen.text(shown, x, y, {
      ...style, align, fill: isChosen ? theme.paper : isWeak ? theme.quiet : theme.text,
    });
  };

  // The heads' colours with their numbers, for a saved picture, which has no tiles.
  const legend = (pen, theme, heads, x, y, width) => {
    let left = x;
    let top = y;
    for (const head of heads) {
      if (left + 34 > x + width) {
        left = x;
        top += 16;
      }
      pen.rect(left, top + 2, 10, 10, { fill: headColour(theme, head), radius: 2 });
      pen.text(String(head), left + 14, top + 7, { size: 11, fill: theme.text });
      left += 34;
    }
    return top + 16;
  };
  const legendHeight = (count, width) => Math.ceil((count * 34) / Math.max(34, width - 33)) * 16;

  // Scrolls as little as shows a box, right of and below what stays in sight.
  const reveal = (scroller, box, { left, top }) => {
    const right = box.x + box.width - scroller.clientWidth;
    const bottom = box.y + box.height - scroller.clientHeight;
    scroller.scrollLeft = Math.min(Math.max(scroller.scrollLeft, right), Math.max(0, box.x - left));
    scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, bottom), Math.max(0, box.y - top));
  };

  // Paints what a hover does not change once, and gives the way to put it on the screen, until something else is shown.
  const keeper = () => {
    let kept = null;
    return (surface, theme, { width, height }, shown, draw) => {
      const key = [theme.isDark, theme.isForced, width, height, surface.ratio].join();
      if (kept?.shown !== shown || kept.key !== key) {
        const canvas = kept?.canvas ?? Quire.h("canvas");
        canvas.width = Math.round(width * surface.ratio);
        canvas.height = Math.round(height * surface.ratio);
        const context = canvas.getContext("2d");
        context.scale(surface.ratio, surface.ratio);
        draw(Quire.pen.onCanvas(context, theme.family));
        kept = { shown, key, canvas };
      }
      const { canvas } = kept;
      return (pen) => pen.image(0, 0, width, height, canvas);
    };
  };

  return { keeper, reveal, fit, headColour, on, widest, label, legend, legendHeight };
})();
