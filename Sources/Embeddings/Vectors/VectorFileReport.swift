/// What the reading of a file of vectors met: what was left out or mended, and why.
public struct VectorFileReport: Sendable, Equatable {
  /// Rows of a kind: how many, and where the first is.
  public struct Rows: Sendable, Equatable {
    /// How many there are.
    public private(set) var count = 0
    /// The line of the first, or its number among the vectors where the file has no lines; counted from 1.
    public private(set) var first = 0
    /// What is wrong with the first.
    public private(set) var reason = ""

    mutating func add(_ place: Int, _ reason: String) {
      if count == 0 { (first, self.reason) = (place, reason) }
      count += 1
    }
  }

  /// How many vectors the first line promises; `nil` where it promises none.
  public var promised: Int?
  /// How many rows the file holds, as far as it was read.
  public internal(set) var rows = 0
  /// Whether reading stopped where the caller's limit was reached.
  public internal(set) var isLimited = false
  /// Rows of a word that had its vector already; the first stays, as in gensim.
  public internal(set) var repeated = Rows()
  /// Words that are no UTF-8, in which U+FFFD stands for what is none.
  public internal(set) var mended = Rows()
  /// Rows that are no word and vector, which are left out.
  public internal(set) var leftOut = Rows()
  /// Words without a row whose vectors were made of their pieces.
  public internal(set) var composed: [String] = []
  /// What the place of a row is called.
  var place = "line"

  /// The same for whoever reads the report: clauses with the file as their subject.
  public var findings: [String] {
    var findings: [String] = []
    if let promised, promised != rows, !isLimited {
      findings.append("promises \(promised) vectors in its first line and holds \(rows)")
    }
    func tell(_ rows: Rows, _ one: String, _ more: String) {
      guard rows.count > 0 else { return }
      let which = rows.count == 1 ? "" : "the first in "
      findings.append(
        "has \(rows.count) \(rows.count == 1 ? one : more) (\(which)\(place) \(rows.first): \(rows.reason))")
    }
    tell(leftOut, "row that is left out", "rows that are left out")
    tell(
      repeated, "row of a word that it had before, which is left out",
      "rows of words that it had before, which are left out")
    if !composed.isEmpty {
      let words = composed.map { "\u{201C}\($0)\u{201D}" }.joined(separator: ", ")
      findings.append(
        "never saw \(words) and has \(composed.count == 1 ? "its vector" : "their vectors") of pieces of words")
    }
    tell(mended, "word that is not UTF-8", "words that are not UTF-8")
    return findings
  }

  /// Refuses a file of which more than a hundredth, and more than one row, had to be left out.
  func check(_ path: String) throws(EmbeddingError) {
    guard leftOut.count > max(1, rows / 100) else { return }
    throw .file(
      path: path, line: place == "line" ? leftOut.first : nil,
      cause: "\(leftOut.reason); \(leftOut.count) of \(rows) rows are no word and vector")
  }
}
