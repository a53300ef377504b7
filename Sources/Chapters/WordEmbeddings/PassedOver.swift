internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// Warns of lines of the files of pairs and of analogies that are none.
  func tellPassedOver(
    _ pairs: [Results.WordPairs], _ analogies: [Results.AnalogyFile], on page: inout Page
  ) {
    for file in pairs { tell(file.passedOver, of: file.name, "pair", on: &page) }
    for file in analogies { tell(file.passedOver, of: file.file, "analogy", on: &page) }
  }

  private func tell(_ lines: Results.PassedOver?, of name: String, _ kind: String, on page: inout Page) {
    guard let lines else { return }
    let isOne = lines.count == 1
    let what = "that \(isOne ? "is" : "are") no \(kind), \(isOne ? "line" : "the first of them line") \(lines.line)"
    page.warn(
      title: "Lines that are left out",
      """
      The file \(code: name) has \(lines.count.of("line")) \(what): “\(lines.text)”.
      """,
      line: "\(name): left out \(lines.count.of("line")) \(what): \(lines.text)")
  }
}

extension WordEmbeddings.Results {
  /// Lines of a file that are not what it is a file of.
  struct PassedOver: Encodable, Sendable {
    /// How many there are.
    var count: Int
    /// The number of the first, counted from 1, and its beginning.
    var line: Int
    var text: String

    /// Absent where there is none.
    init?(_ lines: PassedOverLines) {
      guard lines.count > 0 else { return nil }
      (count, line, text) = (lines.count, lines.firstLine, lines.first)
    }
  }
}
