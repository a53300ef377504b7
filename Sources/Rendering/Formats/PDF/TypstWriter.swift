import Basics
import Notebook

/// Writes Markdown trees as Typst code that calls the functions of `templates/pdf/report.typ`.
///
/// Safe by construction: texts are string literals, and only addresses that the stitcher has judged reach a link.
struct TypstWriter {
  /// What a document is written with.
  struct Surroundings {
    /// What Quire itself writes, in the report's language.
    var wording: Wording
    /// What no font draws.
    var glyphs: GlyphFilter
    /// Formulas that have been set; others are shown as their source.
    var formulas: [Formula: SetFormula]
    /// The identifiers that the document has; a link to another is a text.
    var anchors: Set<String>
    /// The name of an image in the engine's folder, by its path in the report.
    var image: (String) -> String?
  }

  /// Lists, quotations and remarks nested deeper stand no further in: a page has only so much room, and Typst lays out only so
  /// many containers within each other.
  static let deepestIndent = 8
  /// Notes within notes: Typst gives up on those within many.
  private static let deepestNote = 3
  /// Emphasis within emphasis: deeper, it is text.
  private static let deepestInline = 12

  let surroundings: Surroundings
  /// What stands before the identifiers of footnotes.
  var footnotePrefix: String
  private var footnotes: [[MarkdownBlock]] = []
  private var footnoteBase = 0
  private var mentioned: Set<Int> = []
  /// How many notes the text being written stands within, and those that are written within another, now or later.
  private var noteDepth = 0
  private var flattened: Set<Int> = []
  private var waiting: [Int] = []
  private var depth = 0
  private var inlineDepth = 0
  /// The level of the last heading, which the next may exceed by one.
  private var level = 1

  init(_ surroundings: Surroundings, footnotePrefix: String) {
    self.surroundings = surroundings
    self.footnotePrefix = footnotePrefix
  }

  /// The blocks of a text, below a heading of a level.
  mutating func blocks(_ prose: Prose, below level: Int) -> String {
    begin(prose, below: level)
    return blocks(prose.document.blocks)
  }

  /// Begins a text whose blocks are then written one by one.
  mutating func begin(_ prose: Prose, below level: Int) {
    self.level = level
    footnoteBase = footnotes.count
    footnotes += prose.document.footnotes
  }

  /// A block of the text that was begun.
  mutating func block(_ block: MarkdownBlock) -> String { self.block(block, isTight: false) }

  /// How far the writing of a text has come, to go on with it after another.
  var place: (footnoteBase: Int, level: Int) {
    get { (footnoteBase, level) }
    set { (footnoteBase, level) = newValue }
  }

  /// The running text of a caption or a title.
  mutating func inlines(_ prose: Prose) -> String {
    footnoteBase = footnotes.count
    footnotes += prose.document.footnotes
    return text(prose.inlines)
  }

  // MARK: Blocks

  private mutating func blocks(_ blocks: [MarkdownBlock], isTight: Bool = false) -> String {
    var pieces: [String] = []
    for block in blocks { pieces.append(self.block(block, isTight: isTight)) }
    return TypstCode.joined(pieces)
  }

  private mutating func block(_ block: MarkdownBlock, isTight: Bool) -> String {
    switch block {
    case .paragraph(let content): return paragraph(content, isTight: isTight)
    case .heading(let heading): return self.heading(heading)
    case .quote(let blocks):
      return nested {
        $0.blocks(blocks)
      } as: {
        "quote(block: true, \($0))"
      }
    case .alert(let kind, let title, let blocks):
      let title = title.isEmpty ? literal(surroundings.wording.callout(kind)) : text(title)
      return nested {
        $0.blocks(blocks)
      } as: {
        Self.callout(kind: kind, title: title, body: $0)
      }
    case .list(let list): return self.list(list)
    case .definitions(let list): return definitions(list)
    case .details(let summary, _, let blocks):
      let summary = text(summary)
      return nested {
        $0.blocks(blocks)
      } as: {
        "details(\(summary), \($0))"
      }
    case .code(let language, let code): return self.code(code, language: language, title: nil)
    case .math(let formula): return displayed(formula)
    case .table(let table): return self.table(table)
    case .figure(let figure): return self.figure(figure)
    case .rule: return "rule()"
    case .pageBreak: return depth == 0 ? "pagebreak(weak: true)" : ""
    }
  }

