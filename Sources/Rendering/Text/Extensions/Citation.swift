import Basics

/// A citation as pandoc reads it: `[see @mikolov2013, p. 3; @levy2014]`, or `@mikolov2013` within a sentence.
struct Citation: Hashable {
  /// One work that is cited.
  struct Item: Hashable {
    var key: String
    /// Where its `@` stands.
    var offset: Int
    /// What is said before and behind it.
    var prefix = ""
    var suffix = ""
    /// Whether its authors are left out, being named in the sentence: `-@key`.
    var isWithoutAuthor = false
  }

  var items: [Item]
  /// Whether it is a part of the sentence, not in brackets.
  var isInText: Bool
  /// How many bytes it takes.
  var length: Int

  /// The same wherever it stands: citations of one content are set alike.
  var anywhere: Citation {
    var citation = self
    citation.length = 0
    for index in citation.items.indices { citation.items[index].offset = 0 }
    return citation
  }

  /// The one in a pair of brackets; `nil` for brackets that hold anything else.
  init?(brackets: ClosedRange<Int>, in bytes: [UInt8]) {
    let (start, close) = (brackets.lowerBound, brackets.upperBound)
    guard brackets.count < TextRewriter.longestAddress,
      start == 0 || ![UInt8(ascii: "!"), UInt8(ascii: "^"), UInt8(ascii: "]")].contains(bytes[start - 1]),
      bytes[start..<close].contains(UInt8(ascii: "@")), bytes[start + 1] != UInt8(ascii: "^")
    else { return nil }
    if close + 1 < bytes.count {
      if [UInt8(ascii: "("), UInt8(ascii: "[")].contains(bytes[close + 1]) { return nil }
      // A definition of a link, where it begins a line; elsewhere a colon is the sentence's.
      let before = bytes[..<start].reversed().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">") }
      if bytes[close + 1] == UInt8(ascii: ":"), before.first.map({ $0 == UInt8(ascii: "\n") }) ?? true { return nil }
    }
    items = []
    isInText = false
    length = close + 1 - start
    for part in bytes[start + 1..<close].split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
      guard let item = Self.item(in: part, of: bytes) else { return nil }
      items.append(item)
    }
  }

  /// The one whose `@` stands at an index of a sentence.
  init?(nameAt start: Int, in bytes: [UInt8], before end: Int) {
    guard start == 0 || Self.mayPrecede(bytes[..<start]) && bytes[start - 1] != UInt8(ascii: "/"),
      let key = Self.key(at: start + 1, in: bytes[..<end])
    else { return nil }
    items = [Item(key: key, offset: start)]
    isInText = true
    length = key.utf8.count + 1
  }

  /// Takes the brackets behind a name for where in the work it is said, if they say so: `@key [p. 3]`.
  mutating func take(locator brackets: ClosedRange<Int>, in bytes: [UInt8]) {
    let text = String(decoding: bytes[brackets].dropFirst().dropLast(), as: UTF8.self)
    let next = brackets.upperBound + 1
    guard text.count < 60, text.contains(/^(pp?|chap|sec|fig|vol|no|para)s?\.?\s*[0-9]|^[0-9§]/),
      next == bytes.count || !"([:".utf8.contains(bytes[next])
    else { return }
    items[0].suffix = text
    length = next - items[0].offset
  }

  private static func item(in part: ArraySlice<UInt8>, of bytes: [UInt8]) -> Item? {
    guard
      let at = part.indices.first(where: {
        part[$0] == UInt8(ascii: "@") && ($0 == part.startIndex || mayPrecede(part[..<$0]))
      }), let key = key(at: at + 1, in: part)
    else { return nil }
    var before = part[..<at]
    let isWithoutAuthor = before.last == UInt8(ascii: "-")
    if isWithoutAuthor { before = before.dropLast() }
    let rest = part[(at + 1 + key.utf8.count)...]
    // A second name in one part is none of a citation.
    guard !rest.contains(UInt8(ascii: "@")) else { return nil }
    return Item(
      key: key, offset: at, prefix: String(decoding: before, as: UTF8.self).trimmed(),
      suffix: String(decoding: rest, as: UTF8.self).trimmed(), isWithoutAuthor: isWithoutAuthor)
  }

  /// The key at an index: a letter, a digit or `_`, then those and single signs between them.
  private static func key(at start: Int, in bytes: ArraySlice<UInt8>) -> String? {
    guard start < bytes.endIndex, isKey(bytes[start]) else { return nil }
    var end = start
    while end < bytes.endIndex {
      if isKey(bytes[end]) {
        end += 1
      } else if end + 1 < bytes.endIndex, ":.#$%&-+?~/".utf8.contains(bytes[end]), isKey(bytes[end + 1]) {
        end += 1
      } else {
        break
      }
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Whether a text may stand before the `@` of a citation: no word, and nothing that says that it is none.
  private static func mayPrecede(_ text: ArraySlice<UInt8>) -> Bool {
    guard let last = text.last else { return true }
    return !isKey(last) && last != UInt8(ascii: "\\")
      && !text.suffix(MarkdownWriter.separator.utf8.count).elementsEqual(MarkdownWriter.separator.utf8)
  }

  private static func isKey(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "_") || byte >= 0x80
  }
}
