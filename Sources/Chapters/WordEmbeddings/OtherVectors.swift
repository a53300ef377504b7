internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings.Results {
  /// Vectors that were trained elsewhere, beside the report's own.
  struct Others: Encodable, Sendable {
    /// The file's name.
    var file: String
    /// The words that it holds.
    var words: Int
    /// The size of its vectors.
    var vectorSize: Int
    /// The words of the report's vocabulary that it holds too.
    var commonWords: Int
    /// The share of ten neighbours in common, over the most frequent common words.
    var share: Double
    /// The nearest words of each chosen word in it; none where it lacks the word.
    var neighbours: [String: [Neighbour]]
    /// Its agreement with the files of word pairs.
    var wordPairs: [WordPairs]
  }
}

extension WordEmbeddings {
  /// How many of the most frequent words are compared between two sets of vectors.
  static let comparedWords = 3_000

  /// The section on vectors from elsewhere: the same words and the same pairs, side by side.
  func compareOthers(
    _ vectors: KeyedVectors, _ neighbours: [String: [Results.Neighbour]], _ pairs: [Results.WordPairs],
    _ settings: Settings, _ page: inout Page
  ) throws -> Results.Others? {
    guard !settings.otherVectors.isEmpty else { return nil }
    let file = try page.input(settings.otherVectors).file
    page.report("reading \(file.lastPathComponent)")
    let other = try KeyedVectors(
      reading: file, format: VectorFileFormat(of: file), memoryLimit: settings.memoryLimit << 20)
    let common = vectors.words.filter { other.vocabulary.position(of: $0) != nil }
    let compared = Array(common.prefix(Self.comparedWords))
    var found: [String: [Results.Neighbour]] = [:]
    for word in settings.words where other.vocabulary.position(of: word) != nil {
      found[word] = try other.mostSimilar(to: word, topN: settings.topN).map { .init($0) }
    }
    let others = Results.Others(
      file: file.lastPathComponent, words: other.count, vectorSize: other.vectorSize, commonWords: common.count,
      share: compared.count > 1
        ? try vectors.sharedNeighbors(with: other, among: compared, threads: page.threads).mean : 0,
      neighbours: found, wordPairs: try files(settings.pairs, page).map { .init($0, try other.evaluate(wordPairs: $0)) }
    )
    try write(others, neighbours, pairs, settings, on: &page)
    return others
  }

  private func write(
    _ others: Results.Others, _ neighbours: [String: [Results.Neighbour]], _ pairs: [Results.WordPairs],
    _ settings: Settings, on page: inout Page
  ) throws {
    page.write(
      """
      ## Beside vectors from elsewhere

      \(code: others.file) holds \(others.words.grouped) words in \(others.vectorSize) dimensions, among them
      \(others.commonWords.grouped) of the words trained here. {{table:embeddings/others}} puts the neighbours side by
      side. Of the ten nearest words of a frequent word, looked for among the frequent words that both have, the two share
      \(others.share.percent).
      """)
    try page.table(
      id: "others", caption: "The nearest words of each chosen word here and in \(code: others.file).",
      columns: [.init("word", isCode: true), .init("trained here"), .init(others.file)],
      rows: settings.words.map { word in
        [
          word, (neighbours[word] ?? []).map(\.word).joined(separator: ", "),
          others.neighbours[word]?.map(\.word).joined(separator: ", ") ?? "no vector",
        ]
      })
    guard !pairs.isEmpty else { return }
    page.write("{{table:embeddings/other-pairs}} puts the same pairs to both.")
    try page.table(
      id: "other-pairs", caption: "Spearman's correlation with human judgement, and the share of pairs left out.",
      columns: [
        .init("file", isCode: true), .init("trained here", .trailing), .init("left out", .trailing),
        .init(others.file, .trailing), .init("left out", .trailing),
      ],
      rows: zip(pairs, others.wordPairs).map { ours, theirs in
        [
          ours.file, ours.spearman.threeDecimals, ours.outOfVocabulary.percent, theirs.spearman.threeDecimals,
          theirs.outOfVocabulary.percent,
        ]
      })
  }
}
