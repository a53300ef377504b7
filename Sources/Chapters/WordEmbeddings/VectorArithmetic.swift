internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings.Results {
  /// What adding, subtracting and averaging vectors answers.
  struct Arithmetic: Encodable, Sendable {
    /// An analogy, a : b = c : ?.
    struct Analogy: Encodable, Sendable {
      /// The words a, b and c.
      var words: [String]
      /// The word that a reader would answer.
      var expected: String?
      /// The words nearest to b − a + c; none where a word has no vector.
      var answers: [Neighbour]
      /// The place of the expected word among all answers; absent beyond the first thousand.
      var rank: Int?
      /// The words that have no vector.
      var unknown: [String]
    }

    /// A set of words, one of which does not belong to the others.
    struct Outlier: Encodable, Sendable {
      /// The words.
      var words: [String]
      /// The words with the cosine to the mean of all, the most central first; none where a word has no vector.
      var centrality: [Neighbour]
      /// The word that fits least.
      var outlier: String?
      /// The words that have no vector.
      var unknown: [String]
    }

    /// The analogies.
    var analogies: [Analogy]
    /// The sets.
    var doesntMatch: [Outlier]
  }
}

extension WordEmbeddings.Results.Arithmetic {
  private static let answersShown = 3
  private static let ranked = 1_000

  /// Asks the vectors.
  ///
  /// - Parameters:
  ///   - analogies: Three words each, or four with the expected answer.
  ///   - sets: Three words or more each.
  init(_ vectors: KeyedVectors, analogies: [String], sets: [String]) throws {
    self.analogies = try analogies.map { try Self.solve($0.words, vectors) }
    doesntMatch = try sets.map { set in
      let words = set.words
      let unknown = words.filter { vectors.vocabulary.position(of: $0) == nil }
      guard unknown.isEmpty else { return Outlier(words: words, centrality: [], outlier: nil, unknown: unknown) }
      let central = try vectors.centrality(of: words).map { WordEmbeddings.Results.Neighbour($0) }
      return Outlier(words: words, centrality: central, outlier: central.last?.word, unknown: [])
    }
  }

  private static func solve(_ words: [String], _ vectors: KeyedVectors) throws -> Analogy {
    let (question, expected) = (Array(words.prefix(3)), words.count > 3 ? words[3] : nil)
    let unknown = words.filter { vectors.vocabulary.position(of: $0) == nil }
    guard unknown.isEmpty else {
      return Analogy(words: question, expected: expected, answers: [], rank: nil, unknown: unknown)
    }
    let answers = try vectors.mostSimilar(
      positive: [question[1], question[2]], negative: [question[0]], topN: ranked)
    return Analogy(
      words: question, expected: expected, answers: answers.prefix(answersShown).map { .init($0) },
      rank: answers.firstIndex { $0.word == expected }.map { $0 + 1 }, unknown: [])
  }
}

extension WordEmbeddings {
  /// The section on analogies and on words that do not belong.
  func write(_ arithmetic: Results.Arithmetic, on page: inout Page) throws {
    guard !arithmetic.analogies.isEmpty || !arithmetic.doesntMatch.isEmpty else { return }
    page.section("arithmetic")
    page.write(
      """
      Vectors can be added and subtracted. Where two words differ as two others do, b − a + c leads from the third to the
      fourth; and of a set of words, the one at the greatest angle to the mean of all does not belong.
      """)
    if !arithmetic.analogies.isEmpty { try writeAnalogies(arithmetic.analogies, on: &page) }
    if !arithmetic.doesntMatch.isEmpty { try writeOutliers(arithmetic.doesntMatch, on: &page) }
  }

  private func writeAnalogies(_ analogies: [Results.Arithmetic.Analogy], on page: inout Page) throws {
    let judged = analogies.filter { $0.expected != nil && $0.unknown.isEmpty }
    let solved = judged.filter { $0.rank == 1 }.count
    page.write(
      "{{table:embeddings/analogies}} puts \(analogies.count.of("analogy", "analogies")) to the vectors."
        + (judged.isEmpty
          ? ""
          : judged.count > 1 && solved == judged.count
            ? " All \(solved) with an expected answer and a vector for each word are solved."
            : " Of \(judged.count.grouped) with an expected answer and a vector for each word, \(solved) \(solved == 1 ? "is" : "are") solved.")
    )
    try page.table(
      id: "analogies",
      caption: "Analogies: the words nearest to b − a + c, a, b and c left out, and the place of the expected one.",
      columns: [.init("a : b = c : ?"), .init("answer"), .init("then"), .init("expected"), .init("place", .trailing)],
      rows: analogies.map { analogy in
        let answer =
          analogy.answers.first.map { "\($0.word) (\($0.similarity.twoDecimals))" } ?? analogy.unknown.withoutVector
        let place = analogy.expected == nil || !analogy.unknown.isEmpty ? "" : analogy.rank?.grouped ?? "beyond 1,000"
        return [
          "\(analogy.words[0]) : \(analogy.words[1]) = \(analogy.words[2]) : ?", answer,
          analogy.answers.dropFirst().map(\.word).joined(separator: ", "), analogy.expected ?? "", place,
        ]
      })
  }

  private func writeOutliers(_ sets: [Results.Arithmetic.Outlier], on page: inout Page) throws {
    page.write(
      "{{table:embeddings/doesnt-match}} names the word that fits least in \(sets.count == 1 ? "a set" : "each of \(sets.count) sets")."
    )
    try page.table(
      id: "doesnt-match",
      caption: "Sets of words, the one that fits least, and the cosine of each to the mean of its set.",
      columns: [.init("words"), .init("fits least"), .init("cosine to the mean")],
      rows: sets.map { set in
        [
          set.words.joined(separator: ", "), set.outlier ?? set.unknown.withoutVector,
          set.centrality.map { "\($0.word) \($0.similarity.twoDecimals)" }.joined(separator: ", "),
        ]
      })
  }
}

extension [String] {
  /// Says that these words have no vector.
  fileprivate var withoutVector: String { "no vector: " + joined(separator: ", ") }
}

extension String {
  /// The words of a setting such as `man king woman`.
  var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}
