import Basics

/// What other programs write within running text, found in a text so that it can be written as GitHub's Markdown does.
///
///     ^[a note]              [^1], and the note at the end of the text
///     H~2~O, x^2^            <sub>2</sub>, <sup>2</sup>
///     <sub> <kbd> <u> <br>   the same, where each is closed in its paragraph
///     ![a](b.png){width=50%} a comment behind the picture that is not seen on GitHub
///     # A {#b}               an anchor
///     ![a](b.png){#fig:c}    a figure with number and caption, alone in its paragraph
///     @fig:c, [@key, p. 3]   a reference, a citation
///
/// Code, addresses and what is escaped stay as they are.
struct InlineSyntax {
  /// A place of the text, and what to know about it.
  typealias Remark = (offset: Int, message: String)

  /// What is written in the place of some bytes.
  enum Construct: Equatable {
    /// Marks of the renderer.
    case writes(String, length: Int)
    /// A footnote in its place.
    case note(Range<Int>, length: Int)
    /// A name that links point to.
    case place(String, length: Int)
    case figure(LonePicture)
    /// A reference to a figure, a table, an equation or a place, by its label.
    case reference(String, length: Int)
    case citation(Citation)

    /// How many bytes it takes.
    var length: Int {
      switch self {
      case .writes(_, let length), .note(_, let length), .place(_, let length), .reference(_, let length): length
      case .figure(let picture): picture.range.count
      case .citation(let citation): citation.length
      }
    }
  }

  /// The constructs, each by the place where it begins.
  var constructs: [Int: Construct] = [:]
  /// What is malformed or not read.
  var remarks: [Remark] = []
  let source: MarkdownSource

  /// Where the braces of the pictures that are figures stand: they are read with them.
  var figureEnds: Set<Int> = []
  /// The kinds of remarks that were made: each is made once.
  private var told: Set<String> = []
  /// Where the footnote ends that is being read.
  private var noteEnd = 0
  /// Up to where no braces close.
  private var unclosed = 0
  /// The brackets of the stretch that is being read.
  private var pairs = Brackets()
  /// The word that was last asked whether it is an address.
  private var word: (range: Range<Int>, isAddress: Bool) = (0..<0, false)

  init(of source: MarkdownSource) {
    self.source = source
    for range in source.prose { read(range) }
  }

  var bytes: [UInt8] { source.bytes }

  mutating func add(_ construct: Construct, at offset: Int) { constructs[offset] = construct }

  mutating func tell(_ kind: String, _ message: String, at offset: Int) {
    if told.insert(kind).inserted { remarks.append((offset, message)) }
  }

  // MARK: Reading

  /// A bracket that is open.
  private struct Bracket {
    var offset: Int
    var isImage: Bool
  }

