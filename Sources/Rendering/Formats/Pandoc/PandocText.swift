import Basics

/// Writes the trees of texts as pandoc's, for the formats that it writes.
///
/// Every text becomes a text of pandoc's tree; what is written in the language of a format stands in this file and in
/// `PandocBook`, and holds nothing of a student's.
struct PandocText {
  /// What differs between the formats.
  struct Dialect {
    /// What pandoc calls the format.
    var writer: String
    /// Where a page ends, in the format's own language; without it pages end where they may.
    var pageBreak: (format: String, text: String)?
    /// Whether a formula's number is TeX within the formula; else it stands behind it.
    var hasTags = false
    /// Whether formulas stay TeX that a TeX reads, strict as it is.
    var isTeX = false
    /// Whether the caption of a table is a paragraph above it.
    var hasLooseCaptions = false
    /// The address of an image by its path in the report, `nil` for one that the format cannot show.
    var image: (String) -> String?
  }

  /// What differs between the formats.
  let dialect: Dialect
  /// The words that the renderer writes.
  let wording: Wording
  /// The footnotes of the text being written.
  private var footnotes: [[MarkdownBlock]] = []
  /// The numbers of those of them that were written.
  private var numbers: [Int: Int] = [:]
  /// How many footnotes were written.
  private var count = 0
  /// How deep the writer is in footnotes: one within another becomes part of it.
  private var depth = 0

  init(dialect: Dialect, wording: Wording) {
    self.dialect = dialect
    self.wording = wording
  }

  /// The blocks of a text.
  mutating func blocks(_ prose: Prose) -> [JSONValue] {
    begin(prose)
    return prose.document.blocks.flatMap { block($0) }
  }

  /// The running text of a caption or a title.
  mutating func inlines(_ prose: Prose) -> [JSONValue] {
    begin(prose)
    return inlines(prose.inlines)
  }

  private mutating func begin(_ prose: Prose) {
    footnotes = prose.document.footnotes
    numbers = [:]
  }

  // MARK: Blocks

  private mutating func blocks(_ blocks: [MarkdownBlock]) -> [JSONValue] {
    var result: [JSONValue] = []
    for block in blocks { result += self.block(block) }
    return result
  }

  private mutating func block(_ block: MarkdownBlock, isTight: Bool = false) -> [JSONValue] {
    switch block {
    case .paragraph(let content): return [.node(isTight ? "Plain" : "Para", .array(inlines(content)))]
    case .heading(let heading):
      let number = heading.number.map { Self.words($0 + " ") } ?? []
      return [Self.heading(heading.level - 1, id: heading.id ?? "", number + inlines(heading.content))]
    case .quote(let blocks): return [.node("BlockQuote", .array(self.blocks(blocks)))]
    case .alert(let kind, let title, let blocks):
      let title = title.isEmpty ? Self.words(wording.callout(kind)) : inlines(title)
      return [callout(title, self.blocks(blocks))]
    case .list(let list): return [self.list(list)]
    case .definitions(let list):
      var items: [JSONValue] = []
      for item in list {
        let term = inlines(item.term)
        items.append(.array([.array(term), .array(item.definitions.map { .array(self.blocks($0)) })]))
      }
      return [.node("DefinitionList", .array(items))]
    case .details(let summary, _, let blocks):
      let title = inlines(summary)
      return [.node("Para", .array([.node("Strong", .array(title))]))] + self.blocks(blocks)
    case .code(let language, let text): return [Self.code(text, language: language)]
    case .math(let formula): return displayed(formula)
    case .table(let table): return self.table(table)
    case .figure(let figure): return [self.figure(figure)]
    case .rule: return [.node("HorizontalRule")]
    case .pageBreak:
      guard let (format, text) = dialect.pageBreak else { return [] }
      return [.node("RawBlock", .array([.string(format), .string(text)]))]
    }
  }

  /// A heading of a level from 1.
  static func heading(_ level: Int, id: String, _ content: [JSONValue]) -> JSONValue {
    .node("Header", .array([.integer(max(1, level)), .attributes(id: id), .array(content)]))
  }

  /// A remark set apart.
  func callout(_ title: [JSONValue], _ body: [JSONValue]) -> JSONValue {
    .node("BlockQuote", .array([.node("Para", .array([.node("Strong", .array(title))]))] + body))
  }

  /// A block of code.
  static func code(_ text: String, language: String) -> JSONValue {
    let isName = language.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-#_.".contains($0)) }
    return .node(
      "CodeBlock",
      .array([
        .attributes(classes: isName && !language.isEmpty ? [language] : []), .string(readable(text)),
      ]))
  }

