/// The encoding of Western European Windows, in which many an export that calls itself UTF-8 is written.
enum Windows1252 {
  /// Whether bytes that are no valid UTF-8 can be meant as this: none of their characters is one of UTF-8's longer ones.
  ///
  /// Text of UTF-8 that lost a byte has others that are whole.
  static func isMeant(by text: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      guard text[index] >= 0x80 else {
        index += 1
        continue
      }
      for length in 2...4 where index + length <= text.count {
        let character = UnsafeBufferPointer(rebasing: text[index..<(index + length)])
        if UTF8Decoder.firstInvalid(character) == nil { return false }
      }
      index += 1
    }
    return true
  }

  /// Writes the text as UTF-8.
  static func decode(_ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    output.removeAll(keepingCapacity: true)
    for byte in text {
      if byte < 0x80 {
        output.append(byte)
      } else {
        output.append(contentsOf: String(Unicode.Scalar(code(of: byte)) ?? "\u{FFFD}").utf8)
      }
    }
  }

  private static func code(of byte: UInt8) -> UInt32 {
    (0x80...0x9F).contains(byte) ? UInt32(upper[Int(byte) - 0x80]) : UInt32(byte)
  }

  /// The characters of 0x80 to 0x9F; the five that have none stand for themselves, as in browsers.
  private static let upper: [UInt16] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E,
    0x0178,
  ]
}
