internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings.Results {
  /// Two sets of vectors, one turned onto the other.
  struct Alignment: Encodable, Sendable {
    /// A word whose two vectors lie far apart.
    struct Moved: Encodable, Sendable {
      /// The word.
      var word: String
      /// The cosine of its two vectors.
      var cosine: Double
      /// Its nearest words here, and in the other set, among the common ones.
      var here, there: [String]
    }

    /// The words by which they were turned: all common ones.
    var words: Int
    /// How many of the most frequent of these were searched for the ones that moved.
    var searched: Int
    /// The mean cosine of a common word's two vectors, as they were trained and after the turn.
    var before, after: Double
    /// The words with the lowest cosines, the lowest first.
    var moved: [Moved]
  }
}

extension WordEmbeddings {
  /// So many common words for each dimension are asked for: with fewer, any vectors could be turned onto any others.
  private static let wordsPerDimension = 5
  private static let movedWords = 8
  private static let neighboursOfMoved = 3

  /// What moved between two sets of vectors of the same words, where both have the same dimensions.
  func align(
    _ ours: KeyedVectors, _ theirs: KeyedVectors, _ others: Results.Others, on page: inout Page
  ) throws -> Results.Alignment? {
    guard ours.vectorSize == theirs.vectorSize, ours.count > 0 else { return nil }
    guard ours.count >= Self.wordsPerDimension * ours.vectorSize else {
      page.write(
        """
        Both sets of vectors have \(ours.vectorSize.of("dimension")). With \(ours.count.of("shared word")) they are not turned onto each
        other: so few could be made to fit whatever they mean.
        """)
      return nil
    }
    page.report("aligning \(others.file)")
    let alignment = VectorAlignment(of: ours, and: theirs)
    let searched = min(ours.count, Self.comparedWords)
    let lowest = (0..<searched).sorted { (alignment.after[$0], $0) < (alignment.after[$1], $1) }.prefix(Self.movedWords)
    let result = Results.Alignment(
      words: ours.count, searched: searched, before: alignment.before.map(Double.init).mean,
      after: alignment.after.map(Double.init).mean,
      moved: try lowest.map { position in
        let word = ours.words[position]
        let near = try [ours, theirs].map {
          try $0.mostSimilar(to: word, topN: Self.neighboursOfMoved).map(\.word)
        }
        return .init(word: word, cosine: Double("\(alignment.after[position])")!, here: near[0], there: near[1])
      })
    try write(result, others, ours.vectorSize, on: &page)
    return result
  }

  private func write(_ found: Results.Alignment, _ others: Results.Others, _ size: Int, on page: inout Page) throws {
    page.write(
      """
      Both sets of vectors have \(size.of("dimension")), and where a training puts its axes means nothing. So the other set is turned onto
      this one, as near as a rotation or reflection brings the \(found.words.of("shared word")) [@schonemann1966; @hamilton2016]: the
      cosine of a word's two vectors is \(found.before.twoDecimals) on average before and \(found.after.twoDecimals) after.
      {{table:embeddings/moved}} has the words that then lie furthest from themselves.
      """)
    try page.table(
      id: "moved",
      caption: """
        The words, of the \(found.searched.grouped) most frequent shared ones, whose vectors here and in \(code: others.file) are least
        alike after the turn, with their nearest words in each.
        """,
      columns: [.init("word"), .init("cosine", .trailing), .init("nearest here"), .init("nearest in \(others.file)")],
      rows: found.moved.map {
        [$0.word, $0.cosine.twoDecimals, $0.here.joined(separator: ", "), $0.there.joined(separator: ", ")]
      })
  }
}
