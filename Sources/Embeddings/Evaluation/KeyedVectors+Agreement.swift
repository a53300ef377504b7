internal import LinearAlgebra

extension KeyedVectors {
  /// For each of some words, the share of its nearest words that are its nearest in other vectors as well, from 0 to 1.
  ///
  /// Neighbours are looked for among the same words, so vectors of different vocabularies can be compared on those that
  /// both have.
  ///
  /// - Parameters:
  ///   - other: Vectors of any size.
  ///   - among: Distinct words that both have, at least two.
  ///   - topN: How many neighbours of each word; all others where there are fewer.
  /// - Throws: `EmbeddingError.unknownWord`.
  public func sharedNeighbors(
    with other: KeyedVectors, among words: [String], topN: Int = 10, threads: Int = 1
  ) throws(EmbeddingError) -> [Double] {
    let ours = try restricted(to: words).neighborsOfAll(topN: topN, threads: threads)
    let theirs = try other.restricted(to: words).neighborsOfAll(topN: topN, threads: threads)
    return zip(ours, theirs).map { ours, theirs in
      let common = Set(ours.map(\.word)).intersection(theirs.map(\.word)).count
      return ours.isEmpty ? 0 : Double(common) / Double(ours.count)
    }
  }

  /// The vectors of some words alone.
  ///
  /// - Parameter words: Distinct words, in the order of the new rows.
  /// - Throws: `EmbeddingError.unknownWord`.
  public func restricted(to words: [String]) throws(EmbeddingError) -> KeyedVectors {
    var rows: [Int] = []
    for word in words { rows.append(try position(of: word)) }
    guard let vocabulary = Vocabulary(words: words, counts: rows.map { self.vocabulary.counts[$0] }) else {
      preconditionFailure("words must be distinct")
    }
    return KeyedVectors(vocabulary: vocabulary, vectors: vectors.selecting(rows: rows))
  }
}
