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
    func problems(_ words: [String]) -> [String] {
      words.filter { vocabulary.position(of: $0) == nil }.map { word in
        let count = corpus.words.firstIndex(of: word).map { corpus.counts[$0] } ?? 0
        if count > 0, settings.vectors.isEmpty {
          return "the word \"\(word)\" occurs \(count) \(count == 1 ? "time" : "times") and has no vector, since min_count is "
            + "\(settings.training.minCount)"
        }
        return EmbeddingError.unknownWord(word, nearest: vocabulary.nearestSpellings(to: word)).description
      }
    }
    let unknown = problems(settings.words)
    guard unknown.isEmpty else {
      throw NotebookError.chapter(slug: Self.slug, problem: "embeddings.words: \(unknown.joined(separator: "; "))")
    }
    // A question that cannot be asked is told in the report's table; here, that there is time to mend it.
    for (key, texts) in [("analogies", settings.analogies), ("doesnt_match", settings.doesntMatch)] {
      var seen: Set<String> = []
      for problem in problems(texts.flatMap(\.words).filter { seen.insert($0).inserted }) {
        page.tell("embeddings.\(key): \(problem)")
      }
    }
    // With a vocabulary that knows none of their words, files are read and nothing is asked of them.
    let empty = KeyedVectors(vocabulary: Vocabulary(words: ["\0"])!, vectors: Matrix(rows: 1, columns: 1))
    for file in judged { _ = try empty.evaluate(wordPairs: file.file) }
    for file in try files(settings.analogyFiles, page) { _ = try empty.evaluate(analogies: file) }
  }
}
