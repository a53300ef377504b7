/// How large the label of a word is on a map: a bound that Quire computes and the page keeps.
///
/// Which font a browser takes is not known here. A label is given a width by its letters, and the page draws it with that as the
/// most that it may take, so a wide font is squeezed instead of overlapping.
enum LabelSize {
  /// The height of a line, and of the letters in it, in pixels.
  static let (height, letters) = (16.0, 12.0)
  /// The same for the name of a region.
  static let (regionHeight, regionLetters) = (20.0, 13.0)
  /// What is kept free at both sides together.
  static let margin = 6.0
  /// No label is wider.
  static let widest = 200.0

  /// The width of a word's label.
  static func width(of word: String, advance: Double = 6.9) -> Double {
    let units = word.unicodeScalars.reduce(0.0) { $0 + Self.units(of: $1) }
    return min(widest, (margin + advance * max(1, units)).rounded(.up))
  }

  /// The width of a region's name, which is set in bold.
  static func regionWidth(of name: String) -> Double { width(of: name, advance: 7.6) }

  /// How many letters of Latin script a sign is as wide as.
  private static func units(of scalar: Unicode.Scalar) -> Double {
    let properties = scalar.properties
    if [.nonspacingMark, .enclosingMark, .format, .control].contains(properties.generalCategory) { return 0 }
    // Han, kana and Hangul fill a square, and so do emoji.
    return properties.isEmojiPresentation || (0x1100...0x115F).contains(scalar.value)
      || (0x2E80...0xA4CF).contains(scalar.value)
      || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
      || (0xFE30...0xFE6F).contains(scalar.value) || (0xFF00...0xFF60).contains(scalar.value) || scalar.value >= 0x20000
      ? 2 : 1
  }
}
