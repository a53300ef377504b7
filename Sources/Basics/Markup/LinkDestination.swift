/// Paths as destinations of links and pictures, there and back.
public enum LinkDestination {
  /// A path as Markdown and a browser read it, relative to the text.
  ///
  /// Letters stay readable, in any script; every other sign that means something in Markdown or in an address is
  /// percent-encoded.
  public static func of(path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars {
      if isKept(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        for byte in UTF8.encode(scalar)! {
          result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }
      }
    }
    return result
  }

  /// The path of a destination; `nil` for one that is not percent-encoded as such a one must be.
  public static func path(of destination: String) -> String? {
    var bytes: [UInt8] = []
    var rest = Substring(destination).utf8
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "%") {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return "/-._~+,=@".unicodeScalars.contains(scalar) || Character(scalar).isLetter || Character(scalar).isNumber
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .otherSymbol, .modifierSymbol:
      return true
    default: return false
    }
  }
}
