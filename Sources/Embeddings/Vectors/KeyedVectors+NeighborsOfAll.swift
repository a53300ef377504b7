internal import LinearAlgebra

extension KeyedVectors {
  /// The nearest words of every word, exactly: `mostSimilar(to:)` for all rows at once.
  ///
  /// O(words² · vectorSize) in all, nearly all of it in bytes: cosines that can be no answer are told by a bound
  /// (`ProductFilter`), and the others are worked out in floats. Similarities agree with `mostSimilar` to rounding and do
  /// not depend on the number of threads, nor on the filter.
  ///
  /// - Parameters:
  ///   - topN: How many neighbours of each word; fewer where there are no more.
  ///   - asking: Ask about this many of the most frequent words only, O(asking · words · vectorSize).
  ///   - restrictVocabulary: Ask about and look at this many of the most frequent words only.
  ///   - threads: How many threads to use.
  /// - Returns: For each word asked about its neighbours, nearest first, equal ones in the order of the vocabulary.
  public func neighborsOfAll(
    topN: Int = 10, asking: Int? = nil, restrictVocabulary: Int? = nil, threads: Int = 1
  ) -> [[Neighbor]] {
    let count = min(self.count, max(restrictVocabulary ?? self.count, 0))
    let asked = min(count, max(asking ?? count, 0))
    let search = LargestProducts(normalized, count: count, asked: asked, limit: max(topN, 0))
    return search.find(threads: max(threads, 1)).map { found in
      found.map { Neighbor(word: words[$0.row], similarity: $0.score) }
    }
  }
}
