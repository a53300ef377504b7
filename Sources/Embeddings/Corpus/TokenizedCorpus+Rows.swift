internal import Foundation

extension TokenizedCorpus {
  /// Every so many rows, beginning with the first, as a corpus of its own with the same words.
  ///
  /// - Parameter step: 1 keeps all rows.
  public func everyRow(_ step: Int) -> TokenizedCorpus {
    guard step > 1 else { return self }
    var (tokens, rowEnds) = ([UInt32](), [Int]())
    self.tokens.withUnsafeBufferPointer { all in
      for row in stride(from: 0, to: rowCount, by: step) {
        tokens.append(contentsOf: all[tokenRange(ofRow: row)])
        rowEnds.append(tokens.count)
      }
    }
    return TokenizedCorpus(words: words, tokens: tokens, rowEnds: rowEnds)
  }

  /// The number of tokens that half of the rows do not exceed, the mean of the two in the middle where there are two.
  public var medianLength: Double {
    let lengths = zip(rowEnds, [0] + rowEnds).map { $0 - $1 }.sorted()
    guard !lengths.isEmpty else { return 0 }
    return Double(lengths[(lengths.count - 1) / 2] + lengths[lengths.count / 2]) / 2
  }

  /// How much more each word bunches in a few rows than if its occurrences fell at random.
  ///
  /// Residual inverse document frequency, −log₂(d / D) + log₂(1 − e^(−c / D)), with d of D rows holding the word's c occurrences: 0
  /// for words that are spread evenly, as those of grammar are, more for those that a row is about. Church and Gale 1995,
  /// "Poisson mixtures".
  public var burstiness: [Double] {
    var rows = [Int](repeating: 0, count: words.count)
    var last = [Int](repeating: -1, count: words.count)
    tokens.withUnsafeBufferPointer { tokens in
      for row in 0..<rowCount {
        for place in tokenRange(ofRow: row) where last[Int(tokens[place])] != row {
          last[Int(tokens[place])] = row
          rows[Int(tokens[place])] += 1
        }
      }
    }
    let all = Double(rowCount)
    return words.indices.map { word in
      rows[word] == 0 ? 0 : log2(1 - exp(-Double(counts[word]) / all)) - log2(Double(rows[word]) / all)
    }
  }
}
