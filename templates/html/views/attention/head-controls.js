// The head view's controls: layer, the heads as coloured tiles, tokens, and what is left out.

Quire.attention.controls = (() => {
  const { h } = Quire;
  const { range, shown } = Quire.attention;

  // Tiles for the heads, one stop of the Tab key: arrow keys go from tile to tile, a press switches, a second isolates.
  const tiles = (host, count, { selection, onchange }) => {
    const buttons = range(count).map((head) => h("button", {
      type: "button", class: "attention-tile", tabindex: "-1",
      onclick: (event) => press(head, event.timeStamp),
      onfocus: () => { current = head; reach(); },
    }, String(head)));
    const only = Quire.button("Only this head", () => {
      selection().only(current);
      tell(`Only head ${current} is shown.`);
    });
    const all = Quire.button("All heads", () => {
      selection().all();
      tell("All heads are shown.");
    });
    let current = 0;

    const tell = (text) => {
      update();
      onchange();
      host.say(text);
    };
    const press = (head, time) => {
      current = head;
      const done = selection().press(head, time);
      tell({
        on: `Head ${head} is on.`, off: `Head ${head} is off.`, only: `Only head ${head} is shown.`,
        all: "All heads are shown.", kept: `Head ${head} is the only one and stays on. Press again at once for all heads.`,
      }[done]);
    };
    const reach = () => {
      buttons.forEach((button, head) => button.setAttribute("tabindex", head === current ? "0" : "-1"));
      only.textContent = `Only head ${current}`;
    };
    const group = h("div", {
      class: "attention-tiles", role: "toolbar", "aria-label": "Heads shown; press twice for one alone",
      onkeydown: (event) => {
        const moves = { ArrowLeft: current - 1, ArrowRight: current + 1, ArrowUp: current - 1, ArrowDown: current + 1,
          Home: 0, End: count - 1 };
        if (!(event.key in moves) || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        buttons[Quire.clamp(moves[event.key], 0, count - 1)].focus();
      },
    }, ...buttons);
    const update = () => {
      const theme = Quire.theme();
      buttons.forEach((button, head) => {
        const isOn = selection().has(head);
        const colour = Quire.attention.marks.headColour(theme, head);
        button.setAttribute("aria-pressed", String(isOn));
        button.setAttribute("aria-label", `Head ${head}`);
        button.style.setProperty("--head", colour);
        button.style.setProperty("--on-head", Quire.attention.marks.on(colour));
      });
      reach();
    };
    return {
      element: h("div", { class: "view-controls" }, h("span", { class: "attention-name" }, "Heads"), group,
        count > 1 && only, count > 1 && all),
      update,
      point(head) { current = head; reach(); },
    };
  };

  // A slider with its number.
  const slider = (host, name, { most, step, value, onchange }) => {
    const output = h("output", { class: "attention-number" }, Quire.format(value, 2));
    const input = h("input", {
      type: "range", min: "0", max: String(most), step: String(step), value: String(value), "aria-label": name,
      oninput: () => {
        output.textContent = Quire.format(Number(input.value), 2);
        onchange(Number(input.value));
      },
    });
    return {
      element: h("label", { class: "view-field" }, h("span", {}, name), input, output),
      set(number) {
        input.value = String(number);
        output.textContent = Quire.format(number, 2);
      },
    };
  };

  // Radio buttons that look like one switch.
  const modes = (host, name, choices, value, onchange) => {
    const inputs = choices.map(([id, text]) => {
      const input = h("input", {
        type: "radio", name: `${host.id}-${name}`, value: id, checked: id === value, onchange: () => onchange(id),
      });
      return { id, input, element: h("label", { class: "view-field" }, input, h("span", {}, text)) };
    });
    return {
      element: h("span", { class: "attention-modes", role: "radiogroup", "aria-label": name },
        ...inputs.map(({ element }) => element)),
      set(id) { for (const each of inputs) each.input.checked = each.id === id; },
    };
  };

  // The layers of the file to choose from.
  const layers = (data, value, onchange) =>
    Quire.select("Layer", data.keptLayers.map((layer) => [layer, layer]), value, (text) => onchange(Number(text)));

  // The tokens to choose from, with "none" where that can be.
  const tokens = (data, name, value, onchange, { none = null } = {}) => {
    const seen = new Map();
    for (const { label } of data.tokens) seen.set(label, (seen.get(label) ?? 0) + 1);
    const choices = data.tokens.map((token, index) =>
      [index, seen.get(token.label) > 1 ? `${token.label} (${index})` : token.label]);
    if (none) choices.unshift(["", none]);
    return Quire.select(name, choices, value ?? "", (text) => onchange(text === "" ? null : Number(text)));
  };

  // Which half of a pair looks at which.
  const pairs = (value, onchange) =>
    Quire.select("Pair", shown.pairs.map(({ id, title }) => [id, title]), value, onchange);

  // With Shift, the arrow keys change layer and head wherever the focus is on a drawing.
  const shiftKeys = (element, { layer, head }) => {
    element.addEventListener("keydown", (event) => {
      if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
      if (!event.target.classList?.contains("view-cursor")) return;
      const steps = { ArrowUp: [layer, -1], ArrowDown: [layer, 1], ArrowLeft: [head, -1], ArrowRight: [head, 1] };
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      step[0](step[1]);
    }, true);
  };

  // What is said where a drawing is wider than its place.
  const sideways = () =>
    h("p", { class: "view-note", hidden: true }, "The drawing is wider than the page: scroll it sideways.");

  // The next of a list of numbers, staying at its ends.
  const next = (list, value, step) => list[Quire.clamp(list.indexOf(value) + step, 0, list.length - 1)];

  return { tiles, slider, modes, layers, tokens, pairs, shiftKeys, sideways, next };
})();
