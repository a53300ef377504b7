internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// The section on the nearest words and on what makes them near.
  func write(
    _ words: [Results.ChosenWord], _ stability: Results.Stability?, _ settings: Settings, on page: inout Page
  ) throws {
    page.section("neighbours")
    page.write(
      """
      How alike two words are is measured by the cosine of the angle between their vectors: 1 where the vectors point the same way,
      0 where they stand at a right angle. {{table:embeddings/neighbours}} has the nearest words by that measure.
      The file `chapters/embeddings/attachments/neighbours.csv` holds them for other programs.
      """)
    let listed = settings.topN == 1 ? "nearest word" : "\(settings.topN) nearest words"
    try page.table(
      id: "neighbours",
      caption: "The \(listed) of each chosen word, nearest first, with their similarity.",
      columns: words.flatMap { [.init($0.word), .init("cosine", .trailing)] },
      rows: (0..<settings.topN).map { rank in
        words.flatMap { word in
          word.neighbours.indices.contains(rank)
            ? [word.neighbours[rank].word, word.neighbours[rank].similarity.twoDecimals] : ["", ""]
        }
      })
    try writeReasons(words, stability, on: &page)
    let neighbours = Dictionary(uniqueKeysWithValues: words.map { ($0.word, $0.neighbours) })
    try page.attach(Data(csv(settings.words, neighbours).utf8), as: "neighbours.csv")
  }

  /// What the chapter found, for the report's conclusion.
  func conclusion(_ words: [Results.ChosenWord], _ grid: Results.Grid?, _ settings: Settings) -> Markdown {
    let nearest = words.compactMap { word -> Markdown? in
      word.neighbours.first.map { "*\($0.word)* to *\(word.word)*" }
    }
    var sentences: [Markdown] =
      nearest.isEmpty ? [] : ["In the word vectors, the nearest words are \(nearest.enumerated)."]
    // Only what all neighbours share, and few other words, says something of the word.
    let linked = words.compactMap { word in
      word.reasons.first.map { (word: word, reason: $0) }
    }.filter {
      $0.reason.isTelling && $0.reason.neighbours.count == $0.word.neighbours.count && $0.word.neighbours.count > 1
    }
    if let (word, reason) = linked.max(by: { $0.reason.share / $0.reason.chance < $1.reason.share / $1.reason.chance })
    {
      sentences.append(
        """
        What *\(word.word)* shares with all \(word.neighbours.count) of its neighbours is the company of the word
        *\(reason.word)*\(reason.otherSide.isEmpty ? "" : ", on whichever side it stands"): nearness in these vectors can
        come of shared company, and need not mean shared meaning.
        """)
    }
    if let grid, !grid.measures.isEmpty {
      let effects: [(Results.Grid.Effect, Markdown)] = [
        (grid.vectorSize, "the number of dimensions"), (grid.window, "the window"),
        (grid.sg, "the choice between CBOW and skip-gram"), (grid.negative, "the number of negative samples"),
        (grid.epochs, "the number of epochs"),
      ]
      let found = effects.filter(\.0.isDecided).map(\.1)
      let chance: Markdown = grid.hasIntervals ? "the seeds and the choice of judged pairs" : "the seeds"
      sentences.append(
        found.isEmpty
          ? "No parameter that was tried changed a score by more than \(chance) can explain."
          : "Of the parameters that were tried\(grid.step > 1 ? " on a sample" : ""), \(found.enumerated) changed a score by more than \(chance) can explain."
      )
    }
    return sentences.joined(separator: " ")
  }
}
