internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings.Results {
  /// Vectors that were trained elsewhere, beside the report's own.
  struct Others: Encodable, Sendable {
    /// A chosen word.
    struct Chosen: Encodable, Sendable {
      /// The word.
      var word: String
      /// Whether it has a vector.
      var isKnown: Bool
      /// Its nearest words.
      var neighbours: [String]
      /// How many of these are its neighbours in the report's own vectors too.
      var shared: Int
    }

    /// The file's name, or the model's.
    var file: String
    /// What its author may not expect of the reading, a clause each.
    var findings: [String]
    /// Whether they are the word pieces of a language model.
    var areWordPieces: Bool
    /// The words that it holds.
    var words: Int
    /// The size of its vectors.
    var vectorSize: Int
    /// The words of the report's vocabulary that it holds too.
    var commonWords: Int
    /// The share of ten neighbours, or of all others where there are fewer, in common, over the most frequent common words.
    var share: Double
    /// The nearest words of each chosen word in it, among the common words; none where it lacks the word.
    var neighbours: [String: [Neighbour]]
    /// The chosen words in the order of the settings.
    var chosen: [Chosen]
    /// Spearman's correlation with the first file of pairs, on the common words: of the report's own vectors, and of these; 0 without.
    var ownSpearman, spearman: Double
    /// Whether there are correlations, with every file.
    var hasSpearman: Bool
    /// The report's own agreement with the files of word pairs, on the common words.
    var ownPairs: [WordPairs]
    /// Its agreement with them, on the common words.
    var wordPairs: [WordPairs]
    /// What is left between the two when one is turned onto the other; absent where they have not the same dimensions.
    var alignment: Alignment?
  }
}

extension WordEmbeddings {
  /// How many of the most frequent words are compared between two sets of vectors.
  static let comparedWords = 3_000

  /// Vectors to compare with.
  struct OtherVectors {
    /// The file's name, or the model's.
    let name: String
    let vectors: KeyedVectors
    /// Whether they are the word pieces of a language model.
    let areWordPieces: Bool
    /// What had to be left out or mended of them.
    let findings: [String]
    /// How many words of the report got their vectors from pieces of words.
    var composed = 0
  }

  /// Reads the vectors to compare with: those that the settings name, or where they say nothing a model that is at hand anyway.
  ///
  /// - Returns: `nil` where there are none, or none are wanted.
  func readOthers(_ settings: Settings, _ page: Page) throws -> OtherVectors? {
    guard settings.comparesVectors, page.includes("others") else { return nil }
    let isUsual = settings.otherVectors == Settings.usualVectors
    guard let input = try isUsual ? page.optionalInput(settings.otherVectors) : page.input(settings.otherVectors) else {
      return nil
    }
    let isModel = WordPieces.areIn(input)
    let name = isModel ? input.name : input.file.lastPathComponent
    page.report("reading \(name)")
    if isModel {
      return OtherVectors(
        name: name, vectors: try WordPieces.vectors(of: input), areWordPieces: true, findings: [])
    }
    let (vectors, report) = try readVectors(in: input.oneFile(), first: settings.otherVectorsLimit, settings)
    return OtherVectors(
      name: name, vectors: vectors, areWordPieces: false, findings: report.findings, composed: report.composed.count)
  }

