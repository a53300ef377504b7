/// A formula on lines of its own.
package struct DisplayedFormula: Sendable, Equatable {
  /// A number at the right of one of its lines.
  package struct Number: Sendable, Equatable {
    /// The line of the formula, counted from nought.
    package var line: Int
    /// What stands between the parentheses: “3”.
    package var text: String
    /// What links point to; empty for a number that nothing refers to.
    package var anchor: String

    /// A number and its place.
    package init(line: Int, text: String, anchor: String) {
      self.line = line
      self.text = text
      self.anchor = anchor
    }
  }

  /// The TeX; once it is numbered, blanks stand where its labels and tags were.
  package var tex: String
  /// How many lines it has, as `\\` divides them.
  package var lines = 1
  /// The numbers of its lines, in order.
  package var numbers: [Number] = []

  /// A formula without a number.
  package init(_ tex: String) { self.tex = tex }
}

extension DisplayedFormula {
  /// The blocks of a paragraph: a formula that asks for a line of its own gets it where nothing else stands on its lines,
  /// and where it has a number.
  static func divide(_ paragraph: [Inline]) -> [MarkdownBlock] {
    var blocks: [MarkdownBlock] = []
    var text: [Inline] = []
    func isBreak(_ inline: Inline?) -> Bool { inline == nil || inline == .softBreak || inline == .lineBreak }
    func finish() {
      while let first = text.first, isBreak(first) { text.removeFirst() }
      while let last = text.last, isBreak(last) { text.removeLast() }
      if !text.isEmpty { blocks.append(.paragraph(text)) }
      text = []
    }
    for (index, inline) in paragraph.enumerated() {
      let after = index + 1 < paragraph.count ? paragraph[index + 1] : nil
      guard case .math(let written) = inline, let tex = displayed(written),
        isBreak(index == 0 ? nil : paragraph[index - 1]) && isBreak(after) || tex.contains("\\label{")
          || tex.contains("\\tag")
      else {
        text.append(inline)
        continue
      }
      finish()
      blocks.append(.math(DisplayedFormula(tex)))
    }
    finish()
    return blocks.isEmpty ? [.paragraph(paragraph)] : blocks
  }

  /// A formula that asks for a line of its own, without the word that asks.
  private static func displayed(_ tex: String) -> String? {
    let word = "\\displaystyle "
    return tex.hasPrefix(word) ? String(tex.dropFirst(word.count)) : nil
  }
}
