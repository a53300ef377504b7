import Basics

/// What an answer has that the whole report must know before it is stitched: its own figures and tables, and the names
/// that it gives to things.
struct AnswerSurvey {
  /// What is understood of its text, with the numbers that were given.
  var extensions: TextRewriter.Extensions
  /// How many figures and tables it has.
  private(set) var figures = 0
  private(set) var tables = 0

  /// The answer, and its file as messages name it.
  let source: MarkdownSource
  let file: String
  /// The labels by the anchors of the figures and tables.
  private var labels: [String: String] = [:]

  init(of source: MarkdownSource, file: String) {
    self.source = source
    self.file = file
    extensions = TextRewriter.Extensions(syntax: InlineSyntax(of: source))
  }

  /// Gives numbers and anchors to the figures, tables and names; returns the names that are given twice.
  ///
  /// - Parameters:
  ///   - counts: How many figures and tables stand before.
  ///   - wording: What they are called.
  ///   - prefix: What the anchors begin with, below their kind.
  ///   - targets: What can be referred to, to which they are added.
  mutating func number(
    from counts: (figures: Int, tables: Int), in wording: Wording, prefix: String, _ anchors: inout Anchors,
    _ targets: inout [String: [String: Resolver.Target]]
  ) -> [RenderingError.Problem] {
    var problems: [RenderingError.Problem] = []
    for (offset, thing) in things() {
      let name = thing.label.map(Labels.name)
      let stem = thing.kind == "place" ? prefix : "\(thing.kind)-\(prefix)"
      let anchor = anchors.take(stem + (name.map { "-" + Anchors.slug($0) } ?? ""))
      var target = Resolver.Target(label: "", anchor: anchor)
      var kind = thing.kind
      switch kind {
      case "figure":
        figures += 1
        target.label = "\(wording.figure) \(counts.figures + figures)"
      case "table":
        tables += 1
        target.label = "\(wording.table) \(counts.tables + tables)"
      default:
        kind = "section"
        target.label = heading(at: offset)
        if let label = thing.label { extensions.places[label] = anchor }
      }
      if thing.kind != "place" {
        extensions.numbered[offset] = target
        labels[anchor] = target.label
      }
      guard let name else { continue }
      if targets[kind]?[name] == nil {
        targets[kind, default: [:]][name] = target
      } else if thing.kind != "place" {
        let place = source.place(of: offset)
        problems.append(
          .init(file: file, line: place.line, column: place.column, message: "two are called \(kind) “\(name)”"))
      }
    }
    return problems
  }

  /// The figures, tables and names in the order of the text.
  private func things() -> [(offset: Int, thing: (kind: String, label: String?))] {
    let inline = extensions.syntax.constructs.compactMap {
      offset, construct -> (Int, (kind: String, label: String?))? in
      switch construct {
      case .figure(let picture): (offset, ("figure", picture.attributes?.id))
      case .place(let label, _): (offset, ("place", label))
      default: nil
      }
    }
    let captions = source.own.compactMap { offset, own -> (Int, (kind: String, label: String?))? in
      if case .caption(let caption) = own { (offset, ("table", caption.label)) } else { nil }
    }
    return (inline + captions).sorted { $0.0 < $1.0 }
  }

  /// The text of the heading that ends at a place.
  private func heading(at offset: Int) -> String {
    let start = source.bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = source.bytes[start..<offset].drop { " >#".utf8.contains($0) }
    let document = try? MarkdownParser.parse(Array(line))
    guard case .paragraph(let content)? = document?.blocks.first else { return String(decoding: line, as: UTF8.self) }
    return content.map(\.plainText).joined().trimmed()
  }

  // MARK: The tree

  /// The document with its numbered pictures and tables as such.
  func captioned(_ document: MarkdownDocument) -> MarkdownDocument {
    if labels.isEmpty { return document }
    return MarkdownDocument(blocks: captioned(document.blocks), footnotes: document.footnotes.map(captioned))
  }

  private func captioned(_ blocks: [MarkdownBlock]) -> [MarkdownBlock] {
    var result: [MarkdownBlock] = []
    for block in blocks {
      if case .table(var table) = block, case .paragraph(let content)? = result.last,
        let caption = caption(content.prefix(1) + content.dropFirst())
      {
        result.removeLast()
        table.caption = caption
        result.append(.table(table))
      } else {
        result.append(captioned(block))
      }
    }
    return result
  }

  private func captioned(_ block: MarkdownBlock) -> MarkdownBlock {
    switch block {
    case .paragraph(let content):
      guard content.count > 3, case .image(let image) = content[1], case .lineBreak = content[2],
        let caption = caption(content.prefix(1) + content.dropFirst(3))
      else { return block }
      return .figure(MarkdownFigure(image: image, caption: caption))
    case .quote(let blocks): return .quote(captioned(blocks))
    case .alert(let kind, let title, let blocks): return .alert(kind: kind, title: title, captioned(blocks))
    case .details(let summary, let isOpen, let blocks):
      return .details(summary: summary, isOpen: isOpen, captioned(blocks))
    case .list(var list):
      for item in list.items.indices { list.items[item].blocks = captioned(list.items[item].blocks) }
      return .list(list)
    case .definitions(var list):
      for item in list.indices { list[item].definitions = list[item].definitions.map(captioned) }
      return .definitions(list)
    default: return block
    }
  }

  /// The caption that begins with an anchor, and a number in bold.
  private func caption(_ content: ArraySlice<Inline>) -> MarkdownCaption? {
    guard case .anchor(let anchor)? = content.first, let label = labels[anchor],
      case .strong? = content.dropFirst().first
    else { return nil }
    var rest = Array(content.dropFirst(2))
    if case .text(let text)? = rest.first { rest[0] = .text(String(text.drop(while: \.isWhitespace))) }
    return MarkdownCaption(label: label, anchor: anchor, content: rest.filter { $0 != .text("") })
  }
}
