internal import Basics
internal import LinearAlgebra

/// Vectors as they come out of a file, row after row: of rows with one word the first stays, and a bad one costs itself alone.
struct VectorRows {
  let path: String
  let size: Int
  var report: VectorFileReport
  private let memoryLimit: Int
  private let limit: Int
  private var words: [String] = []
  private var seen: Set<UTF8Key> = []
  private var elements: [Float] = []

  /// - Parameters:
  ///   - expected: How many rows there may be.
  ///   - limit: After how many rows reading ends.
  /// - Throws: `EmbeddingError.file` where so many take more memory than they may.
  init(
    path: String, expected: Int, size: Int, report: VectorFileReport, memoryLimit: Int, limit: Int
  ) throws(EmbeddingError) {
    self.path = path
    self.size = size
    self.report = report
    self.memoryLimit = memoryLimit
    self.limit = limit
    let expected = min(expected, limit)
    try EmbeddingError.checkSize(of: path, words: expected, size: size, limit: memoryLimit)
    elements.reserveCapacity(expected * size)
  }

  /// Whether all rows that are wanted have been read.
  var isFull: Bool { report.rows >= limit }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - place: Its line, or its number.
  ///   - fill: Writes the vector's numbers, or says what is wrong with them.
  mutating func add(
    _ word: some Collection<UInt8>, at place: Int, _ fill: (UnsafeMutableBufferPointer<Float>) -> String?
  ) {
    report.rows += 1
    guard !word.isEmpty else { return report.leftOut.add(place, "a vector without a word") }
    var text = String(validating: word, as: UTF8.self)
    if text == nil {
      text = String(decoding: word, as: UTF8.self)
      report.mended.add(place, "\u{201C}\(text!)\u{201D}")
    }
    let word = text!
    guard !seen.contains(UTF8Key(word)) else {
      return report.repeated.add(place, "\u{201C}\(word)\u{201D}")
    }
    let start = elements.count
    elements.append(contentsOf: repeatElement(0, count: size))
    let problem = elements.withUnsafeMutableBufferPointer { elements -> String? in
      let vector = UnsafeMutableBufferPointer(rebasing: elements[start...])
      if let problem = fill(vector) { return "\u{201C}\(word)\u{201D} \(problem)" }
      if !vector.allSatisfy(\.isFinite) { return "\u{201C}\(word)\u{201D} has a number that is not finite" }
      let isTooLarge = !vector.allSatisfy { abs($0) <= EmbeddingError.greatestNumber }
      return isTooLarge ? "\u{201C}\(word)\u{201D} has a number beyond ±\(EmbeddingError.greatestNumber)" : nil
    }
    if let problem {
      elements.removeLast(size)
      return report.leftOut.add(place, problem)
    }
    seen.insert(UTF8Key(word))
    words.append(word)
  }

  /// Adds a word that has no row of its own, where its numbers can be used.
  mutating func compose(_ word: String, _ fill: (UnsafeMutableBufferPointer<Float>) -> String?) {
    let before = (report, words.count)
    add(Array(word.utf8), at: 0, fill)
    report = before.0
    if words.count > before.1 { report.composed.append(word) }
  }

  /// Leaves out a row that is no word and vector.
  mutating func leaveOut(_ place: Int, _ reason: String) {
    report.rows += 1
    report.leftOut.add(place, reason)
  }

  /// The vectors.
  ///
  /// - Throws: `EmbeddingError.file` where too much was left out, or nothing is left.
  consuming func finish() throws(EmbeddingError) -> (KeyedVectors, VectorFileReport) {
    try report.check(path)
    guard !words.isEmpty else { throw .file(path: path, line: nil, cause: "has no vectors") }
    guard let vocabulary = Vocabulary(words: words) else { preconditionFailure("each word was seen once") }
    seen = []
    let matrix = Matrix(rows: words.count, columns: size, elements: elements)
    return (KeyedVectors(vocabulary: vocabulary, vectors: matrix), report)
  }
}
