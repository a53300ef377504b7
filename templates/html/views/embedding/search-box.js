// The field in which a word is searched while it is typed: a combobox with a list, as the ARIA patterns have it.

/// - find(text): the words to offer. name(word), detail(word): how one reads. onchoose(word). onmiss(text): nothing is called so.
Quire.embedding.searchBox = (host, { find, name, detail, onchoose, onmiss }) => {
  const { h } = Quire;
  const listId = `${host.id}-words`;
  let offered = [];
  let active = -1;

  const list = h("ul", { id: listId, role: "listbox", "aria-label": "Words that fit", class: "embedding-options", hidden: true });
  const input = h("input", {
    type: "text", class: "view-input embedding-input", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": listId, autocomplete: "off", autocapitalize: "none", spellcheck: "false", id: `${host.id}-search`,
  });
  const element = h("div", { class: "embedding-field" },
    h("label", { for: input.id }, "Find a word"), h("div", { class: "embedding-combobox" }, input, list));

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const activate = (place) => {
    active = place;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    const option = list.children[place];
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const choose = (word) => {
    input.value = name(word);
    close();
    onchoose(word);
  };
  const open = () => {
    offered = find(input.value);
    list.replaceChildren(...offered.map((word, place) => h("li", {
      id: `${listId}-${place}`, role: "option", "aria-selected": "false",
      // The field keeps the focus, so that the list does not close before the click arrives.
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => choose(word),
    }, h("bdi", {}, name(word)), h("span", { class: "embedding-detail" }, detail(word)))));
    list.hidden = !offered.length;
    input.setAttribute("aria-expanded", String(offered.length > 0));
    activate(-1);
    if (input.value.trim()) host.say(offered.length === 1 ? "1 word fits." : `${offered.length} words fit.`);
  };

  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (list.hidden) open();
      if (!offered.length) return;
      const step = key === "ArrowDown" ? 1 : -1;
      // One place more than there are options: between the last and the first the field itself has the turn.
      activate(((active + 1 + step + offered.length + 1) % (offered.length + 1)) - 1);
    } else if (key === "Enter") {
      if (!input.value.trim()) return;
      if (list.hidden) open();
      if (offered.length) choose(offered[Math.max(0, active)]);
      else onmiss(input.value.trim());
    } else if (key === "Escape") {
      if (list.hidden) input.value = "";
      else close();
    } else return;
    event.preventDefault();
  });

  return { element, input, set: (text) => { input.value = text; close(); } };
};
