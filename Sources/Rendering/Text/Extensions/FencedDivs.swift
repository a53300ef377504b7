import Basics

/// Boxes between lines of colons, as pandoc, Quarto, Jupyter Book and Docusaurus write them.
enum FencedDivs {
  /// A line that opens one.
  struct Opening {
    /// What stands before the colons: blanks, or the marks of quotes.
    var prefix: [UInt8]
    /// The kind of callout; `nil` for any other div.
    var kind: String?
    /// Where its title stands.
    var title: Range<Int>?
    /// What in it is not read.
    var remarks: [String] = []

    init?(_ line: SourceLines.Line, of lines: SourceLines) {
      let bytes = lines.bytes
      let end = line.text.upperBound - bytes[line.text].reversed().prefix { $0 <= 0x20 }.count
      guard let (prefix, start) = FencedDivs.fence(line, of: lines), start < end else { return nil }
      self.prefix = prefix
      if bytes[start] == UInt8(ascii: "{") {
        readAttributes(start, end, bytes)
        return
      }
      let name = bytes[start..<end].prefix { $0 > 0x20 && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "{") }
      let word = String(decoding: name, as: UTF8.self)
      guard word.wholeMatch(of: /[A-Za-z][A-Za-z0-9_-]*/) != nil else { return nil }
      kind = Callouts.kind(of: word)
      var rest = name.endIndex
      while rest < end, bytes[rest] <= 0x20 { rest += 1 }
      // `::: note :::` has its colons at both ends.
      if bytes[rest..<end].allSatisfy({ $0 == UInt8(ascii: ":") }) {
        rest = end
      } else if kind == nil {
        return nil
      }
      if rest < end { readTitle(rest, end, bytes) }
      if kind == nil { remarks.append(Self.unknown(word)) }
    }

    private mutating func readTitle(_ start: Int, _ end: Int, _ bytes: [UInt8]) {
      if bytes[start] == UInt8(ascii: "["), bytes[end - 1] == UInt8(ascii: "]") {
        title = start + 1..<end - 1
      } else if let attributes = Attributes(at: start, in: bytes, before: end) {
        read(attributes, start, bytes)
      } else {
        title = start..<end
      }
    }

    private mutating func readAttributes(_ start: Int, _ end: Int, _ bytes: [UInt8]) {
      if let attributes = Attributes(at: start, in: bytes, before: end) {
        kind = attributes.classes.lazy.compactMap(Callouts.kind).first
        read(attributes, start, bytes)
        let rest = start + attributes.length
        if kind == nil { remarks.append(Self.unknown(String(decoding: bytes[start..<rest], as: UTF8.self))) }
      } else if let close = bytes[start..<end].firstIndex(of: UInt8(ascii: "}")) {
        // Jupyter Book's `:::{note} Title`.
        let name = String(decoding: bytes[start + 1..<close], as: UTF8.self).trimmed()
        kind = Callouts.kind(of: name)
        var rest = close + 1
        while rest < end, bytes[rest] <= 0x20 { rest += 1 }
        if kind == nil { remarks.append(Self.unknown("{\(name)}")) }
        if rest < end { title = rest..<end }
      } else {
        remarks.append(Self.unknown(String(decoding: bytes[start..<end], as: UTF8.self)))
      }
    }

    private mutating func read(_ attributes: Attributes, _ start: Int, _ bytes: [UInt8]) {
      if let text = attributes["title"], !text.isEmpty,
        let place = bytes.firstIndex(of: Array(text.utf8), from: start)
      {
        title = place..<place + text.utf8.count
      }
      var others = attributes.classes.filter { Callouts.kind(of: $0) == nil }.map { "." + $0 }
      others += attributes.values.filter { $0.name != "title" }.map { "\($0.name)=\($0.value)" }
      if let id = attributes.id { others.append("#" + id) }
      if kind != nil, !others.isEmpty {
        remarks.append("“\(others.joined(separator: " "))” is left out: of a box its kind and its title are read")
      }
    }

    private static func unknown(_ name: String) -> String {
      "“::: \(name)” is no box that is known, so only what stands in it is shown; "
        + "there are note, tip, important, warning and caution"
    }
  }

  /// What stands before at least three colons, and where what follows them begins.
  fileprivate static func fence(_ line: SourceLines.Line, of lines: SourceLines) -> (prefix: [UInt8], rest: Int)? {
    let bytes = lines.bytes
    let text = bytes[line.text]
    let start = text.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ">") } ?? text.endIndex
    var index = start
    while index < text.endIndex, bytes[index] == UInt8(ascii: ":") { index += 1 }
    guard index - start >= 3 else { return nil }
    while index < text.endIndex, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") { index += 1 }
    return (Array(text[..<start]), index)
  }

  /// The lines that open a div, each with the line that closes it; one that is not closed is text.
  static func pairs(in input: [SourceLines.Line], of lines: SourceLines) -> [Int: Int] {
    var open: [(index: Int, prefix: [UInt8])] = []
    var pairs: [Int: Int] = [:]
    for (index, line) in input.enumerated() where lines.kind(of: line) != .code && !lines.isBlank(line) {
      // A line that leaves the quote in which a div was opened leaves the div open.
      while let last = open.last, leaves(line, last.prefix, of: lines) { open.removeLast() }
      guard let (prefix, rest) = fence(line, of: lines) else { continue }
      if lines.bytes[rest..<line.text.upperBound].allSatisfy({ $0 <= 0x20 }) {
        if let last = open.popLast() { pairs[last.index] = index }
      } else if Opening(line, of: lines) != nil {
        open.append((index, prefix))
      }
    }
    // Those within others are found when their content is.
    var end = -1
    return pairs.sorted { $0.key < $1.key }.reduce(into: [:]) { outer, pair in
      if pair.key > end {
        outer[pair.key] = pair.value
        end = pair.value
      }
    }
  }

  private static func leaves(_ line: SourceLines.Line, _ prefix: [UInt8], of lines: SourceLines) -> Bool {
    let marks = lines.bytes[line.text].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">") }
    let depth = prefix.count { $0 == UInt8(ascii: ">") }
    return marks.count { $0 == UInt8(ascii: ">") } < depth
  }

  /// A line without the marks of the container that a div stands in.
  static func without(_ prefix: [UInt8], _ line: SourceLines.Line, of lines: SourceLines) -> SourceLines.Line {
    var line = line
    var index = line.text.lowerBound
    if prefix.contains(UInt8(ascii: ">")) {
      var left = prefix.count { $0 == UInt8(ascii: ">") }
      while left > 0, index < line.text.upperBound, [UInt8(ascii: " "), UInt8(ascii: ">")].contains(lines.bytes[index])
      {
        if lines.bytes[index] == UInt8(ascii: ">") { left -= 1 }
        index += 1
      }
      if index < line.text.upperBound, lines.bytes[index] == UInt8(ascii: " "), prefix.last == UInt8(ascii: " ") {
        index += 1
      }
    } else {
      var left = prefix.count
      while left > 0, index < line.text.upperBound, lines.bytes[index] == UInt8(ascii: " ") {
        index += 1
        left -= 1
      }
    }
    line.text = index..<line.text.upperBound
    return line
  }
}