  private mutating func list(_ list: MarkdownList) -> JSONValue {
    var items: [JSONValue] = []
    for item in list.items {
      var blocks: [JSONValue] = []
      for block in item.blocks { blocks += self.block(block, isTight: list.isTight) }
      if let isDone = item.isDone {
        let mark = Self.words(isDone ? "☒ " : "☐ ")
        if case .object(let members)? = blocks.first, let content = blocks[0]["c"]?.array,
          let name = blocks[0]["t"]?.string,
          name == "Plain" || name == "Para", !members.isEmpty
        {
          blocks[0] = .node(name, .array(mark + content))
        } else {
          blocks.insert(.node("Plain", .array(mark)), at: 0)
        }
      }
      items.append(.array(blocks))
    }
    guard let start = list.start else { return .node("BulletList", .array(items)) }
    return .node(
      "OrderedList", .array([.array([.integer(start), .node("Decimal"), .node("Period")]), .array(items)]))
  }

  private mutating func displayed(_ formula: DisplayedFormula) -> [JSONValue] {
    var content = formula.numbers.compactMap { $0.anchor.isEmpty ? nil : Self.anchor($0.anchor) }
    var tex = self.tex(formula.tex, isDisplayed: true)
    if !formula.numbers.isEmpty, dialect.hasTags { tex = TeXTags.apply(formula.numbers, to: tex) }
    content.append(.node("Math", .array([.node("DisplayMath"), .string(Self.readable(tex))])))
    if !formula.numbers.isEmpty, !dialect.hasTags {
      content += Self.words(formula.numbers.map { " (\($0.text))" }.joined(separator: ","))
    }
    return [.node("Para", .array(content))]
  }

  /// The TeX of a formula as the format reads it.
  private func tex(_ tex: String, isDisplayed: Bool) -> String {
    dialect.isTeX ? StrictTeX.text(of: tex, isDisplayed: isDisplayed) : tex.trimmed()
  }

  /// A table with its caption where the format wants it.
  func captioned(_ table: PandocTable) -> [JSONValue] {
    guard dialect.hasLooseCaptions, !table.caption.isEmpty else { return [table.node] }
    var bare = table
    bare.caption = []
    bare.id = ""
    let anchor = table.id.isEmpty ? [] : [Self.anchor(table.id)]
    return [.node("Para", .array(anchor + table.caption)), bare.node]
  }

  private mutating func table(_ table: MarkdownTable) -> [JSONValue] {
    let alignments = table.header.indices.map { index -> PandocTable.Alignment in
      switch index < table.alignments.count ? table.alignments[index] : .none {
      case .none: .none
      case .left: .left
      case .right: .right
      case .center: .center
      }
    }
    let caption = table.caption.map { caption in
      Self.label(wording.caption(caption.label)) + inlines(caption.content)
    }
    let header = table.header.map { inlines($0) }
    let rows = table.rows.map { row in row.map { inlines($0) } }
    return captioned(
      PandocTable(
        id: table.caption?.anchor ?? "", caption: caption ?? [], alignments: alignments, header: header, rows: rows,
        lengths: ([table.header] + table.rows).map { $0.map { $0.map(\.plainText).joined().count } }))
  }

  private mutating func figure(_ figure: MarkdownFigure) -> JSONValue {
    let caption = Self.label(wording.caption(figure.caption.label)) + inlines(figure.caption.content)
    return Self.figure(id: figure.caption.anchor, image(figure.image), caption)
  }

  /// A picture with its caption.
  static func figure(id: String, _ image: JSONValue, _ caption: [JSONValue]) -> JSONValue {
    .node(
      "Figure",
      .array([
        .attributes(id: id), .array([.null, .array([.node("Plain", .array(caption))])]),
        .array([.node("Plain", .array([image]))]),
      ]))
  }

  /// “Figure 2.”, before what it is.
  static func label(_ text: String) -> [JSONValue] { [.node("Strong", .array(words(text))), .node("Space")] }

  // MARK: Running text

  private mutating func inlines(_ inlines: [Inline]) -> [JSONValue] {
    var result: [JSONValue] = []
    for inline in inlines { result += self.inline(inline) }
    return result
  }

