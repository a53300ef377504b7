/// What belongs to words beyond what gensim's `simple_preprocess` takes for one.
struct KeptCharacters {
  let digits: Bool
  let hyphens: Bool

  /// - Returns: nil where words are gensim's.
  init?(_ preparation: SimplePreprocess) {
    guard preparation.keepNumbers || preparation.keepHyphens else { return nil }
    digits = preparation.keepNumbers
    hyphens = preparation.keepHyphens
  }

  static let hyphen = UInt8(ascii: "-")

  /// Whether Python's `\d` matches: a decimal digit of Unicode 14, as the other classes are.
  static func isDigit(_ code: UInt32) -> Bool {
    if code < 0x80 { return (0x30...0x39).contains(code) }
    guard let properties = Unicode.Scalar(code)?.properties, properties.generalCategory == .decimalNumber,
      let age = properties.age
    else { return false }
    return age.major <= 14
  }
}

extension WordScanner {
  /// Appends the words of a row that may hold digits, hyphens or both.
  ///
  /// A word is a longest match of `C+(-C+)*`, or of `C+` where hyphens are not kept, with C what Python's `\w` matches, less `\d` where
  /// digits are not kept. Its case, its bounds in code points and what becomes of one that starts with an underscore are as everywhere;
  /// a hyphen counts as one code point.
  mutating func scan(_ text: UnsafeBufferPointer<UInt8>, keeping kept: KeptCharacters) {
    guard let base = text.baseAddress else { return }
    tokens.reserve(text.count / 2 + 1)
    var index = 0
    var (codePoints, bytes) = (0, 0)
    /// Whether a hyphen waits for a character that makes it part of the word.
    var isHyphenOpen = false
    while index < text.count {
      var (code, length) = base[index] < 0x80 ? (UInt32(base[index]), 1) : UTF8Decoder.decode(base + index)
      let kind = table.characterClass(of: code)
      let position = index
      index += length
      guard kind.contains(.word) || kept.digits && KeptCharacters.isDigit(code) else {
        if kept.hyphens, code == UInt32(KeptCharacters.hyphen), codePoints > 0, !isHyphenOpen {
          isHyphenOpen = true
        } else {
          endWord(&codePoints, &bytes)
          isHyphenOpen = false
        }
        continue
      }
      if isHyphenOpen {
        append(UInt32(KeptCharacters.hyphen), &codePoints, &bytes)
        isHyphenOpen = false
      }
      if kind.contains(.upper) { code = table.lowercase(of: code, in: text, at: position) }
      append(code, &codePoints, &bytes)
      // "İ" becomes "i" and a combining dot, and the dot is no part of a word.
      if kind.contains(.upper), base[position] == 0xC4, base[position + 1] == 0xB0 { endWord(&codePoints, &bytes) }
    }
    endWord(&codePoints, &bytes)
  }

  private mutating func append(_ code: UInt32, _ codePoints: inout Int, _ bytes: inout Int) {
    codePoints += 1
    guard codePoints <= maxLength else { return }
    reserveScratch(bytes + 4)
    bytes += UTF8Decoder.encode(code, scratch + bytes)
  }

  private mutating func endWord(_ codePoints: inout Int, _ bytes: inout Int) {
    if codePoints >= max(1, minLength), codePoints <= maxLength, scratch[0] != UInt8(ascii: "_") {
      tokens.append(interner.intern(UnsafeBufferPointer(start: scratch, count: bytes)))
    }
    (codePoints, bytes) = (0, 0)
  }
}
