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
  static let version = 10

  static let firstSettings = ["words"]
  static let questions = [
    Question(
      "parameters", title: "The choice of parameters",
      prompt: "Choose the vector size, the window and the other parameters of the training. Why these?", points: 0.5,
      values: [
        "parameters.vectorSize", "parameters.window", "parameters.epochs", "corpus.distinctWords | thousands",
        "loss.last | fixed 3",
      ]),
    Question(
      "neighbours", title: "The nearest words",
      prompt:
        "For three words of your choice, give the five most similar words with their similarity. What do they say?",
      points: 1,
      values: [
        "words.0.word", "words.0.count | thousands", "words.0.neighbours.0.word",
        "words.0.neighbours.0.similarity | fixed 2", "words.0.neighbours.*.word | join_and",
      ]),
  ]

  static let sections = [
    Section("data", "The data"), Section("training", "The training"), Section("grid", "What the parameters do"),
    Section("neighbours", "The nearest words"), Section("map", "The embedding in two dimensions"),
    Section("arithmetic", "Arithmetic with vectors"), Section("judgement", "Agreement with judged pairs"),
    Section("others", "Beside vectors that were trained elsewhere"), Section("stability", "What the seed decides"),
    Section("reviews", "Texts that are alike"),
  ]

  func inputs(_ settings: Settings) -> [String] {
    let others =
      settings.comparesVectors && settings.otherVectors != Settings.usualVectors ? [settings.otherVectors] : []
    let given = settings.vectors.isEmpty ? [] : [settings.vectors]
    return settings.data + settings.ownPairs + settings.analogyFiles + given + others
  }

  func optionalInputs(_ settings: Settings) -> [String] {
    settings.collectedPairs + (settings.otherVectors == Settings.usualVectors ? [settings.otherVectors] : [])
  }

  func wantedInputs(_ settings: Settings) -> [String] { settings.collectedPairs }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let data = try ReviewFiles(settings.data.map { try page.input($0) })
    for source in data.provenance { page.cite(source) }

    // The data.
    let (corpus, reading, prepared) = try read(data, settings, page)
    let markup = Results.MarkupFound(
      reading.markup, in: corpus, keepsAllWords: settings.preparation.keepsAllWords)
    let counts = Results.Corpus(
      rows: reading.rows, emptyRows: reading.emptyRows, malformedRows: reading.malformedCount,
      withoutText: reading.withoutText.count, layout: reading.layout, findings: reading.findings,
      tokens: reading.tokens,
      distinctWords: reading.distinctWords, meanLength: Double(reading.tokens) / Double(max(1, reading.rows)),
      medianLength: corpus.medianLength, markup: markup, stopWords: prepared.stopWords, phrases: prepared.phrases)
    try write(counts, of: data, reading, settings, on: &page)

    try checkReview(settings, in: corpus)

    // What else is asked for, found wrong before the training where it is.
    let fit = settings.vectors.isEmpty ? try checkFit(of: settings.training, to: corpus, on: &page) : nil
    let texts = try PreparedTexts(corpus, minCount: Self.leastCount(settings))
    let judgements = try judgedFiles(settings, &page)
    let readOthers = try readOthers(settings, page)
    let given = try readGiven(settings, beside: texts.vocabulary, tokens: corpus.tokenCount, page)
    try check(settings, given?.vectors.vocabulary ?? texts.vocabulary, corpus, judgements, page)

    // The training, and what its parameters do.
    let (vectors, trained) = try vectors(given, on: texts, distinctWords: reading.distinctWords, settings, &page)
    try keepWords(of: texts, settings, page)
    let further =
      try given == nil ? studyFurther(vectors, on: texts, judgements, settings, &page) : FurtherResults()
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
    let others = try compare(vectors, with: readOthers, neighbours, judgements, settings, &page)
    if let stability { try write(stability, settings, on: &page) }
    let reviews = try writeReviews(vectors, corpus, settings, on: &page)

    try attachProof(
      vectors, neighbours, arithmetic, evaluated, (further.seeds, further.vectors), settings, on: &page)
    try save(vectors, settings, on: &page)
    page.summarise(summary(counts, given, settings))
    page.conclude(conclusion(words, further.grid, settings))
    return Results(
      corpus: counts, given: given?.results, parameters: trained.parameters, vocabulary: trained.vocabulary,
      loss: trained.loss,
      neighbours: Dictionary(uniqueKeysWithValues: words.map { ($0.word, $0.neighbours) }), words: words,
      projection: map.projection, map: regions?.results, arithmetic: arithmetic, wordPairs: pairs,
      judged: judged, analogyFiles: analogyFiles, others: others, stability: stability, grid: further.grid,
      reviews: reviews,
      health: trained.health, fit: fit,
      has: .init(
        training: given == nil, loss: given == nil && page.includes("training"),
        reasons: page.includes("neighbours") && words.contains { !$0.reasons.isEmpty },
        grid: further.grid.map { !$0.measures.isEmpty } ?? false, effort: further.grid?.effort != nil,
        others: others != nil,
        pairs: !pairs.isEmpty, judged: !judged.neighbours.isEmpty || !judged.chosen.isEmpty,
        analogies: !analogyFiles.isEmpty, stability: stability != nil, map: regions != nil))
  }
}
