/// A formula that has been set, for every format.
package struct SetFormula: Sendable, Equatable {
  /// An element of HTML, `<math>`, with the TeX as its annotation.
  package var mathML: String
  /// What stands between the dollars in Typst; of signs, strings and functions of mathematics, never of code.
  package var typst: String
  /// The TeX, for those who cannot see it: without labels, on one line.
  package var tex: String

  /// A formula as its parts.
  init(_ node: MathNode, of formula: Formula) {
    let tex = formula.tex.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let source = TeXSource(formula)
    let node = node.withBold()
    self.tex = tex
    mathML = node.html(tex: tex, isDisplayed: formula.isDisplayed, isLarge: source.isLarge)
    let text = TypstMathWriter.source(of: node)
    typst = source.isLarge && !formula.isDisplayed ? "display(\(text))" : text
  }
}

extension MathNode {
  /// The formula with upright bold letters where `TeXSource` asked for letters that nobody writes.
  fileprivate func withBold() -> MathNode {
    var node = self
    node.children = children.map { $0.withBold() }
    guard attributes["mathvariant"] == "bold-sans-serif" else { return node }
    node.text = String(String.UnicodeScalarView(text.unicodeScalars.map(Self.bold)))
    node.attributes["mathvariant"] = "bold"
    return node
  }

  /// The letter in bold of a bold sans serif letter.
  private static func bold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value =
      switch scalar.value {
      case 0x1D5D4...0x1D607: scalar.value - 0x1D5D4 + 0x1D400
      case 0x1D756...0x1D78F: scalar.value - 0x1D756 + 0x1D6A8
      case 0x1D7EC...0x1D7F5: scalar.value - 0x1D7EC + 0x1D7CE
      default: scalar.value
      }
    return Unicode.Scalar(value) ?? scalar
  }
}
