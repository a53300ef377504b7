/// Where a row of plain text that is longer than a chunk can be cut without a word of it changing.
enum LongRow {
  /// A tag of HTML is not longer, so one that began before cannot reach further.
  private static let longestTag = 2_000

  /// The end of a piece: behind a blank, with a character of ASCII after it and not within a tag; nil where there is no such place.
  ///
  /// What follows a blank belongs to no word before it; a combining mark would, and Greek's final sigma looks no further.
  static func end(in text: UnsafeBufferPointer<UInt8>) -> Int? {
    var end = text.count - 1
    while let blank = lastBlank(in: text, before: end) {
      guard text[blank + 1] < 0x80 else {
        end = blank
        continue
      }
      guard let tag = openTag(in: text, before: blank) else { return blank + 1 }
      end = tag
    }
    return nil
  }

  private static func lastBlank(in text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int? {
    var index = end - 1
    while index >= 0, text[index] != 0x20, text[index] != 0x09 { index -= 1 }
    return index >= 0 ? index : nil
  }

  /// Where the tag begins that a place may lie in.
  private static func openTag(in text: UnsafeBufferPointer<UInt8>, before end: Int) -> Int? {
    var index = end - 1
    while index >= 0, end - index <= longestTag {
      if text[index] == UInt8(ascii: ">") { return nil }
      if text[index] == UInt8(ascii: "<"), isOfTag(text[index + 1]) { return index }
      index -= 1
    }
    return nil
  }

  /// Whether a byte may stand behind the `<` of a tag.
  private static func isOfTag(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "!")
  }
}
