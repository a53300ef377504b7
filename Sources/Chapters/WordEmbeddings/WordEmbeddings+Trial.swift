internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// Words, and what the vectors make of them.
  static let trial: Trial<Settings>? = Trial(
    TrialForm(
      "the nearest words of words, arithmetic with them, and texts that are alike", arguments: "WORD…",
      options: [
        .init("pair", values: 2...2, "WORD WORD", "How similar two words are, and which neighbour one is of the other"),
        .init("doesnt-match", values: 3...50, "WORD WORD WORD…", "Which word fits least among the others"),
        .init("review", values: 1...1, "NUMBER", "The texts nearest to a text, which is named by its number from 0"),
        .init("top", values: 1...1, "COUNT", "How many neighbours to show"),
      ],
      examples: [
        "battery price", "king - man + woman", "--pair battery charger", "--doesnt-match breakfast lunch screen",
      ],
      takesSigns: true)
  ) { page, settings, question in
    let tried = try TriedVectors(settings, asked: WordTrial(question, settings).words, page)
    return { question in try WordTrial(question, settings).answer(tried) }
  }
}

/// A question to the vectors.
private struct WordTrial {
  private let question: TrialQuestion
  private var settings: WordEmbeddings.Settings
  /// What is added and what is taken away.
  private var (positive, negative): ([String], [String]) = ([], [])
  /// Whether there is a sign between the words.
  private let isArithmetic: Bool

  init(_ question: TrialQuestion, _ settings: WordEmbeddings.Settings) {
    (self.question, self.settings) = (question, settings)
    var sign = "+"
    var hasSign = false
    for word in question.words.flatMap(\.words) {
      var rest = Substring(word)
      while let first = rest.first, "+-−–".contains(first) {
        sign = first == "+" ? "+" : "-"
        hasSign = true
        rest.removeFirst()
      }
      guard !rest.isEmpty else { continue }
      if sign == "+" { positive.append(String(rest)) } else { negative.append(String(rest)) }
      sign = "+"
    }
    isArithmetic = hasSign && !(positive + negative).isEmpty
  }

  /// Every word that is asked about.
  var words: [String] {
    positive + negative + question.values(of: "pair").joined() + question.values(of: "doesnt-match").joined()
  }

  func answer(_ tried: TriedVectors) throws -> TrialAnswer {
    var trial = self
    try trial.readCount()
    return try trial.parts(tried)
  }

  private mutating func readCount() throws {
    guard let text = question.value(of: "top") else { return }
    guard let count = Int(text), (1...50).contains(count) else {
      throw SettingsError(["--top must be a number between 1 and 50, found “\(text)”"])
    }
    settings.topN = count
  }

  private func parts(_ tried: TriedVectors) throws -> TrialAnswer {
    let vectors = tried.vectors
    var answer = TrialAnswer()
    do {
      if isArithmetic {
        answer.parts.append(.table(try arithmetic(tried)))
        if positive.count == 2, negative.count == 1 {
          let asked = "\(negative[0]) \(positive[0]) \(positive[1])"
          answer.choices.append(.init("analogies", .texts(settings.analogies.adding(asked))))
        }
      } else if !positive.isEmpty {
        answer.parts.append(.table(try neighbours(tried)))
        answer.choices.append(.init("words", .texts(positive.distinct)))
        if question.has("top") { answer.choices.append(.init("topn", .number(settings.topN))) }
      }
      let pairs = question.values(of: "pair")
      if !pairs.isEmpty { answer.parts.append(.table(try similarities(of: pairs, vectors))) }
      let sets = question.values(of: "doesnt-match").map { $0.joined(separator: " ") }
      if !sets.isEmpty {
        answer.parts.append(.table(try outliers(of: sets, vectors)))
        answer.choices.append(
          .init("doesnt_match", .texts(sets.reduce(settings.doesntMatch) { $0.adding($1) })))
      }
    } catch let error as EmbeddingError {
      throw SettingsError(["\(error)"])
    }
    if let text = question.value(of: "review") {
      answer.parts += try reviews(text, tried).map(TrialAnswer.Part.table)
      if let review = Int(text) { answer.choices.append(.init("review", .number(review))) }
    }
    guard !answer.parts.isEmpty else {
      throw SettingsError(["says no word to ask about; `quire try embeddings battery price` does"])
    }
    answer.reasonNotToSave =
      "the settings hold words, analogies of three words, sets and a text, and nothing else of this"
    return answer
  }

