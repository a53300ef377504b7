internal import Basics
import Foundation

/// Rewrites one Markdown text for its place in the report, leaving code as it is.
///
/// Placeholders are resolved, raw HTML becomes visible text, footnotes get names of their own, and local files are
/// pointed to from where the report stands. No line is added or removed, so a place in the result is a place in the
/// file.
struct TextRewriter {
  /// A text longer than this after its placeholders are resolved is refused.
  static let longestResult = 8 << 20

  /// After so many faults the rest of a text is not read.
  static let mostProblems = 20
  /// A name or an address longer than this is none.
  static let longestAddress = 2000

  /// Resolves placeholders.
  var resolver: Resolver
  /// Judges links.
  var links: LinkPolicy
  /// The chapter that the text belongs to.
  var chapter: String
  /// What stands before the names of footnotes.
  var footnotePrefix: String
  /// The file, as messages name it.
  var file: String
  /// What other programs' syntax in the text means; `nil` for a text in which it is not read.
  var extensions: Extensions?
  /// Takes down what the text quotes, where anybody wants to know.
  var quotes: QuotedValues?

  /// A rewritten text, and what was met on the way.
  struct Result {
    var text: [UInt8]
    /// Local files by their path in the report.
    var files: [UTF8Key: URL]
    /// Destinations that were refused, as they are written.
    var refused: Set<String>
    /// Links to places of the report, to be checked once all places are known.
    var innerLinks: [InnerLink]
    var problems: [RenderingError.Problem]
  }

  /// A link to a place of the report, and where it is written.
  struct InnerLink {
    var anchor: String
    var file: String
    var source: MarkdownSource
    var offset: Int

    /// Line and column, worked out when they are asked for: most links lead somewhere.
    var place: (line: Int, column: Int) { source.place(of: offset) }
  }

  /// Rewrites a text.
  func rewrite(_ source: MarkdownSource) -> Result {
    var pass = RewritingPass(rewriter: self, source: source)
    pass.run()
    return Result(
      text: pass.output.bytes, files: pass.files, refused: pass.refused, innerLinks: pass.innerLinks,
      problems: pass.problems)
  }
}

/// One pass over a text from left to right.
struct RewritingPass {
  let rewriter: TextRewriter
  let source: MarkdownSource
  let footnotes: Set<String>
  /// Whether the stretch being rewritten is a cell of a table.
  var isCell = false
  var output = MarkdownWriter()
  var files: [UTF8Key: URL] = [:]
  var refused: Set<String> = []
  var innerLinks: [TextRewriter.InnerLink] = []
  var problems: [RenderingError.Problem] = []
  /// The footnotes that stand in their places, to be written behind the text.
  var notes: [MarkdownWriter] = []
  /// The place of the caption whose number was written last: its text comes next.
  var captioned = -1

  init(rewriter: TextRewriter, source: MarkdownSource) {
    self.rewriter = rewriter
    self.source = source
    footnotes = Self.footnotes(of: source)
    output.reserveCapacity(source.bytes.count + 256)
  }

  mutating func run() {
    var position = 0
    for range in source.prose {
      output.write(source: source.bytes[position..<range.lowerBound])
      rewrite(range)
      position = range.upperBound
      if output.bytes.count > TextRewriter.longestResult {
        report("with its values the text is longer than \(TextRewriter.longestResult >> 20) MB", at: range.lowerBound)
        return
      }
    }
    output.write(source: source.bytes[position...])
    writeNotes()
  }

  private var isGivenUp: Bool { problems.count > TextRewriter.mostProblems }

  mutating func report(_ message: String, at offset: Int) {
    if isGivenUp { return }
    if problems.count == TextRewriter.mostProblems {
      problems.append(.init(file: rewriter.file, message: "there is more that is wrong with this text"))
      return
    }
    let place = source.place(of: offset)
    problems.append(.init(file: rewriter.file, line: place.line, column: place.column, message: message))
  }

