internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// The section on the nearest words and on what makes them near.
  func write(_ words: [Results.ChosenWord], _ settings: Settings, on page: inout Page) throws {
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
      columns: words.map { .init($0.word, isCode: true) },
      rows: (0..<settings.topN).map { rank in
        words.map { $0.neighbours.indices.contains(rank) ? $0.neighbours[rank].assignmentForm : "" }
      })
    try writeReasons(words, on: &page)
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
    // Only a link that all neighbours have says something of the word.
    let linked = words.filter { $0.link.neighbours == $0.neighbours.count && $0.link.neighbours > 1 }
    if let word = linked.max(by: { $0.link.share / $0.link.chance < $1.link.share / $1.link.chance }) {
      sentences.append(
        """
        What *\(word.word)* shares with all \(word.link.neighbours) of its neighbours is the company of the word
        *\(word.link.word)*\(word.link.otherSide.isEmpty ? "" : ", on whichever side it stands"): nearness in these vectors is
        shared company, and need not be shared meaning.
        """)
    }
    if let grid, !grid.score.isEmpty {
      let found = [grid.vectorSize, grid.window, grid.sg].filter(\.isDecided).map {
        "\(code: $0.parameter)" as Markdown
      }
      let chance: Markdown = grid.hasIntervals ? "the seeds and the choice of judged pairs" : "the seed alone"
      sentences.append(
        found.isEmpty
          ? "No parameter that was tried changed the score more than \(chance) may."
          : "Of the parameters that were tried, \(found.enumerated) changed the score more than \(chance) may.")
    }
    return sentences.joined(separator: " ")
  }
}
