internal import Embeddings
internal import Notebook
internal import Plotting

/// *A new chapter*: how long the words of the reviews are.
struct NewChapter: Chapter {
  static let slug = "new-chapter"
  static let title = "A new chapter"
  static let questions = [
    Question(
      "reading", title: "What the lengths say", prompt: "Which length is most frequent, and why may that be?",
      values: ["tokens | thousands", "lengths.0.words | thousands"])
  ]

  struct Settings: ChapterSettings {
    var data = "reviews"
    var longest = 12

    static let meanings = [
      "data": "Where the texts come from: a name of the catalogue, or a file.",
      "longest": "The longest words that have a row of their own; longer ones are left out.",
    ]
    static let units = ["longest": "characters"]

    mutating func read(from values: inout SettingsReader) {
      values.read("data", &data)
      values.read("longest", &longest, in: 1...40)
    }
  }

  /// What answers may quote: {{new-chapter.lengths.0.words}}.
  struct Results: Encodable {
    var tokens: Int
    var lengths: [Length]

    struct Length: Encodable {
      var characters: Int
      var words: Int
    }
  }

  /// The algorithm: a chapter that needs more than a few lines has it in a room of its own.
  static func lengths(_ words: [String], _ counts: [Int], longest: Int) -> [Results.Length] {
    var found = [Int](repeating: 0, count: longest + 1)
    for (word, count) in zip(words, counts) where word.count <= longest { found[word.count] += count }
    return (1...longest).map { Results.Length(characters: $0, words: found[$0]) }
  }

  func inputs(_ settings: Settings) -> [String] { [settings.data] }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let data = try page.input(settings.data)
    page.cite(data.provenance)
    let (corpus, _) = try CorpusReader.read(file: data.file)
    let lengths = Self.lengths(corpus.words, corpus.counts, longest: settings.longest)

    page.write("# Lengths\n\nOf \(corpus.tokenCount) words, {{table:new-chapter/lengths}} counts each length.")
    try page.table(
      id: "lengths", caption: "Words of each length.",
      columns: [.init("characters", .trailing), .init("words", .trailing)],
      rows: lengths.map { ["\($0.characters)", "\($0.words)"] })
    page.write("{{figure:new-chapter/lengths}} draws the same.")
    try page.figure(
      Figure(
        id: "lengths", caption: "How long words are.",
        alternativeText: lengths.map { "\($0.words) words have \($0.characters) characters" }.joined(separator: ", "),
        panel: Panel(
          x: Axis("occurrences"),
          marks: [
            .bars(
              lengths.map { "\($0.characters)" }, lengths.map { Double($0.words) }, direction: .horizontal,
              values: .fixed(0))
          ])))
    page.question("reading")
    return Results(tokens: corpus.tokenCount, lengths: lengths)
  }
}
