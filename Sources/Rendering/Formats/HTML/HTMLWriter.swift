internal import Basics

/// Writes Markdown trees as HTML.
///
/// Safe by construction: text is escaped, only elements named here are written, and only addresses that the stitcher
/// has judged reach an attribute.
struct HTMLWriter {
  /// The address of an image, by its path in the report.
  var image: (String) -> String
  /// Formulas that have been set; others are shown as their source.
  var formulas: [Formula: SetFormula]
  /// What stands before the identifiers of footnotes.
  var footnotePrefix: String
  /// What Quire itself writes.
  let wording: Wording
  /// Which language is where.
  let marks: LanguageMarks
  /// Whether an answer is written, which is in the report's language.
  private var isInAnswer = false
  /// The footnotes met so far, to be written at the end of the chapter, and whether each is an answer's.
  private(set) var footnotes: [(blocks: [MarkdownBlock], isInAnswer: Bool)] = []
  /// How many footnotes stand before the document being written.
  private var footnoteBase = 0
  private var mentioned: Set<Int> = []
  /// How many tables without a number were written.
  private var tables = 0

  init(
    footnotePrefix: String, wording: Wording, marks: LanguageMarks, formulas: [Formula: SetFormula],
    image: @escaping (String) -> String
  ) {
    self.footnotePrefix = footnotePrefix
    self.wording = wording
    self.marks = marks
    self.formulas = formulas
    self.image = image
  }

  /// The blocks of a text; its footnotes are kept for `notes()`.
  mutating func blocks(_ prose: Prose) -> String {
    footnoteBase = footnotes.count
    footnotes += prose.document.footnotes.map { ($0, isInAnswer) }
    return prose.document.blocks.map { block($0, isTight: false) }.joined()
  }

  /// The blocks of an answer.
  mutating func answer(_ prose: Prose) -> String {
    isInAnswer = true
    defer { isInAnswer = false }
    return blocks(prose)
  }

  /// The mark of Quire's own words at this place.
  private var own: String { isInAnswer ? marks.ownOnPage : marks.ownInChapter }

  /// The running text of a caption or a title.
  mutating func inlines(_ prose: Prose) -> String {
    footnoteBase = footnotes.count
    footnotes += prose.document.footnotes.map { ($0, isInAnswer) }
    return text(prose.inlines)
  }

  /// The footnotes met so far, as a list.
  mutating func notes() -> String {
    guard !footnotes.isEmpty else { return "" }
    let name = HTMLText.escape(wording.footnotes(footnotePrefix))
    var html = "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"\(name)\"\(own)>\n<ol>\n"
    for (index, note) in footnotes.enumerated() {
      let id = "\(footnotePrefix)-\(index + 1)"
      isInAnswer = note.isInAnswer
      html += "<li id=\"note-\(id)\"\(isInAnswer ? marks.answer : marks.chapter)>"
      html += note.blocks.map { block($0, isTight: true) }.joined()
      let label = HTMLText.escape(wording.backToText)
      html += " <a class=\"back\" href=\"#mention-\(id)\" aria-label=\"\(label)\"\(own)>↩</a>"
      html += "</li>\n"
    }
    isInAnswer = false
    return html + "</ol>\n</section>\n"
  }

  // MARK: Blocks

  private mutating func block(_ block: MarkdownBlock, isTight: Bool) -> String {
    switch block {
    case .paragraph(let content): return isTight ? text(content) : "<p>" + text(content) + "</p>\n"
    case .heading(let heading):
      let number = heading.number.map { "<span class=\"number\">\(HTMLText.escape($0))</span> " } ?? ""
      let id = heading.id.map { " id=\"\(HTMLText.escape($0))\"" } ?? ""
      return "<h\(heading.level)\(id)>" + number + text(heading.content) + "</h\(heading.level)>\n"
    case .quote(let blocks): return "<blockquote>\n" + self.blocks(blocks) + "</blockquote>\n"
    case .alert(let kind, let title, let blocks):
      return callout(kind: kind, heading: title.isEmpty ? nil : text(title), body: self.blocks(blocks))
    case .list(let list): return self.list(list)
    case .definitions(let list): return definitions(list)
    case .details(let summary, let isOpen, let blocks):
      // Without one of its own, a browser names it in the reader's language.
      let summary = summary.isEmpty ? "" : "<summary>\(text(summary))</summary>\n"
      return "<details class=\"more\"\(isOpen ? " open" : "")>\n" + summary
        + self.blocks(blocks) + "</details>\n"
    case .code(let language, let code): return Self.code(code, language: language)
    case .math(let formula): return displayed(formula)
    case .table(let table): return self.table(table)
    case .figure(let figure): return self.figure(figure)
    case .rule: return "<hr>\n"
    case .pageBreak: return "<div class=\"page-break\"></div>\n"
    }
  }

