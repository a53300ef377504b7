import Basics
import Foundation
import Notebook
import Rendering
import Testing

/// Values in every place of a text, read back by GitHub's reader of Markdown.
@Suite struct MarkdownValueTests {
  /// Places where a value is shown as text.
  static let places: [@Sendable (String) -> Markdown] = [
    { "\($0)" }, { "Word \($0) word." }, { "Word\n\($0)\nword" }, { "Word\n\n\($0) word" }, { "a\($0)b" },
    { "a\n\($0)" },
    { "“\($0)”" }, { "(\($0))" }, { "\($0): word" }, { "\($0)- word" }, { "\($0). Word" }, { "\($0)) word" },
    { "1\($0) word" }, { "1.\($0)" }, { "-\($0)" }, { "#\($0)" }, { "\($0)\n\($0)" }, { "\($0)\($0)" }, { "www\($0)" },
    { "a@\($0)" }, { "]\($0)" }, { "!\($0)" }, { "R&\($0)" }, { "&\($0);" }, { "\\\($0)" },
    { "## \($0)" }, { "## Word \($0)" }, { "## \($0) word" }, { "\($0) word\n---" },
    { "- \($0)" }, { "- \($0)\n- \($0)" }, { "1. \($0)\n2. word" }, { "- [ ] \($0)" }, { "- word\n\n  \($0)" },
    { "> \($0)" }, { "> word\n> \($0)" }, { "> [!NOTE]\n> \($0)" }, { "> 1. - \($0)" },
    { "| a | b |\n|---|---|\n| \($0) | c |" }, { "| \($0) | b |\n|---|---|\n| c | d |" },
    { "| a | b |\n|---|---|\n|\($0)|\($0)|" }, { "[\($0)](https://example.org)" }, { "![\($0)](a.png)" },
    { "word[^1]\n\n[^1]: \($0)" }, { "`a`\($0)" }, { "\($0)`a`\($0)" },
    { "\($0)\(code: "a")\($0)" }, { "\(markdown: "")\($0) word" },
  ]

  /// Places where it is set off.
  static let settingsOff: [@Sendable (String) -> Markdown] = [
    { "*\($0)*" }, { "Word *\($0)*, word." }, { "**\($0)** word" }, { "> **\($0)** (1)" }, { "_\($0)_" },
    { "Word ~~\($0)~~." }, { "- *\($0)*" }, { "*a \($0)*" },
    { "\(code: $0)" }, { "Word \(code: $0)." }, { "- \(code: $0) word" }, { "\(code: $0) \(code: $0)" },
    { "| a | b |\n|---|---|\n| \(code: $0) | \(code: $0) |" }, { "## \(code: $0)" },
    { "Word [\(code: $0)](https://example.org)" },
    { "\(code: $0)\(code: $0)" },
  ]

  /// Values that mean something in Markdown, in Quire, or to whoever shows a text.
  static let values: [String] =
    (0...0xff).map { String(Unicode.Scalar($0)!) } + [
      "The cat sat.", "1. The cat sat.", "- minus", "+ plus", "* star", "12) x", "-0.5", "---", "- - -", "***", "===",
      "# a", "a #", "> a", "| a | b |", "|---|---|", ":-:", "-:", "```", "~~~", "```a", "    a", "\ta", "a  ", "  a",
      "a\\",
      "\\a", "\\\\", "{{", "}}", "{{embeddings.size}}", "{{figure:embeddings/pca}}", "\\{{", "<b>", "</b>",
      "<!-- a -->",
      "<!-- -->", "-->", "<https://a.org>", "<a@b.org>", "&amp;", "&#35;", "&lt;b&gt;", "amp;", "lt", "#35;", "[a](b)",
      "![a](b)", "[a]",
      "[^1]",
      "[^1]: a", "[a]: b", "[ ] a", "[x] a", "[!NOTE]", "(b)", ": b", "$x$", "$`x`$", "$$", "**a**", "_a_", "~a~",
      "~~a~~",
      "`a`", "``", "` a `", "a`", "www.example.org", "www.", "http://example.org", "https://example.org/a_b",
      "HTTP://a.org",
      "ftp://a.org", "://a.org", ".example.org", "a@b.org", "@b.org", "a@", "a.b+c-d_e@f.org", "mailto:a@b.org",
      "@user",
      ":smile:", "a\nb", "a\r\nb", "a\n\nb", "\n", "\n# a", "a\n---", "a\u{2028}b", "\u{85}", "\u{feff}a", "\u{202e}a",
      "\u{2066}a\u{2069}", "\u{200b}", "\u{a0}", "\u{a0}a\u{a0}", "\u{3000}", "e\u{301}", "\u{301}", "注意", "注意。", "😀",
      "👩🏽‍🔬", "محمد", String(Unicode.Scalar(0xfdd0)!), String(Unicode.Scalar(0x10ffff)!), "\"", "'", "C#", "a_b_c",
      "5 < 6 > 4", "a=b", "50%", "0", "12", "1.",
    ]

