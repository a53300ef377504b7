// Pictures under a grid of patches: panels beside each other with the key of their squares below them, the pointer's and the
// keyboard's way over the patches.

Quire.captionHeat = (() => {
  const { h } = Quire;
  const gap = 12;
  const titleHeight = 56;
  const barHeight = 34;
  const strength = 0.62;
  /// How much of a picture under squares the paper covers, and how much of a patch the largest square's side fills.
  const [fading, fullness] = [0.55, 0.92];

  /// The picture as canvases, in colour and in grey, made once for all views of a data file.
  const canvases = new WeakMap();
  function pictures(source) {
    if (!canvases.has(source)) {
      const made = [false, true].map((isGrey) => {
        const { width, height, rgba } = Quire.captionScores.pixels(source, isGrey);
        const canvas = h("canvas");
        Object.assign(canvas, { width, height });
        canvas.getContext("2d").putImageData(new ImageData(rgba, width, height), 0, 0);
        return canvas;
      });
      canvases.set(source, { colour: made[0], grey: made[1] });
    }
    return canvases.get(source);
  }

  /// Where panels stand in a given width: at most `across` in a row.
  function layout(picture, width, count, across, largest = 300) {
    const columns = Math.min(count, width < 480 ? Math.min(2, across) : across);
    const side = Math.min(largest, (width - gap * (columns - 1)) / columns);
    const tall = side * picture.height / picture.width;
    const boxes = Array.from({ length: count }, (_, index) => ({
      x: (index % columns) * (side + gap), y: Math.floor(index / columns) * (tall + titleHeight + gap) + titleHeight,
      width: side, height: tall,
    }));
    const lines = Math.ceil(count / columns);
    return { boxes, bottom: lines * (tall + titleHeight) + (lines - 1) * gap, width: columns * (side + gap) - gap };
  }

  /// A text as lines of a width.
  function broken(pen, text, style, width) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (!lines.at(-1) || pen.measure(longer, style) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /// A title whose letters shrink until its place holds the whole of it.
  function titled(pen, theme, text, x, y, width, isMarked) {
    const style = { size: 12.5, weight: isMarked ? 700 : 600 };
    let lines = broken(pen, text, style, width);
    while (lines.length * style.size > 39 && style.size > 8) {
      style.size -= 0.5;
      lines = broken(pen, text, style, width);
    }
    const step = Math.min(16, 48 / lines.length);
    lines.forEach((line, index) => pen.text(line, x, y + 9 + step * index, {
      ...style, fill: isMarked ? theme.accent : theme.text, maxWidth: width,
    }));
  }

  /// Draws panels `{title, kind, values, largest, isMarked}` and the scale that their falls share; `patch` is the one under the
  /// pointer. A difference is far smaller than what it is taken of, so it has a scale of its own, which its title says.
  function draw(pen, theme, source, panels, places, { patch = null, top = 0 } = {}) {
    const { rows, columns } = source.values.picture;
    const images = pictures(source);
    const largest = Math.max(1e-6, ...panels.filter((panel) => panel.kind === "falls").map((panel) => panel.largest));
    panels.forEach((panel, index) => {
      const box = { ...places.boxes[index], y: places.boxes[index].y + top };
      const isPlain = panel.kind === "picture";
      titled(pen, theme, panel.title, box.x, box.y - titleHeight, box.width, panel.isMarked);
      pen.image(box.x, box.y, box.width, box.height, isPlain ? images.colour : images.grey);
      const own = { share: () => Math.max(...panel.values), difference: () => panel.largest || 1 }[panel.kind];
      const most = own ? own() : largest;
      const isShare = panel.kind === "share";
      const colour = theme.scale("viridis");
      if (!isPlain && !isShare) pen.rect(box.x, box.y, box.width, box.height, { fill: theme.paper, alpha: fading });
      for (let at = 0; !isPlain && at < rows * columns; at += 1) {
        const place = patchBox(source, box, at);
        const value = panel.values[at];
        if (isShare) pen.rect(place.x, place.y, place.width, place.height, { fill: colour(value / most), alpha: strength });
        else {
          const side = Math.sqrt(Math.min(1, Math.abs(value) / most)) * Math.min(place.width, place.height) * fullness;
          square(pen, theme, value, side, place.x + place.width / 2, place.y + place.height / 2);
        }
      }
      if (patch !== null) {
        const place = patchBox(source, box, patch);
        pen.rect(place.x + 1, place.y + 1, place.width - 2, place.height - 2, { stroke: "#000000", width: 3 });
        pen.rect(place.x + 1, place.y + 1, place.width - 2, place.height - 2, { stroke: "#ffffff", width: 1.2 });
      }
      if (panel.isMarked) pen.rect(box.x, box.y, box.width, box.height, { stroke: theme.accent, width: 3 });
    });
    if (panels.some((panel) => panel.kind === "falls")) bar(pen, theme, largest, places, top);
  }

  /// A square whose area is a value: filled above zero, hollow below, so that the sign stays where there is no colour.
  function square(pen, theme, value, side, x, y) {
    const colour = theme.scale("diverging");
    const isHollow = value < 0;
    pen.rect(x - side / 2, y - side / 2, side, side, { fill: isHollow ? theme.paper : colour(5 / 6) });
    if (!isHollow) return;
    const line = Math.min(2, side / 3);
    const inner = side - line;
    pen.rect(x - inner / 2, y - inner / 2, inner, inner, { stroke: colour(1 / 6), width: line });
  }

  /// The key: what the largest squares of the falls are worth.
  function bar(pen, theme, largest, places, top) {
    const y = top + places.bottom + 18;
    const half = Math.min(places.width, 420) / 2;
    const digits = largest < 0.1 ? 3 : 2;
    const style = { fill: theme.quiet, size: 11.5, baseline: "middle", maxWidth: half - 26 };
    [["speaks for", 1], ["speaks against", -1]].forEach(([text, sign], side) => {
      square(pen, theme, sign, 13, side * half + 8, y);
      pen.text(`${text}, up to ${Quire.format(sign * largest, digits)}`, side * half + 20, y, style);
    });
  }

  const height = (places, panels) =>
    places.bottom + (panels.some((panel) => panel.kind === "falls") ? barHeight : 0);

  function patchBox(source, box, patch) {
    const { rows, columns } = source.values.picture;
    return {
      x: box.x + (patch % columns) * box.width / columns, y: box.y + Math.floor(patch / columns) * box.height / rows,
      width: box.width / columns, height: box.height / rows,
    };
  }

  /// The patch at a place of the drawing: `{panel, patch}`, or null beside the pictures.
  function at(source, places, x, y) {
    const { rows, columns } = source.values.picture;
    for (const [panel, box] of places.boxes.entries()) {
      const column = Math.floor((x - box.x) / box.width * columns);
      const row = Math.floor((y - box.y) / box.height * rows);
      if (column >= 0 && column < columns && row >= 0 && row < rows) return { panel, patch: row * columns + column };
    }
    return null;
  }

  /// A surface of panels that can be walked over. `panels()` gives them, `read(patch)` what a patch is to them.
  function surface(host, { panels, across, largest, read, name, label }) {
    const { source } = host;
    const { columns } = source.values.picture;
    let places = { boxes: [], bottom: 0, width: 0 };
    let patch = null;
    /// The patch that was clicked or tapped: it is read whenever no other is pointed at.
    let kept = null;
    const reading = h("p", { class: "view-reading caption-reading" });
    const idle = "Point at a patch or tap one, or go over the patches by the arrow keys, to read its numbers.";
    const made = Quire.surface(host, {
      size: (width) => {
        const all = panels();
        places = layout(source.values.picture, width, all.length, across, largest);
        return { width, height: height(places, all) };
      },
      draw: (pen, theme) => draw(pen, theme, source, panels(), places, { patch }),
      label,
    });
    const show = (wanted) => {
      patch = wanted;
      reading.textContent = patch === null ? idle : read(patch);
      made.schedule();
    };
    const under = (event) => {
      const point = made.at(event);
      return at(source, places, point.x, point.y)?.patch ?? null;
    };
    made.canvas.addEventListener("pointermove", (event) => {
      // A finger that moves scrolls the page; what it taps is clicked.
      if (event.pointerType === "touch") return;
      const found = under(event) ?? kept;
      if (found !== patch) show(found);
    });
    made.canvas.addEventListener("pointerleave", () => show(kept));
    made.canvas.addEventListener("click", (event) => {
      const found = under(event);
      if (found === null) return;
      kept = found === kept ? null : found;
      show(kept);
      host.say(kept === null ? idle : read(kept));
    });
    const cursor = Quire.cursor(host, made, {
      rows: () => source.values.picture.rows, columns: () => columns,
      rect: (row, column) => places.boxes[0] && patchBox(source, places.boxes[0], row * columns + column),
      label: (row, column) => read(row * columns + column),
      onmove: (row, column) => show(row * columns + column),
      name, help: "Arrow keys go over the patches of the picture.",
    });
    cursor.element.addEventListener("blur", () => show(kept));
    show(null);
    return {
      element: h("div", { class: "caption-heat" }, made.element, reading),
      refresh: () => show(patch),
      size: (width) => {
        const all = panels();
        return { width, height: height(layout(source.values.picture, width, all.length, across, largest), all) };
      },
      draw: (pen, theme, width, top = 0) => {
        const all = panels();
        draw(pen, theme, source, all, layout(source.values.picture, width, all.length, across, largest), { top });
      },
      width: () => made.width,
    };
  }

  /// “row 3, column 4”, counted from 1 as the text of the report does.
  function placeOf(source, patch) {
    const { columns } = source.values.picture;
    return `row ${Math.floor(patch / columns) + 1}, column ${patch % columns + 1}`;
  }

  /// The panel of what decides between two captions.
  function deciding(falls) {
    const difference = Quire.captionScores.difference(falls);
    return { kind: "difference", title: `first less second, up to ±${Quire.format(difference.largest, 2)}`, ...difference };
  }

  return { surface, layout, draw, height, at, placeOf, patchBox, deciding };
})();
