/// What a file that holds no analogies in sections is instead, and what to do about it.
struct AnalogyForm {
  private let lines: [EvaluationFile.Line]

  init(_ lines: [EvaluationFile.Line]) { self.lines = lines }

  private static let expected = "lines of four words with blanks between, below a line \": name\" for each section"

  /// Of a file with an analogy before the first section.
  var missingSection: String {
    if let line = lines.first(where: { $0.text.hasPrefix(":") }) {
      return "has an analogy before its first section; line \(line.number), “\(line.text.prefix(40))”, "
        + "lacks the blank after the colon: \": name\""
    }
    return "has an analogy before its first section; put a line such as \": all\" above it"
  }

  /// Of a file without any analogy.
  var nothing: String {
    let lines = lines.filter { !$0.text.hasPrefix(":") }.prefix(20)
    func share(_ isSo: (Substring) -> Bool) -> Bool {
      !lines.isEmpty && lines.count { isSo($0.text) } * 2 > lines.count
    }
    if let separator = [Character(","), ";"].first(where: { sign in share { $0.count { $0 == sign } == 3 } }) {
      let name = separator == "," ? "commas" : "semicolons"
      return "has four words a line with \(name) between; write \(Self.expected)"
    }
    if share({ $0.split(whereSeparator: \.isWhitespace).count == 2 }) {
      return "has two words a line, as BATS does; write two such pairs as one line, \"apple apples phone phones\": "
        + Self.expected
    }
    return "has no analogy: expected \(Self.expected)"
  }
}
