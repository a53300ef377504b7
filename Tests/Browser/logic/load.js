// Loads view programs without a page, as the renderer joins them: `load("attention/attention.js")` gives `Quire`.

const fs = require("node:fs");
const path = require("node:path");

const folder = path.join(__dirname, "..", "..", "..", "templates", "html", "views");

/// `Quire` with the core, the data reader, and the files named.
exports.load = (...files) => {
  const text = ["core.js", "data.js", ...files].map((file) => fs.readFileSync(path.join(folder, file), "utf8")).join("\n");
  return new Function(`"use strict";\n${text}\nreturn Quire;`)();
};
