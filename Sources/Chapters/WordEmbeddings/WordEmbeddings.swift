internal import DimensionalityReduction
internal import Embeddings
internal import Foundation
internal import Notebook
internal import Plotting

/// *Word embeddings*: word2vec trained on reviews, the nearest words of three words, and a map of the rest.
package struct WordEmbeddings: Chapter {
  static let slug = "embeddings"
  static let title = "Word embeddings"
  static let assignmentSection: String? = "1"
  static let memory = 1 << 30
  static let version = 5

  static let questions = [
    Question(
      "parameters", title: "The choice of parameters",
      prompt: "Choose the vector size, the window and the other parameters of the training. Why these?", points: 0.5),
    Question(
      "neighbours", title: "The nearest words",
      prompt:
        "For three words of your choice, give the five most similar words with their similarity. What do they say?",
      points: 1),
  ]

  func inputs(_ settings: Settings) -> [String] {
    [settings.data] + settings.pairs + settings.analogyFiles
      + (settings.otherVectors.isEmpty ? [] : [settings.otherVectors])
  }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let data = try page.input(settings.data)
    page.cite(data.provenance)

    // The data.
    let (corpus, reading) = try read(data.file, settings, page)
    let counts = Results.Corpus(
      rows: reading.rows, emptyRows: reading.emptyRows, malformedRows: reading.malformedCount, tokens: reading.tokens,
      distinctWords: reading.distinctWords, meanLength: Double(reading.tokens) / Double(max(1, reading.rows)))
    try write(counts, of: data, reading, on: &page)

    // The training.
    let trained = try train(on: corpus, settings, page)
    let vectors = trained.vectors
    let vocabulary = Results.Vocabulary(
      size: vectors.count, keptTokens: vectors.vocabulary.tokenCount,
      keptShare: Double(vectors.vocabulary.tokenCount) / Double(max(1, reading.tokens)))
    let parameters = Results.Parameters(settings.training, seed: page.seed)
    try write(parameters, on: &page)
    let loss = Results.Loss(
      perEpoch: trained.losses, first: trained.losses.first ?? 0, last: trained.losses.last ?? 0)
    page.write(
      """
      ## The training

      The \(vocabulary.size.grouped) words that occur at least \(parameters.minCount) times are trained; they make up
      \(vocabulary.keptShare.percent) of all tokens.
      {{figure:embeddings/loss}} shows how well the model \(lossMeaning(parameters)). A model that knows nothing would
      score ln 2 ≈ 0.693.
      """)
    try page.figure(lossLine(loss, parameters))
    page.question("parameters")

    // The neighbours.
    let neighbours = try nearest(to: settings.words, in: vectors, settings.topN)
    page.write(
      """
      ## The nearest words

      The similarity of two words is the cosine of the angle between their vectors: 1 where they point the same way,
      0 where they have nothing to do with each other. All vectors are brought to length one first.
      """)
    try page.table(
      id: "neighbours",
      caption: "The \(settings.topN) nearest words of each chosen word, nearest first, with their similarity.",
      columns: settings.words.map { .init($0, isCode: true) },
      rows: (0..<settings.topN).map { rank in
        settings.words.map { word in
          neighbours[word]!.indices.contains(rank) ? neighbours[word]![rank].assignmentForm : ""
        }
      })
    try page.figure(neighbourBars(settings.words.map { ($0, neighbours[$0]!) }))
    try page.attach(Data(csv(settings.words, neighbours).utf8), as: "neighbours.csv")
    page.question("neighbours")

    // The maps.
    let further = try trainSeeds(vectors, on: corpus, settings, page)
    page.report("projecting")
    let map = try EmbeddingMap(
      of: vectors, chosen: settings.words, neighbours: neighbours, frequentWords: settings.projectionWords)
    page.write(
      """
      ## The embedding in two dimensions

      {{figure:embeddings/projection}} shows the \(map.projection.words.grouped) most frequent words and the neighbours
      from {{table:embeddings/neighbours}}, projected on the two directions in which the vectors of these words differ
      most. The two hold \(map.projection.explainedTogether.percent) of the variance, so words that lie far apart here
      are different, while words that lie together may still differ in the
      \(settings.training.vectorSize - 2) dimensions that the paper does not have.
      """)
    let regions =
      try vectors.count < EmbeddingRegions.fewestWords
      ? nil : EmbeddingRegions(of: vectors, words: settings.mapWords, laidOut: settings.explorerWords, page)
    let view = try explorer(vectors, further, map, regions, settings, &page)
    if let words = view?.words.count {
      page.write(
        """
        In the report's HTML, unless its views are left out, the map can be moved, enlarged and searched: it holds \(words.grouped) words, the exact
        neighbours of each, and answers to sums such as *king* − *man* + *woman*.
        """)
    }
    try page.figure(map.figure, view: view?.figureView(opening: "pca"))

    if let regions {
      page.write(
        """
        A projection is honest about distances but shows little of what lies close together. {{figure:embeddings/regions}}
        does the opposite: t-SNE keeps the neighbours of every word and gives up on all else. Its regions tell what the
        reviews are about.
        """)
      try page.figure(regions.figure, view: view?.figureView(opening: "tsne"))
    }

    // Questions to the vectors.
    let arithmetic = try Results.Arithmetic(vectors, analogies: settings.analogies, sets: settings.doesntMatch)
    try write(arithmetic, on: &page)
    let (pairs, analogyFiles) = try evaluate(vectors, settings, on: &page)
    let others = try compareOthers(vectors, neighbours, pairs, settings, &page)
    let stability = try studySeeds(vectors, further, settings, &page)
    let grid = try studyParameters(vectors, on: corpus, settings, &page)

    if settings.saveVectors {
      try page.attach(as: "vectors.bin") { try vectors.write(to: $0, format: .binary) }
    }
    page.summarise(
      """
      word2vec, trained on \(counts.tokens.grouped) words, and what lies next to
      \(settings.words.emphasized.enumerated).
      """)
    return Results(
      corpus: counts, parameters: parameters, vocabulary: vocabulary, loss: loss, neighbours: neighbours,
      projection: map.projection, map: regions?.results, arithmetic: arithmetic, wordPairs: pairs,
      analogyFiles: analogyFiles, others: others, stability: stability, grid: grid)
  }
}