  private static let word = TrialTable.Column("word")
  private static let similarity = TrialTable.Column("similarity", .fixed(3), fullBar: 1)

  private func neighbours(_ tried: TriedVectors) throws -> TrialTable {
    let found = try positive.distinct.map { word in
      (word, try tried.vectors.mostSimilar(to: word, topN: settings.topN).map { WordEmbeddings.Results.Neighbour($0) })
    }
    return table("neighbours", tried, found)
  }

  private func arithmetic(_ tried: TriedVectors) throws -> TrialTable {
    let found = try tried.vectors.mostSimilar(positive: positive, negative: negative, topN: settings.topN)
    let plus = positive.joined(separator: " + ")
    let name = ([plus] + negative.map { "− \($0)" }).filter { !$0.isEmpty }.joined(separator: " ")
    return table("arithmetic", tried, [(name, found.map { WordEmbeddings.Results.Neighbour($0) })])
  }

  private func table(
    _ id: String, _ tried: TriedVectors, _ found: [(String, [WordEmbeddings.Results.Neighbour])]
  ) -> TrialTable {
    TrialTable(
      id, columns: [Self.word, .init("rank"), .init("neighbour"), Self.similarity, .init("count")],
      rows: found.flatMap { word, neighbours in
        neighbours.enumerated().map { rank, neighbour in
          [
            .text(word), .integer(rank + 1), .text(neighbour.word), .number(neighbour.similarity),
            .integer(tried.count(of: neighbour.word)),
          ]
        }
      })
  }

  private func similarities(of pairs: [[String]], _ vectors: KeyedVectors) throws -> TrialTable {
    TrialTable(
      "pairs", columns: [.init("first"), .init("second"), Self.similarity, .init("rank of the second", key: "rank")],
      rows: try pairs.map { pair in
        let similarity = Double("\(try vectors.similarity(pair[0], pair[1]))")!
        let rank: TrialTable.Cell = pair[0] == pair[1] ? .none : .integer(try vectors.rank(of: pair[1], from: pair[0]))
        return [.text(pair[0]), .text(pair[1]), .number(similarity), rank]
      })
  }

  private func outliers(of sets: [String], _ vectors: KeyedVectors) throws -> TrialTable {
    for word in sets.flatMap(\.words) { _ = try vectors.similarity(word, word) }
    if let twice = sets.first(where: { Set($0.words).count < $0.words.count }) {
      throw SettingsError(["--doesnt-match names a word twice in “\(twice)”"])
    }
    let found = try WordEmbeddings.Results.Arithmetic(vectors, analogies: [], sets: sets).doesntMatch
    return TrialTable(
      "doesnt-match",
      columns: [.init("fits least"), Self.word, .init("cosine to the mean", key: "cosine", .fixed(3), fullBar: 1)],
      rows: found.flatMap { set in
        set.centrality.map { [.text(set.outlier ?? ""), .text($0.word), .number($0.similarity)] }
      })
  }

  private func reviews(_ text: String, _ tried: TriedVectors) throws -> [TrialTable] {
    guard let review = Int(text), review >= 0 else {
      throw SettingsError(["--review must be the number of a text, counted from 0, found “\(text)”"])
    }
    var settings = settings
    settings.reviews.review = review
    if question.has("top") { settings.reviews.count = settings.topN }
    let (corpus, chapter) = (try tried.corpus(), WordEmbeddings())
    try chapter.checkReview(settings, in: corpus)
    let found = try chapter.nearestReviews(to: review, tried.vectors, corpus, settings)
    let title = "Texts nearest to text \(review), “\(found.beginning)”"
    func table(_ id: String, _ by: String, _ near: [WordEmbeddings.Results.Reviews.Near]) -> TrialTable {
      TrialTable(
        id, title: "\(title), by \(by)",
        columns: [.init("text"), Self.similarity, .init("beginning")],
        rows: near.map { [.integer($0.review), .number($0.similarity), .text($0.beginning)] })
    }
    return [
      table("by-sif", "smooth inverse frequency", found.bySIF), table("by-mean", "the mean of the words", found.byMean),
    ]
  }
}

extension [String] {
  /// Each text once, where it comes first.
  fileprivate var distinct: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }

  /// With one more at the end, unless it is there.
  fileprivate func adding(_ text: String) -> [String] { contains(text) ? self : self + [text] }
}
