/// Markdown that is being written, into which values go without becoming Markdown themselves.
///
/// The one place that knows what GitHub's Markdown takes for a sign, and where: `-` is one at the start of a line only,
/// and only before a blank, so that `-0.5` stays as it is.
public struct MarkdownWriter: Sendable {
  /// The source written so far, as UTF-8.
  public private(set) var bytes: [UInt8] = []
  /// What was written last.
  private var end = End.source

  private enum End {
    /// Markdown whose continuation is its writer's own.
    case source
    /// A value, or other Markdown, which what comes next could complete: `1` and then `. `.
    case value
    /// A code span, which another one must not touch.
    case code
  }

  /// An empty text.
  public init() {}

  /// The text written so far.
  public var markdown: Markdown { Markdown(source: String(decoding: bytes, as: UTF8.self)) }

  /// Makes room for so many bytes.
  public mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  /// Writes Markdown from elsewhere as it stands.
  public mutating func write(_ markdown: Markdown) {
    if markdown.isEmpty { return }
    finishValue(before: markdown.source.utf8)
    bytes += markdown.source.utf8
    end = .value
  }

  /// Writes Markdown as it stands, which goes on as its writer wants it to.
  public mutating func write(source: String) {
    bytes += source.utf8
    end = .source
  }

  /// Writes a part of a text as it stands.
  public mutating func write(source: ArraySlice<UInt8>) {
    bytes += source
    end = .source
  }

  /// Keeps the value that was written last apart from the Markdown that follows, where the two together would be a sign:
  /// a number at the start of a line and a dot.
  public mutating func finishValue(before next: some Collection<UInt8>) {
    guard end == .value, let sign = next.first else { return }
    let isLast = next.dropFirst().first.map { $0 <= 0x20 } ?? true
    switch sign {
    case UInt8(ascii: "."), UInt8(ascii: ")"):
      let isMarker = isLast && bytes.last.map(isDigit) == true && isAtStart
      if isMarker || (sign == UInt8(ascii: ".") && ends(in: "www")) { bytes.append(UInt8(ascii: "\\")) }
    case UInt8(ascii: ":"):
      if endsInScheme { bytes.append(UInt8(ascii: "\\")) }
    case UInt8(ascii: ";"):
      if endsInEntity { bytes.append(UInt8(ascii: "\\")) }
    case UInt8(ascii: "@"):
      if bytes.last.map(isAddressByte) == true { bytes += Self.separator.utf8 }
    case UInt8(ascii: "`"):
      if bytes.last == UInt8(ascii: "$") { bytes += Self.separator.utf8 }
    default: break
    }
  }

  /// Writes a text so that it is shown as it is: on one line, with a replacement character for each sign that would do
  /// harm.
  ///
  /// - Parameter isCell: Whether it stands in a cell of a table; by itself, the line says so if it starts with `|`.
  public mutating func write(text: some StringProtocol, isCell: Bool? = nil) {
    if text.isEmpty { return }
    let isCell = isCell ?? isInTable
    var isAtStart = self.isAtStart
    if endsInAddress { bytes += Self.separator.utf8 }
    if endsInBackslash { bytes.append(UInt8(ascii: "\\")) }
    let scalars = PlainText.scalars(text)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      let endsMark = next.map(isBlank) ?? true
      var isEscaped = false
      switch scalar {
      case "`", "*", "_", "[", "]", "<", ">", "|", "~", "&", "$", "#", "{", "}", "!": isEscaped = true
      case "\\" where isCell:
        // Before the `|` that ends the cell a backslash would escape that, even if it is escaped itself.
        write(entity: scalar)
        isAtStart = false
        continue
      case "\\": isEscaped = true
      case "-": isEscaped = isAtStart && (endsMark || next == "-" || next == ":")
      case "+": isEscaped = isAtStart && endsMark
      case "=": isEscaped = isAtStart && (endsMark || next == "=")
      case ".": isEscaped = (isAtStart && endsMark && bytes.last.map(isDigit) == true) || ends(in: "www")
      case ")": isEscaped = isAtStart && endsMark && bytes.last.map(isDigit) == true
      case ":": isEscaped = (isAtStart && (next == nil || next == "-")) || endsInScheme || endsInBracket
      case "(": isEscaped = endsInBracket
      case ";": isEscaped = endsInEntity
      case "^": isEscaped = bytes.last == UInt8(ascii: "[")
      case "@":
        // No backslash keeps GitHub from finding an address: it looks for them when the escapes are gone.
        if bytes.last.map(isAddressByte) == true, next.map({ $0.isASCII && isAddressByte(UInt8($0.value)) }) ?? true {
          bytes += Self.separator.utf8
        } else {
          // A name behind it would be a citation's.
          isEscaped = next.map { !isBlank($0) } ?? true
        }
      default:
        if index == 0 || next == nil, isBlank(scalar) {
          write(entity: scalar)
          isAtStart = false
          continue
        }
      }
      if isEscaped { bytes.append(UInt8(ascii: "\\")) }
      bytes += UTF8.encode(scalar)!
      isAtStart = isAtStart && !isEscaped && isSign(scalar)
    }
    end = .value
  }

  /// Writes a text as a code span.
  ///
  /// - Parameter isCell: Whether it stands in a cell of a table, where `|` has to be escaped even in code.
  public mutating func write(code text: some StringProtocol, isCell: Bool? = nil) {
    if text.isEmpty { return }
    let isCell = isCell ?? isInTable
    let line = PlainText.scalars(text)
    let fence = [UInt8](
      repeating: UInt8(ascii: "`"), count: text.utf8.longestRun(of: UInt8(ascii: "`")) + 1)
    // A blank at both ends is taken off, unless there is nothing else.
    let isPadded =
      line.contains { $0 != " " }
      && (line.first == "`" || line.last == "`" || (line.first == " " && line.last == " "))
    if end == .code || (end == .value && bytes.last == UInt8(ascii: "$")) { bytes += Self.separator.utf8 }
    bytes += fence
    if isPadded { bytes.append(UInt8(ascii: " ")) }
    for scalar in line {
      if isCell, scalar == "|" { bytes.append(UInt8(ascii: "\\")) }
      bytes += UTF8.encode(scalar)!
    }
    if isPadded { bytes.append(UInt8(ascii: " ")) }
    bytes += fence
    end = .code
  }

  private mutating func write(entity scalar: Unicode.Scalar) { bytes += "&#\(scalar.value);".utf8 }
}