  private mutating func read(_ range: Range<Int>) {
    let bytes = source.bytes
    var spans = CodeSpans(of: bytes, in: range).spans[...]
    let code = spans
    let isCell = source.cells.contains(range.lowerBound)
    pairs = Brackets(of: bytes, in: range, code: code)
    var brackets: [Bracket] = []
    if bytes[range].contains(UInt8(ascii: "<")) { HarmlessTags.find(in: range, of: &self, code: code) }
    var index = range.lowerBound
    if !isCell, let picture = LonePicture(in: range, of: bytes, pairs), picture.isFigure {
      add(.figure(picture), at: picture.range.lowerBound)
      figureEnds.insert(picture.range.upperBound - (picture.attributes?.length ?? 0))
      for name in picture.others { tellLeftOut(name, at: picture.range.lowerBound) }
    }
    while index < range.upperBound {
      if let span = spans.first, span.lowerBound <= index {
        index = max(index, span.upperBound)
        spans = spans.dropFirst()
        if bytes.has("{", at: index), index < range.upperBound { attributes(at: index, .code, in: range) }
        continue
      }
      let limit = min(spans.first?.lowerBound ?? range.upperBound, range.upperBound)
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "{") where bytes.has("{{", at: index): index = placeholder(at: index, limit)
      case UInt8(ascii: "{"):
        if constructs[index] == nil, !figureEnds.contains(index) { attributes(at: index, .text, in: range) }
        index += 1
      case UInt8(ascii: "<"): index = angle(at: index, limit)
      case UInt8(ascii: "!") where bytes.has("![", at: index) && index + 1 < limit:
        brackets.append(Bracket(offset: index + 1, isImage: true))
        index += 2
      case UInt8(ascii: "^") where bytes.has("^[", at: index) && index + 1 < limit:
        note(at: index)
        index += 1
      case UInt8(ascii: "["):
        if !isInLink(brackets.last), let close = pairs.square[index], close < limit,
          let citation = Citation(brackets: index...close, in: bytes)
        {
          cite(citation, at: index)
          index += citation.length
        } else if let close = pairs.square[index], bytes.has("]:", at: close), !bytes.has("[^", at: index),
          source.isAtLineStart(index)
        {
          // The name of a link that is defined here.
          brackets.append(Bracket(offset: index, isImage: false))
          index = close
        } else {
          brackets.append(Bracket(offset: index, isImage: false))
          index += 1
        }
      case UInt8(ascii: "]"):
        let bracket = brackets.popLast()
        index = closing(bracket, at: index, limit, in: range)
      case UInt8(ascii: "~"), UInt8(ascii: "^"):
        index = script(at: index, limit)
      case UInt8(ascii: "@"):
        if !isInLink(brackets.last), var citation = Citation(nameAt: index, in: bytes, before: limit) {
          let open = index + citation.length + 1
          if bytes.has(" [", at: open - 1), let close = pairs.square[open], close < limit {
            citation.take(locator: open...close, in: bytes)
          }
          cite(citation, at: index)
          index += citation.length
        } else {
          index += 1
        }
      default: index += 1
      }
    }
  }

  /// Whether a bracket holds the text of a link, in which no other link can stand.
  private func isInLink(_ bracket: Bracket?) -> Bool {
    guard let bracket, !bracket.isImage, let close = pairs.square[bracket.offset], close + 1 < bytes.count else {
      return false
    }
    return bytes[close + 1] == UInt8(ascii: "(") || bytes[close + 1] == UInt8(ascii: "[")
  }

  private mutating func placeholder(at start: Int, _ limit: Int) -> Int {
    guard start >= unclosed else { return start + 2 }
    var index = start + 2
    while index < limit, bytes[index] != UInt8(ascii: "\n") {
      if bytes.has("}}", at: index) { return index + 2 }
      index += 1
    }
    unclosed = index
    return start + 2
  }

  /// Skips an address in angle brackets and the renderer's own marks.
  private func angle(at start: Int, _ limit: Int) -> Int {
    if case .mark(let length)? = source.own[start] { return start + length }
    if source.isSeparator(at: start) { return start + 1 }
    let address = bytes[start + 1..<max(start + 1, limit)].prefix(TextRewriter.longestAddress).prefix {
      $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<")
    }
    return address.contains(UInt8(ascii: ":")) || address.contains(UInt8(ascii: "@")) ? address.endIndex : start + 1
  }

  /// What follows a bracket that closes: an address, the name of one, or braces.
  private mutating func closing(_ bracket: Bracket?, at close: Int, _ limit: Int, in range: Range<Int>) -> Int {
    var index = close + 1
    guard index < limit else { return index }
    var isLink = false
    if bytes[index] == UInt8(ascii: "("), pairs.hasRound(behind: index, before: limit),
      let end = LonePicture.closing(of: index, in: bytes, before: limit)
    {
      index = end + 1
      isLink = true
    } else if bytes[index] == UInt8(ascii: "["), bracket != nil,
      let end = bytes[index..<limit].prefix(TextRewriter.longestAddress).firstIndex(of: UInt8(ascii: "]"))
    {
      index = end + 1
      isLink = true
    } else if bytes[index] == UInt8(ascii: ":") {
      // The address of a definition.
      guard let open = bracket?.offset, !bytes.has("[^", at: open), source.isAtLineStart(open) else { return index }
      return bytes[index..<limit].firstIndex(of: UInt8(ascii: "\n")) ?? limit
    }
    if let bracket, index < limit, bytes[index] == UInt8(ascii: "{") {
      attributes(at: index, bracket.isImage ? .picture : isLink ? .link : .text, in: range)
    }
    return index
  }

  private mutating func note(at start: Int) {
    guard start >= noteEnd else { return tell("^[^[", "a footnote within a footnote is shown as text", at: start) }
    guard let close = pairs.square[start + 1], bytes[start + 2..<close].contains(where: { $0 > 0x20 }) else {
      return tell("^[", "“^[” opens a footnote that no “]” closes in its paragraph, so it is shown as text", at: start)
    }
    noteEnd = close
    add(.note(start + 2..<close, length: close + 1 - start), at: start)
  }

  // MARK: Scripts

  /// `~2~` or `^2^` behind a letter, a digit or a closing bracket, without blanks within.
  private mutating func script(at start: Int, _ limit: Int) -> Int {
    let sign = bytes[start]
    var run = start
    while run < limit, bytes[run] == sign { run += 1 }
    guard run == start + 1, start > 0, isWord(bytes[start - 1]), constructs[start] == nil else { return run }
    var close = run
    while close < limit, bytes[close] > 0x20, bytes[close] != sign, bytes[close] != UInt8(ascii: "`") {
      close += bytes[close] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard close < limit, bytes[close] == sign, close > run, !bytes[run..<close].contains(UInt8(ascii: "|")),
      close + 1 == bytes.count || bytes[close + 1] != sign,
      bytes[run..<close].contains(where: {
        $0 > 0x2f || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
      }),
      !bytes[run..<close].contains(UInt8(ascii: "[")), !bytes[run..<close].contains(UInt8(ascii: "{")),
      isOneTerm(bytes[run..<close]),
      sign == UInt8(ascii: "~") || close + 1 == bytes.count || !isLetter(bytes[close + 1]),
      !isAddress(around: start)
    else { return run }
    let style = sign == UInt8(ascii: "~") ? InlineStyle.subscript : .superscript
    add(.writes(OwnMark.opens(style).html, length: 1), at: start)
    add(.writes(OwnMark.closes(style).html, length: 1), at: close)
    return close + 1
  }

  /// Whether a script is one term and no piece of a formula or of two: no operator but a sign at an end, no bracket that is not
  /// closed in it, no slash.
  private func isOneTerm(_ content: ArraySlice<UInt8>) -> Bool {
    let inner = content.dropFirst().dropLast()
    var depth = 0
    for byte in content {
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      if depth < 0 { return false }
    }
    return depth == 0 && !inner.contains(where: "+-<>".utf8.contains) && !content.contains(where: "/=".utf8.contains)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte >= 0x80
  }

  private func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || ")]*_".utf8.contains(byte) }

  /// Whether the word around a place is an address that GitHub makes a link of.
  private mutating func isAddress(around place: Int) -> Bool {
    if word.range.contains(place) { return word.isAddress }
    var start = place
    while start > 0, bytes[start - 1] > 0x20 { start -= 1 }
    var end = place
    while end < bytes.count, bytes[end] > 0x20 { end += 1 }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    word = (start..<end, text.contains("://") || text.contains("www."))
    return word.isAddress
  }

  // MARK: References and citations

  private mutating func cite(_ citation: Citation, at offset: Int) {
    // Equations are referred to in more ways than this: `EquationReference` reads them.
    if citation.items.contains(where: { Labels.kind(of: $0.key) == "equation" }) { return }
    if citation.items.allSatisfy({ Labels.kind(of: $0.key) != nil }) {
      guard citation.items.count == 1, citation.items[0].prefix.isEmpty, citation.items[0].suffix.isEmpty else {
        // `[@fig:a; @fig:b]`: each by itself, the brackets stay.
        for item in citation.items {
          add(.reference(item.key, length: item.key.utf8.count + 1), at: item.offset)
        }
        return
      }
      return add(.reference(citation.items[0].key, length: citation.length), at: offset)
    }
    add(.citation(citation), at: offset)
  }
}
