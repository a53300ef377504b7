/// Text that is to be shown, wherever it comes from.
public enum PlainText {
  /// A text on one line, with the replacement character for each sign that is not shown itself but changes how others are:
  /// a control character, or one that turns the direction of writing until another ends that.
  public static func line(_ text: some StringProtocol) -> String {
    isPlain(text) ? String(text) : String(String.UnicodeScalarView(scalars(text)))
  }

  /// The characters of such a line.
  static func scalars(_ text: some StringProtocol) -> [Unicode.Scalar] {
    if isPlain(text) { return Array(text.unicodeScalars) }
    return text.flatMap { character -> [Unicode.Scalar] in
      character.isNewline || character == "\t" ? [" "] : character.unicodeScalars.map(harmless)
    }
  }

  /// Whether there is nothing to look for: most texts are ASCII.
  private static func isPlain(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
  }

  /// A character, or the replacement character in its place.
  static func harmless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0..<0x20, 0x7f..<0xa0, 0x202a...0x202e, 0x2066...0x2069, 0xfeff: "\u{fffd}"
    default: scalar
    }
  }
}
