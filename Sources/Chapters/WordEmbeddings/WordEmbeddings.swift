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
  static let version = 8

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

  static let sections = [
    Section("data", "The data"), Section("training", "The training"), Section("grid", "What the parameters do"),
    Section("neighbours", "The nearest words"), Section("map", "The embedding in two dimensions"),
    Section("arithmetic", "Arithmetic with vectors"), Section("judgement", "Agreement with judged pairs"),
    Section("others", "Beside vectors that were trained elsewhere"), Section("stability", "What the seed decides"),
  ]

  func inputs(_ settings: Settings) -> [String] {
    let others =
      settings.comparesVectors && settings.otherVectors != Settings.usualVectors ? [settings.otherVectors] : []
    return settings.data + settings.ownPairs + settings.analogyFiles + others
  }

  func optionalInputs(_ settings: Settings) -> [String] {
    settings.collectedPairs + (settings.otherVectors == Settings.usualVectors ? [settings.otherVectors] : [])
  }

  func wantedInputs(_ settings: Settings) -> [String] { settings.collectedPairs }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let data = try ReviewFiles(settings.data.map { try page.input($0) })
    for source in data.provenance { page.cite(source) }

    // The data.
    let (corpus, reading) = try read(data, settings, page)
    let markup = Results.MarkupFound(reading.markup, in: corpus)
    let counts = Results.Corpus(
      rows: reading.rows, emptyRows: reading.emptyRows, malformedRows: reading.malformedCount,
      withoutText: reading.withoutText.count, layout: reading.layout, findings: reading.findings,
      tokens: reading.tokens,
      distinctWords: reading.distinctWords, meanLength: Double(reading.tokens) / Double(max(1, reading.rows)),
      medianLength: corpus.medianLength, markup: markup)
    try write(counts, of: data, reading, on: &page)

    // The training, and what its parameters do.
    let texts = try PreparedTexts(corpus, minCount: settings.training.minCount)
    let trained = try train(on: texts, settings, page)
    let vectors = trained.vectors
    let vocabulary = Results.Vocabulary(
      vectors.vocabulary, of: corpus, distinctWords: reading.distinctWords, sample: settings.training.sample)
    let parameters = Results.Parameters(settings.training, seed: page.seed)
    let loss = Results.Loss(perEpoch: trained.losses)
    try write(parameters, vocabulary, loss, on: &page)
    let judgements = try judgedFiles(settings, &page)
    let further = try studyFurther(vectors, on: texts, judgements, settings, &page)
    if let grid = further.grid { try write(grid, judgements, settings, on: &page) }
    page.question("parameters")

    // The neighbours, and why they are.
    let neighbours = try nearest(to: settings.words, in: vectors, settings.topN)
    let words = explain(neighbours, of: settings.words, counts: vectors, in: corpus)
    let stability = try studySeeds(vectors, (further.seeds, further.vectors), settings, page)
    try write(words, stability, settings, on: &page)
    page.question("neighbours")

    // The maps.
    let leftOver = Set(markup.removed ? [] : markup.words.map(\.word))
    let (map, regions) = try writeMaps(
      vectors, neighbours, (further.seeds, further.vectors), corpus, leaving: leftOver, settings, on: &page)

    // Questions to the vectors.
    let arithmetic = try Results.Arithmetic(vectors, analogies: settings.analogies, sets: settings.doesntMatch)
    try write(arithmetic, on: &page)
    let evaluated = try judgements.map { ($0, try vectors.evaluate(wordPairs: $0.file)) }
    let judged = Results.Judged(evaluated, of: settings.words, neighbours.mapValues { $0.map(\.word) })
    let (pairs, analogyFiles) = try evaluate(vectors, evaluated, settings, on: &page)
    let others = try compareOthers(vectors, neighbours, judgements, settings, &page)
    if let stability { try write(stability, settings, on: &page) }

    try attachProof(
      vectors, neighbours, arithmetic, evaluated, (further.seeds, further.vectors), settings, on: &page)
    if settings.saveVectors {
      try page.attach(as: "vectors.bin") { try vectors.write(to: $0, format: .binary) }
    }
    page.summarise(
      """
      word2vec is trained on \(counts.tokens.of("word")), and the words nearest to \(settings.words.emphasized.enumerated) are
      looked at: which they are, and why.
      """)
    page.conclude(conclusion(words, further.grid, settings))
    return Results(
      corpus: counts, parameters: parameters, vocabulary: vocabulary, loss: loss,
      neighbours: Dictionary(uniqueKeysWithValues: words.map { ($0.word, $0.neighbours) }), words: words,
      projection: map.projection, map: regions?.results, arithmetic: arithmetic, wordPairs: pairs,
      judged: judged, analogyFiles: analogyFiles, others: others, stability: stability, grid: further.grid,
      has: .init(
        loss: page.includes("training"),
        reasons: page.includes("neighbours") && words.contains { !$0.reasons.isEmpty },
        grid: further.grid.map { !$0.measures.isEmpty } ?? false, effort: further.grid?.effort != nil, others: others != nil,
        pairs: !pairs.isEmpty, judged: !judged.neighbours.isEmpty || !judged.chosen.isEmpty,
        analogies: !analogyFiles.isEmpty, stability: stability != nil, map: regions != nil))
  }
}