  /// What stands within something that stands further in, and what is made of it; beyond the deepest it is just itself.
  private mutating func nested(_ body: (inout TypstWriter) -> String, as frame: (String) -> String) -> String {
    depth += 1
    defer { depth -= 1 }
    let content = body(&self)
    return depth > Self.deepestIndent ? content : frame(content)
  }

  private mutating func paragraph(_ content: [Inline], isTight: Bool) -> String {
    if let pictures = Self.pictures(content) {
      return TypstCode.joined(pictures.map { picture($0, isInline: false) })
    }
    return isTight ? text(content) : "par(\(text(content)))"
  }

  /// Whether a paragraph holds pictures and nothing else.
  static func isPicture(_ content: [Inline]) -> Bool { pictures(content) != nil }

  /// The pictures of a paragraph that holds nothing else.
  private static func pictures(_ content: [Inline]) -> [MarkdownImage]? {
    var pictures: [MarkdownImage] = []
    for inline in content {
      switch inline {
      case .image(let image): pictures.append(image)
      case .softBreak, .lineBreak: continue
      default: return nil
      }
    }
    return pictures.isEmpty ? nil : pictures
  }

  private mutating func heading(_ heading: MarkdownHeading) -> String {
    // A level that is skipped would cost the document under PDF/UA.
    level = min(heading.level - 1, level + 1)
    var arguments = [String(level)]
    if let id = heading.id, surroundings.anchors.contains(id) { arguments.append("name: \(TypstCode.string(id))") }
    if let number = heading.number { arguments.append("number: \(literal(number))") }
    if !heading.isTopLevel { arguments.append("listed: false") }
    return "head(\(arguments.joined(separator: ", ")), \(text(heading.content)))"
  }

  /// A remark set apart; title and body are code.
  static func callout(kind: String, title: String, body: String) -> String {
    "callout(\(TypstCode.string(kind)), \(title), \(body))"
  }

  private mutating func definitions(_ list: [MarkdownDefinition]) -> String {
    depth += 1
    defer { depth -= 1 }
    var items: [String] = []
    for item in list {
      let term = text(item.term)
      var meanings: [String] = []
      for meaning in item.definitions { meanings.append(blocks(meaning)) }
      items.append("terms.item(\(term), \(TypstCode.joined(meanings)))")
    }
    return "terms(\(items.joined(separator: ", ")))"
  }

  private mutating func figure(_ figure: MarkdownFigure) -> String {
    let image = picture(figure.image, isInline: false)
    return "own-figure(\(caption(figure.caption)), \(image))"
  }

  /// Anchor, label and words of a caption.
  private mutating func caption(_ caption: MarkdownCaption) -> String {
    "\(TypstCode.string(caption.anchor)), \(literal(surroundings.wording.caption(caption.label))), \(text(caption.content))"
  }

  /// Source text.
  func code(_ code: String, language: String, title: String?) -> String {
    let text = code.hasSuffix("\n") ? String(code.dropLast()) : code
    var arguments = [literal(text.isEmpty ? " " : text)]
    if !language.isEmpty { arguments.append("language: \(TypstCode.string(language.lowercased()))") }
    if let title { arguments.append("title: \(literal(title))") }
    return "code(\(arguments.joined(separator: ", ")))"
  }

