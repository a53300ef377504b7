/// Text on its way to a terminal, which obeys some of what it is shown.
public enum TerminalText {
  /// A message in which whatever a terminal would obey can be read instead: `\u{1b}` for an escape, `\u{202e}` for a sign
  /// that turns the direction of writing.
  ///
  /// Lines after the first are indented, so that a line break in somebody's file name begins no message of its own.
  public static func escaped(_ message: some StringProtocol) -> String {
    var result = ""
    for scalar in message.unicodeScalars {
      if scalar == "\n" {
        result += "\n  "
      } else if scalar == "\t" {
        result += "\\t"
      } else if scalar == "\r" {
        result += "\\r"
      } else if isObeyed(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The same on one line.
  ///
  /// Scalars are looked at, not characters: a carriage return and the line feed behind it are one character.
  public static func line(_ text: some StringProtocol) -> String {
    let lines = String(text).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { escaped(String($0)) }.joined(separator: "\\n")
  }

  /// Whether a terminal takes a character for a command, or writes what follows in another direction.
  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // C0, delete, C1.
    case 0..<0x20, 0x7f..<0xa0: true
    // Marks, embeddings, overrides and isolates of direction; separators of lines; the byte order mark; tags.
    case 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff, 0xe0000...0xe007f: true
    default: false
    }
  }

  /// Whether a text holds what changes the direction of writing: in a name, it shows another name.
  public static func turnsDirection(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.contains {
      [0x061c, 0x200e, 0x200f].contains($0.value) || 0x202a...0x202e ~= $0.value || 0x2066...0x2069 ~= $0.value
    }
  }
}