  private mutating func blocks(_ blocks: [MarkdownBlock]) -> String {
    var html = ""
    for block in blocks { html += self.block(block, isTight: false) }
    return html
  }

  /// A code block, which the keyboard can scroll.
  static func code(_ code: String, language: String) -> String {
    let name = language.allSatisfy { $0.isLetter || $0.isNumber || "+-#_.".contains($0) } ? language : ""
    let attribute = name.isEmpty ? "" : " class=\"language-\(HTMLText.escape(name))\""
    return "<pre tabindex=\"0\"><code\(attribute)>" + HTMLText.escape(code) + "</code></pre>\n"
  }

  /// A remark set apart; `body` is HTML.
  func callout(kind: String, title: String?, body: String) -> String {
    callout(kind: kind, heading: title.map(HTMLText.value), body: body)
  }

  /// A remark set apart; `heading` and `body` are HTML.
  private func callout(kind: String, heading: String?, body: String) -> String {
    """
    <div class="callout \(kind)" role="note">
    <p class="callout-title"\(heading == nil ? own : "")>\(heading ?? HTMLText.escape(wording.callout(kind)))</p>
    \(body)</div>

    """
  }

  /// A remark of Quire's own; `body` is HTML.
  func notice(title: String, body: String) -> String {
    """
    <div class="callout warning" role="note"\(own)>
    <p class="callout-title">\(HTMLText.value(title))</p>
    \(body)</div>

    """
  }

  private mutating func list(_ list: MarkdownList) -> String {
    let isTask = list.items.contains { $0.isDone != nil }
    var tag = list.start == nil ? "ul" : "ol"
    let name = tag
    if let start = list.start, start != 1 { tag += " start=\"\(start)\"" }
    if isTask { tag += " class=\"tasks\"" }
    var html = "<\(tag)>\n"
    for item in list.items {
      html += "<li>"
      if let isDone = item.isDone {
        let label = HTMLText.escape(isDone ? wording.done : wording.open)
        html += "<span class=\"task\" role=\"img\" aria-label=\"\(label)\"\(own)>\(isDone ? "☑" : "☐")</span> "
      }
      for (position, block) in item.blocks.enumerated() {
        let isText = if case .paragraph = block { true } else { false }
        if position > 0 || !isText || !list.isTight { html += position == 0 ? "\n" : "" }
        html += self.block(block, isTight: list.isTight)
        if list.isTight, isText, position + 1 < item.blocks.count { html += "\n" }
      }
      html += "</li>\n"
    }
    return html + "</\(name)>\n"
  }

  private mutating func definitions(_ list: [MarkdownDefinition]) -> String {
    var html = "<dl>\n"
    for item in list {
      html += "<dt>\(text(item.term))</dt>\n"
      for blocks in item.definitions {
        let isText = if case .paragraph? = blocks.first, blocks.count == 1 { true } else { false }
        html += "<dd>" + (isText ? "" : "\n")
        for block in blocks { html += self.block(block, isTight: isText) }
        html += "</dd>\n"
      }
    }
    return html + "</dl>\n"
  }

  private mutating func figure(_ figure: MarkdownFigure) -> String {
    """
    <figure id="\(HTMLText.escape(figure.caption.anchor))">
    <div class="card">\(picture(figure.image))</div>
    <figcaption>\(caption(figure.caption))</figcaption>
    </figure>

    """
  }

  private mutating func caption(_ caption: MarkdownCaption) -> String {
    "<strong\(own)>\(HTMLText.escape(wording.caption(caption.label)))</strong> \(text(caption.content))"
  }

