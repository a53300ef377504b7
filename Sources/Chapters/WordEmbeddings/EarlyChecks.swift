internal import Embeddings
internal import Foundation
internal import LinearAlgebra
internal import Notebook

extension WordEmbeddings {
  /// Finds before the training what would else be found wrong after it: words without a vector, and files of pairs and analogies
  /// that cannot be read.
  ///
  /// - Parameters:
  ///   - vocabulary: The words that have a vector, or will have one.
  ///   - corpus: The texts.
  /// - Throws: `NotebookError.chapter` with every chosen word that has no vector and why; what reading a file throws.
  func check(
    _ settings: Settings, _ vocabulary: Vocabulary, _ corpus: TokenizedCorpus, _ judged: [JudgedFile], _ page: Page
  ) throws {
    func problem(_ word: String) -> String? {
      guard vocabulary.position(of: word) == nil else { return nil }
      let count = corpus.words.firstIndex(of: word).map { corpus.counts[$0] } ?? 0
      if count > 0, settings.vectors.isEmpty {
        return "the word \"\(word)\" occurs \(count) \(count == 1 ? "time" : "times") and has no vector, since "
          + "min_count is \(settings.training.minCount)"
      }
      let phrases = vocabulary.words.lazy.filter { $0.split(separator: "_").contains(word[...]) }.prefix(3)
      if !phrases.isEmpty {
        let list = phrases.map { "\"\($0)\"" }.joined(separator: ", ")
        return "the word \"\(word)\" has no vector by itself, only as part of \(list)"
      }
      return EmbeddingError.unknownWord(word, nearest: vocabulary.nearestSpellings(to: word)).description
    }
    let unknown = settings.words.compactMap(problem)
    guard unknown.isEmpty else {
      throw NotebookError.chapter(slug: Self.slug, problem: "embeddings.words: \(unknown.joined(separator: "; "))")
    }
    // A question that cannot be asked is told in the report's table; here, that there is time to mend it.
    for (key, texts) in [("analogies", settings.analogies), ("doesnt_match", settings.doesntMatch)] {
      var seen: Set<String> = []
      let problems = texts.flatMap(\.words).filter { seen.insert($0).inserted }.compactMap(problem)
      guard let first = problems.first else { continue }
      let others = problems.count - 1
      page.tell(
        "embeddings.\(key): \(first)"
          + (others == 0 ? "" : "; \(others) more \(others == 1 ? "word has" : "words have") none either"))
    }
    // With a vocabulary that knows none of their words, files are read and nothing is asked of them.
    let empty = KeyedVectors(vocabulary: Vocabulary(words: ["\0"])!, vectors: Matrix(rows: 1, columns: 1))
    for file in judged { _ = try empty.evaluate(wordPairs: file.file) }
    for file in try files(settings.analogyFiles, page) { _ = try empty.evaluate(analogies: file) }
  }
}
