/// The tokeniser's loop: UTF-8 bytes in, numbers of words out.
///
/// Words of plain ASCII are classified by a table, lower-cased eight bytes at a time and looked up without being copied;
/// the first byte beyond ASCII leaves for the general path, which decodes. No Swift string is made, and nothing is
/// allocated for a token.
struct WordScanner: ~Copyable {
  var interner: WordInterner
  var tokens: TokenBuffer

  let minLength: Int
  let maxLength: Int
  let table = CharacterTable.shared
  private var accents: AccentRemover?
  var scratch: UnsafeMutablePointer<UInt8>
  private var scratchCapacity = 256
  /// What belongs to words beyond gensim's; nil where nothing does.
  private let kept: KeptCharacters?

  /// - Parameter expectedWords: How many distinct words and tokens to make room for at once.
  init(_ preparation: SimplePreprocess, expectedWords: Int) {
    interner = WordInterner(minimumCapacity: expectedWords)
    tokens = TokenBuffer(capacity: expectedWords)
    minLength = preparation.minLength
    maxLength = preparation.maxLength
    accents = preparation.removeAccents ? AccentRemover() : nil
    scratch = .allocate(capacity: scratchCapacity)
    kept = KeptCharacters(preparation)
  }

  deinit {
    scratch.deallocate()
  }

  /// Appends the words of a row to `tokens`.
  ///
  /// - Parameter text: Valid UTF-8.
  mutating func scan(_ text: UnsafeBufferPointer<UInt8>) {
    guard accents != nil, let first = text.firstIndex(where: { $0 >= 0x80 }) else { return scanPlain(text) }
    let plain = accents!.strip(text, from: first)
    plain.withUnsafeBufferPointer { scanPlain($0) }
  }

  private mutating func scanPlain(_ text: UnsafeBufferPointer<UInt8>) {
    if let kept { scan(text, keeping: kept) } else { scanLetters(text) }
  }

  private mutating func scanLetters(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress else { return }
    let end = text.count
    // Words and separators alternate, so no more than every second byte ends a word.
    tokens.reserve(end / 2 + 1)
    let kinds = ByteKind.table
    var index = 0
    while true {
      while index < end, kinds[Int(base[index])] == ByteKind.separator { index += 1 }
      guard index < end else { return }
      let start = index
      while index < end, kinds[Int(base[index])] == ByteKind.letter { index += 1 }
      if index < end, kinds[Int(base[index])] == ByteKind.beyondASCII {
        index = scanUnicode(text, from: start)
        continue
      }
      let length = index - start
      guard length >= minLength, length <= maxLength, base[start] != UInt8(ascii: "_") else { continue }
      if length <= 16 {
        let key = WordScanner.lowercasedKey(base + start, length: length, available: end - start)
        tokens.append(interner.internShort(low: key.low, high: key.high, length: length))
      } else {
        reserveScratch(length)
        for offset in 0..<length { scratch[offset] = WordScanner.lowercase(base[start + offset]) }
        tokens.append(interner.intern(UnsafeBufferPointer(start: scratch, count: length)))
      }
    }
  }

  /// Scans one word, or skips one character, of which some part lies beyond ASCII.
  ///
  /// - Returns: The index behind it.
  private mutating func scanUnicode(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    var codePoints = 0
    var bytes = 0
    while index < text.count {
      var (code, length) = UTF8Decoder.decode(text.baseAddress! + index)
      let kind = table.characterClass(of: code)
      let position = index
      // The character that ends a word separates and is passed over with it.
      index += length
      guard kind.contains(.word) else { break }
      // "İ" becomes "i" and a combining dot, and the dot is no part of a word.
      let ends = code == 0x0130
      if kind.contains(.upper) { code = table.lowercase(of: code, in: text, at: position) }
      codePoints += 1
      if codePoints <= maxLength {
        reserveScratch(bytes + 4)
        bytes += UTF8Decoder.encode(code, scratch + bytes)
      }
      if ends { break }
    }
    if codePoints >= max(1, minLength), codePoints <= maxLength, scratch[0] != UInt8(ascii: "_") {
      tokens.append(interner.intern(UnsafeBufferPointer(start: scratch, count: bytes)))
    }
    return index
  }

  mutating func reserveScratch(_ bytes: Int) {
    guard bytes > scratchCapacity else { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes * 2)
    larger.update(from: scratch, count: scratchCapacity)
    scratch.deallocate()
    scratch = larger
    scratchCapacity = bytes * 2
  }

  /// A word of ASCII letters and underscores, lower-cased, as two zero-padded integers.
  @inline(__always)
  private static func lowercasedKey(
    _ word: UnsafePointer<UInt8>, length: Int, available: Int
  ) -> (low: UInt64, high: UInt64) {
    var key: (low: UInt64, high: UInt64) = (0, 0)
    if available >= 16 {
      let bytes = UnsafeRawPointer(word)
      key.low = bytes.loadUnaligned(as: UInt64.self)
      key.high = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      // Shifts past the width give zero, so each mask keeps what the word has of its eight bytes.
      key.low &= (1 << UInt64(length * 8)) &- 1
      key.high &= (1 << UInt64(max(0, length - 8) * 8)) &- 1
    } else {
      withUnsafeMutableBytes(of: &key) { $0.copyMemory(from: UnsafeRawBufferPointer(start: word, count: length)) }
    }
    return (lowercase(key.low), lowercase(key.high))
  }

  /// Eight ASCII letters, underscores or zero bytes in lower case: adding finds the bytes from A to Z by their top bits.
  @inline(__always)
  private static func lowercase(_ bytes: UInt64) -> UInt64 {
    let fromA = bytes &+ 0x3F3F_3F3F_3F3F_3F3F
    let beyondZ = bytes &+ 0x2525_2525_2525_2525
    return bytes | ((fromA & ~beyondZ & 0x8080_8080_8080_8080) >> 2)
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}

/// What a byte of UTF-8 means to a tokeniser.
private enum ByteKind {
  static let separator: UInt8 = 0
  static let letter: UInt8 = 1
  static let beyondASCII: UInt8 = 2

  /// The kind of every byte, 256 of them, for as long as the program runs.
  static var table: UnsafePointer<UInt8> { UnsafePointer(kinds.pointer) }

  private static let kinds = Kinds()

  private final class Kinds: Sendable {
    nonisolated(unsafe) let pointer: UnsafeMutablePointer<UInt8>

    init() {
      pointer = .allocate(capacity: 256)
      for byte in 0..<256 {
        let scalar = UInt8(byte)
        let isLetter = scalar == 0x5F || (scalar | 0x20) >= 0x61 && (scalar | 0x20) <= 0x7A
        pointer[byte] = byte >= 0x80 ? beyondASCII : isLetter ? letter : separator
      }
    }
  }
}