  private mutating func inline(_ inline: Inline) -> [JSONValue] {
    switch inline {
    case .text(let text): return Self.words(text)
    case .softBreak: return [.node("SoftBreak")]
    case .lineBreak: return [.node("LineBreak")]
    case .code(let text): return [.node("Code", .array([.attributes(), .string(Self.readable(text))]))]
    case .math(let tex):
      let tex = self.tex(TeXLabels(tex).tex, isDisplayed: false)
      return [.node("Math", .array([.node("InlineMath"), .string(Self.readable(tex))]))]
    case .emphasis(let content): return [.node("Emph", .array(inlines(content)))]
    case .strong(let content): return [.node("Strong", .array(inlines(content)))]
    case .strikethrough(let content): return [.node("Strikeout", .array(inlines(content)))]
    case .styled(let style, let content):
      switch style {
      case .subscript: return [.node("Subscript", .array(inlines(content)))]
      case .superscript: return [.node("Superscript", .array(inlines(content)))]
      case .underline: return [.node("Underline", .array(inlines(content)))]
      case .keyboard: return [.node("Strong", .array(inlines(content)))]
      }
    case .link(let url, let title, let content):
      let content = inlines(content)
      let url = LinkDestination.anchor(of: url).map { "#" + $0 } ?? url
      let target: [JSONValue] = [.string(Self.address(url)), .string(Self.title(title))]
      return [.node("Link", .array([.attributes(), .array(content), .array(target)]))]
    case .image(let image): return [self.image(image)]
    case .anchor(let name): return [Self.anchor(name)]
    case .footnote(let number): return footnote(number)
    }
  }

  /// A place that links lead to.
  static func anchor(_ name: String) -> JSONValue { .node("Span", .array([.attributes(id: name), .array([])])) }

  private func image(_ image: MarkdownImage) -> JSONValue {
    func text(_ length: MarkdownImage.Length) -> String {
      switch length {
      case .share(let share): "\(NumberText.fixed(share * 100, 2))%"
      case .points(let points): "\(NumberText.fixed(points / 72, 4))in"
      }
    }
    var properties: [(String, String)] = []
    if let width = image.width { properties.append(("width", text(width))) }
    if let height = image.height { properties.append(("height", text(height))) }
    return self.image(
      path: LinkDestination.path(of: image.url) ?? image.url, title: image.title, text: image.alternativeText,
      properties)
  }

  /// An image by its path in the report; its description where the format cannot show it.
  func image(path: String, title: String = "", text: String, _ properties: [(String, String)]) -> JSONValue {
    guard let address = dialect.image(path) else { return .node("Emph", .array(Self.words("[\(text)]"))) }
    return .node(
      "Image",
      .array([
        .attributes(properties.map { (name: $0.0, value: $0.1) }), .array(Self.words(text)),
        .array([.string(address), .string(Self.title(title))]),
      ]))
  }

  /// A footnote where it is first mentioned, its number where it is again.
  private mutating func footnote(_ number: Int) -> [JSONValue] {
    guard footnotes.indices.contains(number - 1) else { return [] }
    if let known = numbers[number] { return [.node("Superscript", .array(Self.words(String(known))))] }
    count += 1
    numbers[number] = count
    depth += 1
    defer { depth -= 1 }
    let note = footnotes[number - 1]
    // Within a footnote another one stands in parentheses.
    guard depth == 1 else { return Self.words(" (") + run(note) + Self.words(")") }
    return [.node("Note", .array(blocks(note)))]
  }

  /// Blocks as running text.
  private mutating func run(_ blocks: [MarkdownBlock]) -> [JSONValue] {
    var result: [JSONValue] = []
    for block in blocks {
      if !result.isEmpty { result.append(.node("Space")) }
      switch block {
      case .paragraph(let content): result += inlines(content)
      case .heading(let heading): result += inlines(heading.content)
      case .quote(let blocks), .alert(_, _, let blocks), .details(_, _, let blocks): result += run(blocks)
      case .list(let list): result += run(list.items.flatMap(\.blocks))
      case .definitions(let list):
        for item in list { result += inlines(item.term) + run(item.definitions.flatMap { $0 }) }
      case .code(_, let text): result += inline(.code(text))
      case .math(let formula): result += inline(.math(formula.tex))
      case .table(let table):
        for cell in table.header + table.rows.joined() { result += inlines(cell) + [.node("Space")] }
      case .figure(let figure): result += [image(figure.image)] + inlines(figure.caption.content)
      case .rule, .pageBreak: break
      }
    }
    return result
  }

  /// A text as words and the blanks between them.
  static func words(_ text: String) -> [JSONValue] {
    var result: [JSONValue] = []
    for (index, word) in readable(text).split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      if index > 0, result.last != .node("Space") { result.append(.node("Space")) }
      if !word.isEmpty { result.append(.node("Str", .string(String(word)))) }
    }
    return result
  }

  /// A text without what no document can hold: control characters become U+FFFD.
  static func readable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnreadable) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isUnreadable($0) ? "\u{FFFD}" : $0 }))
  }

  private static func isUnreadable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
    default: false
    }
  }
}
