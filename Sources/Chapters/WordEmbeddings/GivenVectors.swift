internal import Basics
internal import Embeddings
internal import Foundation
internal import LinearAlgebra
internal import Notebook

extension WordEmbeddings.Results {
  /// The file whose vectors are asked, where the settings name one instead of a training.
  struct Given: Encodable, Sendable {
    /// Its name.
    var file: String
    /// The words that have a vector in it, and how many numbers each has.
    var words, vectorSize: Int
    /// The words of them that the texts have too, and the share of all words in the texts that these make up.
    var knownWords: Int
    var keptShare: Double
    /// What its author may not expect of the reading, a clause each.
    var findings: [String]
  }
}

extension WordEmbeddings {
  /// The vectors of a file, and what is said of it.
  struct GivenVectors {
    let vectors: KeyedVectors
    let results: Results.Given
  }

  /// Reads the vectors that the settings name instead of a training, and counts their words in the texts: those that are frequent
  /// there come first, and those that the texts lack last, in the order of the file.
  ///
  /// - Parameter asked: Words that get a vector where the file has none for them, if it can make one.
  func readGiven(
    _ settings: Settings, beside texts: Vocabulary, tokens: Int, asked: [String] = [], _ page: Page
  ) throws -> GivenVectors? {
    guard !settings.vectors.isEmpty else { return nil }
    let file = try page.input(settings.vectors).oneFile()
    page.report("reading \(file.lastPathComponent)")
    let (read, report) = try readVectors(in: file, first: settings.vectorsLimit, settings, asked: asked)
    let counts = read.words.map { word in
      texts.position(of: word).map { texts.counts[$0] } ?? 0
    }
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    let ordered = order.map { counts[$0] }
    guard let vocabulary = Vocabulary(words: order.map { read.words[$0] }, counts: ordered) else {
      preconditionFailure("vectors that were read have each word once")
    }
    let isInOrder = order.elementsEqual(order.indices)
    let vectors = KeyedVectors(
      vocabulary: vocabulary, vectors: isInOrder ? read.vectors : read.vectors.selecting(rows: order))
    return GivenVectors(
      vectors: vectors,
      results: .init(
        file: file.lastPathComponent, words: vectors.count, vectorSize: vectors.vectorSize,
        knownWords: ordered.count { $0 > 0 },
        keptShare: Double(ordered.reduce(0, +)) / Double(max(1, tokens)), findings: report.findings))
  }

  /// The vectors of a file, the first of them where their number is limited, and what was found of it.
  func readVectors(
    in file: URL, first limit: Int?, _ settings: Settings, asked: [String] = []
  ) throws -> (vectors: KeyedVectors, report: VectorFileReport) {
    try KeyedVectors.read(
      file, format: VectorFileFormat(of: file), memoryLimit: settings.memoryLimit << 20, limit: limit ?? .max,
      wanted: settings.words + asked)
  }

  /// The section on the training, where there was none.
  func write(_ given: Results.Given, on page: inout Page) throws {
    page.section("training")
    let known: Markdown =
      given.knownWords == 0
      ? "The texts have none of these words."
      : """
      The texts have \(given.knownWords.grouped) of these words, which \(given.knownWords == 1 ? "makes" : "make") up
      \(given.keptShare.percent) of all words in the texts.
      """
    page.write(
      """
      Nothing is trained here: the vectors are those of the file \(code: given.file), \(given.words.of("word")) in
      \(given.vectorSize.of("dimension")). \(known) The most frequent words are here those that the texts have most often. What
      parameters and seeds do is left out, since it takes a training, and the settings of the training have no effect.
      """)
    tell(findings: given.findings, of: given.file, on: &page)
  }

  /// Tells what had to be left out or mended of a file of vectors.
  func tell(findings: [String], of name: String, on page: inout Page) {
    guard !findings.isEmpty else { return }
    let sentences: [Markdown] = findings.map { "\(markdown: "The file \(name) \($0)")." }
    page.warn(
      title: "How the vectors were read", sentences.joined(separator: " "),
      line: "\(name) \(findings.joined(separator: "; "))")
  }
}

extension WordEmbeddings.Results.Vocabulary {
  /// What a file of vectors knows of the texts; nothing is thinned out where nothing is trained.
  init(_ given: WordEmbeddings.Results.Given, of corpus: TokenizedCorpus, distinctWords: Int, tokens: Int) {
    self.init(
      size: given.words, keptTokens: tokens, keptShare: given.keptShare, lostShare: 1 - given.keptShare,
      leftOutShare: 1 - Double(given.knownWords) / Double(max(1, distinctWords)), thinnedWords: 0, thinnedShare: 0,
      droppedShare: 0)
  }
}
