// The frame of the preview: hears of every state of the report, shows it, and brings new pages into the report's frame.
//
// A new page is compared with the one before it as the server gives both, without the long parts of pictures and data; only the
// blocks that differ are exchanged, so that the reader stays where he is and views keep what is chosen in them. Where that cannot be
// done, the report is loaded anew at the place where it was.

"use strict";

const Preview = {};

/// Elements whose children are compared one by one.
Preview.containers = new Set([
  "BODY", "MAIN", "SECTION", "HEADER", "NAV", "ASIDE", "ARTICLE", "DIV", "OL", "UL", "DETAILS", "TABLE", "TBODY",
]);

/// Whether an element holds other elements and nothing but blanks between them.
Preview.isContainer = (element) =>
  Preview.containers.has(element.tagName)
  && [...element.childNodes].every((node) => node.nodeType === 1 || !node.data?.trim());

/// The steps that make the report in the frame (`live`) out of what it was (`old`) into what it is to be (`next`).
///
/// `old` and `next` are the same element of two pages. The children of `live` begin with those of `old`; what views have added
/// stands after them, but within figures. Gives `null` where that is not so, or where something must be started anew.
Preview.plan = (old, next, live) => {
  const steps = [];
  return Preview.compare(old, next, live, steps) ? steps : null;
};

Preview.compare = (old, next, live, steps) => {
  const [before, after, shown] = [[...old.children], [...next.children], [...live.children]];
  if (shown.length < before.length) return false;
  if (!before.every((element, at) => shown[at].tagName === element.tagName && shown[at].id === element.id)) return false;
  for (const name of new Set([...old.getAttributeNames(), ...next.getAttributeNames()])) {
    const value = next.getAttribute(name);
    if (old.getAttribute(name) !== value) steps.push({ kind: "attribute", element: live, name, value });
  }
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head].isEqualNode(after[head])) head += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head
    && before[before.length - 1 - tail].isEqualNode(after[after.length - 1 - tail])) tail += 1;
  const gone = before.slice(head, before.length - tail);
  const come = after.slice(head, after.length - tail);
  const replace = (from, count, elements) => {
    if (elements.some(Preview.needsStart)) return false;
    steps.push({
      kind: "replace", parent: live, gone: shown.slice(from, from + count), before: shown[from + count] ?? null,
      html: elements.map((element) => element.outerHTML).join("\n"),
    });
    return true;
  };
  if (gone.length !== come.length) return !gone.some(Preview.isProgram) && replace(head, gone.length, come);
  return gone.every((element, at) => {
    const [other, here] = [come[at], shown[head + at]];
    if (element.isEqualNode(other)) return true;
    if (Preview.isProgram(element) || Preview.isProgram(other)) return false;
    if (element.tagName === "FIGURE" && other.tagName === "FIGURE") {
      const outcome = Preview.caption(element, other, here);
      if (outcome) return steps.push(outcome) > 0;
    } else if (element.tagName === other.tagName && Preview.isContainer(element) && Preview.isContainer(other)) {
      return Preview.compare(element, other, here, steps);
    }
    return replace(head + at, 1, [other]);
  });
};

/// The step for a figure of which nothing but the caption has changed, such as its number: its view stays.
Preview.caption = (old, next, live) => {
  const [was, is] = [old, next].map((figure) => {
    const copy = figure.cloneNode(true);
    const caption = copy.querySelector(":scope > figcaption");
    caption?.remove();
    return { copy, caption };
  });
  const shown = live.querySelector(":scope > figcaption");
  if (!was.caption || !is.caption || !shown || !was.copy.isEqualNode(is.copy)) return null;
  return { kind: "replace", parent: live, gone: [shown], before: shown.nextElementSibling, html: is.caption.outerHTML };
};

Preview.isProgram = (element) => element.tagName === "SCRIPT";

/// Whether an element works only after the page's own script has started it.
Preview.needsStart = (element) =>
  Preview.isProgram(element) || element.matches("[data-view]") || element.querySelector("[data-view], script") !== null;

/// The references to parts in a text.
Preview.references = (text) => [...new Set([...text.matchAll(/quire:([0-9a-f]{64})/g)].map((match) => match[1]))];

/// How the heads of two pages differ: `same`, `style` where only the style or the title does, or `other`.
Preview.heads = (old, next) => {
  const [before, after] = [[...old.head.children], [...next.head.children]];
  if (before.length !== after.length) return "other";
  let result = "same";
  for (const [at, element] of before.entries()) {
    if (element.isEqualNode(after[at])) continue;
    if (element.tagName !== after[at].tagName || !["STYLE", "TITLE"].includes(element.tagName)) return "other";
    result = "style";
  }
  return result;
};

