internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings.Results {
  /// How well the vectors agree with a file of judged word pairs.
  struct WordPairs: Encodable, Sendable {
    /// The file's name.
    var file: String
    /// What it is called: `SimLex-999`, or of a file without a name of its own the file's.
    var name: String
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
    /// The p-value of each correlation: how probable one at least as far from 0 is where nothing relates the two; absent without one.
    var pearsonP, spearmanP: Double?
    /// The pair whose places in the two orders are furthest apart; absent where there is none or the orders are the same.
    var farthest: Farthest?
    /// Lines of the file that are no pair; absent where there is none.
    var passedOver: PassedOver?

    /// A pair that people and vectors put in different places.
    struct Farthest: Encodable, Sendable {
      /// Its words.
      var first, second: String
      /// Its place in the order of similarity, the most similar in place 1, by each; of equals the first in the file comes first.
      var byPeople, byVectors: Int
    }
  }

  /// What people say of the chosen words.
  struct Judged: Encodable, Sendable {
    /// A pair of a file.
    struct Pair: Encodable, Sendable {
      /// What the file is called, and how many of its pairs were used.
      var name: String
      var pairs: Int
      /// The chosen word, and the other.
      var first, second: String
      /// The number in the file, and the cosine.
      var judgement, similarity: Double
      /// Its place in the order of similarity by each, the most similar in place 1.
      var byPeople, byVectors: Int
    }

    /// Chosen words with neighbours of theirs, and two chosen words with each other, in the order of the files.
    var neighbours, chosen: [Pair]
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
    /// Lines of the file that are no analogy; absent where there is none.
    var passedOver: PassedOver?
  }
}

extension WordEmbeddings.Results.WordPairs {
  init(_ judged: JudgedFile, _ found: WordPairEvaluation) {
    let file = judged.file
    let text = (try? InputFile.text(of: file, limit: 64 << 20)) ?? ""
    let comment = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("#") }
    self.init(
      file: file.lastPathComponent, name: judged.name,
      source: comment.map { $0.dropFirst().trimmingCharacters(in: .whitespaces) },
      pairs: found.pairs, outOfVocabulary: found.outOfVocabulary, pearson: found.pearson.rounded4,
      spearman: found.spearman.rounded4, pearsonP: found.pearsonSignificance, spearmanP: found.spearmanSignificance,
      farthest: Farthest(found), passedOver: .init(found.passedOver))
  }
}

extension WordEmbeddings.Results.WordPairs.Farthest {
  init?(_ found: WordPairEvaluation) {
    let (people, vectors) = (found.places(by: \.judgement), found.places(by: \.similarity))
    let gaps = people.indices.map { abs(people[$0] - vectors[$0]) }
    guard let widest = gaps.indices.max(by: { (gaps[$0], $1) < (gaps[$1], $0) }), gaps[widest] > 0 else { return nil }
    let pair = found.scored[widest]
    self.init(first: pair.first, second: pair.second, byPeople: people[widest], byVectors: vectors[widest])
  }
}

extension WordPairEvaluation {
  /// The place of each pair by a number, the highest in place 1; of equals the first in the file comes first.
  fileprivate func places(by value: KeyPath<ScoredPair, Double>) -> [Int] {
    var places = [Int](repeating: 0, count: pairs)
    let order = scored.indices.sorted { (scored[$1][keyPath: value], $0) < (scored[$0][keyPath: value], $1) }
    for (place, index) in order.enumerated() { places[index] = place + 1 }
    return places
  }
}

extension WordEmbeddings.Results.Judged {
  /// The pairs that are about chosen words.
  init(_ files: [(JudgedFile, WordPairEvaluation)], of words: [String], _ near: [String: [String]]) {
    self.init(neighbours: [], chosen: [])
    for (file, found) in files {
      let (people, vectors) = (found.places(by: \.judgement), found.places(by: \.similarity))
      for (index, pair) in found.scored.enumerated() {
        for (first, second) in [(pair.first, pair.second), (pair.second, pair.first)] where words.contains(first) {
          let isChosen = words.contains(second) && first == pair.first && second != first
          guard isChosen || near[first]?.contains(second) == true else { continue }
          let judged = Pair(
            name: file.name, pairs: found.pairs, first: first, second: second, judgement: pair.judgement,
            similarity: (pair.similarity * 1e4).rounded() / 1e4, byPeople: people[index], byVectors: vectors[index])
          if isChosen { chosen.append(judged) } else { neighbours.append(judged) }
        }
      }
    }
  }
}