  private mutating func list(_ list: MarkdownList) -> String {
    let isTask = list.items.contains { $0.isDone != nil }
    depth += 1
    defer { depth -= 1 }
    let isFlat = depth > Self.deepestIndent
    var items: [String] = []
    for (index, item) in list.items.enumerated() {
      var mark = item.isDone.map { $0 ? "☑ " : "☐ " } ?? ""
      if isFlat || isTask && item.isDone == nil {
        mark = (list.start.map { "\($0 + index). " } ?? "• ") + mark
      }
      items.append(self.item(item, mark: mark, isTight: list.isTight && !isFlat))
    }
    if isFlat { return TypstCode.joined(items) }
    let tight = "tight: \(list.isTight)"
    if let start = list.start, !isTask { return "enum(start: \(start), \(tight), \(items.joined(separator: ", ")))" }
    return "list(\(tight), \(isTask ? "marker: none, " : "")\(items.joined(separator: ", ")))"
  }

  /// An item with what stands before its first words.
  private mutating func item(_ item: MarkdownList.Item, mark: String, isTight: Bool) -> String {
    guard !mark.isEmpty else { return blocks(item.blocks, isTight: isTight) }
    var blocks = item.blocks
    if case .paragraph(let content)? = blocks.first {
      blocks[0] = .paragraph([.text(mark)] + content)
    } else {
      blocks.insert(.paragraph([.text(mark)]), at: 0)
    }
    return self.blocks(blocks, isTight: isTight)
  }

  private mutating func table(_ table: MarkdownTable) -> String {
    let alignments = table.alignments.map { alignment -> TypstTable.Alignment in
      switch alignment {
      case .none, .left: .start
      case .right: .end
      case .center: .center
      }
    }
    var writer = TypstTable(alignments: alignments, isNested: depth > 0)
    for (column, cell) in table.header.enumerated() { writer.measure(cell, column, isHeader: true) }
    for row in table.rows { for (column, cell) in row.enumerated() { writer.measure(cell, column) } }
    var header: [String] = []
    for cell in table.header { header.append(text(cell)) }
    var rows: [String] = []
    for row in table.rows {
      var cells: [String] = []
      for cell in row { cells.append(text(cell)) }
      rows.append(TypstCode.array(cells))
    }
    let title = table.caption.map { caption in
      (
        name: TypstCode.string(caption.anchor), label: literal(surroundings.wording.caption(caption.label)),
        caption: text(caption.content)
      )
    }
    return writer.code(header: header, rows: rows, title: title, words: literal)
  }

  // MARK: Running text

  /// A text as a string literal, without what no font draws.
  func literal(_ text: some StringProtocol) -> String {
    TypstCode.string(surroundings.glyphs.drawable(String(text)))
  }

  /// Running text as content.
  mutating func text(_ inlines: [Inline]) -> String {
    guard inlineDepth < Self.deepestInline else { return words(inlines.map(\.plainText).joined()) }
    inlineDepth += 1
    defer { inlineDepth -= 1 }
    var pieces: [String] = []
    for inline in inlines { pieces.append(text(inline)) }
    return TypstCode.joined(pieces)
  }

  /// Words, which may be broken where they are long.
  func words(_ text: String, isCode: Bool = false) -> String {
    let pieces = BreakOpportunities.pieces(of: surroundings.glyphs.drawable(text))
      .map { isCode ? "raw(\(TypstCode.string($0)))" : TypstCode.string($0) }
    return pieces.count == 1 ? pieces[0] : "{" + pieces.joined(separator: "; box(); ") + "}"
  }

