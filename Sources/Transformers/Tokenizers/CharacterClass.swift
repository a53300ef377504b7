/// The classes of characters that tokenizers ask for, as the reference's tables have them.
///
/// Its tables for BERT are Unicode 8's and those of its patterns Unicode 16's, so a character that came later has no class,
/// whatever Swift's newer tables say: a vocabulary is only as good as its tokenizer is the one that it was made with.
enum CharacterClass {
  /// Unicode's White_Space.
  static func isWhitespace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value == 0x20 || (scalar.value >= 0x09 && scalar.value <= 0x0D) }
    return scalar.properties.isWhitespace
  }

  /// Control, format, private use.
  static func isOther(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .privateUse, .surrogate: return isKnown(scalar, by: 8)
    default: return false
    }
  }

  /// Unicode's punctuation, and every ASCII sign that is neither letter nor digit, for BERT splits at `$` and `^` too.
  static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      switch scalar.value {
      case 33...47, 58...64, 91...96, 123...126: return true
      default: return false
      }
    }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      return isKnown(scalar, by: 8)
    // Unicode has since moved these two out of the class.
    default: return scalar.value == 0x166D || scalar.value == 0x111C9
    }
  }

  /// A mark that takes no room of its own: an accent.
  static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x300 { return false }
    switch scalar.value {
    // Unicode has since moved these, out of the class and into it.
    case 0x1734, 0x1171E: return true
    case 0x1885, 0x1886, 0xA9BD, 0x111C9: return false
    default: return scalar.properties.generalCategory == .nonspacingMark && isKnown(scalar, by: 8)
    }
  }

  /// A mark of any kind, by Unicode 9.
  static func isCombiningMark(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x300 { return false }
    switch scalar.value {
    // Unicode has since moved these, out of the class and into it.
    case 0x1CF2, 0x1CF3: return true
    case 0x111C9: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return isKnown(scalar, by: 9)
    default: return false
    }
  }

  /// The rank by which marks are put in canonical order; 0 for what stays where it is.
  static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
    if scalar.value < 0x300 { return 0 }
    let rank = scalar.properties.canonicalCombiningClass.rawValue
    return rank == 0 || isKnown(scalar, by: 9) ? rank : 0
  }

  /// Whether a version of Unicode had the character.
  static func isKnown(_ scalar: Unicode.Scalar, by version: Int) -> Bool {
    scalar.properties.age.map { $0.major < version || ($0.major == version && $0.minor == 0) } ?? true
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return isKnown(scalar, by: 16)
    default: return false
    }
  }

  /// - Parameter version: 16 for patterns, 17 for the step that sets digits apart.
  static func isNumber(_ scalar: Unicode.Scalar, by version: Int = 16) -> Bool {
    if scalar.isASCII { return ("0"..."9").contains(scalar) }
    switch scalar.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: return isKnown(scalar, by: version)
    default: return false
    }
  }

  /// A letter, a mark, a digit or a joiner: what a regular expression calls `\w`.
  static func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isLetter(scalar) || isNumber(scalar) || scalar == "_" }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return scalar.properties.isAlphabetic || scalar.properties.isJoinControl
    }
  }
}