// MARK: What stands before

extension MarkdownWriter {
  /// A comment without content: shown nowhere, but what it stands between is not read as one thing.
  public static let separator = "<!-- -->"

  /// The line so far, or its end where it is so long that it has surely begun.
  private var line: ArraySlice<UInt8> {
    let end = bytes.suffix(1024)
    return end.lastIndex(of: UInt8(ascii: "\n")).map { end[($0 + 1)...] } ?? end
  }

  /// Whether nothing but signs and numbers stands on the line, so that what follows may be, or complete, a mark of a block.
  private var isAtStart: Bool {
    var line = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">") }
    // The text of a footnote starts behind its name.
    if line.starts(with: "[^".utf8), let end = line.firstIndex(of: UInt8(ascii: ":")) { line = line[end...] }
    return line.allSatisfy { isSign(Unicode.Scalar($0)) }
  }

  /// Whether the line is one of a table.
  private var isInTable: Bool {
    let start = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return bytes[start...].first { $0 > 0x20 && $0 != UInt8(ascii: ">") } == UInt8(ascii: "|")
  }

  /// Whether the first part of an address of e-mail was written last.
  private var endsInAddress: Bool {
    bytes.last == UInt8(ascii: "@") && bytes.dropLast().last.map(isAddressByte) == true
  }

  /// Whether a backslash was written last that escapes what follows.
  private var endsInBackslash: Bool { bytes.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1 }

  /// Whether the beginning of an entity such as `&amp;` was written last.
  private var endsInEntity: Bool {
    let before = bytes.suffix(40).reversed().drop { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "#") }
    return before.first == UInt8(ascii: "&") && before.dropFirst().first != UInt8(ascii: "\\")
  }

  /// Whether an unescaped `]` was written last.
  private var endsInBracket: Bool { bytes.last == UInt8(ascii: "]") && bytes.dropLast().last != UInt8(ascii: "\\") }

  /// Whether the scheme of an address that needs no brackets was written last.
  private var endsInScheme: Bool { ends(in: "http") || ends(in: "https") || ends(in: "ftp") }

  /// Whether a word was written last, in small or capital letters.
  private func ends(in word: StaticString) -> Bool {
    let end = bytes.suffix(word.utf8CodeUnitCount)
    return end.count == word.utf8CodeUnitCount && zip(end, 0..<end.count).allSatisfy { $0 | 0x20 == word.utf8Start[$1] }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

/// Whether a byte may stand next to the `@` of an address of e-mail.
private func isAddressByte(_ byte: UInt8) -> Bool {
  isLetter(byte) || isDigit(byte) || ".+-_".utf8.contains(byte)
}

/// Whether a character takes part in the mark of a block.
private func isSign(_ scalar: Unicode.Scalar) -> Bool {
  scalar.isASCII && (isDigit(UInt8(scalar.value)) || " \t>*+-=:|#.)_~".unicodeScalars.contains(scalar))
}

private func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  scalar == " " || (!scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator)
}