  /// A value as it is to be shown.
  static func shown(_ value: String) -> String {
    var result = ""
    for character in value {
      if ["\n", "\r", "\r\n", "\t", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"].contains(character) {
        result += " "
        continue
      }
      for scalar in character.unicodeScalars {
        let isHarmful =
          scalar.properties.generalCategory == .control
          || ["\u{202a}"..."\u{202e}", "\u{2066}"..."\u{2069}", "\u{feff}"..."\u{feff}"].contains {
            $0.contains(scalar)
          }
        result.unicodeScalars.append(isHarmful ? "\u{fffd}" : scalar)
      }
    }
    return result
  }

  /// Checks that a place shows a value as it shows a word.
  private func check(_ place: (String) -> Markdown, _ value: String) throws {
    let mark = "Qj"
    let expected = Tree.filling(mark, in: try MarkdownParser.parse(place(mark).source), with: Self.shown(value))
    let found = Tree.merged(try MarkdownParser.parse(place(value).source))
    #expect(found == expected, "\(value.debugDescription) in \(place(value).source.debugDescription)")
  }

  @Test(arguments: places.indices) func `a value is shown as it is`(place: Int) throws {
    for value in Self.values { try check(Self.places[place], value) }
  }

  @Test(arguments: settingsOff.indices) func `a value that is set off is shown as it is`(place: Int) throws {
    for value in Self.values { try check(Self.settingsOff[place], value) }
  }
}

