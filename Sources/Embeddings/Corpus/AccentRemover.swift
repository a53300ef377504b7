/// Lower-cases a text and takes its accents off: `gensim.utils.deaccent` after `str.lower()`.
///
/// Canonical decomposition, nonspacing marks dropped, canonical composition. Since the marks are gone before anything
/// recomposes, decompositions are stored without them and only the few pairs without a mark can compose. Hangul is
/// composed by arithmetic (Unicode Standard, §3.12) and never decomposed, which comes to the same.
struct AccentRemover {
  private let table = CharacterTable.shared
  private var codes: [UInt32] = []
  private var output: [UInt8] = []

  /// The text, lower-cased and without accents.
  ///
  /// - Parameter first: Where the first byte beyond ASCII is. What comes before it is copied as it is, since nothing
  ///   there changes but by case, which the scanner sees to, and no ASCII character composes without a mark.
  mutating func strip(_ text: UnsafeBufferPointer<UInt8>, from first: Int) -> [UInt8] {
    codes.removeAll(keepingCapacity: true)
    var index = first
    while index < text.count {
      var (code, length) = UTF8Decoder.decode(text.baseAddress! + index)
      var kind = table.characterClass(of: code)
      if kind.contains(.upper) {
        code = table.lowercase(of: code, in: text, at: index)
        kind = table.characterClass(of: code)
      }
      index += length
      if kind.contains(.composite) {
        codes.append(contentsOf: table.decomposition(of: code))
      } else if !kind.contains(.mark) {
        codes.append(code)
      }
    }
    reorder()
    compose()
    var output = Array(text[..<first])
    output.reserveCapacity(text.count)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { bytes in
      for code in codes {
        let length = UTF8Decoder.encode(code, bytes.baseAddress!)
        output.append(contentsOf: bytes[..<length])
      }
    }
    return output
  }

  /// Canonical ordering: neighbours that combine are sorted by their class, and those of one class keep their order.
  private mutating func reorder() {
    var classes: [UInt32] = []
    for index in codes.indices {
      let value = table.combiningClass(of: codes[index])
      classes.append(value)
      guard value > 0 else { continue }
      var position = index
      while position > 0, classes[position - 1] > value {
        codes.swapAt(position, position - 1)
        classes.swapAt(position, position - 1)
        position -= 1
      }
    }
  }

  /// Canonical composition: a code point joins the last starter unless something between them blocks it.
  private mutating func compose() {
    var starter: Int?
    var lastClass: UInt32 = 0
    var count = 0
    for code in codes {
      let value = table.combiningClass(of: code)
      if let starter, lastClass == 0 ? count == starter + 1 : lastClass < value,
        let composite = AccentRemover.hangul(codes[starter], code) ?? table.composition(codes[starter], code)
      {
        codes[starter] = composite
        continue
      }
      if value == 0 { starter = count }
      lastClass = value
      codes[count] = code
      count += 1
    }
    codes.removeLast(codes.count - count)
  }

  private static func hangul(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if 0x1100..<0x1113 ~= first, 0x1161..<0x1176 ~= second {
      return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    }
    if 0xAC00..<0xD7A4 ~= first, (first - 0xAC00) % 28 == 0, 0x11A8..<0x11C3 ~= second {
      return first + second - 0x11A7
    }
    return nil
  }
}
