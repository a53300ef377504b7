// One map of the explorer on the page: a canvas that pans and zooms, and the keyboard's way over its words.

Quire.embedding.map = (host, { model, training, caption, shared, onchoose, onhover, oncamera, onmode }) => {
  const { camera: lens, labels, nearby, drawing } = Quire.embedding;
  const maps = () => model.trainings[training].maps;
  const view = { projection: shared.projection, camera: null, isWhole: true, blend: null, isWordMode: false, at: null };
  const nearest = (value, most) => Quire.clamp(Math.round(value), 0, most);
  const points = { x: new Float32Array(model.count), y: new Float32Array(model.count) };
  const sized = (width) => ({ width, height: Quire.clamp(Math.round(width * 0.95), 260, 520) });
  // Before the first drawing a link may already ask for a place.
  const size = () => (surface.width ? { width: surface.width, height: surface.height } : sized(surface.element.clientWidth || 300));
  const greatest = () => labels.greatest(model.labels, maps()[view.projection].levels);
  const isReduced = () => typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;

  /// Puts every word where the camera has it.
  const place = () => {
    const { width, height } = size();
    const { x, y, scale } = view.camera;
    const unit = scale / lens.extent;
    const [left, top] = [width / 2 - x * scale, height / 2 - y * scale];
    const to = maps()[view.projection];
    const from = view.blend && maps()[view.blend.from];
    const t = view.blend ? lens.eased(view.blend.t) : 1;
    for (let word = 0; word < model.count; word++) {
      const px = from ? from.x[word] + (to.x[word] - from.x[word]) * t : to.x[word];
      const py = from ? from.y[word] + (to.y[word] - from.y[word]) * t : to.y[word];
      points.x[word] = px * unit + left;
      points.y[word] = py * unit + top;
    }
  };

  let shown = [];
  const draw = (pen, theme, context = null) => {
    view.camera ??= lens.whole(size());
    place();
    const { chosen, hovered, marked, lines } = shared.focus(training);
    const own = maps()[view.projection];
    shown = labels.shown(model, {
      map: view.blend ? { levels: null } : own, zoom: view.camera.scale, size: size(),
      place: (word) => ({ x: points.x[word], y: points.y[word] }),
      at: (x, y) => lens.screen(view.camera, size(), x, y),
      forced: [hovered, view.at, chosen, ...marked].filter((word) => word !== null),
    });
    drawing.map(pen, theme, {
      model, points, labels: shown, paint: shared.paint(theme), size: size(), chosen, hovered: hovered ?? view.at, marked, lines,
      context, r: drawing.radius(view.camera.scale, lens.fit(size()), model.count), caption: caption(),
    });
    const { axes } = model.projections.find(({ id }) => id === view.projection);
    if (axes.length > 1) {
      const { width, height } = size();
      pen.text(axes[0], width / 2, height - 9, { fill: theme.quiet, size: 11, align: "center", maxWidth: width - 40 });
      pen.text(axes[1], 10, height / 2, { fill: theme.quiet, size: 11, align: "center", angle: -Math.PI / 2, maxWidth: height - 40 });
    }
  };

  const surface = Quire.surface(host, {
    size: sized,
    draw: (pen, theme) => draw(pen, theme, surface.context),
    label: () => `A map of ${model.count.toLocaleString("en")} words. ${shared.describe(training)}`,
  });
  const { canvas } = surface;

  // ---- The camera
  const setCamera = (next, isQuiet = false) => {
    view.isWhole = false;
    view.camera = lens.held(next, size(), greatest());
    surface.schedule();
    if (!isQuiet) oncamera(view.camera);
  };
  const zoom = (factor, at = { x: size().width / 2, y: size().height / 2 }) =>
    setCamera(lens.zoomed(view.camera, size(), factor, at, greatest()));
  /// Tells what a press on a key or a button did, once it is drawn.
  let telling = 0;
  const tellZoom = (own = ++telling) => requestAnimationFrame(() => {
    // What was told since then is the newer.
    if (own !== telling) return;
    const times = Quire.format(view.camera.scale / lens.fit(size()), 1);
    const count = shown.filter((label) => label.word !== undefined).length;
    host.say(`${times} times the size of the whole map, ${count} words are labelled.`);
  });
  /// The labelled words, the one nearest to the middle first.
  const byMiddle = () => {
    const { width, height } = size();
    const off = ({ x, y }) => Math.hypot(x - width / 2, y - height / 2);
    return shown.filter((label) => label.word !== undefined).sort((a, b) => off(a) - off(b));
  };
  /// Tells what arrow keys have brought into the middle, once they rest.
  let resting = 0;
  const tellMiddle = () => {
    clearTimeout(resting);
    const own = telling;
    resting = setTimeout(() => {
      // Who zooms or goes to a word meanwhile has been told something newer.
      if (own !== telling) return;
      const [label] = byMiddle();
      host.say(label ? `Nearest to the middle: ${shared.tell(label.word)}.` : "No word is labelled here.");
    }, 500);
  };
  surface.onsize = () => {
    // A map that was whole stays whole when its place gets another size.
    if (view.isWhole) view.camera = lens.whole(size());
  };

  /// Goes over to another projection, each word on a straight line to its new place.
  const project = (projection) => {
    if (projection === view.projection) return;
    const blend = { from: view.projection, t: 0 };
    view.projection = projection;
    view.camera = lens.held(view.camera ?? lens.whole(size()), size(), greatest());
    if (isReduced()) return surface.schedule();
    view.blend = blend;
    const start = performance.now();
    const step = (now) => {
      if (view.blend !== blend) return;
      blend.t = Math.min(1, (now - start) / 700);
      if (blend.t >= 1) view.blend = null;
      surface.redraw();
      if (view.blend) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  };

  // ---- The pointer
  const labelled = (x, y) => shown.find((label) => label.word !== undefined
    && Math.abs(label.x - x) < label.width / 2 && Math.abs(label.y - y) < label.height / 2)?.word;
  const wordAt = ({ x, y }, reach) => labelled(x, y) ?? nearby.at(points, x, y, reach);

  Quire.embedding.gestures(canvas, {
    at: surface.at,
    isReady: () => document.activeElement === element,
    ontake: () => element.focus({ preventScroll: true }),
    onpan: (dx, dy) => setCamera(lens.moved(view.camera, dx, dy)),
    onzoom: zoom,
    onpoint: (point) => onhover(point ? wordAt(point, 12) : null),
    ontap: (point, isTouch) => {
      element.focus({ preventScroll: true });
      const word = wordAt(point, isTouch ? 24 : 12);
      if (word !== null) onchoose(word);
    },
  });

  // ---- The keyboard
  const helpId = `${host.id}-map-help-${training}`;
  const element = Quire.h("div", {
    class: "embedding-map-focus", tabindex: "0", role: "application", "aria-roledescription": "map", "aria-describedby": helpId,
  });
  surface.element.append(element, Quire.h("span", { id: helpId, class: "view-unseen" },
    "Arrow keys move the map, plus and minus enlarge and reduce it, 0 shows the whole. Enter goes to a word; then the arrow keys go "
    + "from word to word, Enter chooses one, Escape goes back to moving the map."));
  const describe = () => element.setAttribute("aria-label",
    view.at === null ? `Map${caption() ? `, ${caption()}` : ""}: ${shared.describe(training)}` : shared.tell(view.at));

  const visit = (word) => {
    view.at = word;
    telling++;
    onhover(word);
    const { width, height } = size();
    const [x, y] = [points.x[word], points.y[word]];
    if (x < 20 || y < 20 || x > width - 20 || y > height - 20) {
      const { x: mapX, y: mapY } = maps()[view.projection];
      setCamera(lens.over(view.camera, mapX[word], mapY[word]));
    }
    surface.schedule();
    describe();
    host.say(shared.tell(word));
  };
  const leave = () => {
    view.isWordMode = false;
    view.at = null;
    onhover(null);
    describe();
    onmode(false);
    surface.schedule();
  };
  const enter = () => {
    const { width, height } = size();
    const { chosen } = shared.focus(training);
    const isSeen = chosen !== null && points.x[chosen] > 0 && points.x[chosen] < width && points.y[chosen] > 0 && points.y[chosen] < height;
    const word = isSeen ? chosen : byMiddle()[0]?.word ?? nearby.at(points, width / 2, height / 2, Infinity);
    if (word === null) return;
    view.isWordMode = true;
    onmode(true);
    visit(word);
  };
  const step = (key) => {
    // From label to label: what has none at this scale has one nearer by.
    const offered = new Set(shown.map((label) => label.word));
    const next = nearby.next(points, view.at, key, (word) => offered.has(word))
      ?? nearby.next(points, view.at, key, () => true);
    if (next === null) host.say("No word in this direction.");
    else visit(next);
  };

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    const direction = nearby.directions[key];
    if (direction && view.isWordMode && !event.shiftKey) step(key);
    else if (direction) {
      setCamera(lens.moved(view.camera, -60 * direction[0], -60 * direction[1]));
      tellMiddle();
    } else if (key === "+" || key === "=") api.zoom(1.5);
    else if (key === "-" || key === "−") api.zoom(1 / 1.5);
    else if (key === "0") api.showAll();
    else if (key === "Enter" || key === " ") view.isWordMode ? onchoose(view.at) : enter();
    else if (key === "Escape" && view.isWordMode) leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("focus", () => { canvas.classList.add("is-live"); describe(); });
  element.addEventListener("blur", () => { canvas.classList.remove("is-live"); if (view.isWordMode) leave(); });

  const api = {
    surface, view, project, describe,
    zoom(factor) {
      zoom(factor);
      tellZoom();
    },
    draw: (pen, theme) => draw(pen, theme),
    size,
    setCamera(next) { setCamera(next, true); },
    showAll() {
      setCamera(lens.whole(size()));
      view.isWhole = true;
      tellZoom();
    },
    /// Brings a word into the middle, and nearer where its neighbourhood would be a few pixels.
    center(word) {
      const { x, y } = maps()[view.projection];
      setCamera(lens.over(view.camera ?? lens.whole(size()), x[word], y[word], lens.fit(size()) * 3));
    },
    /// The part of the map that is seen, as a link has it: quarters of a doubling beyond the whole, and the middle's place.
    state: () => (view.isWhole || !view.camera ? {} : {
      zoom: nearest(4 * Math.log2(view.camera.scale / lens.fit(size())), 99),
      x: nearest(view.camera.x * lens.extent, lens.extent), y: nearest(view.camera.y * lens.extent, lens.extent),
    }),
    /// Shows what `state` has given.
    restore({ zoom, x, y }) {
      setCamera({ x: x / lens.extent, y: y / lens.extent, scale: lens.fit(size()) * 2 ** (zoom / 4) });
    },
    isSeen(word) {
      const { width, height } = size();
      return points.x[word] > 0 && points.x[word] < width && points.y[word] > 0 && points.y[word] < height;
    },
    labels: () => shown,
    points,
  };
  return api;
};
