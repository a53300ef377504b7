// The model view: every head of every layer at once, as small matrices; one to choose, two to compare, an order by any measure.

Quire.define({
  kind: "attention-model",
  title: "Model view",
  mount(host) {
    const { h } = Quire;
    const choice = Quire.attention.choice.open(host, () => ({ order: view.order }));
    const { measured, data } = choice;
    const kept = Quire.attention.range(measured.total).filter(measured.isKept);
    // Many tokens share attention out so thinly that by plain weight nearly all is dark.
    const view = { order: "", scale: data.columns > 48 ? "root" : "plain", hover: null };
    const gap = 4;
    const least = 24;
    const headerSize = 11;
    const columns = data.heads;

    const isOrdered = () => view.order !== "";
    const order = () => (isOrdered() ? measured.ordered(view.order, kept) : kept);
    const rows = () => Math.ceil(kept.length / columns);
    const edge = () => (isOrdered() ? 2 : 26);
    const strip = () => (isOrdered() ? 14 : 0);
    const header = () => (isOrdered() ? 0 : 18);

    const layout = (width) => {
      const cell = Math.max(least, Math.min(90, Math.floor((width - edge()) / columns) - gap));
      // A matrix of two texts is about as high as it is, for its width.
      const high = data.sources ? Math.round(cell * Quire.clamp(data.count / data.columns, 0.4, 1.6)) : cell;
      const pitch = { x: cell + gap, y: high + gap + strip() };
      const box = (number) => ({
        x: edge() + (number % columns) * pitch.x, y: header() + strip() + Math.floor(number / columns) * pitch.y,
        width: cell, height: high,
      });
      return { cell, high, pitch, box, width: Math.max(width, edge() + columns * pitch.x), height: header() + rows() * pitch.y + 2 };
    };

    // All heads in one picture, made again only where it has changed: a hover draws it as it is.
    let picture = { key: "" };
    const pictureOf = (theme, width) => {
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      const { cell, high, box, width: wide, height } = layout(width);
      const key = [view.order, view.scale, theme.isDark, ratio, cell, wide, height].join(" ");
      if (picture.key === key) return picture;
      const list = order();
      const size = { width: Math.round(wide * ratio), height: Math.round(height * ratio) };
      const boxes = list.map((_, number) => {
        const { x, y } = box(number);
        return {
          left: Math.round(x * ratio), top: Math.round(y * ratio),
          width: Math.round(cell * ratio), height: Math.round(high * ratio),
        };
      });
      const made = Quire.attention.raster.heads(data, list, boxes, size, { table: theme.table("viridis"), scale: view.scale });
      const canvas = h("canvas");
      canvas.width = size.width;
      canvas.height = size.height;
      canvas.getContext("2d").putImageData(new ImageData(made.rgba, size.width, size.height), 0, 0);
      picture = { key, canvas, width: size.width / ratio, height: size.height / ratio };
      return picture;
    };

    const drawGrid = (pen, theme, width) => {
      const { box, cell, high } = layout(width);
      const { canvas, width: wide, height } = pictureOf(theme, width);
      const list = order();
      pen.image(0, 0, wide, height, canvas);
      const style = { size: headerSize, fill: theme.text };
      if (isOrdered()) {
        list.forEach((at, number) => {
          const { x, y } = box(number);
          pen.text(measured.name(at), x + cell / 2, y - 7, { ...style, size: 10, align: "center" });
        });
      } else {
        for (let head = 0; head < columns; head++) {
          pen.text(String(head), box(head).x + cell / 2, 9, { ...style, align: "center" });
        }
        data.keptLayers.forEach((layer, row) => {
          pen.text(String(layer), edge() - 7, box(row * columns).y + high / 2, { ...style, align: "right" });
        });
      }
      const frame = (at, colour, dash) => {
        const number = list.indexOf(at);
        if (number < 0) return;
        const { x, y } = box(number);
        pen.rect(x - 1, y - 1, cell + 2, high + 2, { stroke: theme.paper, width: 4 });
        pen.rect(x - 1, y - 1, cell + 2, high + 2, { stroke: colour, width: 2.5, dash });
      };
      const { at, other } = choice.now();
      if (view.hover !== null) frame(view.hover, theme.text);
      frame(at, theme.accent);
      if (other !== null) frame(other, theme.mark, [5, 3]);
    };

    // The chosen head large, or how it differs from another.
    let cached = { key: "" };
    const { inText } = Quire.attention;
    const decimals = Quire.attention.decimals(2 * data.weightError, 5);
    const content = () => {
      const { at, other } = choice.now();
      const key = `${at} ${other} ${view.scale}`;
      if (cached.key === key) return cached;
      const name = measured.name(at);
      if (other === null) {
        const { layer, head } = measured.place(at);
        cached = {
          key, numbers: data.matrix(layer, head), top: 1, signed: false, scale: view.scale, digits: 3, decimals,
          title: `Layer ${layer}, head ${head}`,
        };
      } else {
        const numbers = measured.difference(at, other);
        const top = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
        const weightOf = (which, row, column) => {
          const { layer, head } = measured.place(which);
          return Number(data.weight(layer, head, row, column).toFixed(decimals));
        };
        cached = {
          key, numbers, top, signed: true, scale: view.scale, digits: 3, decimals,
          title: `Head ${name} less head ${measured.name(other)}`,
          // The terms as they are written, so that they add up.
          describe: (row, column) => {
            const [one, two] = [weightOf(at, row, column), weightOf(other, row, column)];
            return `${inText(data.tokens[row].label)} → ${inText(data.seen[column].label)}: `
              + [`${Quire.format(one, decimals)} − ${Quire.format(two, decimals)}`, Quire.format(one - two, decimals)].join(" = ");
          },
        };
      }
      return cached;
    };

    const orders = [["", "layer and head"], ...measured.measures.map(({ key, title }) => [key, title])];
    const ordering = Quire.select("Order", orders, view.order, (value) => {
      view.order = value;
      choice.tell();
      surface.schedule();
      cursor.place();
      const first = order()[0];
      host.say(value ? `In order of ${measured.measure(value).title}, the most first: ${measured.describe(first, [value])}.`
        : "In order of layer and head.");
      describe();
    });
    const scaling = Quire.select("Colours", [["plain", "by weight"], ["root", "by root of weight"]], view.scale, (value) => {
      view.scale = value;
      surface.schedule();
      panel.update();
      describe();
    });
    const comparing = Quire.select(
      "Compare with", [["", "no other head"], ...kept.map((at) => [at, `head ${measured.name(at)}`])], "",
      (value) => choice.compare(value === "" ? null : Number(value)));
    const reading = h("p", { class: "view-reading" });
    const note = h("p", { class: "view-note" });
    const keys = ["entropy", "next", "previous", "start", "separator", "ablation"]
      .filter((key) => measured.measures.some((each) => each.key === key));
    const labelOf = (at) => measured.describe(at, isOrdered() ? [view.order, ...keys.filter((key) => key !== view.order)] : keys);

    const surface = Quire.surface(host, {
      size: (width) => { const { width: wide, height } = layout(width); return { width: wide, height }; },
      draw: (pen, theme) => {
        drawGrid(pen, theme, surface.element.clientWidth);
        sideways.hidden = surface.width <= scroller.clientWidth + 1;
      },
      label: () => `${kept.length} heads as small matrices. Chosen: ${measured.describe(choice.now().at)}.`,
    });
    const scroller = h("div", { class: "view-scroll" }, surface.element);
    const sideways = Quire.attention.controls.sideways();
    surface.element.style.minWidth = `${26 + columns * (least + gap)}px`;
    const show = (at) => {
      if (view.hover === at) return;
      view.hover = at;
      reading.textContent = at === null ? idle() : labelOf(at);
      surface.schedule();
    };
    const idle = () => `Chosen: ${labelOf(choice.now().at)}`;
    const headAt = (event) => {
      const { box, pitch } = layout(surface.element.clientWidth);
      const place = surface.at(event);
      const [column, row] = [
        Math.floor((place.x - edge()) / pitch.x), Math.floor((place.y - header()) / pitch.y),
      ];
      if (column < 0 || row < 0 || column >= columns) return null;
      return order()[row * columns + column] ?? null;
    };
    surface.canvas.addEventListener("pointermove", (event) => show(headAt(event)));
    surface.canvas.addEventListener("pointerleave", () => show(null));
    surface.canvas.addEventListener("click", (event) => {
      const at = headAt(event);
      if (at !== null) pick(at, event);
    });
    const pick = (at, event) => (event.shiftKey ? choice.compare(at) : choice.choose(at));
    const at = (row, column) => order()[Math.min(row * columns + column, kept.length - 1)];
    const cursor = Quire.cursor(host, surface, {
      name: "Heads", rows, columns: () => columns,
      rect: (row, column) => layout(surface.element.clientWidth).box(Math.min(row * columns + column, kept.length - 1)),
      label: (row, column) => labelOf(at(row, column)),
      onmove: (row, column) => show(at(row, column)),
      onpick: (row, column, event) => pick(at(row, column), event),
      help: "Arrow keys move over the heads, Enter chooses one, Shift and Enter compares it with the chosen one.",
    });
    cursor.element.addEventListener("blur", () => show(null));

    const likes = Quire.attention.choice.likes(choice);
    const heading = h("p", { class: "attention-model-heading" });
    const panel = Quire.attention.panel.make(choice, { content, name: "Attention of the chosen head" });
    const describe = () => {
      const { signed, top } = content();
      const parts = [signed
        ? `The large matrix runs from −${Quire.format(top, 2)} (blue: the second head gives more) to ${Quire.format(top, 2)} (orange: the first).`
        : "Rows look, columns are looked at; colours run from 0 (dark) to 1 (yellow)."];
      const { cell, high } = layout(surface.element.clientWidth || 700);
      if (data.columns > cell || data.count > high) {
        parts.push("A pixel that stands for several weights shows the largest of them.");
      }
      if (view.scale === "root") parts.push("Colours go by the root of the weight, so that small weights show; numbers are the weights.");
      parts.push(...data.omitted);
      parts.push("CSV holds the large matrix.");
      note.textContent = parts.join(" ");
    };
    const update = () => {
      const { at: chosen, other } = choice.now();
      const number = order().indexOf(chosen);
      if (number >= 0 && document.activeElement !== cursor.element) {
        cursor.go(Math.floor(number / columns), number % columns, true);
      }
      comparing.set(other ?? "");
      heading.textContent = content().title;
      if (view.hover === null) reading.textContent = idle();
      likes.update();
      describe();
      surface.schedule();
      panel.update();
    };

    host.element.append(
      h("div", { class: "view-controls" }, ordering.element, comparing.element, scaling.element),
      scroller, sideways, reading,
      h("div", { class: "attention-model-detail" },
        h("div", { class: "attention-model-matrix" }, heading, panel.surface.element, panel.reading),
        h("div", { class: "attention-model-side" }, likes.element)),
      note);
    host.store.watch(update);
    update();

    const heightOfGrid = () => layout(surface.element.clientWidth || 700).height;
    return {
      go(parameters) {
        choice.go(parameters);
        if (measured.measures.some(({ key }) => key === parameters.order)) {
          view.order = parameters.order;
          ordering.set(view.order);
        }
        update();
      },
      size() {
        const width = surface.element.clientWidth || 700;
        return { width: layout(width).width, height: heightOfGrid() + 34 + panel.size(width).height };
      },
      draw(pen, theme = Quire.theme()) {
        const width = surface.element.clientWidth || 700;
        drawGrid(pen, theme, width);
        pen.text(content().title, 4, heightOfGrid() + 18, { size: 13, weight: 650, fill: theme.text });
        panel.draw(pen, theme, width, { y: heightOfGrid() + 30 });
      },
      table: () => panel.table(),
    };
  },
});