  mutating func rewrite(_ range: Range<Int>) {
    isCell = source.cells.contains(range.lowerBound)
    let bytes = source.bytes
    let end = range.upperBound
    var spans = CodeSpans(of: bytes, in: range).spans[...]
    var index = range.lowerBound
    var isLineStart = true
    while index < end, !isGivenUp {
      if let span = spans.first, span.lowerBound <= index {
        write(code: index..<max(index, span.upperBound))
        index = max(index, span.upperBound)
        spans = spans.dropFirst()
        continue
      }
      let byte = bytes[index]
      if let next = extended(at: index, end) {
        index = next
        isLineStart = false
        continue
      }
      switch byte {
      case UInt8(ascii: "\\") where index + 1 < end:
        if let next = equation(at: index, end) {
          index = next
          break
        }
        output.write(source: bytes[index...index + 1])
        index += 2
      case UInt8(ascii: "{") where index + 1 < end && bytes.has("{{", at: index): index = placeholder(at: index, end)
      case UInt8(ascii: "<"): index = angle(at: index, end)
      case _ where bytes.has("@eq", at: index) || bytes.has("[@eq", at: index):
        if let next = equation(at: index, end) {
          index = next
          break
        }
        output.write(source: bytes[index...index])
        index += 1
      case UInt8(ascii: "[") where index + 1 < end && bytes.has("[^", at: index): index = footnote(at: index, end)
      case UInt8(ascii: "[") where isLineStart: index = definition(at: index, end)
      case UInt8(ascii: "]") where index + 1 < end && bytes.has("](", at: index):
        output.write(source: "](")
        index = destination(at: index + 2, end)
      default:
        let rest = bytes[(index + 1)..<end]
        let next = Self.isSign(byte) ? index + 1 : rest.firstIndex(where: Self.isSign) ?? end
        output.write(source: bytes[index..<next])
        index = next
      }
      let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: ">")
      isLineStart = byte == UInt8(ascii: "\n") || (isLineStart && isBlank)
    }
  }

  /// Whether something may begin or end with a byte; runs of others are copied as they are.
  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "`"), UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "!"),
      UInt8(ascii: "^"), UInt8(ascii: "~"), UInt8(ascii: "@"):
      true
    default: false
    }
  }

  private mutating func placeholder(at start: Int, _ end: Int) -> Int {
    let bytes = source.bytes
    var close = start + 2
    while close < end, bytes[close] != UInt8(ascii: "\n"), !bytes.has("}}", at: close) { close += 1 }
    guard close + 1 < end, bytes.has("}}", at: close) else {
      report("“{{” is not closed on its line by “}}”; for the braces themselves write \\{{", at: start)
      output.write(source: "\\{\\{")
      return start + 2
    }
    var text = String(decoding: bytes[start + 2..<close], as: UTF8.self)
    if isCell { text = text.replacingOccurrences(of: "\\|", with: "|") }
    do {
      switch try rewriter.resolver.resolve(text, in: rewriter.chapter) {
      case .text(let value):
        rewriter.quotes?.note(text, value)
        output.write(text: value, isCell: isCell)
      case .code(let value):
        rewriter.quotes?.note(text, value)
        output.write(code: value, isCell: isCell)
      case .markdown(let markdown): output.write(markdown)
      }
      output.finishValue(before: bytes[close + 2..<end])
    } catch {
      report(error.message, at: start)
    }
    return close + 2
  }

  /// A reference to an equation, as TeX, pandoc-crossref and Quarto write it: where it ends, `nil` for what is none.
  private mutating func equation(at start: Int, _ end: Int) -> Int? {
    guard let reference = EquationReference(source.bytes, at: start, end) else { return nil }
    // `\ref` may be meant for something else.
    if reference.isLoose, rewriter.resolver.equations.target(reference.label) == nil { return nil }
    do {
      output.write(try rewriter.resolver.equation(reference.label))
      output.finishValue(before: source.bytes[reference.end..<end])
    } catch {
      report(error.message, at: start)
    }
    return reference.end
  }

  /// Keeps an address in angle brackets, and makes text of anything else that would be HTML.
  private mutating func angle(at start: Int, _ end: Int) -> Int {
    let bytes = source.bytes
    if source.isSeparator(at: start) {
      output.write(source: MarkdownWriter.separator)
      return start + MarkdownWriter.separator.utf8.count
    }
    var close = start + 1
    while close < end, bytes[close] != UInt8(ascii: ">"), bytes[close] > 0x20, bytes[close] != UInt8(ascii: "<") {
      close += 1
    }
    if close < end, bytes[close] == UInt8(ascii: ">") {
      let inside = String(decoding: bytes[start + 1..<close], as: UTF8.self)
      // What begins like a comment, a declaration or an instruction is one before it is an address.
      let isMarkup = ["!", "?", "/"].contains(inside.first)
      if !isMarkup,
        LinkPolicy.scheme(of: inside).map({ $0.count > 1 }) == true || (inside.contains("@") && !inside.contains("/"))
      {
        output.write(source: bytes[start...close])
        return close + 1
      }
    }
    let next = start + 1 < end ? bytes[start + 1] : 0
    let opensTag =
      (next | 0x20 >= UInt8(ascii: "a") && next | 0x20 <= UInt8(ascii: "z"))
      || [UInt8(ascii: "/"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(next)
    // An address that GitHub makes a link of goes on over a backslash.
    if opensTag, endsInAddress { output.write(source: MarkdownWriter.separator) }
    output.write(source: opensTag ? "\\<" : "<")
    return start + 1
  }

  private mutating func footnote(at start: Int, _ end: Int) -> Int {
    let limit = min(end, start + TextRewriter.longestAddress)
    if !footnotes.isEmpty, let close = source.bytes[start..<limit].firstIndex(of: UInt8(ascii: "]")) {
      let label = String(decoding: source.bytes[start + 2..<close], as: UTF8.self)
      if footnotes.contains(label) {
        output.write(source: "[^\(rewriter.footnotePrefix)-\(label)]")
        return close + 1
      }
    }
    output.write(source: source.bytes[start...start])
    return start + 1
  }

  /// `[label]: destination` at the start of a line.
  private mutating func definition(at start: Int, _ end: Int) -> Int {
    var close = start + 1
    while close < end, source.bytes[close] != UInt8(ascii: "]"), source.bytes[close] != UInt8(ascii: "\n") {
      close += 1
    }
    // The mark may be the next cell's.
    guard close + 1 < end, source.bytes.has("]:", at: close) else {
      output.write(source: source.bytes[start...start])
      return start + 1
    }
    output.write(source: source.bytes[start...close + 1])
    return destination(at: close + 2, end)
  }

  /// Rewrites the destination of a link; leaves what is none.
  mutating func destination(at start: Int, _ end: Int) -> Int {
    let bytes = source.bytes
    var first = start
    while first < end, bytes[first] == UInt8(ascii: " ") { first += 1 }
    let isBracketed = first < end && bytes[first] == UInt8(ascii: "<")
    var last = isBracketed ? first + 1 : first
    var depth = 0
    let limit = min(end, first + TextRewriter.longestAddress)
    scan: while last < limit {
      switch bytes[last] {
      case UInt8(ascii: "\n"): break scan
      case UInt8(ascii: ">") where isBracketed: break scan
      case UInt8(ascii: " ") where !isBracketed, UInt8(ascii: "\t") where !isBracketed: break scan
      case UInt8(ascii: "(") where !isBracketed: depth += 1
      case UInt8(ascii: ")") where !isBracketed:
        if depth == 0 { break scan }
        depth -= 1
      case UInt8(ascii: "\\"): last += 1
      default: break
      }
      last += 1
    }
    last = min(last, limit)
    if last - first == TextRewriter.longestAddress { return start }
    let written = bytes[(isBracketed ? min(first + 1, last) : first)..<last]
    let source = String(decoding: written, as: UTF8.self)
    if source.contains("{{") { return start }
    if !isBracketed, last < end, bytes[last] == UInt8(ascii: " "), let next = name(from: start, first, end) {
      return next
    }
    let text = MarkdownParser.destination(source)
    if text.hasPrefix("#"), text.count > 1 {
      let anchor = String(text.dropFirst())
      if let known = place(of: LinkDestination.path(of: anchor) ?? anchor) {
        output.write(source: bytes[start..<first])
        output.write(source: "#\(known)")
        return isBracketed ? min(last + 1, end) : last
      }
      innerLinks.append(
        .init(
          anchor: LinkDestination.path(of: anchor) ?? anchor, file: rewriter.file, source: self.source, offset: first)
      )
    }
    do {
      guard case .file(let path, let file) = try rewriter.links.destination(text) else {
        write(destination: start..<last, from: isBracketed ? first + 1 : first)
        return last
      }
      files[UTF8Key(path)] = file
      output.write(source: bytes[start..<first])
      output.write(source: LinkDestination.of(path: path))
      return isBracketed ? min(last + 1, end) : last
    } catch {
      report(error.message, at: first)
      refused.insert(text)
      write(destination: start..<last, from: isBracketed ? first + 1 : first)
      return last
    }
  }

  /// Takes a file's name with blanks for a destination, which Markdown does in angle brackets only.
  ///
  /// - Returns: Where the name ends, `start` where it names no file and all is text, or `nil` where Markdown takes the
  ///   first word for a destination and the rest for a title.
  private mutating func name(from start: Int, _ first: Int, _ end: Int) -> Int? {
    let bytes = source.bytes
    var depth = 0
    var last = first
    let limit = min(end, first + TextRewriter.longestAddress)
    while last < limit, bytes[last] != UInt8(ascii: "\n") {
      if bytes[last] == UInt8(ascii: "(") { depth += 1 }
      if bytes[last] == UInt8(ascii: ")") {
        if depth == 0 { break }
        depth -= 1
      }
      last += 1
    }
    guard last < limit, bytes[last] == UInt8(ascii: ")") else { return nil }
    let name = String(decoding: bytes[first..<last], as: UTF8.self)
    // A destination and its title.
    if name.wholeMatch(of: /\S+\s+("[^"]*"|'[^']*'|\([^()]*\))\s*/) != nil { return nil }
    do {
      guard case .file(let path, let file) = try rewriter.links.destination(name.trimmed()) else { return start }
      files[UTF8Key(path)] = file
      output.write(source: bytes[start..<first])
      output.write(source: LinkDestination.of(path: path))
    } catch {
      // Other text in parentheses is text; the name of a picture is meant to be one.
      guard name.trimmed().lowercased().wholeMatch(of: /.*\.(png|jpe?g|gif|webp)/) != nil else { return start }
      report(error.message, at: first)
      output.write(source: bytes[start..<last])
    }
    return last
  }

  /// The labels that the text defines.
  private static func footnotes(of source: MarkdownSource) -> Set<String> {
    var labels: Set<String> = []
    for range in source.prose {
      var index = range.lowerBound
      while index < range.upperBound {
        var start = index
        while start < range.upperBound, [UInt8(ascii: " "), UInt8(ascii: ">")].contains(source.bytes[start]) {
          start += 1
        }
        if source.bytes.has("[^", at: start),
          let close = source.bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "]")),
          source.bytes.has("]:", at: close)
        {
          labels.insert(String(decoding: source.bytes[start + 2..<close], as: UTF8.self))
        }
        index =
          source.bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? range.upperBound
      }
    }
    return labels
  }
}