extension WordEmbeddings.Results.AnalogyFile {
  init(_ file: URL, _ found: AnalogyEvaluation) {
    self.init(
      file: file.lastPathComponent,
      sections: found.sections.map { .init(name: $0.name, solved: $0.correct, asked: $0.correct + $0.incorrect) },
      accuracy: found.total.accuracy, outOfVocabulary: found.outOfVocabulary,
      passedOver: .init(found.passedOver))
  }
}

extension WordEmbeddings {
  /// The section on files of pairs and of analogies, and what they give.
  func evaluate(
    _ vectors: KeyedVectors, _ judged: [(JudgedFile, WordPairEvaluation)], _ settings: Settings, on page: inout Page
  ) throws -> (pairs: [Results.WordPairs], analogies: [Results.AnalogyFile]) {
    let analogyFiles = try files(settings.analogyFiles, page)
    guard !judged.isEmpty || !analogyFiles.isEmpty else { return ([], []) }
    page.section("judgement")
    let pairs = judged.map { Results.WordPairs($0.0, $0.1) }
    if !pairs.isEmpty { try write(pairs, judged.map(\.0), on: &page) }
    let analogies = try analogyFiles.map { Results.AnalogyFile($0, try vectors.evaluate(analogies: $0)) }
    if !analogies.isEmpty { try write(analogies, on: &page) }
    tellPassedOver(pairs, analogies, on: &page)
    return (pairs, analogies)
  }

  private func write(_ pairs: [Results.WordPairs], _ files: [JudgedFile], on page: inout Page) throws {
    let named = files.filter { !$0.work.isEmpty }.map(\.title)
    let judges: Markdown =
      named.isEmpty ? "" : " of \(named.enumerated)\(named.count < files.count ? " and of others" : "")"
    page.write(
      """
      {{table:embeddings/pairs}}\(judges.isEmpty ? "" : " holds the vectors against the judgements\(judges). It") compares cosines with the judged similarity of the same two words. Pearson's correlation asks
      whether the two rise together along a line, Spearman's whether they put the pairs in the same order: 1 is the same order, 0 no
      relation, −1 the opposite order. Pairs with a word that has no vector are left out.
      """)
    try page.table(
      id: "pairs",
      caption: """
        Correlation of cosines with the judged similarities, and what each file says of itself. Behind each correlation, p is the
        probability that one lies at least as far from 0 where nothing relates the two.
        """,
      columns: [
        .init("pairs of"), .init("source"), .init("pairs", .trailing), .init("left out", .trailing),
        .init("Pearson", .trailing), .init("p", .trailing), .init("Spearman", .trailing), .init("p", .trailing),
      ],
      rows: pairs.map {
        [
          $0.name, $0.source ?? "", $0.pairs.grouped, $0.outOfVocabulary.percent, $0.pearson.threeDecimals,
          $0.pearsonP.probability, $0.spearman.threeDecimals, $0.spearmanP.probability,
        ]
      })
    // Of the largest file; places among a handful of pairs mean little.
    guard let most = pairs.max(by: { $0.pairs < $1.pairs }), most.pairs >= Self.fewestPairsNamed,
      let odd = most.farthest
    else { return }
    page.write(
      """
      Of the \(most.pairs.of("pair")) in \(code: most.name), the judgement and the vectors disagree most about *\(odd.first)*
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
  /// `0.042`, or `<0.001` where three decimals have nothing of it, or a dash for no value.
  var probability: String { map { $0 < 0.001 ? "<0.001" : $0.threeDecimals } ?? "–" }

  /// `0.421`, or a dash for no value.
  var threeDecimals: String { map(\.threeDecimals) ?? "–" }
}
