/// Tags and entities of HTML in texts that were taken from pages.
///
/// A tag is `<`, perhaps `/`, the name of an element and whatever follows up to the next `>`; a comment is one too. An entity is
/// `&`, a name or a number, and `;`. What only looks like them stays text: `a < b`, `<3`, `<sigh>`, a tag that is never closed.
public struct Markup: Sendable, Equatable, Codable {
  /// Rows with any.
  public internal(set) var rows = 0
  /// Tags, comments among them.
  public internal(set) var tags = 0
  /// Entities.
  public internal(set) var entities = 0
  /// Whether tags became blanks and entities the characters that they name.
  public internal(set) var isRemoved = false
  /// The words that preparation makes of markup where it is left in the text, and how often.
  public internal(set) var words: [String: Int] = [:]

  /// No markup.
  public init() {}

  /// Whether there is none.
  public var isEmpty: Bool { rows == 0 }

  /// Adds what was met elsewhere in the same file.
  mutating func add(_ other: Markup) {
    rows += other.rows
    tags += other.tags
    entities += other.entities
    words.merge(other.words, uniquingKeysWith: +)
  }
}

/// Finds the markup of rows, and takes it out on request.
///
/// A row without `<` and `&` costs two searches for a byte.
struct MarkupScanner: ~Copyable {
  /// The text of the row that was scanned last, without its markup; good where `scan` has found some and removes it.
  private(set) var plain: [UInt8] = []

  private let removes: Bool
  private var found = Markup()
  private var words: WordScanner

  /// - Parameter preparation: How texts become words, also those of markup.
  init(_ preparation: SimplePreprocess, removes: Bool) {
    self.removes = removes
    words = WordScanner(preparation, expectedWords: 64)
  }

  /// Looks through a row.
  ///
  /// - Parameter text: Valid UTF-8.
  /// - Returns: Whether it holds markup.
  mutating func scan(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var tag = MarkupScanner.next(UInt8(ascii: "<"), in: text, from: 0)
    var entity = MarkupScanner.next(UInt8(ascii: "&"), in: text, from: 0)
    guard tag < text.count || entity < text.count else { return false }
    var (tags, entities) = (0, 0)
    // What is written already, up to here.
    var start = 0
    if removes { plain.removeAll(keepingCapacity: true) }
    while tag < text.count || entity < text.count {
      let place = min(tag, entity)
      let isTag = tag < entity
      let piece =
        isTag
        ? MarkupGrammar.tag(in: text, at: place).map { (end: $0, code: UInt32(0x20)) }
        : MarkupGrammar.entity(in: text, at: place)
      if let (end, code) = piece {
        if isTag { tags += 1 } else { entities += 1 }
        words.scan(UnsafeBufferPointer(rebasing: text[place..<end]))
        if removes {
          plain.append(contentsOf: text[start..<place])
          withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { bytes in
            plain.append(contentsOf: bytes[..<UTF8Decoder.encode(code, bytes.baseAddress!)])
          }
          start = end
        }
      }
      let next = piece?.end ?? place + 1
      if tag < next { tag = MarkupScanner.next(UInt8(ascii: "<"), in: text, from: next) }
      if entity < next { entity = MarkupScanner.next(UInt8(ascii: "&"), in: text, from: next) }
    }
    guard tags + entities > 0 else { return false }
    if removes { plain.append(contentsOf: text[start...]) }
    found.rows += 1
    found.tags += tags
    found.entities += entities
    return true
  }

  /// What was found since the last call.
  mutating func take() -> Markup {
    defer { found = Markup() }
    guard !found.isEmpty else { return found }
    var counts = [Int](repeating: 0, count: words.interner.count)
    for token in words.tokens.take() { counts[Int(token)] += 1 }
    for (word, count) in zip(words.interner.words(), counts) where count > 0 { found.words[word] = count }
    return found
  }

  /// The offset of the next such byte, or the text's length.
  private static func next(_ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    guard start < text.count else { return text.count }
    return Bytes.firstOffset(of: byte, in: UnsafeBufferPointer(rebasing: text[start...])).map { start + $0 }
      ?? text.count
  }
}
