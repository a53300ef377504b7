/// A text in GitHub's Markdown.
///
///     let caption: Markdown = "The nearest words of *\(word)*, from \(code: file.lastPathComponent)."
///
/// What a literal says is Markdown; what is interpolated is a value, and shown as it is, whatever signs it holds. Markdown
/// that is interpolated goes in as it stands. So text becomes Markdown by escaping or by being called its source, and by
/// no other way.
public struct Markdown: Sendable, Hashable {
  /// The text as a reader of Markdown gets it.
  public let source: String

  /// Markdown that somebody wrote or a file holds.
  public init(source: String) { self.source = source }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { source.isEmpty }
}

extension Markdown: Codable {
  /// Reads the source: a string.
  public init(from decoder: any Decoder) throws {
    source = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the source.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    try value.encode(source)
  }
}

extension Markdown {
  /// One text behind the other.
  public static func + (first: Markdown, second: Markdown) -> Markdown { [first, second].joined() }

  /// Puts a text behind this one.
  public static func += (text: inout Markdown, next: Markdown) { text = text + next }

  /// The text as a quotation.
  public var quoted: Markdown {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    return Markdown(source: lines.map { $0.isEmpty ? ">" : "> " + $0 }.joined(separator: "\n"))
  }

  /// Source text in a fenced block that no line of it can end.
  ///
  /// - Parameters:
  ///   - text: The text, verbatim but for signs that would do harm.
  ///   - language: The name of its language; one that is no single word is left out.
  public init(codeBlock text: String, language: String = "") {
    let fence = String(repeating: "`", count: max(3, text.utf8.longestRun(of: UInt8(ascii: "`")) + 1))
    let isName = language.allSatisfy { $0.isLetter || $0.isNumber || "+-#_.".contains($0) }
    var body = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    body = String(
      String.UnicodeScalarView(
        body.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? $0 : PlainText.harmless($0) }))
    self.init(source: "\(fence)\(isName ? language : "")\n\(body)\(fence)")
  }
}

extension Sequence<Markdown> {
  /// The texts one behind the other, with `separator` between them.
  public func joined(separator: Markdown = "") -> Markdown {
    var writer = MarkdownWriter()
    for (position, text) in enumerated() {
      if position > 0 { writer.write(separator) }
      writer.write(text)
    }
    return writer.markdown
  }
}

extension Sequence<UInt8> {
  /// The length of the longest run of one byte.
  func longestRun(of byte: UInt8) -> Int {
    var longest = 0
    var run = 0
    for next in self {
      run = next == byte ? run + 1 : 0
      longest = Swift.max(longest, run)
    }
    return longest
  }
}
