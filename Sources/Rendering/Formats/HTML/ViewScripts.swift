import Basics
import Foundation

/// The programs of interactive views, joined into the one script of a page.
///
/// A page's policy lets run the script with this very sum and nothing else, and loads nothing: so the files are joined here, and
/// the page carries those of its own kinds of view.
struct ViewScripts {
  /// A family of views: what their kinds start with, and their files below `templates/html/views`.
  struct Family {
    let prefix: String
    let scripts, styles: [String]
  }

  /// The families, each with what it is made of, in the order in which the files need each other.
  static let families = [
    Family(
      prefix: "attention",
      scripts: [
        "attention/attention.js",
        "attention/shown.js",
        "attention/selection.js",
        "attention/marks.js",
        "attention/head-picture.js",
        "attention/head-arcs.js",
        "attention/head-matrix.js",
        "attention/head-controls.js",
        "attention/head.js",
        "attention/neuron-cells.js",
        "attention/neuron-drawing.js",
        "attention/neuron-table.js",
        "attention/neuron.js",
        "attention/measures.js",
        "attention/raster.js",
        "attention/choice.js",
        "attention/panel.js",
        "attention/model.js",
        "attention/measures-view.js",
        "attention/words.js",
        "attention/similarity.js",
        "attention/keys.js",
      ],
      styles: ["attention/attention.css", "attention/model.css"]),
    Family(
      prefix: "embedding",
      scripts: [
        "embedding/words.js",
        "embedding/search.js",
        "embedding/sums.js",
        "embedding/camera.js",
        "embedding/labels.js",
        "embedding/nearby.js",
        "embedding/map-drawing.js",
        "embedding/gestures.js",
        "embedding/map.js",
        "embedding/search-box.js",
        "embedding/panel.js",
        "embedding/legend.js",
        "embedding/notes.js",
        "embedding/embedding.js",
      ],
      styles: ["embedding/embedding.css"]),
    Family(
      prefix: "caption",
      scripts: [
        "captions/tokenizer.js",
        "captions/tower.js",
        "captions/scores.js",
        "captions/scorer.js",
        "captions/heat.js",
        "captions/pairs.js",
        "captions/gaze.js",
        "captions/box.js",
      ],
      styles: ["captions/captions.css"]),
  ]

  private static let opening = ["core.js", "data.js", "colour.js", "pen.js", "surface.js", "frame.js"]
  private static let closing = ["start.js"]
  private static let folder = "html/views/"

  /// Every file that a page may carry.
  static var files: [String] {
    (opening + families.flatMap(\.scripts) + closing + ["views.css"] + families.flatMap(\.styles)).map { folder + $0 }
  }

  /// The script, without the element around it.
  let script: String
  /// The rules of style.
  let css: String

  /// What a page with views of these kinds carries.
  ///
  /// - Throws: `RenderingError` for a file that is not there, or that an HTML page cannot hold.
  init(kinds: Set<String>, _ templates: Templates) throws {
    let families = Self.families.filter { family in kinds.contains { $0.hasPrefix(family.prefix) } }
    var script = "(() => {\n\"use strict\";\n"
    for name in Self.opening + families.flatMap(\.scripts) + Self.closing {
      let text = try templates.text(Self.folder + name)
      for word in ["</script", "<!--", "\r", "\0"] where text.contains(word) {
        throw RenderingError(
          file: templates.display(templates.file(Self.folder + name)),
          "has “\(word.debugDescription.dropFirst().dropLast())”, which a script in a page cannot have")
      }
      script += text + (text.hasSuffix("\n") ? "" : "\n")
    }
    self.script = script + "})();\n"
    css = try (["views.css"] + families.flatMap(\.styles)).map { try templates.text(Self.folder + $0) }.joined()
  }

  /// The sum by which the page's policy names the script.
  var sum: String {
    var sum = SHA256()
    sum.update(Data(script.utf8))
    return Data(sum.finalize()).base64EncodedString()
  }
}