extension MarkdownValueTests {
  /// Values of pieces that mean something, drawn with a seed.
  static func randomValues(_ count: Int, seed: UInt64) -> [String] {
    var random = SplitMix(state: seed)
    let pieces =
      Array("\\`*_{}[]<>#|~$&!+-=.:;)('\"@^%/ \n\t\u{a0}\u{0}01a").map(String.init) + [
        "  ", "www.", "http", "://", "a.b", "{{", "}}", "``", "```", "---", "1.", "[^1]", "[!NOTE]", "&lt;", "<!--",
        "-->", "<b>",
        "é", "e\u{301}", "注", "😀", "word", "\u{202e}",
      ]
    return (0..<count).map { _ in
      (0...Int.random(in: 0..<8, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>) func `whatever a value is made of, it is shown as it is`(seed: UInt64)
    throws
  {
    for value in Self.randomValues(60, seed: seed) {
      for place in Self.places + Self.settingsOff { try check(place, value) }
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>) func `values that touch are shown as they are`(seed: UInt64) throws {
    let values = Self.randomValues(600, seed: seed &+ 100)
    for (first, second) in zip(values, values.dropFirst()) {
      let shown = Self.shown(first) + Self.shown(second)
      for (source, expected) in [
        ("\(first)\(second)", "Qj"), ("\("\(first)" as Markdown)\(second)", "Qj"), ("- \(first)\(second)", "- Qj"),
        (["\(first)", "\(second)"].joined(), "Qj"), ("a\n\(first)\(second)\nb", "a\nQj\nb"),
      ] as [(Markdown, String)] {
        let expected = Tree.filling("Qj", in: try MarkdownParser.parse(expected), with: shown)
        let found = Tree.merged(try MarkdownParser.parse(source.source))
        #expect(
          found == expected,
          "\(first.debugDescription), \(second.debugDescription) in \(source.source.debugDescription)")
      }
    }
  }
}

extension MarkdownValueTests {
  /// A report with a value in every place of a chapter that takes one.
  private func report(holding value: String) throws -> MiniatureReport {
    let report = try MiniatureReport()
    report.settings.title = value
    report.settings.subtitle = value
    report.settings.course = value
    report.settings.authors = [.init(name: value, identifier: value)]
    var chapter = MiniatureReport.embeddings
    chapter.title = value
    chapter.summary = "\(value) word"
    chapter.provenance = ["\(value)"]
    chapter.questions = [Question("size", title: value, prompt: "\(value)\n\n- \(value)", points: 0.5)]
    chapter.blocks = [
      .markdown("Word \(value)\n\(value). Word\n\n- \(value)\n\n> \(value)\n\n*\(value)* and \(code: value)\n"),
      .figure(
        FigureBlock(
          id: "loss", file: "figures/loss.png", width: 300, height: 200, caption: "\(value) and *\(value)*.",
          alternativeText: value)),
      .table(
        TableBlock(
          id: "near", caption: "\(value)", columns: [.init(value), .init(value, .trailing, isCode: true)],
          rows: [[value, value]])),
      .callout(Callout(.note, title: value, "\(value)")),
      .code(CodeBlock("let a = 1", title: value)),
      .question("size"),
    ]
    try report.write(chapter: chapter)
    try report.write(#"{"top": "a"}"#, to: report.folder.results("pictures"))
    let json = String(decoding: try JSONEncoder().encode(["value": value]), as: UTF8.self)
    try report.write(json, to: report.folder.results("embeddings"))
    try report.answer(
      "size",
      """
      {{.value}}. Word {{.value}}

      - {{.value}}

      > {{.value}}

      | a | b |
      |---|---|
      | {{.value}} | {{.value | code}} |

      *{{.value}}*, {{.value}}{{.value}}, {{.value | code}}{{.value | code}}{{.value}}
      """)
    return report
  }

  @Test func `a value in a chapter, its tables and its answers is shown in the finished report as it is`() throws {
    let mark = "Qmark"
    let plain = try report(holding: mark)
    let document = try MarkdownParser.parse(plain.text(.markdown))
    let html = try plain.text(.html)
    func isShown(_ value: String) -> Bool { !value.allSatisfy(\.isWhitespace) }
    for value in (Self.values.dropFirst(256) + Self.values[..<128] + Self.randomValues(100, seed: 1)).filter(isShown) {
      let report = try report(holding: value)
      let found = Tree.merged(try MarkdownParser.parse(report.text(.markdown)))
      #expect(found == Tree.filling(mark, in: document, with: Self.shown(value)), "\(value.debugDescription)")
      let escaped = Self.shown(value).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
      let page = try report.text(.html).replacing("&#39;", with: "'")
      #expect(page == html.replacing("&#39;", with: "'").replacing(mark, with: escaped), "\(value.debugDescription)")
    }
  }

  @Test(arguments: ["</summary><b>", "a\n\n# b", "\r\r- b", "&amp;"]) func `the title of folded code stays a title`(
    title: String
  ) throws {
    let report = try MiniatureReport()
    var chapter = MiniatureReport.embeddings
    chapter.blocks = [.code(CodeBlock("let a = 1", language: "a`\n# b", title: title, isFolded: true))]
    try report.write(chapter: chapter)
    try report.write(#"{"top": "a"}"#, to: report.folder.results("pictures"))
    try report.write(chapter: ChapterDocument(slug: "pictures", title: "Pictures", blocks: []))
    try report.answer("size", "Words.\n")
    let text = try report.text(.markdown)
    let summary = try #require(text.firstMatch(of: /<summary>(.*)<\/summary>\n\n```\nlet a = 1\n```/))
    #expect(
      summary.output.1
        == Self.shown(title).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;"))
  }
}

/// Steele, Lea and Flood's SplitMix64, so that a failure can be had again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}

/// Documents to be compared: text in one piece, wherever its signs come from.
enum Tree {
  static func merged(_ document: MarkdownDocument) -> MarkdownDocument { filling("", in: document, with: "") }

  /// The document with a text in the place of a mark, and text in one piece.
  static func filling(_ mark: String, in document: MarkdownDocument, with text: String) -> MarkdownDocument {
    func fill(_ string: String) -> String { mark.isEmpty ? string : string.replacing(mark, with: text) }
    func inlines(_ all: [Inline]) -> [Inline] {
      var result: [Inline] = []
      for inline in all.map(inline) {
        if case .text(let next) = inline {
          if next.isEmpty { continue }
          if case .text(let last)? = result.last {
            result[result.count - 1] = .text(last + next)
            continue
          }
        }
        result.append(inline)
      }
      return result
    }
    func inline(_ inline: Inline) -> Inline {
      switch inline {
      case .text(let string): return .text(fill(string))
      case .code(let string): return .code(fill(string))
      case .emphasis(let content): return .emphasis(inlines(content))
      case .strong(let content): return .strong(inlines(content))
      case .strikethrough(let content): return .strikethrough(inlines(content))
      case .link(let url, let title, let content): return .link(url: url, title: title, inlines(content))
      case .styled(let style, let content): return .styled(style, inlines(content))
      case .image(var image):
        image.content = inlines(image.content)
        return .image(image)
      case .softBreak, .lineBreak, .math, .footnote, .anchor: return inline
      }
    }
    func block(_ block: MarkdownBlock) -> MarkdownBlock {
      switch block {
      case .paragraph(let content): return .paragraph(inlines(content))
      case .heading(var heading):
        heading.content = inlines(heading.content)
        return .heading(heading)
      case .quote(let blocks): return .quote(blocks.map(block(_:)))
      case .alert(let kind, let title, let blocks):
        return .alert(kind: kind, title: inlines(title), blocks.map(block(_:)))
      case .details(let summary, let isOpen, let blocks):
        return .details(summary: inlines(summary), isOpen: isOpen, blocks.map(block(_:)))
      case .definitions(var list):
        for item in list.indices {
          list[item].term = inlines(list[item].term)
          list[item].definitions = list[item].definitions.map { $0.map(block(_:)) }
        }
        return .definitions(list)
      case .list(var list):
        for item in list.items.indices { list.items[item].blocks = list.items[item].blocks.map(block(_:)) }
        return .list(list)
      case .code(let language, let text): return .code(language: language, text: fill(text))
      case .table(var table):
        table.header = table.header.map(inlines)
        table.rows = table.rows.map { $0.map(inlines) }
        return .table(table)
      case .math, .rule, .pageBreak, .figure: return block
      }
    }
    var document = document
    document.blocks = document.blocks.map(block)
    document.footnotes = document.footnotes.map { $0.map(block) }
    return document
  }
}
