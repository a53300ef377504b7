import Basics
import Foundation
import Notebook

/// A report's own style sheet: rules for the looks of the page, and nothing that fetches or leads out of it.
enum StyleSheet {
  /// The rules that `style:` names, empty where it names none.
  ///
  /// - Throws: `RenderingError` for a file that is not there or lies elsewhere, and for one that fetches.
  static func text(_ name: String, of reader: ReportReader) throws -> String {
    guard !name.isEmpty else { return "" }
    let file = reader.folder.root.appending(path: name)
    let text: String
    do {
      try reader.folder.enclosure.check(file)
      text = try InputFile.text(of: file, limit: 1 << 20)
    } catch {
      throw RenderingError(file: reader.display(file), error.problem)
    }
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let fault = fault(of: line.lowercased()) else { continue }
      throw RenderingError(file: reader.display(file), line: index + 1, "\(fault); a style sheet may fetch nothing")
    }
    return "\n" + text + "\n"
  }

  private static func fault(of line: String) -> String? {
    if line.contains("<") { return "“<” is in no rule" }
    // An escape can spell any of the words below.
    if line.contains("\\") { return "“\\” is not read here; write the character itself" }
    for word in ["@import", "@namespace", "image-set(", "image(", "src(", "expression(", "-moz-binding", "behavior:"]
    where line.contains(word) {
      return "“\(word)” is not read here"
    }
    // Most lines have none, and a regular expression takes its time.
    guard line.contains("url(") else { return nil }
    let addresses = line.matches(of: /url\(\s*["']?([^"')]*)/)
    if let address = addresses.first(where: { !$0.output.1.hasPrefix("data:") }) {
      return "the address “\(address.output.1)” is not in the file; write it as data:"
    }
    // The address may stand on the next line.
    return line.wholeMatch(of: /.*url\(\s*/) == nil ? nil : "“url(” needs its address on the same line"
  }
}
