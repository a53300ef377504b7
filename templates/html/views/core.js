// What every view stands on: the one name under which all of them gather, elements of the page, and numbers as text.

const Quire = { kinds: new Map() };

/// Makes a kind of view known: `{kind, title, mount(host)}`.
Quire.define = (view) => Quire.kinds.set(view.kind, view);

/// Makes an element: `h("button", {type: "button", onclick: f, "aria-pressed": "true"}, "text", child)`.
///
/// A text becomes text, never markup. An attribute that is `null`, `undefined` or `false` is left out.
Quire.h = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.className = value;
    else if (key === "style") Object.assign(element.style, value);
    else if (key in { value: 0, checked: 0, selected: 0 }) element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/// A button with a text.
Quire.button = (text, onclick, attributes = {}) =>
  Quire.h("button", { type: "button", class: "view-button", onclick, ...attributes }, text);

/// A choice of one: a label and a `<select>`; `choices` are texts, or pairs of value and text.
Quire.select = (label, choices, value, onchange) => {
  const options = choices.map((choice) => (Array.isArray(choice) ? choice : [choice, choice]));
  const select = Quire.h(
    "select", { class: "view-select", onchange: () => onchange(select.value) },
    ...options.map(([key, text]) => Quire.h("option", { value: String(key) }, String(text))));
  select.value = String(value);
  const element = Quire.h("label", { class: "view-field" }, Quire.h("span", {}, label), select);
  return { element, select, set: (value) => { select.value = String(value); } };
};

/// A switch: a label and a checkbox.
Quire.toggle = (label, isOn, onchange) => {
  const input = Quire.h("input", { type: "checkbox", checked: isOn, onchange: () => onchange(input.checked) });
  const element = Quire.h("label", { class: "view-field view-toggle" }, input, Quire.h("span", {}, label));
  return { element, input, set: (value) => { input.checked = value; } };
};

/// A number with as many decimals as asked for, and the true sign for minus.
Quire.format = (number, digits = 3) => {
  if (!Number.isFinite(number)) return "–";
  const text = number.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "−");
};

/// A value held between two others.
Quire.clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/// Rows of values as CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it.
Quire.csv = (columns, rows) => {
  const cell = (value) => {
    let text = String(value ?? "");
    if (typeof value !== "number" && /^[=+@\t\r-]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
};
