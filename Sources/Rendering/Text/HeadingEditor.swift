import Basics

/// Gives the headings of a text their place in the report, in its source as in its tree.
struct HeadingEditor {
  /// What a heading becomes.
  struct Edit {
    var level: Int
    var id: String?
    var number: String?
  }

  /// The text with every heading written as `### 1.1 Title` at its new level, an anchor before it where it has an id
  /// (within its line where it stands in a quotation or a list, which a line of its own would end).
  ///
  /// - Parameters:
  ///   - text: The text that `document` was parsed from.
  ///   - edits: One for each heading of the document, in the order of `headings(of:)`.
  static func apply(_ edits: [Edit], to text: [UInt8], of document: MarkdownDocument) -> Markdown {
    var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    for (heading, edit) in zip(headings(of: document), edits) {
      let index = heading.line - 1
      guard lines.indices.contains(index) else { continue }
      let bytes = Array(lines[index].utf8)
      let column = min(max(heading.column - 1, 0), bytes.count)
      let before = String(decoding: bytes[..<column], as: UTF8.self)
      let rest = bytes[column...]
      let marks = String(repeating: "#", count: edit.level)
      let number = edit.number.map { $0 + " " } ?? ""
      let element = edit.id.map { "<a id=\"\($0)\"></a>" } ?? ""
      let anchor = heading.isTopLevel && !element.isEmpty ? element + "\n\n" : ""
      let inner = heading.isTopLevel ? "" : element
      if rest.first == UInt8(ascii: "#") {
        let title = rest.drop { $0 == UInt8(ascii: "#") }.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        lines[index] = anchor + before + marks + " " + inner + number + String(decoding: title, as: UTF8.self)
      } else {
        var end = index
        while end + 1 < lines.count, !isUnderline(lines[end + 1]) { end += 1 }
        let title =
          String(decoding: rest, as: UTF8.self)
          + lines[index + 1..<max(end + 1, index + 1)].map { " " + $0.trimmed() }.joined()
        lines[index] = anchor + before + marks + " " + inner + number + title
        for line in (index + 1)..<min(end + 2, lines.count) {
          lines[line] = String(before.prefix { $0 == ">" || $0 == " " })
        }
      }
    }
    return Markdown(source: lines.joined(separator: "\n"))
  }

  /// The document with its headings changed.
  static func apply(_ edits: [Edit], to document: MarkdownDocument) -> MarkdownDocument {
    var remaining = edits[...]
    var document = document
    document.blocks = document.blocks.map { change($0, &remaining) }
    document.footnotes = document.footnotes.map { $0.map { change($0, &remaining) } }
    return document
  }

  /// All headings, those within quotations, lists and footnotes included.
  static func headings(of document: MarkdownDocument) -> [MarkdownHeading] {
    (document.blocks + document.footnotes.joined()).flatMap(headings)
  }

  private static func headings(_ block: MarkdownBlock) -> [MarkdownHeading] {
    switch block {
    case .heading(let heading): [heading]
    case .quote(let blocks), .alert(_, _, let blocks), .details(_, _, let blocks): blocks.flatMap(headings)
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(headings) }
    case .definitions(let list): list.flatMap { $0.definitions.joined().flatMap(headings) }
    default: []
    }
  }

  private static func change(_ block: MarkdownBlock, _ edits: inout ArraySlice<Edit>) -> MarkdownBlock {
    switch block {
    case .heading(var heading):
      guard let edit = edits.popFirst() else { return block }
      heading.level = edit.level
      heading.id = edit.id
      heading.number = edit.number
      return .heading(heading)
    case .quote(let blocks): return .quote(blocks.map { change($0, &edits) })
    case .alert(let kind, let title, let blocks):
      return .alert(kind: kind, title: title, blocks.map { change($0, &edits) })
    case .details(let summary, let isOpen, let blocks):
      return .details(summary: summary, isOpen: isOpen, blocks.map { change($0, &edits) })
    case .definitions(let list):
      return .definitions(
        list.map { item in
          MarkdownDefinition(
            term: item.term, definitions: item.definitions.map { $0.map { change($0, &edits) } })
        })
    case .list(var list):
      for item in list.items.indices { list.items[item].blocks = list.items[item].blocks.map { change($0, &edits) } }
      return .list(list)
    default: return block
    }
  }

  private static func isUnderline(_ line: String) -> Bool {
    let marks = line.drop { $0 == " " || $0 == ">" }.trimmingSuffix { $0.isWhitespace }
    return !marks.isEmpty && (marks.allSatisfy { $0 == "=" } || marks.allSatisfy { $0 == "-" })
  }
}

extension Substring {
  /// The text without the characters at its end that satisfy a condition.
  func trimmingSuffix(while condition: (Character) -> Bool) -> Substring {
    guard let last = lastIndex(where: { !condition($0) }) else { return "" }
    return self[...last]
  }
}
