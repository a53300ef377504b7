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
    Family(prefix: "attention", scripts: [], styles: []),
    Family(prefix: "embedding", scripts: [], styles: []),
    Family(
      prefix: "caption",
      scripts: ["tokenizer", "tower", "scores", "scorer", "heat", "pairs", "gaze", "box"].map { "captions/\($0).js" },
      styles: ["captions.css"]),
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
