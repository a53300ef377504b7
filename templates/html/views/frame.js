// The frame around every view: puts it in the place of a figure's image, saves what it shows, and keeps its state in the address.

Quire.frame = (() => {
  const { h } = Quire;
  const sources = new Map();
  const stores = new Map();
  const mounted = new Map();

  /// The data block of a name, read once.
  const source = (name) => {
    if (!sources.has(name)) {
      const block = document.getElementById(name);
      sources.set(name, block ? Quire.data.unpack(block.textContent) : Promise.reject(new Error("it is not in this file")));
    }
    return sources.get(name);
  };

  /// What is chosen in the views of one data block.
  const store = (name) => {
    if (!stores.has(name)) {
      const watchers = new Set();
      const made = {
        state: {},
        set(changes) {
          const keys = Object.keys(changes).filter((key) => made.state[key] !== changes[key]);
          if (!keys.length) return;
          Object.assign(made.state, changes);
          for (const watcher of watchers) watcher(made.state, keys);
        },
        watch(watcher) { watchers.add(watcher); },
      };
      stores.set(name, made);
    }
    return stores.get(name);
  };

  // One region for the page: two that speak at once are not understood. It is there before it says anything, or its first words
  // would be missed.
  const live = typeof document === "undefined" ? null
    : h("div", { class: "view-unseen", role: "status", "aria-live": "polite", lang: "en" });
  const say = (text) => {
    live.textContent = live.textContent === text ? `${text}\u00a0` : text;
  };

  /// The figure in which the reader does something: other views follow, and only this one's state is in the address.
  let acting = null;
  const watchReader = () => {
    for (const type of ["pointerdown", "keydown", "click", "input", "change", "wheel"]) {
      addEventListener(type, (event) => { acting = event.target.closest?.("figure[data-view]") ?? null; },
        { capture: true, passive: true });
    }
  };

  /// Puts a state into the address, without a step back for each.
  let remembering = 0;
  const remember = (figure, state) => {
    if (acting !== figure) return;
    const entries = Object.entries(state).filter(([, value]) => value !== null && value !== undefined && value !== "");
    clearTimeout(remembering);
    remembering = setTimeout(() => {
      history.replaceState(history.state, "", `#${figure.id}?${new URLSearchParams(entries)}`);
    }, 250);
  };

  const save = (name, type, content) => {
    const url = URL.createObjectURL(new Blob([content], { type }));
    const link = h("a", { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    say(`Saved as ${name}.`);
  };

  const drawn = (view) => {
    const { width, height } = view.size();
    return { width: Math.max(1, width), height: Math.max(1, height), theme: Quire.colour.resolved(Quire.theme()) };
  };

  /// Saves what a view shows, or would show where its image stands in its place just now.
  const saveShown = (figure, format, view, name) => {
    const isHidden = figure.classList.contains("shows-picture");
    figure.classList.remove("shows-picture");
    for (const surface of Quire.surfaces) if (isHidden && figure.contains(surface.element)) surface.redraw();
    try {
      savers[format](view, name);
    } finally {
      figure.classList.toggle("shows-picture", isHidden);
    }
  };
  const savers = {
    PNG: (view, name) => {
      const { width, height, theme } = drawn(view);
      const scale = Math.min(2, 16_384 / width, 16_384 / height);
      const canvas = h("canvas");
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      const context = canvas.getContext("2d");
      context.scale(scale, scale);
      context.fillStyle = theme.paper;
      context.fillRect(0, 0, width, height);
      view.draw(Quire.pen.onCanvas(context, theme.family), theme);
      // toBlob would wait for an idle moment, which a busy page was seen to have after seven seconds.
      const text = atob(canvas.toDataURL("image/png").split(",")[1]);
      save(`${name}.png`, "image/png", Uint8Array.from(text, (sign) => sign.charCodeAt(0)));
    },
    SVG: (view, name) => {
      const { width, height, theme } = drawn(view);
      const pen = Quire.pen.onSVG(width, height, theme);
      view.draw(pen, theme);
      save(`${name}.svg`, "image/svg+xml", pen.finish());
    },
    CSV: (view, name) => {
      const { columns, rows } = view.table();
      // The mark at the start tells spreadsheets that it is UTF-8.
      save(`${name}.csv`, "text/csv", `\ufeff${Quire.csv(columns, rows)}`);
    },
  };

  /// The row above a view: its name, what it can be saved as, and the way back to the image.
  const toolbar = (figure, title, label, view) => {
    const name = figure.id.replace(/^figure-/, "");
    const formats = ["PNG", "SVG", "CSV"].filter((format) => (format === "CSV" ? view.table : view.draw));
    const picture = Quire.button("Show the picture", () => {
      const shows = figure.classList.toggle("shows-picture");
      picture.setAttribute("aria-pressed", String(shows));
      for (const surface of Quire.surfaces) if (figure.contains(surface.element)) surface.schedule();
    }, { "aria-pressed": "false" });
    return h("div", { class: "view-toolbar" },
      h("span", { class: "view-title" }, title),
      h("span", { class: "view-saving", role: "group", "aria-label": `Save what ${label} shows` },
        ...formats.map((format) => Quire.button(format, () => saveShown(figure, format, view, name), {
          "aria-label": `Save as ${format}`, title: `Save what is shown as ${format}`,
        }))),
      picture);
  };

  /// Says below a figure's image why it is only an image here.
  const fail = (figure, reason) => {
    if (figure.querySelector(":scope > .view-failure")) return;
    figure.classList.remove("has-view", "shows-picture");
    figure.querySelector(":scope > .view")?.remove();
    figure.querySelector(":scope > .card").after(
      h("p", { class: "view-failure" }, `The interactive view is not shown, the picture stands for it: ${reason}.`));
  };

  const mount = async (figure) => {
    const { view: kind, source: name, further } = figure.dataset;
    const definition = Quire.kinds.get(kind);
    if (!definition) return fail(figure, `this page has no program for “${kind}”`);
    let isRead = false;
    try {
      const data = await source(name);
      isRead = true;
      const element = h("div", { class: `view-body ${kind}` });
      // Two figures may have the same kind of view: the number tells them apart.
      const number = figure.querySelector(":scope > figcaption > strong")?.textContent.replace(/[.:：\s]+$/, "");
      const label = [definition.title, number].filter(Boolean).join(", ");
      const frame = h("div", { class: "view", role: "group", "aria-label": label }, element);
      const host = {
        element, say, kind, label,
        /// Gives way to the image, where nothing can be drawn.
        fail: (error) => fail(figure, `it cannot be drawn (${error.message})`),
        id: `view-${figure.id}`,
        source: data,
        store: store(name),
        options: JSON.parse(figure.dataset.options || "{}"),
        remember: (state) => remember(figure, state),
        /// The second data block, read when it is first asked for.
        further: () => (further ? source(further) : Promise.reject(new Error("there is none"))),
      };
      figure.classList.add("has-view");
      figure.querySelector(":scope > .card").after(frame);
      const view = definition.mount(host);
      frame.prepend(toolbar(figure, definition.title, label, view));
      mounted.set(figure.id, view);
    } catch (error) {
      fail(figure, `its data ${isRead ? "are not what a view of this kind shows" : "cannot be read"} (${error.message})`);
    }
  };

  /// What an address says after `#`: which figure, and what it is to show.
  const wanted = (hash) => {
    const [id, query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
    let anchor = id;
    try { anchor = decodeURIComponent(id); } catch { /* It is taken as it stands. */ }
    return { id: anchor, parameters: Object.fromEntries(new URLSearchParams(query)) };
  };

  const go = (hash, behavior = "auto") => {
    const { id, parameters } = wanted(hash);
    const view = mounted.get(id);
    if (!view || !Object.keys(parameters).length) return false;
    const figure = document.getElementById(id);
    figure.classList.remove("shows-picture");
    try {
      view.go?.(parameters);
    } catch (error) {
      console.error(error);
      say("The view cannot show what this address asks for.");
    }
    figure.scrollIntoView({ block: "start", behavior });
    return true;
  };

  /// Puts every view of the page into its place, the one that the address names first.
  const start = async () => {
    await mountAll();
    document.documentElement.dataset.views = "ready";
  };

  const mountAll = async () => {
    document.body.append(live);
    watchReader();
    const figures = [...document.querySelectorAll("figure[data-view]")];
    if (!Quire.data.isPossible()) {
      for (const figure of figures) fail(figure, "this browser cannot unpack its data; one of 2023 or later can");
      return;
    }
    const hash = location.hash;
    const { id } = wanted(hash);
    figures.sort((a, b) => (b.id === id) - (a.id === id));
    let isScrolled = false;
    addEventListener("wheel", () => { isScrolled = true; }, { once: true, passive: true });
    for (const figure of figures) {
      await mount(figure);
      // A breath between two, so that the page answers while they are made.
      await new Promise((resolve) => setTimeout(resolve));
    }
    // What stands above has another height now.
    if (!go(hash, "instant") && hash && !isScrolled) {
      document.getElementById(id)?.scrollIntoView({ block: "start", behavior: "instant" });
    }
    addEventListener("hashchange", () => {
      // What was to be written is of a state that the reader has left.
      clearTimeout(remembering);
      go(location.hash);
    });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.('a[href^="#"]');
      // A second click on the same link changes no address.
      if (link && link.getAttribute("href").includes("?") && link.hash === location.hash) go(link.hash);
    });
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => {
        Quire.colour.forget();
        for (const surface of Quire.surfaces) surface.schedule();
      });
    }
  };

  return { go, mounted, start, wanted };
})();
