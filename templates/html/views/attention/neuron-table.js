// The neuron view's numbers as a table of the page, which can be read, selected and copied.

Quire.attention.sheet = (() => {
  const { h } = Quire;

  const element = ({ columns, rows }, caption) => h("table", { class: "view-table attention-cells" },
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...columns.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...rows.map(([name, ...rest]) => h("tr", {},
      h("th", { scope: "row" }, h("bdi", {}, String(name))), ...rest.map((text) => h("td", {}, String(text)))))));

  // With tabs between, as spreadsheets take it; a tab or a line's end in a token would begin another cell.
  const text = ({ columns, rows }) => [columns, ...rows]
    .map((row) => row.map((cell) => String(cell).replace(/[\t\r\n]+/g, " ").replace("−", "-")).join("\t")).join("\n") + "\n";

  // Copies a text; where the browser keeps its clipboard from a file's page, by a field that is selected.
  const copy = async (content) => {
    try {
      await navigator.clipboard.writeText(content);
      return true;
    } catch {
      const field = h("textarea", { class: "view-unseen", readonly: true, "aria-hidden": "true", value: content });
      const before = document.activeElement;
      document.body.append(field);
      field.select();
      let isDone = false;
      try { isDone = document.execCommand("copy"); } catch { isDone = false; }
      field.remove();
      before?.focus?.();
      return isDone;
    }
  };

  return { element, text, copy };
})();
