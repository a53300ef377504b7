/// A mention of an equation in running text.
///
///     \eqref{eq:loss}   \ref{eq:loss}    LaTeX
///     @eq:loss           [@eq:loss]        pandoc-crossref
///     @eq-loss           [@eq-loss]        Quarto
struct EquationReference {
  /// What is mentioned.
  var label: String
  /// The place behind the mention.
  var end: Int
  /// Whether the same sign may mention something else than an equation.
  var isLoose = false

  /// Reads a mention that begins at a place; `nil` for what is none.
  init?(_ bytes: [UInt8], at start: Int, _ limit: Int) {
    for (command, isLoose) in [("\\eqref{", false), ("\\ref{", true)] {
      let length = command.utf8.count
      guard bytes[start..<limit].starts(with: command.utf8) else { continue }
      guard let close = bytes[start + length..<min(limit, start + length + 200)].firstIndex(of: UInt8(ascii: "}"))
      else {
        return nil
      }
      label = String(decoding: bytes[start + length..<close], as: UTF8.self).trimmed()
      end = close + 1
      self.isLoose = isLoose && !label.hasPrefix("eq:") && !label.hasPrefix("eq-")
      return
    }
    let isBracketed = bytes.has("[@", at: start)
    let name = start + (isBracketed ? 2 : 1)
    guard isBracketed || bytes.has("@", at: start), bytes.has("eq:", at: name) || bytes.has("eq-", at: name),
      start == 0 || !Self.isNamePart(bytes[start - 1])
    else { return nil }
    var last = name
    while last < limit, Self.isNamePart(bytes[last]) { last += 1 }
    // The sign at the end is that of the sentence.
    while last > name, ":-.".utf8.contains(bytes[last - 1]) { last -= 1 }
    guard last > name + 3 else { return nil }
    label = String(decoding: bytes[name..<last], as: UTF8.self)
    end = last
    if isBracketed {
      guard bytes.has("]", at: last) else { return nil }
      end += 1
    }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || ":-._".utf8.contains(byte) || byte >= 0x80
  }
}
