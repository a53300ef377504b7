internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// The most bytes of vectors that go with a submission unless the settings want all of them.
  private static let mostBytes = 5_000_000

  /// Attaches what others need to work the chapter's numbers out again: how often each word occurs, and the vectors of those that the
  /// chapter names and of the most frequent others, in 16 bits, as many as fit.
  ///
  ///     words.tsv      every word of the vocabulary, how often it occurs, and its row among the vectors, if it has one
  ///     vectors.npy    the vectors
  ///     pairs.tsv      the judged pairs whose words have one
  ///     seeds.tsv      the neighbours of the chosen words under other seeds
  func attachProof(
    _ vectors: KeyedVectors, _ neighbours: [String: [Results.Neighbour]], _ arithmetic: Results.Arithmetic,
    _ judged: [(JudgedFile, WordPairEvaluation)], _ further: (seeds: [Int], vectors: [KeyedVectors]),
    _ settings: Settings, on page: inout Page
  ) throws {
    var named = Set(settings.words + neighbours.values.joined().map(\.word))
    named.formUnion(arithmetic.analogies.flatMap { $0.answers.map(\.word) })
    for text in settings.analogies + settings.doesntMatch { named.formUnion(text.words) }
    named.formUnion(judged.flatMap { $0.1.scored.flatMap { [$0.first, $0.second] } })
    for file in try files(settings.analogyFiles, page) {
      let text = (try? InputFile.text(of: file, limit: 1 << 20)) ?? ""
      named.formUnion(text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init))
    }
    let room = Self.mostBytes / (2 * vectors.vectorSize)
    var chosen = vectors.words.indices.filter { named.contains(vectors.words[$0]) }
    let others = vectors.words.indices.filter { !named.contains(vectors.words[$0]) }
    chosen = (chosen + others.prefix(max(0, room - chosen.count))).sorted()
    let rows = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, $0) })
    var list = "word\tcount\trow\n"
    for (position, word) in vectors.words.enumerated() {
      list += "\(word)\t\(vectors.vocabulary.counts[position])\t\(rows[position].map(String.init) ?? "")\n"
    }
    try page.attach(Data(list.utf8), as: "words.tsv")
    var pairs = "file\tfirst\tsecond\tjudgement\n"
    for (file, found) in judged {
      for pair in found.scored { pairs += "\(file.name)\t\(pair.first)\t\(pair.second)\t\(pair.judgement)\n" }
    }
    try page.attach(Data(pairs.utf8), as: "pairs.tsv")
    if !further.seeds.isEmpty {
      var lists = "word\tseed\tneighbour\tcosine\n"
      for word in settings.words {
        for (seed, trained) in zip(further.seeds, further.vectors) {
          for found in try trained.mostSimilar(to: word, topN: settings.topN) {
            lists += "\(word)\t\(seed)\t\(found.word)\t\(found.similarity)\n"
          }
        }
      }
      try page.attach(Data(lists.utf8), as: "seeds.tsv")
    }
    let elements = chosen.lazy.flatMap { vectors.vectors.row($0) }
    try page.attach(
      NumPyArray.data(elements, shape: [chosen.count, vectors.vectorSize], .half), as: "vectors.npy")
  }

  /// The first line of `grid.tsv`.
  static let proofHeader = "measure\ttraining\tseed\tfirst\tsecond\tjudgement\tcosine\n"

  /// The cosines on which the scores of the further trainings rest, pair by pair, for others to work the scores out again.
  static func proof(_ measure: String, _ trainings: [String], _ found: [[WordPairEvaluation]]) -> String {
    var lines = ""
    for (training, evaluations) in zip(trainings, found) {
      for (seed, evaluation) in evaluations.enumerated() {
        for pair in evaluation.scored {
          lines +=
            "\(measure)\t\(training)\t\(seed)\t\(pair.first)\t\(pair.second)\t\(pair.judgement)\t\(Float(pair.similarity))\n"
        }
      }
    }
    return lines
  }
}
