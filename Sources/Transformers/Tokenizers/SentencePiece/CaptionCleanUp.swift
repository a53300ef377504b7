/// SigLIP's clean-up of a caption, as Python does it: lower case, ASCII punctuation left out, one space for several and none at the ends.
struct CaptionCleanUp {
  let lowercases: Bool

  func normalize(_ text: ArraySlice<AlignedText.Unit>) -> [AlignedText.Unit] {
    var units = lowercases ? Self.lowercased(Array(text)) : Array(text)
    units.removeAll { $0.scalar.isASCII && CharacterClass.isPunctuation($0.scalar) }
    var result: [AlignedText.Unit] = []
    for var unit in units {
      guard Self.isSpace(unit.scalar) else {
        result.append(unit)
        continue
      }
      if let last = result.last, last.scalar != " " {
        unit.scalar = " "
        result.append(unit)
      }
    }
    if result.last?.scalar == " " { result.removeLast() }
    return result
  }

  /// What Python calls a space.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    (0x1C...0x1F).contains(scalar.value) || CharacterClass.isWhitespace(scalar)
  }

  /// Each character's lower case; a sigma that ends a word is the final one.
  private static func lowercased(_ units: [AlignedText.Unit]) -> [AlignedText.Unit] {
    var result: [AlignedText.Unit] = []
    result.reserveCapacity(units.count)
    for (place, unit) in units.enumerated() {
      let scalars: [Unicode.Scalar] =
        unit.scalar == "Σ"
        ? [isFinal(units, place) ? "ς" : "σ"]
        : Array(unit.scalar.properties.lowercaseMapping.unicodeScalars)
      for scalar in scalars {
        result.append(AlignedText.Unit(scalar: scalar, start: unit.start, end: unit.end))
      }
    }
    return result
  }

  /// Whether a letter comes before a place and none after it, signs that stand for no letter of their own aside.
  private static func isFinal(_ units: [AlignedText.Unit], _ place: Int) -> Bool {
    func isLetter(_ units: some Sequence<AlignedText.Unit>) -> Bool {
      units.first { !$0.scalar.properties.isCaseIgnorable }.map { $0.scalar.properties.isCased }
        ?? false
    }
    return isLetter(units[..<place].reversed()) && !isLetter(units[(place + 1)...])
  }
}
