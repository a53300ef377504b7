internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook
internal import Plotting

extension WordEmbeddings.Results {
  /// One training that differs from the report's own in a single parameter.
  struct GridRow: Encodable, Sendable {
    /// The parameter and its value: `window 5`.
    var change: String
    /// The share of ten neighbours that a frequent word has in common with the report's own training.
    var share: Double
    /// Spearman's correlation with the first file of word pairs; absent without one.
    var spearman: Double?
    /// The nearest word of each chosen word.
    var nearest: [String: String]
  }
}

extension WordEmbeddings {
  /// The section on what single parameters do: trains with each changed and compares, as the seed alone does for scale.
  func studyParameters(
    _ vectors: KeyedVectors, on corpus: TokenizedCorpus, _ settings: Settings, _ page: inout Page
  ) throws -> [Results.GridRow]? {
    guard settings.grid, vectors.count > 2 else { return nil }
    var base = settings.training
    base.seed = UInt64(page.seed)
    let changes = Self.changes(of: base)
    let models = try trainFurther(changes.map(\.configuration), on: corpus, stage: "training the grid", page)
    let pairs = try files(settings.pairs, page).first
    let words = Array(vectors.words.prefix(Self.comparedWords))
    func row(_ change: String, _ model: KeyedVectors) throws -> Results.GridRow {
      let spearman = try pairs.map { try model.evaluate(wordPairs: $0).spearman }
      let nearest = try settings.words.map { ($0, try model.mostSimilar(to: $0, topN: 1).first?.word ?? "") }
      let share = try vectors.sharedNeighbors(with: model, among: words, threads: page.threads).mean
      return .init(
        change: change, share: share, spearman: spearman?.rounded4, nearest: Dictionary(uniqueKeysWithValues: nearest))
    }
    let rows =
      try [row("as it stands", vectors)] + zip(changes, models).map { try row($0.0.name, $0.1.vectors) }
    try write(rows, settings, pairs?.lastPathComponent, on: &page)
    return rows
  }

  /// Trainings that differ from one in a single parameter, another seed first.
  private static func changes(
    of base: Word2VecConfiguration
  ) -> [(name: String, configuration: Word2VecConfiguration)] {
    var changes: [(name: String, configuration: Word2VecConfiguration)] = []
    func add(_ name: String, _ change: (inout Word2VecConfiguration) -> Void) {
      var configuration = base
      change(&configuration)
      if configuration != base { changes.append((name, configuration)) }
    }
    add("another seed") { $0.seed += 1 }
    for window in [2, 5, 10, 20] { add("window \(window)") { $0.window = window } }
    for size in [25, 50, 100, 200] { add("vector_size \(size)") { $0.vectorSize = size } }
    add("sg \(base.sg ? 0 : 1)") { $0.sg.toggle() }
    return changes
  }

  private func write(
    _ rows: [Results.GridRow], _ settings: Settings, _ pairs: String?, on page: inout Page
  ) throws {
    page.write(
      """
      ## What the parameters do

      {{table:embeddings/grid}} changes one parameter at a time and leaves the others as they are.
      {{figure:embeddings/grid}} shows how many of a frequent word's ten nearest each change leaves in place. Another seed,
      which means nothing, already replaces \((1 - rows[1].share).percent) of them: a parameter matters as far as it goes
      beyond that, while one that leaves more in place owes it in part to the seed that it shares.
      """)
    try page.table(
      id: "grid",
      caption: "Trainings that differ in one parameter from the report's own, and the nearest words they give.",
      columns: [.init("change"), .init("neighbours kept", .trailing)]
        + (pairs == nil ? [] : [.init("Spearman", .trailing)]) + settings.words.map { .init($0, isCode: true) },
      rows: rows.map { row in
        [row.change, row.share.percent] + (pairs == nil ? [] : [row.spearman.threeDecimals])
          + settings.words.map { row.nearest[$0] ?? "" }
      })
    try page.figure(gridBars(Array(rows.dropFirst()), pairs))
  }

  private func gridBars(_ rows: [Results.GridRow], _ pairs: String?) -> Figure {
    let labels = rows.map(\.change)
    let kept = Panel(
      "neighbours kept", x: Axis("share", limits: 0...1),
      marks: [.bars(labels, rows.map(\.share), direction: .horizontal, values: .percent(0), ink: .series(0))])
    let scored = rows.compactMap(\.spearman)
    let agreement = Panel(
      "agreement with people", x: Axis("Spearman's correlation"),
      marks: [.bars(labels, scored, direction: .horizontal, values: .fixed(2), ink: .series(1))])
    let isScored = scored.count == rows.count
    return Figure(
      id: "grid",
      caption: "What changing one parameter leaves of the neighbours"
        + (isScored ? ", and how well the vectors then agree with the judgements in \(code: pairs ?? "")." : "."),
      alternativeText: rows.map {
        "\($0.change): \($0.share.percent) kept" + ($0.spearman.map { ", Spearman \($0.threeDecimals)" } ?? "")
      }.joined(separator: "; ") + ".",
      size: Size(width: 470, height: 60 + 17 * Double(rows.count)), panels: isScored ? [kept, agreement] : [kept])
  }
}
