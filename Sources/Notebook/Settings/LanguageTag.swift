/// A language as BCP 47 tags it: `en`, `es-CO`, `sr-Latn-RS`.
public struct LanguageTag: Sendable, Hashable, CustomStringConvertible {
  /// The language's own part, in lower case: `es` of `es-CO`.
  public let language: String
  /// The script, where the tag names one: `Latn`.
  public let script: String?
  /// The region, where the tag names one: `CO`, or `419` for Latin America.
  public let region: String?
  /// The whole tag, in the usual mixture of cases.
  public let description: String

  /// Reads a tag; `nil` for what is none: `Spanish`, `es_CO`, `e`.
  ///
  /// The grammar is that of RFC 5646, section 2.1, without the tags that it calls grandfathered and without languages of five
  /// letters and more, of which there is none: such a word is a language's name.
  public init?(_ text: String) {
    let subtags = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.lowercased() }
    guard subtags.allSatisfy({ 1...8 ~= $0.utf8.count && $0.utf8.allSatisfy(Self.isAlphanumeric) }) else { return nil }
    var rest = subtags[...]
    func next(_ lengths: ClosedRange<Int>, _ isFit: (UInt8) -> Bool = Self.isLetter) -> Bool {
      rest.first.map { lengths ~= $0.utf8.count && $0.utf8.allSatisfy(isFit) } ?? false
    }
    guard next(2...3), let language = rest.popFirst() else { return nil }
    var parts = [language]
    for _ in 0..<3 where next(3...3) { parts.append(rest.removeFirst()) }
    var script: String?
    if next(4...4) {
      script = rest.removeFirst().capitalized
      parts.append(script!)
    }
    var region: String?
    if next(2...2) || next(3...3, Self.isDigit) {
      region = rest.removeFirst().uppercased()
      parts.append(region!)
    }
    while next(5...8, Self.isAlphanumeric)
      || (next(4...4, Self.isAlphanumeric) && Self.isDigit(rest[rest.startIndex].utf8.first!))
    {
      parts.append(rest.removeFirst())
    }
    // Extensions: a sign, then what belongs to it.
    while next(1...1, Self.isAlphanumeric), let sign = rest.popFirst() {
      let lengths = sign == "x" ? 1...8 : 2...8
      guard next(lengths, Self.isAlphanumeric) else { return nil }
      parts.append(sign)
      while next(lengths, Self.isAlphanumeric) { parts.append(rest.removeFirst()) }
    }
    guard rest.isEmpty else { return nil }
    (self.language, self.script, self.region) = (language, script, region)
    description = parts.joined(separator: "-")
  }

  /// Whether the language is written from right to left.
  public var isRightToLeft: Bool {
    if let script { return Self.rightToLeftScripts.contains(script) }
    return Self.rightToLeftLanguages.contains(language)
  }

  /// What is probably meant by a text that is no tag: `es` by “español”, `es-CO` by `es_CO.UTF-8`.
  public static func meant(by text: String) -> LanguageTag? {
    if let tag = names[text.lowercased()] { return LanguageTag(tag) }
    let locale = text.prefix { $0 != "." && $0 != "@" }.replacing("_", with: "-")
    return LanguageTag(String(locale))
  }

  private static let names = [
    "english": "en", "spanish": "es", "español": "es", "espanol": "es", "castellano": "es", "german": "de",
    "deutsch": "de", "french": "fr", "français": "fr", "francais": "fr", "arabic": "ar", "hebrew": "he",
    "persian": "fa",
    "farsi": "fa", "urdu": "ur", "portuguese": "pt", "português": "pt", "italian": "it", "italiano": "it",
    "chinese": "zh", "japanese": "ja", "russian": "ru", "dutch": "nl",
  ]

  private static let rightToLeftScripts: Set<String> = [
    "Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa",
  ]

  private static let rightToLeftLanguages: Set<String> = [
    "ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps",
    "rhg",
    "sd", "syr", "ug", "ur", "yi",
  ]

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
}
