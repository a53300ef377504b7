package import Embeddings

/// The exact nearest words of the most frequent words, looked for in the whole vocabulary.
package struct NeighbourLists: Sendable {
  /// How many neighbours each word has: the same number for all.
  package let count: Int
  /// The row of each neighbour in the vocabulary, nearest first: `[words, count]`.
  package let rows: [Int]
  /// Their similarities in thousandths, as a list falls: the first of each word as it is, with 1,000 added so that none is below
  /// zero, and of the others by how much less they are than the one before.
  package let similarities: [UInt16]

  init(count: Int, rows: [Int], similarities: [UInt16]) {
    self.count = count
    self.rows = rows
    self.similarities = similarities
  }

  /// Finds the neighbours of the first `words` words.
  package init(in vectors: KeyedVectors, words: Int, topN: Int = 10, threads: Int) {
    let found = vectors.neighborsOfAll(topN: topN, asking: words, threads: threads)
    count = found.first?.count ?? 0
    rows = found.flatMap { list in list.map { vectors.vocabulary.position(of: $0.word)! } }
    similarities = found.flatMap { list in
      var before: Int?
      return list.map { neighbour in
        let thousandths = Int((Double(neighbour.similarity) * 1_000).rounded()) + 1_000
        defer { before = thousandths }
        return UInt16(max(0, before.map { $0 - thousandths } ?? thousandths))
      }
    }
  }
}
