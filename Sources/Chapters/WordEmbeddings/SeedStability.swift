internal import Basics
internal import Embeddings
internal import LinearAlgebra
internal import Notebook
internal import Plotting

extension WordEmbeddings.Results {
  /// What changes in the vectors when nothing but the seed does.
  struct Stability: Encodable, Sendable {
    /// The neighbours of one chosen word.
    struct Word: Encodable, Sendable {
      /// The word.
      var word: String
      /// Its neighbours under every seed.
      var stay: [String]
      /// Its neighbours under some seed only.
      var change: [String]
      /// Those of them that are its neighbours in the report's own vectors.
      var gone: [String]
    }

    /// Words of about the same frequency.
    struct Band: Encodable, Sendable {
      /// The most and the least frequent of them, by their place in the vocabulary, from 1.
      var from, to: Int
      /// The share of their nearest words that stay.
      var share: Double
    }

    /// The seeds, the report's own first.
    var seeds: [Int]
    /// The chosen words.
    var words: [Word]
    /// The neighbours of all of them in the report's own vectors, how many of these every seed keeps, and the others.
    var neighbours, kept: Int
    var gone: [String]
    /// The words by frequency.
    var bands: [Band]
    /// How many neighbours of a word are compared.
    var compared: Int
    /// The share of neighbours that two seeds have in common, on average over the words of all bands.
    var share: Double
  }
}

extension WordEmbeddings {
  private static let bands = [1...100, 101...300, 301...1_000, 1_001...3_000, 3_001...10_000]

  /// Compares the neighbours of trainings that differ in nothing but the seed.
  func studySeeds(
    _ vectors: KeyedVectors, _ further: (seeds: [Int], vectors: [KeyedVectors]), _ settings: Settings, _ page: Page
  ) throws -> Results.Stability? {
    guard !further.vectors.isEmpty else { return nil }
    let (seeds, others) = further
    let words = Array(vectors.words.prefix(Self.bands.last!.upperBound))
    let shares = try shares(of: words, vectors, others, page)
    let chosen = try settings.words.map { try neighbours(of: $0, [vectors] + others, settings.topN) }
    return Results.Stability(
      seeds: [page.seed] + seeds, words: chosen,
      neighbours: chosen.map { $0.stay.count + $0.gone.count }.reduce(0, +),
      kept: chosen.map(\.stay.count).reduce(0, +), gone: chosen.flatMap(\.gone),
      bands: Self.bands.filter { $0.lowerBound <= words.count }.map { band in
        let last = min(band.upperBound, words.count)
        return .init(from: band.lowerBound, to: last, share: shares[band.lowerBound - 1..<last].mean)
      },
      compared: min(10, words.count - 1), share: shares.mean)
  }

  private func neighbours(
    of word: String, _ trainings: [KeyedVectors], _ count: Int
  ) throws -> Results.Stability.Word {
    let lists = try trainings.map { try $0.mostSimilar(to: word, topN: count).map(\.word) }
    let always = lists.dropFirst().reduce(Set(lists[0])) { $0.intersection($1) }
    var seen = always
    return .init(
      word: word, stay: lists[0].filter(always.contains), change: lists.joined().filter { seen.insert($0).inserted },
      gone: lists[0].filter { !always.contains($0) })
  }

  /// For each word the share of ten neighbours that stay, on average over the other trainings.
  private func shares(
    of words: [String], _ vectors: KeyedVectors, _ others: [KeyedVectors], _ page: Page
  ) throws -> [Double] {
    var shares = [Double](repeating: 0, count: words.count)
    let sum = others.isEmpty ? "" : vectors.sum
    for other in others {
      let parts = [
        "vectors": sum, "other vectors": other.sum, "words": "\(words.count)",
        "processor path": VectorKernels.path,
      ]
      let found = try page.kept("shares", from: parts, fits: { $0.numbers.count == words.count }) {
        KeptNumbers(try vectors.sharedNeighbors(with: other, among: words, threads: page.threads))
      }
      for (index, share) in found.numbers.enumerated() { shares[index] += share / Double(others.count) }
      try page.checkCancellation()
    }
    return shares
  }

  /// The section on what the seed decides.
  func write(_ stability: Results.Stability, _ settings: Settings, on page: inout Page) throws {
    page.section("stability")
    page.write(
      """
      The seed decides where the vectors start and which words are drawn against each other, nothing that has to do with language, so a
      neighbour that changes with it says nothing about the words [@antoniak2018]. {{table:embeddings/stability}} compares the
      \(settings.topN == 1 ? "neighbour" : "\(settings.topN) neighbours") of each chosen word with what
      \((stability.seeds.count - 1).of("further seed")) \(stability.seeds.count == 2 ? "gives" : "give"), and
      {{figure:embeddings/stability}} does so for all frequent words: two seeds agree on \(stability.share.percent) of the
      \(stability.compared.nearest) of a word.
      """)
    try page.table(
      id: "stability", caption: "Neighbours under every seed, and under some only.",
      columns: [.init("word", isCode: true), .init("stay"), .init("come and go")],
      rows: stability.words.map {
        [$0.word, $0.stay.joined(separator: ", "), $0.change.joined(separator: ", ")]
      })
    try page.figure(
      Figure(
        id: "stability",
        caption: "The share of a word's nearest that are its nearest under another seed as well, by the word's "
          + "place among the most frequent.",
        alternativeText: stability.bands.map {
          "Words \($0.from.grouped) to \($0.to.grouped): \($0.share.percent)"
        }.joined(separator: ", ") + ".",
        size: Size(width: 400, height: 40 + 26 * Double(stability.bands.count)),
        panel: Panel(
          x: Axis("share of neighbours that stay", limits: 0...1),
          marks: [
            .bars(
              stability.bands.map { "words \($0.from.grouped)–\($0.to.grouped)" }, stability.bands.map(\.share),
              direction: .horizontal, values: .percent(0), ink: .series(0))
          ])))
  }
}