Preview.start = () => {
  const byId = (id) => document.getElementById(id);
  const frame = byId("report");
  const make = (name, text = "", attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
    return element;
  };
  let state = null;
  /// What the frame holds: the number of the page, and the page as it was compared last.
  let shown = null;
  let isBringing = false;

  /// A part of the frame's address; empty where the browser shows something of its own there, since the server is gone.
  const address = (part) => {
    try { return frame.contentWindow.location[part]; } catch { return ""; }
  };

  /// Where the reader is: the last element with a name above the upper third of the frame, and how far below the edge it begins.
  const place = () => {
    const page = frame.contentDocument;
    const view = frame.contentWindow;
    if (!page?.body || !address("search")) return null;
    let found = null;
    for (const element of page.querySelectorAll("main [id], header[id]")) {
      const { top, height } = element.getBoundingClientRect();
      if (height === 0) continue;
      if (top > view.innerHeight / 3) break;
      found = { id: element.id, top };
    }
    return found && { ...found, scroll: view.scrollY };
  };

  const goTo = (where) => {
    if (!where) return;
    const view = frame.contentWindow;
    const element = frame.contentDocument.getElementById(where.id);
    if (element) view.scrollBy({ top: element.getBoundingClientRect().top - where.top, behavior: "instant" });
    else view.scrollTo({ top: where.scroll, behavior: "instant" });
  };

  /// A text with every part in its place; a reference that is none stays.
  const filled = async (text) => {
    const names = Preview.references(text);
    const parts = await Promise.all(names.map(async (name) => {
      const response = await fetch(`part/${name}`);
      return response.ok ? response.text() : `quire:${name}`;
    }));
    return names.reduce((text, name, at) => text.replaceAll(`quire:${name}`, () => parts[at]), text);
  };

  /// Loads a page into the frame, at the place where the reader was.
  const load = async (version) => {
    const where = place();
    const anchor = where ? "" : address("hash") || location.hash;
    await new Promise((resolve) => {
      frame.addEventListener("load", resolve, { once: true });
      // An address that differs in nothing but the anchor would only be scrolled to.
      if (address("search") === `?v=${version}`) return frame.contentWindow.location.reload();
      // Without a step back for each page.
      const next = new URL(`report.html?v=${version}${anchor}`, location.href).href;
      try { frame.contentWindow.location.replace(next); } catch { frame.src = next; }
    });
    if (address("search") !== `?v=${version}`) return false;
    goTo(where);
    watchFrame();
    if (where) await standing(where);
    return true;
  };

  /// Keeps the reader's place while views take theirs, which they do one after another.
  const standing = async (where) => {
    const page = frame.contentDocument;
    const end = performance.now() + 3000;
    if (!page.querySelector("[data-view]")) return;
    let isMoved = false;
    const move = () => { isMoved = true; };
    for (const type of ["wheel", "keydown", "pointerdown"]) page.addEventListener(type, move, { once: true, passive: true });
    while (!isMoved && page.documentElement.dataset.views !== "ready" && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (!isMoved) goTo(where);
  };

  /// Follows links out of the report in windows of their own, and keeps the place in this page's address.
  const watchFrame = () => {
    const view = frame.contentWindow;
    view.document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || link.hasAttribute("download") || event.defaultPrevented) return;
      if (link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      window.open(link.href, "_blank", "noopener,noreferrer");
    });
    view.addEventListener("hashchange", () => history.replaceState(null, "", view.location.hash || " "));
  };

  /// A page as it is compared, read by the rules of the report's own page: those of this one refuse its styles.
  const parsed = (text) => new frame.contentWindow.DOMParser().parseFromString(text, "text/html");

  /// Exchanges what has changed; whether that could be done.
  const patch = async (old, next) => {
    const page = frame.contentDocument;
    const heads = Preview.heads(old, next);
    if (heads === "other" || !page?.body) return false;
    const steps = Preview.plan(old.body, next.body, page.body);
    if (!steps) return false;
    const texts = await Promise.all(steps.map((step) => (step.kind === "replace" ? filled(step.html) : null)));
    const styles = heads === "style"
      ? await Promise.all([...next.head.querySelectorAll("style")].map((style) => filled(style.textContent))) : [];
    const where = place();
    [...page.head.querySelectorAll("style")].forEach((style, at) => {
      if (at < styles.length && style.textContent !== styles[at]) style.textContent = styles[at];
    });
    if (page.title !== next.title) page.title = next.title;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const [at, step] of steps.entries()) {
      if (step.kind === "attribute") {
        if (step.value === null) step.element.removeAttribute(step.name);
        else step.element.setAttribute(step.name, step.value);
        continue;
      }
      const template = page.createElement("template");
      template.innerHTML = texts[at];
      const come = [...template.content.children];
      step.parent.insertBefore(template.content, step.before);
      for (const element of step.gone) element.remove();
      if (isStill) continue;
      for (const element of come) {
        element.animate?.([{ backgroundColor: "rgb(128 160 220 / 0.28)" }, { backgroundColor: "transparent" }], 900);
      }
    }
    goTo(where);
    return true;
  };

  /// Brings the newest page into the frame, one after another.
  const bring = async () => {
    if (isBringing) return;
    isBringing = true;
    try {
      while (state.version && state.version !== shown?.version) {
        const response = await fetch("slim.html");
        if (!response.ok) throw new Error(`the page cannot be had (${response.status})`);
        const version = Number(response.headers.get("Quire-Version"));
        const text = await response.text();
        let next = shown && parsed(text);
        if (!next || !await patch(shown.page, next)) {
          const isLoaded = await load(version);
          // A page that has been passed over meanwhile is brought by the next turn.
          next = isLoaded ? parsed(text) : null;
        }
        shown = next && { version, page: next };
        document.documentElement.dataset.version = String(shown?.version ?? 0);
        if (shown && shown.version > state.version) break;
      }
    } catch (error) {
      shown = null;
      console.error(error);
      setTimeout(bring, 1000);
    } finally {
      isBringing = false;
    }
  };

  const points = (number) => (number === 1 ? "1 point" : `${number} points`);

  const drawState = () => {
    const text = byId("state");
    const say = (kind, words) => {
      text.dataset.kind = kind;
      if (text.textContent !== words) text.textContent = words;
    };
    if (state.hasEnded) return say("gone", "the preview has ended; start quire preview again");
    if (state.isReplaced) return say("work", "Quire has been built anew; one moment");
    if (state.faults.length) return say("fault", state.version ? "this is the last page without a fault" : "there is no page yet");
    if (state.failures.length) return say("fault", "a run has failed");
    if (state.work.length) return say("work", "chapters run");
    if (state.busy) return say("work", state.busy);
    return say("good", state.version ? "up to date" : "the page is made");
  };

  const drawWork = () => {
    byId("work").replaceChildren(...state.work.map((work) => {
      const row = make("li", `${work.chapter}: ${work.stage}${work.detail ? ` (${work.detail})` : ""}`);
      if (work.fraction !== undefined && work.fraction !== null) {
        const bar = make("progress", "", { max: "1", "aria-label": work.chapter });
        bar.value = work.fraction;
        row.append(bar);
      }
      return row;
    }));
  };

  const drawFaults = () => {
    const lines = state.faults.length ? state.faults : state.failures;
    const box = byId("faults");
    const title = state.faults.length
      ? (state.version ? "The files as they are now make no page; above is the last one." : "The files make no page yet.")
      : "The last run failed.";
    const text = JSON.stringify([title, lines]);
    // Told once: an alert is read out each time that it changes.
    if (box.dataset.text === text && box.hidden === !lines.length) return;
    box.dataset.text = text;
    box.hidden = !lines.length;
    byId("faults-title").textContent = lines.length ? title : "";
    byId("fault-list").replaceChildren(...lines.map((line) => make("li", line)));
  };

  const drawAnswers = () => {
    const answered = state.answers.filter((answer) => answer.state === "answered" || answer.state === "stale");
    const sum = (answers) => answers.reduce((sum, answer) => sum + answer.points, 0);
    const all = sum(state.answers);
    byId("answers").hidden = !state.answers.length;
    byId("summary").textContent = `${answered.length} of ${state.answers.length} answered`
      + (all ? `, ${sum(answered)} of ${points(all)}` : "");
    byId("rows").replaceChildren(...state.answers.map((answer) => {
      const row = make("tr");
      const title = make("td");
      const name = `${answer.chapter}: ${answer.title}`;
      if (answer.anchor) {
        const link = make("a", name, { href: `#${answer.anchor}` });
        link.addEventListener("click", (event) => {
          event.preventDefault();
          frame.contentWindow.location.hash = answer.anchor;
          byId("answers").open = false;
        });
        title.append(link);
      } else {
        title.textContent = name;
      }
      row.append(title, make("td", answer.points ? String(answer.points) : "–"),
        make("td", answer.state, { "data-state": answer.state }), make("td", answer.path));
      return row;
    }), ...state.demands.map((demand) => {
      const row = make("tr");
      const met = demand.isMet === true ? "answered" : "missing";
      row.append(make("td", `${demand.chapter}: ${demand.title}`), make("td", "–"),
        make("td", demand.isMet === true ? "there" : "missing", { "data-state": met }), make("td"));
      return row;
    }));
  };

  const drawRemarks = () => {
    const lines = [state.remark, ...state.warnings].filter(Boolean);
    byId("warnings").hidden = !lines.length;
    byId("warnings-summary").textContent = lines.length === 1 ? "1 remark" : `${lines.length} remarks`;
    byId("remarks").replaceChildren(...lines.map((line) => make("li", line)));
  };

  const source = new EventSource("events");
  source.addEventListener("message", (event) => {
    state = JSON.parse(event.data);
    document.title = state.title ? `${state.faults.length ? "▲ " : ""}${state.title} – preview` : "Preview";
    byId("title").textContent = state.title ? `Preview of ${state.title}` : "Preview";
    for (const draw of [drawState, drawWork, drawFaults, drawAnswers, drawRemarks]) draw();
    if (state.hasEnded) source.close();
    else bring();
  });
  source.addEventListener("error", () => {
    if (state?.hasEnded || state?.isReplaced) return;
    byId("state").dataset.kind = "gone";
    byId("state").textContent = "the preview does not answer; it may have ended";
  });
};

if (typeof document !== "undefined") Preview.start();
if (typeof module !== "undefined") module.exports = Preview;
