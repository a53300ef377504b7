import Rendering
import Testing

/// What is read character by character, beside the regular expressions that say what it means.
@Suite struct ClaimSignTests {
  private static let pieces = [
    "1", "23", "0.5", ".", "e", "E", "+", "-", "*", "/", "(", ")", ",", ">", "<", "=", "!", ">=", "==", "!=", " ", "\t",
    "\"",
    "\"two words\"", "word", "_x", "größe", "β2", "Ⅷ", "½", "e\u{301}", "3\u{301}", "\u{301}", "-\u{301}", "“",
    "\u{A0}",
    "\r\n", "and", ".words", ".0", ".*", ".\"a.b\"", "日本", "٣", "·", "\u{3000}", ">", "12.", "1)", "1234567890.", "\n",
  ]

  /// Texts of a few pieces, some thousands.
  private static let texts: [String] = {
    var state: UInt64 = 1
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    return (0..<6000).map { _ in (0..<next(7)).map { _ in pieces[next(pieces.count)] }.joined() }
  }()

  /// The signs by regular expressions; `nil` where one means nothing.
  private func signsByExpression(_ text: String) -> [ClaimSign]? {
    var signs: [ClaimSign] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if let match = rest.prefixMatch(of: /[0-9]+(\.[0-9]+)?([eE][+\-]?[0-9]+)?/) {
        signs.append(.number(Double(match.output.0) ?? 0))
        rest = rest[match.range.upperBound...]
      } else if first == "\"" {
        guard let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
        signs.append(.text(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[rest.index(after: end)...]
      } else if let match = rest.prefixMatch(of: /([\p{L}_][\p{L}\p{N}_\-]*)?(\.([\p{L}\p{N}_\-]+|"[^"]*"|\*))*/),
        !match.output.0.isEmpty
      {
        signs.append(.name(String(match.output.0)))
        rest = rest[match.range.upperBound...]
      } else if let match = rest.prefixMatch(of: />=|<=|==|!=|[><+\-*\/(),]/) {
        signs.append(.mark(String(match.output)))
        rest = rest[match.range.upperBound...]
      } else {
        return nil
      }
    }
    return signs
  }

  @Test func `a claim has the signs that the expressions find`() {
    for text in Self.texts {
      let expected = signsByExpression(text)
      #expect((try? ClaimSign.signs(of: text)) == expected, "\(text.debugDescription)")
    }
  }

  @Test func `a line is nothing where the expression says so`() {
    for text in Self.texts {
      let line = Array(text.utf8)
      #expect(
        ConditionalText.isNothing(line) == ConditionalText.isNothingInUnicode(line), "\(text.debugDescription)")
    }
  }

  @Test func `some lines of the texts are nothing and some are not`() {
    let count = Self.texts.count { ConditionalText.isNothing(Array($0.utf8)) }
    #expect((100..<5900).contains(count))
  }
}
