internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook
internal import Plotting

extension WordEmbeddings.Results {
  /// How well the vectors agree with a file of word pairs that people judged.
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
      spearman: found.spearman.rounded4)
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
    page.write("## Agreement with people")
    let found = try pairFiles.map { ($0, try vectors.evaluate(wordPairs: $0)) }
    let pairs = found.map { Results.WordPairs($0, $1) }
    if !pairs.isEmpty {
      try write(pairs, on: &page)
      if let (file, most) = found.max(by: { $0.1.pairs < $1.1.pairs }), most.pairs >= Self.fewestPairsDrawn {
        try page.figure(judgementScatter(most, of: file.lastPathComponent))
      }
    }
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
      {{table:embeddings/pairs}} compares cosines with the similarity that people see in the same two words. Pearson's
      correlation asks whether the numbers rise together, Spearman's only whether the order is the same. Pairs with a word
      that has no vector are left out.
      """)
    try page.table(
      id: "pairs", caption: "Correlation of cosines with human judgement, and what each file says of itself.",
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
  }

  private func write(_ analogies: [Results.AnalogyFile], on page: inout Page) throws {
    page.write(
      "{{table:embeddings/analogy-files}} counts the analogies of files that are solved at the first guess; those with a "
        + "word that has no vector are left out.")
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

  private static let fewestPairsDrawn = 8
  private static let pairsLabelled = 12

  /// The pairs of a file by judgement and cosine, with labels at those in which order the two disagree most.
  private func judgementScatter(_ found: WordPairEvaluation, of file: String) -> Figure {
    let byJudgement = found.scored.indices.sorted { found.scored[$0].judgement < found.scored[$1].judgement }
    let bySimilarity = found.scored.indices.sorted { found.scored[$0].similarity < found.scored[$1].similarity }
    var gaps = [Int](repeating: 0, count: found.pairs)
    for (place, index) in byJudgement.enumerated() { gaps[index] += place }
    for (place, index) in bySimilarity.enumerated() { gaps[index] -= place }
    let labelled = gaps.indices.sorted { (abs(gaps[$1]), $0) < (abs(gaps[$0]), $1) }.prefix(Self.pairsLabelled)
    let name = { (index: Int) in "\(found.scored[index].first)–\(found.scored[index].second)" }
    return Figure(
      id: "judgements",
      caption: "Cosine and human judgement of the \(found.pairs.grouped) pairs of \(code: file) that have vectors; "
        + "the named ones are those on which the two agree least.",
      alternativeText: "A scatter plot of \(found.pairs) pairs; Spearman's correlation is "
        + "\(found.spearman.rounded4.threeDecimals). The two agree least on \(labelled.prefix(3).map(name).enumerated).",
      size: Size(width: 470, height: 280),
      panel: Panel(
        x: Axis("human judgement"), y: Axis("cosine"),
        marks: [
          .scatter(
            found.scored.map { Point($0.judgement, $0.similarity) }, ink: .series(0),
            size: found.pairs > 200 ? 2.5 : 4,
            labels: Dictionary(uniqueKeysWithValues: labelled.map { ($0, name($0)) }))
        ]))
  }
}

extension Double {
  /// To four decimals, for results; nil for what JSON cannot hold.
  var rounded4: Double? { isFinite ? (self * 1e4).rounded() / 1e4 : nil }
}

extension Double? {
  /// `0.421`, or a dash for no value.
  var threeDecimals: String { map(\.threeDecimals) ?? "–" }
}