  private mutating func text(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): return words(text)
    case .softBreak: return "\" \""
    case .lineBreak: return "linebreak()"
    case .code(let code): return words(code, isCode: true)
    case .math(let tex): return formula(Formula(tex: tex, isDisplayed: false))
    case .emphasis(let content): return "emph(\(text(content)))"
    case .strong(let content): return "strong(\(text(content)))"
    case .strikethrough(let content): return "strike(\(text(content)))"
    case .styled(let style, let content): return styled(style, text(content))
    case .link(let url, _, let content): return link(url, content)
    case .image(let image): return picture(image, isInline: true)
    case .anchor(let name): return surroundings.anchors.contains(name) ? "anchor(\(TypstCode.string(name)))" : ""
    case .footnote(let index): return mention(footnoteBase + index)
    }
  }

  private mutating func link(_ url: String, _ content: [Inline]) -> String {
    let body = text(content)
    if let anchor = LinkDestination.anchor(of: url) {
      let name = surroundings.anchors.contains(anchor) ? anchor : anchor.removingPercentEncoding ?? anchor
      return surroundings.anchors.contains(name) ? "link(label(\(TypstCode.string(name))), \(body))" : body
    }
    guard LinkPolicy.scheme(of: url) != nil else { return body }
    return "link(\(TypstCode.string(url)), \(body))"
  }

  private func styled(_ style: InlineStyle, _ body: String) -> String {
    switch style {
    case .subscript: "sub(\(body))"
    case .superscript: "super(\(body))"
    case .underline: "underline(\(body))"
    case .keyboard: "keyboard(\(body))"
    }
  }

  private func picture(_ image: MarkdownImage, isInline: Bool) -> String {
    let alternative = image.alternativeText
    guard let file = surroundings.image(LinkDestination.path(of: image.url) ?? image.url) else {
      return words(alternative)
    }
    var arguments = [TypstCode.string(file), literal(alternative.trimmed().isEmpty ? image.url : alternative)]
    if let width = image.width { arguments.append("width: \(length(width))") }
    if let height = image.height { arguments.append("height: \(length(height))") }
    return (isInline ? "inline-picture" : "picture") + "(\(arguments.joined(separator: ", ")))"
  }

  private func length(_ length: MarkdownImage.Length) -> String {
    switch length {
    case .share(let share): "\(NumberText.fixed(share * 100, 3))%"
    case .points(let points): TypstCode.points(points)
    }
  }

  private mutating func mention(_ number: Int) -> String {
    let label = "label(\(TypstCode.string("note-\(footnotePrefix)-\(number)")))"
    guard !flattened.contains(number) else { return Self.mark(number) }
    guard number <= footnotes.count, mentioned.insert(number).inserted else { return "footnote(\(label))" }
    guard noteDepth < Self.deepestNote else {
      flattened.insert(number)
      waiting.append(number)
      return Self.mark(number)
    }
    noteDepth += 1
    defer { noteDepth -= 1 }
    let place = (footnoteBase, depth, level, inlineDepth)
    defer { (footnoteBase, depth, level, inlineDepth) = place }
    (depth, inlineDepth) = (1, 0)
    var body = [blocks(footnotes[number - 1])]
    // What is mentioned deeper within notes stands at the end of the outermost.
    while noteDepth == 1, !waiting.isEmpty {
      let next = waiting.removeFirst()
      body.append("par({\(Self.mark(next)); \" \"})")
      body.append(blocks(footnotes[next - 1]))
    }
    return "[#footnote(\(TypstCode.joined(body)))#\(label)]"
  }

  /// The mark of a note that stands within another.
  private static func mark(_ number: Int) -> String { "super(\"note \(number)\")" }

  private func formula(_ formula: Formula) -> String {
    guard let set = surroundings.formulas[formula] else { return words(formula.tex.trimmed(), isCode: true) }
    return "formula(\(literal(set.typst)), \(literal(set.tex)))"
  }

  private func displayed(_ displayed: DisplayedFormula) -> String {
    guard let set = surroundings.formulas[Formula(tex: displayed.tex, isDisplayed: true)] else {
      return code(displayed.tex.trimmed(), language: "", title: nil)
    }
    let numbers = displayed.numbers.map { number in
      let name = surroundings.anchors.contains(number.anchor) ? TypstCode.string(number.anchor) : "none"
      return "(line: \(number.line), text: \(literal("(\(number.text))")), name: \(name))"
    }
    return
      "displayed(\(literal(set.typst)), \(literal(set.tex)), \(max(1, displayed.lines)), \(TypstCode.array(numbers)))"
  }
}
