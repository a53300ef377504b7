internal import Basics
internal import CCommonMark
internal import Foundation

/// Reads GitHub's Markdown into values, by cmark-gfm.
///
/// Raw HTML never gets this far as HTML: `MarkdownSource` has made text of it; what cmark still takes for HTML is kept
/// as text, so that no output can contain markup that the renderer did not write.
package enum MarkdownParser {
  /// A block nested deeper than this is refused; people nest five levels.
  static let deepestNesting = 60

  /// A document that is nested too deeply, by the line where it happens.
  package struct TooDeep: Error { package var line: Int }

  /// A leaf of the block structure, by its lines.
  struct Leaf {
    enum Kind { case code, text, table }

    var kind: Kind
    /// The first and the last line, counted from one.
    var lines: ClosedRange<Int>
  }

  /// Reads a document.
  package static func parse(_ text: [UInt8]) throws -> MarkdownDocument {
    try withTree(of: text) { root in
      cmark_consolidate_text_nodes(root)
      return MarkdownDocument(
        blocks: try blocks(in: root, depth: 0),
        footnotes: try Children(root).filter { cmark_node_get_type($0) == CMARK_NODE_FOOTNOTE_DEFINITION }
          .map { try blocks(in: $0, depth: 1) })
    }
  }

  /// Reads a document.
  package static func parse(_ text: String) throws -> MarkdownDocument { try parse(Array(text.utf8)) }

  /// What a destination as it is written in a link means: without its backslashes, with what its entities stand for.
  static func destination(_ written: String) -> String {
    guard written.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") }) else { return written }
    return withTree(of: Array("[x](<\(written)>)".utf8)) { root in
      guard let link = cmark_node_first_child(root).flatMap({ cmark_node_first_child($0) }),
        cmark_node_get_type(link) == CMARK_NODE_LINK, let url = cmark_node_get_url(link)
      else { return written }
      return String(cString: url)
    }
  }

  /// Whether a text holds HTML that a viewer might execute; what the renderer has disarmed holds none.
  package static func containsHTML(_ text: String) -> Bool {
    withTree(of: Array(text.utf8)) { root in
      let iterator = cmark_iter_new(root)
      defer { cmark_iter_free(iterator) }
      while true {
        let event = cmark_iter_next(iterator)
        if event == CMARK_EVENT_DONE { return false }
        guard let node = cmark_iter_get_node(iterator) else { continue }
        let type = cmark_node_get_type(node)
        if type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE, mark(node) == nil, !isSeparator(node) {
          return true
        }
      }
    }
  }

  /// The leaves of the block structure in the order of their lines.
  static func leaves(of text: [UInt8]) -> [Leaf] {
    withTree(of: text) { root in
      var leaves: [Leaf] = []
      let iterator = cmark_iter_new(root)
      defer { cmark_iter_free(iterator) }
      while true {
        let event = cmark_iter_next(iterator)
        if event == CMARK_EVENT_DONE { break }
        guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
        let kind: Leaf.Kind
        switch cmark_node_get_type(node) {
        case CMARK_NODE_CODE_BLOCK: kind = .code
        case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING, CMARK_NODE_HTML_BLOCK: kind = .text
        default:
          guard isBlockExtension(node) else { continue }
          kind = .table
        }
        leaves.append(Leaf(kind: kind, lines: lines(of: node)))
      }
      return leaves.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
    }
  }

  private static func isBlockExtension(_ node: OpaquePointer) -> Bool {
    typeName(node) == "table"
  }

  /// The lines of a block, counted from one.
  ///
  /// cmark-gfm gives a table that follows a paragraph without a blank line the lines of both, and the paragraph none.
  private static func lines(of node: OpaquePointer) -> ClosedRange<Int> {
    let first = max(1, Int(cmark_node_get_start_line(node)))
    let last = max(first, Int(cmark_node_get_end_line(node)))
    if let table = cmark_node_next(node), isCutOff(node), isBlockExtension(table) {
      let lines = lines(of: table)
      return max(1, Int(cmark_node_get_start_line(table)))...max(1, lines.lowerBound - 1)
    }
    guard isBlockExtension(node), let paragraph = cmark_node_previous(node), isCutOff(paragraph) else {
      return first...last
    }
    // One line a row, and the one below the first.
    return min(last, max(first + 1, last - Children(node).reduce(0) { count, _ in count + 1 }))...last
  }

  /// Whether a block is a paragraph whose lines were given to the table behind it.
  private static func isCutOff(_ node: OpaquePointer) -> Bool {
    cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && cmark_node_get_start_line(node) < 1
  }

  private static func typeName(_ node: OpaquePointer) -> String {
    String(cString: cmark_node_get_type_string(node))
  }

  private static let register: Void = cmark_gfm_core_extensions_ensure_registered()

  /// While it reads, cmark keeps the signs of its extensions in tables that all parsers share.
  private static let reading = NSLock()

  private static func withTree<Result>(
    of text: [UInt8], _ body: (OpaquePointer) throws -> Result
  ) rethrows -> Result {
    _ = register
    let parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8)
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink", "tasklist"] {
      guard let found = cmark_find_syntax_extension(name) else {
        preconditionFailure("cmark-gfm has no extension \(name)")
      }
      cmark_parser_attach_syntax_extension(parser, found)
    }
    text.withUnsafeBytes { buffer in
      cmark_parser_feed(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    guard let root = reading.withLock({ cmark_parser_finish(parser) }) else {
      preconditionFailure("cmark-gfm gave no document")
    }
    defer { cmark_node_free(root) }
    markTasks(of: root, text)
    return try body(root)
  }

  /// Sets whether each task is done by its own brackets: cmark-gfm takes one for done if `[x]` stands anywhere in its line.
  private static func markTasks(of root: OpaquePointer, _ text: [UInt8]) {
    guard
      text.firstIndex(of: Array("[x]".utf8), from: 0) != nil || text.firstIndex(of: Array("[X]".utf8), from: 0) != nil
    else { return }
    let starts = MarkdownSource.lineStarts(of: text)
    let iterator = cmark_iter_new(root)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator), typeName(node) == "tasklist" else {
        continue
      }
      let line = Int(cmark_node_get_start_line(node)) - 1
      guard starts.indices.contains(line) else { continue }
      let start = starts[line] + max(0, Int(cmark_node_get_start_column(node)) - 1)
      let end = line + 1 < starts.count ? starts[line + 1] : text.count
      guard start < end, let bracket = text[start..<end].firstIndex(of: UInt8(ascii: "[")), bracket + 1 < end else {
        continue
      }
      _ = cmark_gfm_extensions_set_tasklist_item_checked(node, text[bracket + 1] | 0x20 == UInt8(ascii: "x"))
    }
  }

  /// The children of a node, one after another.
  private struct Children: Sequence, IteratorProtocol {
    var next_: OpaquePointer?

    init(_ parent: OpaquePointer) { next_ = cmark_node_first_child(parent) }

    mutating func next() -> OpaquePointer? {
      guard let node = next_ else { return nil }
      next_ = cmark_node_next(node)
      return node
    }
  }

  /// The blocks within a node; those between the marks of details are theirs.
  private static func blocks(in parent: OpaquePointer, depth: Int) throws -> [MarkdownBlock] {
    var open: [(isOpen: Bool, summary: [Inline], before: [MarkdownBlock])] = []
    var blocks: [MarkdownBlock] = []
    for node in Children(parent) where cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION {
      let mark = cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK ? mark(node) : nil
      switch mark {
      case .pageBreak: blocks.append(.pageBreak)
      case .lineBreak: blocks.append(.paragraph([.lineBreak]))
      case .opensDetails(let isOpen), .opensSummary(let isOpen):
        guard depth + open.count < deepestNesting else { throw TooDeep(line: Int(cmark_node_get_start_line(node))) }
        open.append((isOpen, [], blocks))
        blocks = []
      case .closesSummary where !open.isEmpty:
        for case .paragraph(let content) in blocks { open[open.count - 1].summary += content }
        blocks = []
      case .closesDetails where !open.isEmpty:
        let last = open.removeLast()
        blocks = last.before + [.details(summary: last.summary, isOpen: last.isOpen, blocks)]
      default: blocks += try block(node, depth: depth)
      }
    }
    return open.reversed().reduce(blocks) { $1.before + [.paragraph($1.summary)] + $0 }
  }

  private static func block(
    _ node: OpaquePointer, depth: Int
  ) throws -> [MarkdownBlock] {
    guard depth < deepestNesting else { throw TooDeep(line: Int(cmark_node_get_start_line(node))) }
    func children() throws -> [MarkdownBlock] { try blocks(in: node, depth: depth + 1) }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_PARAGRAPH:
      return DisplayedFormula.divide(try inlines(of: node, depth: depth))
    case CMARK_NODE_HEADING:
      return [
        .heading(
          MarkdownHeading(
            level: Int(cmark_node_get_heading_level(node)), content: try inlines(of: node, depth: depth),
            line: Int(cmark_node_get_start_line(node)), column: Int(cmark_node_get_start_column(node)),
            isTopLevel: depth == 0))
      ]
    case CMARK_NODE_BLOCK_QUOTE:
      let first = cmark_node_first_child(node)
      return [
        isEscaped(first) ? .quote(try children()) : alertOrQuote(try children(), hasTitle: ends(first, in: .title))
      ]
    case CMARK_NODE_LIST:
      return [try definitions(node, depth: depth).map { .definitions($0) } ?? .list(list(node, depth: depth))]
    case CMARK_NODE_CODE_BLOCK:
      let language = language(of: String(cString: cmark_node_get_fence_info(node)))
      let text = String(cString: cmark_node_get_literal(node))
      return [language == "math" ? .math(DisplayedFormula(text)) : .code(language: language, text: text)]
    case CMARK_NODE_HTML_BLOCK: return [.paragraph([.text(String(cString: cmark_node_get_literal(node)))])]
    case CMARK_NODE_THEMATIC_BREAK: return [.rule]
    default:
      return typeName(node) == "table" ? [.table(try table(node, depth: depth))] : try children()
    }
  }

  private static func list(_ node: OpaquePointer, depth: Int) throws -> MarkdownList {
    MarkdownList(
      start: cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? Int(cmark_node_get_list_start(node)) : nil,
      isTight: cmark_node_get_list_tight(node) != 0,
      items: try Children(node).map { item in
        let isTask = typeName(item) == "tasklist"
        return MarkdownList.Item(
          isDone: isTask ? cmark_gfm_extensions_get_tasklist_item_checked(item) : nil,
          blocks: try blocks(in: item, depth: depth + 2))
      })
  }

  /// The terms and definitions of a list whose items begin with a term; `nil` for any other list.
  private static func definitions(_ node: OpaquePointer, depth: Int) throws -> [MarkdownDefinition]? {
    guard Children(node).allSatisfy({ ends(cmark_node_first_child($0), in: .term) }) else { return nil }
    return try Children(node).map { item in
      var definition = MarkdownDefinition(term: [], definitions: [])
      for child in Children(item) {
        if definition.term.isEmpty, ends(child, in: .term) {
          definition.term = try inlines(of: child, depth: depth + 2)
        } else if cmark_node_get_type(child) == CMARK_NODE_LIST {
          definition.definitions += try Children(child).map { try blocks(in: $0, depth: depth + 4) }
        }
      }
      return definition
    }
  }

  /// Whether a paragraph ends in a mark.
  private static func ends(_ paragraph: OpaquePointer?, in mark: OwnMark) -> Bool {
    guard let paragraph, cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH,
      let last = cmark_node_last_child(paragraph), cmark_node_get_type(last) == CMARK_NODE_HTML_INLINE
    else { return false }
    return self.mark(last) == mark
  }

  /// The language of a code block: the first word behind its fence, or the first class in braces.
  private static func language(of info: String) -> String {
    let bytes = Array(info.utf8)
    if let attributes = Attributes(at: 0, in: bytes, before: bytes.count) { return attributes.classes.first ?? "" }
    if let match = info.firstMatch(of: /^\{([A-Za-z][A-Za-z0-9+#_-]*)[^{}]*\}$/) { return String(match.1) }
    return info.split(separator: " ").first.map(String.init) ?? ""
  }

  private static func table(_ node: OpaquePointer, depth: Int) throws -> MarkdownTable {
    let columns = Int(cmark_gfm_extensions_get_table_columns(node))
    let marks = cmark_gfm_extensions_get_table_alignments(node)
    var table = MarkdownTable(
      alignments: (0..<columns).map { column in
        switch marks?[column] {
        case UInt8(ascii: "l"): .left
        case UInt8(ascii: "c"): .center
        case UInt8(ascii: "r"): .right
        default: .none
        }
      }, header: [], rows: [])
    for row in Children(node) {
      let cells = try Children(row).map { try inlines(of: $0, depth: depth + 2) }
      if cmark_gfm_extensions_get_table_row_is_header(row) != 0 {
        table.header = cells
      } else {
        table.rows.append(cells)
      }
    }
    return table
  }

  private static func inlines(of node: OpaquePointer, depth: Int) throws -> [Inline] {
    guard depth < deepestNesting else { throw TooDeep(line: Int(cmark_node_get_start_line(node))) }
    var open: [(style: InlineStyle, before: [Inline])] = []
    var inlines: [Inline] = []
    func joined() -> [Inline] { joinMath(inlines).filter { $0 != .text("") } }
    for child in Children(node) {
      switch cmark_node_get_type(child) == CMARK_NODE_HTML_INLINE ? mark(child) : nil {
      case .opens(let style) where depth + open.count < deepestNesting:
        open.append((style, joined()))
        inlines = []
      case .closes(let style) where open.last?.style == style:
        inlines = open.removeLast().before + [.styled(style, joined())]
      case .lineBreak: inlines.append(.lineBreak)
      case .anchor(let id): inlines.append(.anchor(id))
      case .size(let width, let height):
        guard case .image(var image)? = inlines.last else { continue }
        (image.width, image.height) = (width, height)
        inlines[inlines.count - 1] = .image(image)
      case .closesAnchor, .title, .term: continue
      default: inlines.append(try inline(child, depth: depth + 1))
      }
    }
    for (style, before) in open.reversed() {
      inlines = before + [.text(OwnMark.opens(style).html)] + joined()
    }
    return joined()
  }

  /// The renderer's own mark that a node is.
  private static func mark(_ node: OpaquePointer) -> OwnMark? {
    cmark_node_get_literal(node).flatMap { OwnMark(String(cString: $0).trimmed()) }
  }

  /// Whether a node is the comment that only keeps its neighbours apart.
  private static func isSeparator(_ node: OpaquePointer) -> Bool {
    cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE
      && cmark_node_get_literal(node).map { String(cString: $0) } == MarkdownWriter.separator
  }

  private static func inline(_ node: OpaquePointer, depth: Int) throws -> Inline {
    func literal() -> String { cmark_node_get_literal(node).map { String(cString: $0) } ?? "" }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: return .text(literal())
    case CMARK_NODE_HTML_INLINE: return .text(isSeparator(node) ? "" : literal())
    case CMARK_NODE_SOFTBREAK: return .softBreak
    case CMARK_NODE_LINEBREAK: return .lineBreak
    case CMARK_NODE_CODE: return .code(literal())
    case CMARK_NODE_EMPH: return .emphasis(try inlines(of: node, depth: depth))
    case CMARK_NODE_STRONG: return .strong(try inlines(of: node, depth: depth))
    case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
      let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
      let title = cmark_node_get_title(node).map { String(cString: $0) } ?? ""
      let content = try inlines(of: node, depth: depth)
      return cmark_node_get_type(node) == CMARK_NODE_IMAGE
        ? .image(MarkdownImage(url: url, title: title, content: content)) : .link(url: url, title: title, content)
    case CMARK_NODE_FOOTNOTE_REFERENCE: return .footnote(Int(literal()) ?? 0)
    default: return .strikethrough(try inlines(of: node, depth: depth))
    }
  }

  /// Makes one formula of `$`, a code span and `$`.
  private static func joinMath(_ inlines: [Inline]) -> [Inline] {
    var joined: [Inline] = []
    for inline in inlines {
      if case .text(let after) = inline, after.hasPrefix("$"), joined.count >= 2,
        case .code(let formula) = joined[joined.count - 1], case .text(let before) = joined[joined.count - 2],
        before.hasSuffix("$")
      {
        joined.removeLast(2)
        if before.count > 1 { joined.append(.text(String(before.dropLast()))) }
        joined.append(.math(formula))
        if after.count > 1 { joined.append(.text(String(after.dropFirst()))) }
      } else {
        joined.append(inline)
      }
    }
    return joined
  }

  /// Whether the text that a block begins with has backslashes in its source: `\[!NOTE]` is text.
  private static func isEscaped(_ block: OpaquePointer?) -> Bool {
    guard let block, let text = cmark_node_first_child(block), let literal = cmark_node_get_literal(text) else {
      return false
    }
    let columns =
      cmark_node_get_start_column(
        text)...max(
        cmark_node_get_start_column(text), cmark_node_get_end_column(text))
    return columns.count > String(cString: literal).utf8.count
  }

  private static func alertOrQuote(_ blocks: [MarkdownBlock], hasTitle: Bool) -> MarkdownBlock {
    guard case .paragraph(var content)? = blocks.first, case .text(let mark)? = content.first,
      mark.hasPrefix("[!"), mark.hasSuffix("]")
    else { return .quote(blocks) }
    let kind = mark.dropFirst(2).dropLast().lowercased()
    guard Callouts.kinds.contains(kind) else { return .quote(blocks) }
    content.removeFirst()
    if case .softBreak? = content.first { content.removeFirst() }
    let rest = Array(blocks.dropFirst())
    if hasTitle {
      if content.count == 1, case .strong(let title) = content[0] { content = title }
      return .alert(kind: kind, title: content, rest)
    }
    return .alert(kind: kind, title: [], (content.isEmpty ? [] : [.paragraph(content)]) + rest)
  }
}