  /// The section on vectors from elsewhere: the same words and the same pairs, side by side.
  func compare(
    _ vectors: KeyedVectors, with read: OtherVectors?, _ neighbours: [String: [Results.Neighbour]],
    _ pairs: [JudgedFile], _ settings: Settings, _ page: inout Page
  ) throws -> Results.Others? {
    guard settings.comparesVectors, page.includes("others") else { return nil }
    page.section("others")
    guard let read else {
      page.warn(
        title: "No vectors to compare with",
        "The vectors of \(code: Settings.usualVectors) were not at hand, so the comparison with vectors that were trained elsewhere "
          + "is missing.",
        line: "\(Settings.usualVectors) is not on this machine, so the chapter compares its vectors with none; "
          + "`quire fetch \(Settings.usualVectors)` gets it, `other_vectors: none` does without")
      return nil
    }
    let (name, other) = (read.name, read.vectors)
    tell(findings: read.findings, of: name, on: &page)
    let common = vectors.words.filter { other.vocabulary.position(of: $0) != nil }
    let compared = Array(common.prefix(Self.comparedWords))
    let (ours, theirs) = (try vectors.restricted(to: common), try other.restricted(to: common))
    var found: [String: [Results.Neighbour]] = [:]
    for word in settings.words where theirs.vocabulary.position(of: word) != nil {
      found[word] = try theirs.mostSimilar(to: word, topN: settings.topN).map { .init($0) }
    }
    let chosen = settings.words.map { word in
      let list = (found[word] ?? []).map(\.word)
      return Results.Others.Chosen(
        word: word, isKnown: found[word] != nil, neighbours: list,
        shared: Set(list).intersection((neighbours[word] ?? []).map(\.word)).count)
    }
    let own = common.isEmpty ? [] : try pairs.map { Results.WordPairs($0, try ours.evaluate(wordPairs: $0.file)) }
    let their = common.isEmpty ? [] : try pairs.map { Results.WordPairs($0, try theirs.evaluate(wordPairs: $0.file)) }
    var others = Results.Others(
      file: name, findings: read.findings, areWordPieces: read.areWordPieces, words: other.count - read.composed,
      vectorSize: other.vectorSize,
      commonWords: common.count,
      share: compared.count > 1
        ? try ours.sharedNeighbors(with: theirs, among: compared, threads: page.threads).mean : 0,
      neighbours: found, chosen: chosen, ownSpearman: own.first?.spearman ?? 0, spearman: their.first?.spearman ?? 0,
      hasSpearman: !own.isEmpty && (own + their).allSatisfy { $0.spearman != nil }, ownPairs: own, wordPairs: their)
    try write(others, neighbours, settings, on: &page)
    others.alignment = try align(ours, theirs, others, on: &page)
    return others
  }

  private func write(
    _ others: Results.Others, _ neighbours: [String: [Results.Neighbour]], _ settings: Settings,
    on page: inout Page
  ) throws {
    let here = settings.vectors.isEmpty ? "trained here" : "in this chapter"
    let origin: Markdown =
      others.areWordPieces
      ? """
      Language models begin with a table of vectors too, one for each piece of a word. That of
      \(code: others.file)\(others.file == Settings.usualVectors ? " [@wang2020]" : "") has
      \(others.words.of("whole word")) in \(others.vectorSize) dimensions.
      """
      : "\(code: others.file) has \(others.words.of("word")) in \(others.vectorSize) dimensions."
    page.write(
      """
      \(origin) It shares \(others.commonWords.of("word")) with the vectors of this chapter. {{table:embeddings/others}} puts the
      neighbours side by side, those on the right looked for among the shared words.
      """)
    if others.commonWords > 1 {
      page.write(
        """
        Of the \(min(10, others.commonWords - 1, Self.comparedWords - 1).nearest) of a frequent word, looked for among the \(min(others.commonWords, Self.comparedWords).grouped) most
        frequent shared words, the two sets of vectors have \(others.share.percent) in common.
        """)
    }
    try page.table(
      id: "others", caption: "The nearest words of each chosen word here and in \(code: others.file).",
      columns: [.init("word"), .init(here), .init(others.file), .init("in both", .trailing)],
      rows: others.chosen.map { chosen in
        [
          chosen.word, (neighbours[chosen.word] ?? []).map(\.word).joined(separator: ", "),
          chosen.isKnown ? chosen.neighbours.joined(separator: ", ") : "no vector",
          chosen.isKnown ? "\(chosen.shared)" : "",
        ]
      })
    guard others.wordPairs.contains(where: { $0.pairs > 0 }) else { return }
    page.write(
      """
      {{table:embeddings/other-pairs}} asks both about the judged pairs, as far as both know the words.
      """)
    try page.table(
      id: "other-pairs",
      caption: "Spearman's correlation with the judged pairs, of those that both sets of vectors know.",
      columns: [
        .init("pairs of"), .init("pairs", .trailing), .init(here, .trailing),
        .init(others.file, .trailing),
      ],
      rows: zip(others.ownPairs, others.wordPairs).map { ours, theirs in
        [ours.name, ours.pairs.grouped, ours.spearman.threeDecimals, theirs.spearman.threeDecimals]
      })
  }
}
