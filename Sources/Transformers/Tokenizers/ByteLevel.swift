/// GPT-2's way to words: split by a pattern, then every byte as a printable character.
enum ByteLevel {
  /// The characters that stand for the 256 bytes: printable ones for themselves, the others from U+0100 on in order.
  static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0..<256).map { (byte: UInt32) in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)!
      default:
        defer { next += 1 }
        return Unicode.Scalar(next)!
      }
    }
  }()

  /// The character of a space, `Ġ`.
  static let space = characters[0x20]

  /// The words of a text: what GPT-2's pattern matches, one after the other, without a gap.
  ///
  ///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
  static func words(of units: ArraySlice<AlignedText.Unit>) -> [ArraySlice<AlignedText.Unit>] {
    var words: [ArraySlice<AlignedText.Unit>] = []
    var start = units.startIndex
    while start < units.endIndex {
      let end = endOfWord(units, start)
      words.append(units[start..<end])
      start = end
    }
    return words
  }

  /// The spelling of a word, every byte as a character, in UTF-8.
  static func spelling(of word: ArraySlice<AlignedText.Unit>) -> [UInt8] {
    word.flatMap { unit in UTF8.encode(unit.scalar)!.flatMap { spellings[Int($0)] } }
  }

  private static let spellings: [[UInt8]] = characters.map { Array(UTF8.encode($0)!) }

  enum Kind {
    case letter, number, space, other
  }

  static func kind(_ scalar: Unicode.Scalar) -> Kind {
    if CharacterClass.isLetter(scalar) { return .letter }
    if CharacterClass.isWhitespace(scalar) { return .space }
    return CharacterClass.isNumber(scalar) ? .number : .other
  }

  /// Where the word ends that begins at a place.
  static func endOfWord(_ units: ArraySlice<AlignedText.Unit>, _ start: Int) -> Int {
    let first = units[start].scalar
    if let end = endOfContraction(units, start) { return end }

    // A run of one kind, behind one optional space (U+0020 alone).
    var position = start
    if first == " ", start + 1 < units.endIndex { position += 1 }
    let runKind = kind(units[position].scalar)
    if runKind != .space { return endOfRun(units, position, runKind) }

    // Spaces: all but the last when something follows them, which takes the last for itself.
    let end = endOfRun(units, start, .space)
    return end < units.endIndex && end - start > 1 ? end - 1 : end
  }

  static func endOfRun(_ units: ArraySlice<AlignedText.Unit>, _ start: Int, _ runKind: Kind) -> Int {
    var end = start + 1
    while end < units.endIndex, kind(units[end].scalar) == runKind { end += 1 }
    return end
  }

  static func endOfContraction(_ units: ArraySlice<AlignedText.Unit>, _ start: Int) -> Int? {
    guard units[start].scalar == "'", start + 1 < units.endIndex else { return nil }
    let second = units[start + 1].scalar
    switch second {
    case "s", "t", "m", "d": return start + 2
    case "r", "v", "l":
      guard start + 2 < units.endIndex else { return nil }
      return units[start + 2].scalar == (second == "l" ? "l" : "e") ? start + 3 : nil
    default: return nil
    }
  }
}
