internal import Embeddings
internal import Notebook
internal import Plotting

/// *Counting words*: which words the reviews use most.
struct WordCount: Chapter {
  static let slug = "word-count"
  static let title = "Counting words"
  static let questions = [
    Question("surprise", title: "A surprise", prompt: "Which of these words did you not expect, and why?", points: 1)
  ]

  static let trial: Trial<Settings>? = Trial(
    TrialForm("how often words occur", arguments: "WORD…", examples: ["great price"])
  ) { page, settings, _ in
    let (corpus, _) = try CorpusReader.read(file: page.input(settings.data).file)
    let counts = Dictionary(uniqueKeysWithValues: zip(corpus.words, corpus.counts))
    return { question in
      let rows = question.words.map { [TrialTable.Cell.text($0), .integer(counts[$0] ?? 0)] }
      return TrialAnswer(TrialTable("counts", columns: [.init("word"), .init("count")], rows: rows))
    }
  }

  struct Settings: ChapterSettings {
    var data = "reviews"
    var top = 10

    mutating func read(from values: inout SettingsReader) {
      values.read("data", &data)
      values.read("top", &top, in: 1...40)
    }
  }

  struct Results: Encodable {
    var tokens: Int
    var words: [Entry]

    struct Entry: Encodable {
      var word: String
      var count: Int
    }
  }

  func inputs(_ settings: Settings) -> [String] { [settings.data] }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let data = try page.input(settings.data)
    page.cite(data.provenance)
    let (corpus, _) = try CorpusReader.read(file: data.file)
    let top = zip(corpus.words, corpus.counts).sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(settings.top)

    page.write("Of \(corpus.tokenCount) words, {{figure:word-count/most-frequent}} shows the most frequent.")
    try page.figure(
      Figure(
        id: "most-frequent", caption: "The \(settings.top) most frequent words.",
        alternativeText: top.map { "\($0.0) occurs \($0.1) times" }.joined(separator: ", "),
        panel: Panel(
          x: Axis("occurrences"),
          marks: [.bars(top.map(\.0), top.map { Double($0.1) }, direction: .horizontal, values: .fixed(0))])))
    page.question("surprise")
    return Results(tokens: corpus.tokenCount, words: top.map { Results.Entry(word: $0.0, count: $0.1) })
  }
}
