/// What the tokeniser must know of a code point, in one byte.
struct CharacterClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// Matches `\w` but not `\d`: may stand in a word.
  static let word = CharacterClass(rawValue: 1)
  /// Upper, lower or title case, and not ignorable.
  static let cased = CharacterClass(rawValue: 2)
  /// Looked through when the context of a capital sigma is judged.
  static let ignorable = CharacterClass(rawValue: 4)
  /// A nonspacing mark (Mn): an accent.
  static let mark = CharacterClass(rawValue: 8)
  /// Differs from its lower case.
  static let upper = CharacterClass(rawValue: 16)
  /// Has a canonical decomposition, Hangul apart.
  static let composite = CharacterClass(rawValue: 32)
  /// Has a canonical combining class although it is no nonspacing mark.
  static let reorders = CharacterClass(rawValue: 64)
}

/// The generated character data, laid out for look-up: one byte for each code point, and the rare mappings by search.
///
/// The flat megabyte is filled once, in well under a millisecond; a text touches only the pages of its own scripts.
final class CharacterTable: Sendable {
  static let shared = CharacterTable()

  /// The class of every code point, 0x110000 bytes: written once, read only, never freed.
  nonisolated(unsafe) let classes: UnsafePointer<UInt8>
  private let decompositionStarts: [UInt32: Int]
  private let compositions: [UInt64: UInt32]
  private let combiningClasses: [UInt32: UInt32]

  private init() {
    let flat = UnsafeMutablePointer<UInt8>.allocate(capacity: 0x110000)
    let runs = UnicodeData.classRuns
    for (index, run) in runs.enumerated() {
      let start = Int(run >> 8)
      let end = index + 1 < runs.count ? Int(runs[index + 1] >> 8) : 0x110000
      (flat + start).initialize(repeating: UInt8(truncatingIfNeeded: run), count: end - start)
    }
    classes = UnsafePointer(flat)

    var starts: [UInt32: Int] = [:]
    var index = 0
    while index < UnicodeData.decompositions.count {
      starts[UnicodeData.decompositions[index]] = index + 1
      index += 2 + Int(UnicodeData.decompositions[index + 1])
    }
    decompositionStarts = starts

    let triples = UnicodeData.compositions
    compositions = Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: triples.count, by: 3).map {
        (CharacterTable.pair(triples[$0], triples[$0 + 1]), triples[$0 + 2])
      })
    let ordered = UnicodeData.combiningClasses
    combiningClasses = Dictionary(
      uniqueKeysWithValues: stride(from: 0, to: ordered.count, by: 2).map { (ordered[$0], ordered[$0 + 1]) })
  }

  func characterClass(of code: UInt32) -> CharacterClass {
    CharacterClass(rawValue: classes[Int(code)])
  }

  /// The lower case of a code point whose case depends on nothing around it.
  private func lowercase(of code: UInt32) -> UInt32 {
    let runs = UnicodeData.lowerRuns
    let wanted = Int32(bitPattern: code)
    var low = 0
    var high = runs.count / 4
    while low < high {
      let middle = (low + high) / 2
      if runs[middle * 4 + 1] < wanted { low = middle + 1 } else { high = middle }
    }
    guard low < runs.count / 4 else { return code }
    let first = runs[low * 4]
    guard wanted >= first, (wanted - first) % runs[low * 4 + 2] == 0 else { return code }
    return UInt32(bitPattern: wanted + runs[low * 4 + 3])
  }

  /// The canonical decomposition of a composite without its nonspacing marks.
  func decomposition(of code: UInt32) -> ArraySlice<UInt32> {
    guard let start = decompositionStarts[code] else { return [code] }
    return UnicodeData.decompositions[start + 1..<start + 1 + Int(UnicodeData.decompositions[start])]
  }

  /// What two code points compose to, Hangul apart, if they do.
  func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    compositions[CharacterTable.pair(first, second)]
  }

  /// The canonical combining class, of anything but a nonspacing mark.
  func combiningClass(of code: UInt32) -> UInt32 {
    characterClass(of: code).contains(.reorders) ? combiningClasses[code] ?? 0 : 0
  }

  private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  /// The lower case of a code point in its text, as Python's `str.lower()` has it.
  ///
  /// The one code point that becomes two, U+0130, gives the first; the second is the nonspacing mark U+0307.
  func lowercase(of code: UInt32, in text: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt32 {
    switch code {
    case 0x03A3: isFinalSigma(in: text, at: position) ? 0x03C2 : 0x03C3
    case 0x0130: 0x69
    default: lowercase(of: code)
    }
  }

  /// Whether a capital sigma ends its word: something cased before it and nothing cased behind, ignorables apart.
  private func isFinalSigma(in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    let base = text.baseAddress!
    var before = position
    var kind: CharacterClass
    repeat {
      guard before > 0 else { return false }
      repeat { before -= 1 } while base[before] & 0xC0 == 0x80
      kind = characterClass(of: UTF8Decoder.decode(base + before).code)
    } while kind.contains(.ignorable)
    guard kind.contains(.cased) else { return false }
    // The sigma itself takes two bytes.
    var after = position + 2
    while after < text.count {
      let (code, length) = UTF8Decoder.decode(base + after)
      kind = characterClass(of: code)
      guard kind.contains(.ignorable) else { return !kind.contains(.cased) }
      after += length
    }
    return true
  }
}
