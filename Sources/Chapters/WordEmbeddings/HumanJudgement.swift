internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings.Results {
  /// How well the vectors agree with a file of judged word pairs.
  struct WordPairs: Encodable, Sendable {
    /// The file's name.
    var file: String
    /// The first comment of the file, which says where it comes from.
    var source: String?
    /// The pairs that were used.
    var pairs: Int
    /// The share of pairs with a word that has no vector.
    var outOfVocabulary: Double
    /// Pearson's correlation; absent where it has no value.
    var pearson: Double?
    /// Spearman's rank correlation; absent where it has no value.
    var spearman: Double?
    /// The pair whose places in the two orders are furthest apart; absent where there is none or the orders are the same.
    var farthest: Farthest?

    /// A pair that people and vectors put in different places.
    struct Farthest: Encodable, Sendable {
      /// Its words.
      var first, second: String
      /// Its place in the order of similarity, the most similar in place 1, by each; of equals the first in the file comes first.
      var byPeople, byVectors: Int
    }
  }

  /// How many analogies of a file were solved.
  struct AnalogyFile: Encodable, Sendable {
    /// A section of the file.
    struct Section: Encodable, Sendable {
      /// Its name.
      var name: String
      /// The analogies that were solved, and all of them that could be asked.
      var solved, asked: Int
    }

    /// The file's name.
    var file: String
    /// The sections in the order of the file.
    var sections: [Section]
    /// The share that was solved of all that could be asked.
    var accuracy: Double
    /// The share of analogies with a word that has no vector.
    var outOfVocabulary: Double
  }
}

extension WordEmbeddings.Results.WordPairs {
  init(_ file: URL, _ found: WordPairEvaluation) {
    let text = (try? InputFile.text(of: file, limit: 64 << 20)) ?? ""
    let comment = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("#") }
    self.init(
      file: file.lastPathComponent, source: comment.map { $0.dropFirst().trimmingCharacters(in: .whitespaces) },
      pairs: found.pairs, outOfVocabulary: found.outOfVocabulary, pearson: found.pearson.rounded4,
      spearman: found.spearman.rounded4, farthest: Farthest(found))
  }
}

extension WordEmbeddings.Results.WordPairs.Farthest {
  init?(_ found: WordPairEvaluation) {
    func places(_ value: (Int) -> Double) -> [Int] {
      var places = [Int](repeating: 0, count: found.pairs)
      let order = found.scored.indices.sorted { (value($1), $0) < (value($0), $1) }
      for (place, index) in order.enumerated() { places[index] = place + 1 }
      return places
    }
    let (people, vectors) = (places { found.scored[$0].judgement }, places { found.scored[$0].similarity })
    let gaps = people.indices.map { abs(people[$0] - vectors[$0]) }
    guard let widest = gaps.indices.max(by: { (gaps[$0], $1) < (gaps[$1], $0) }), gaps[widest] > 0 else { return nil }
    let pair = found.scored[widest]
    self.init(first: pair.first, second: pair.second, byPeople: people[widest], byVectors: vectors[widest])
  }
}

extension WordEmbeddings.Results.AnalogyFile {
  init(_ file: URL, _ found: AnalogyEvaluation) {
    self.init(
      file: file.lastPathComponent,
      sections: found.sections.map { .init(name: $0.name, solved: $0.correct, asked: $0.correct + $0.incorrect) },
      accuracy: found.total.accuracy, outOfVocabulary: found.outOfVocabulary)
  }
}

extension WordEmbeddings {
  /// The section on files of pairs and of analogies, and what they give.
  func evaluate(
    _ vectors: KeyedVectors, _ settings: Settings, on page: inout Page
  ) throws -> (pairs: [Results.WordPairs], analogies: [Results.AnalogyFile]) {
    let pairFiles = try files(settings.pairs, page)
    let analogyFiles = try files(settings.analogyFiles, page)
    guard !pairFiles.isEmpty || !analogyFiles.isEmpty else { return ([], []) }
    page.section("judgement")
    let pairs = try pairFiles.map { Results.WordPairs($0, try vectors.evaluate(wordPairs: $0)) }
    if !pairs.isEmpty { try write(pairs, on: &page) }
    let analogies = try analogyFiles.map { Results.AnalogyFile($0, try vectors.evaluate(analogies: $0)) }
    if !analogies.isEmpty { try write(analogies, on: &page) }
    return (pairs, analogies)
  }

  /// The files that settings name, those of a folder by name.
  func files(_ names: [String], _ page: Page) throws -> [URL] {
    try names.flatMap { name in
      try page.input(name).files.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  private func write(_ pairs: [Results.WordPairs], on page: inout Page) throws {
    page.write(
      """
      {{table:embeddings/pairs}} compares cosines with the judged similarity of the same two words. Pearson's correlation asks
      whether the two rise together along a line, Spearman's whether they put the pairs in the same order: 1 is the same order, 0 no
      relation, −1 the opposite order. Pairs with a word that has no vector are left out.
      """)
    try page.table(
      id: "pairs", caption: "Correlation of cosines with the judged similarities, and what each file says of itself.",
      columns: [
        .init("file", isCode: true), .init("source"), .init("pairs", .trailing), .init("left out", .trailing),
        .init("Pearson", .trailing), .init("Spearman", .trailing),
      ],
      rows: pairs.map {
        [
          $0.file, $0.source ?? "", $0.pairs.grouped, $0.outOfVocabulary.percent, $0.pearson.threeDecimals,
          $0.spearman.threeDecimals,
        ]
      })
    // Of the largest file; places among a handful of pairs mean little.
    guard let most = pairs.max(by: { $0.pairs < $1.pairs }), most.pairs >= Self.fewestPairsNamed,
      let odd = most.farthest
    else { return }
    page.write(
      """
      Of the \(most.pairs.of("pair")) in \(code: most.file), the judgement and the vectors disagree most about *\(odd.first)*
      and *\(odd.second)*: in the order of similarity the file puts them in place \(odd.byPeople.grouped), the vectors in place
      \(odd.byVectors.grouped).
      """)
  }

  private func write(_ analogies: [Results.AnalogyFile], on page: inout Page) throws {
    page.write(
      "{{table:embeddings/analogy-files}} counts the analogies that are solved at the first guess. Those with a word that has no "
        + "vector are left out.")
    try page.table(
      id: "analogy-files", caption: "Analogies that are solved, by file and section.",
      columns: [
        .init("file", isCode: true), .init("section"), .init("asked", .trailing), .init("solved", .trailing),
        .init("share", .trailing),
      ],
      rows: analogies.flatMap { file in
        file.sections.map { section in
          [
            file.file, section.name, section.asked.grouped, section.solved.grouped,
            section.asked > 0 ? (Double(section.solved) / Double(section.asked)).percent : "",
          ]
        } + [[file.file, "all (\(file.outOfVocabulary.percent) left out)", "", "", file.accuracy.percent]]
      })
  }

  private static let fewestPairsNamed = 8
}

extension Double {
  /// To four decimals, for results; nil for what JSON cannot hold.
  var rounded4: Double? { isFinite ? (self * 1e4).rounded() / 1e4 : nil }
}

extension Double? {
  /// `0.421`, or a dash for no value.
  var threeDecimals: String { map(\.threeDecimals) ?? "–" }
}