  private mutating func table(_ table: MarkdownTable) -> String {
    func style(_ column: Int) -> String {
      switch column < table.alignments.count ? table.alignments[column] : .none {
      case .none: ""
      case .left: " class=\"leading\""
      case .right: " class=\"trailing\""
      case .center: " class=\"center\""
      }
    }
    var html: String
    if let caption = table.caption {
      let id = HTMLText.escape(caption.anchor)
      html = """
        <div class="scroll numbered" id="\(id)" role="region" aria-labelledby="\(id)-caption" tabindex="0">
        <table>
        <caption id="\(id)-caption">\(self.caption(caption))</caption>
        <thead><tr>
        """
    } else {
      tables += 1
      let titles = table.header.map { $0.map(\.plainText).joined() }.filter { !$0.trimmed().isEmpty }
      let name = HTMLText.escape("\(wording.table) \(footnotePrefix) \(tables): \(titles.joined(separator: ", "))")
      html = """
        <div class="scroll" role="region" aria-label="\(name)" tabindex="0">
        <table>
        <thead><tr>
        """
    }
    for (column, cell) in table.header.enumerated() {
      html += Self.head(text(cell), style(column), isBlank: cell.map(\.plainText).joined().trimmed().isEmpty)
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in table.rows {
      html += "<tr>"
      for (column, cell) in row.enumerated() { html += "<td\(style(column))>\(text(cell))</td>" }
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table>\n</div>\n"
  }

  /// The head of a column; one that says nothing is no heading, or a reader would announce an empty one in each row.
  ///
  /// - Parameters:
  ///   - html: What it says, as HTML.
  ///   - attributes: What stands in its tag, with a blank before it.
  static func head(_ html: String, _ attributes: String, isBlank: Bool) -> String {
    isBlank ? "<td\(attributes)>\(html)</td>" : "<th scope=\"col\"\(attributes)>\(html)</th>"
  }

  // MARK: Running text

  /// Running text as HTML.
  mutating func text(_ inlines: [Inline]) -> String {
    var html = ""
    for inline in inlines { html += text(inline) }
    return html
  }

  private mutating func text(_ inline: Inline) -> String {
    switch inline {
    case .text(let text): return HTMLText.escape(text)
    case .softBreak: return "\n"
    case .lineBreak: return "<br>\n"
    case .code(let code): return "<code>" + HTMLText.escape(code) + "</code>"
    case .math(let tex): return formula(Formula(tex: tex, isDisplayed: false))
    case .emphasis(let content): return "<em>" + text(content) + "</em>"
    case .strong(let content): return "<strong>" + text(content) + "</strong>"
    case .strikethrough(let content): return "<del>" + text(content) + "</del>"
    case .styled(let style, let content):
      let name =
        switch style {
        case .subscript: "sub"
        case .superscript: "sup"
        case .underline: "u"
        case .keyboard: "kbd"
        }
      return "<\(name)>" + text(content) + "</\(name)>"
    case .link(let url, let title, let content):
      let title = title.isEmpty ? "" : " title=\"\(HTMLText.escape(title))\""
      return "<a href=\"\(HTMLText.address(url))\"\(title)>" + text(content) + "</a>"
    case .image(let image): return picture(image)
    case .anchor(let id): return "<span id=\"\(HTMLText.escape(id))\"></span>"
    case .footnote(let index): return mention(footnoteBase + index)
    }
  }

  private func picture(_ picture: MarkdownImage) -> String {
    let source = image(LinkDestination.path(of: picture.url) ?? picture.url)
    let title = picture.title.isEmpty ? "" : " title=\"\(HTMLText.escape(picture.title))\""
    var style = ""
    if let width = picture.width { style += "width:\(Self.length(width));" }
    if let height = picture.height { style += "height:\(Self.length(height));" }
    if !style.isEmpty { style = " style=\"\(style)\"" }
    return "<img src=\"\(source)\" alt=\"\(HTMLText.escape(picture.alternativeText))\"\(title)\(style)>"
  }

  private static func length(_ length: MarkdownImage.Length) -> String {
    switch length {
    case .share(let share): "\(share * 100)%"
    case .points(let points): "\(points)pt"
    }
  }

  private mutating func mention(_ number: Int) -> String {
    let id = "\(footnotePrefix)-\(number)"
    let back = mentioned.insert(number).inserted ? " id=\"mention-\(id)\"" : ""
    let label = "\(HTMLText.escape(wording.footnote)) \(number)"
    return "<sup class=\"mention\"><a href=\"#note-\(id)\"\(back) aria-label=\"\(label)\"\(own)>\(number)</a></sup>"
  }

  /// More signs of TeX than this may be wider than a narrow screen, and are scrolled.
  private static let longFormula = 60

  private func formula(_ formula: Formula) -> String {
    guard let set = formulas[formula] else {
      return "<code class=\"formula\">\(HTMLText.escape(formula.tex.trimmed()))</code>"
    }
    return set.tex.count > Self.longFormula && !formula.isDisplayed
      ? "<span class=\"long-formula\" tabindex=\"0\">\(set.mathML)</span>" : set.mathML
  }

  private func displayed(_ formula: DisplayedFormula) -> String {
    let content = self.formula(Formula(tex: formula.tex, isDisplayed: true))
    let stop = formula.tex.count > Self.longFormula ? " tabindex=\"0\"" : ""
    guard !formula.numbers.isEmpty else { return "<div class=\"formula\"\(stop)>\(content)</div>\n" }
    var numbers = ""
    for line in 0..<formula.lines {
      guard let number = formula.numbers.first(where: { $0.line == line }) else {
        numbers += "<span></span>"
        continue
      }
      let id = number.anchor.isEmpty ? "" : " id=\"\(HTMLText.escape(number.anchor))\""
      numbers += "<span\(id)>(\(HTMLText.escape(number.text)))</span>"
    }
    return "<div class=\"formula numbered\"><div class=\"equation\"\(stop)>\(content)</div>"
      + "<div class=\"numbers\">\(numbers)</div></div>\n"
  }
}
