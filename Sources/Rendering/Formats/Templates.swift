import Basics
import Foundation

/// The folder of page templates and style sheets, which users may edit.
struct Templates {
  /// The folder.
  var folder: URL
  /// What follows every style sheet: the report's own rules.
  var style = ""
  /// How a file is called in messages.
  var display: (URL) -> String

  /// The text of a file; throws a `RenderingError` without it.
  func text(_ name: String) throws -> String {
    let file = self.file(name)
    do { return try InputFile.text(of: file, limit: 16 << 20) } catch {
      throw RenderingError(file: display(file), "the template \(error.problem)")
    }
  }

  /// A style sheet with the report's own rules behind it.
  func css(_ name: String) throws -> String { try text(name) + style }

  /// A template with its names replaced by values; throws a `RenderingError` for one that is no mustache.
  func fill(_ name: String, with values: [String: Any]) throws -> String {
    let text = try self.text(name)
    do { return try TemplateEngine.fill(text, with: values) } catch {
      throw RenderingError(file: display(file(name)), line: error.line, "the template is no mustache: \(error.reason)")
    }
  }

  /// A file of the folder.
  func file(_ name: String) -> URL { folder.appending(path: name) }
}
