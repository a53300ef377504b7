internal import Basics
internal import LinearAlgebra

extension TokenizedCorpus {
  /// A sum over the words, the tokens and where rows end: two corpora with one sum train the same vectors.
  package var sum: String {
    var sum = SHA256()
    sum.update("\(words.count) \(rowEnds.count)\n")
    sum.update(words.joined(separator: "\n"))
    rowEnds.withUnsafeBytes { sum.update($0) }
    tokens.withUnsafeBufferPointer { sum.update(UnsafeRawBufferPointer($0)) }
    return sum.finalizeHex()
  }
}

extension Word2Vec {
  /// All that the bits of the vectors come from, part by part; `nil` for `hogwild`, whose bits nobody knows.
  ///
  /// - Parameter sum: That of the corpus.
  package func sources(ofCorpus sum: String) -> [String: String]? {
    configuration.hogwild
      ? nil
      : [
        "corpus": sum, "configuration": "\(configuration)", "arithmetic": "\(Self.arithmeticVersion)",
        "processor path": VectorKernels.path,
      ]
  }
}
