internal import CVectorKernels

/// What becomes of a word of a corpus whose frequent words are thinned out.
package struct WordChance: Sendable, BitwiseCopyable {
  /// Its row in the matrices; the greatest number there is for a word that has none.
  package var row: UInt32
  /// It stays where a random number of 32 bits is at most this.
  package var threshold: UInt32

  package init(row: UInt32, threshold: UInt32) {
    self.row = row
    self.threshold = threshold
  }

  /// Whether the word stays in; draws the number that decides it.
  package func isKept(drawing random: inout SeededRandom) -> Bool {
    UInt32(truncatingIfNeeded: random.next() >> 32) <= threshold && row != .max
  }
}

extension VectorKernels {
  /// Writes the rows of those tokens that have one and that chance leaves in, in order; the same on every path.
  ///
  /// - Parameters:
  ///   - chances: What becomes of each word, by token.
  ///   - random: Gives a number for each token.
  ///   - words: Has room for all tokens.
  /// - Returns: How many were kept.
  package func keepWords(
    _ tokens: UnsafeBufferPointer<UInt32>, by chances: UnsafeBufferPointer<WordChance>,
    drawing random: inout SeededRandom, into words: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let kept = chances.withMemoryRebound(to: cvk_chance.self) {
      table.pointee.keep_words($0.baseAddress, tokens.baseAddress, tokens.count, random.state, words)
    }
    random.skip(tokens.count)
    return kept
  }

  /// Draws words to tell others from by Walker's alias method; the same words on every path.
  ///
  /// - Parameters:
  ///   - columns: For each word the share of its column that is its own, scaled to 32 bits, above the word that has the rest.
  ///   - centers: The words to tell from those that are drawn.
  ///   - negative: How many are drawn for each, 1,024 at most.
  ///   - random: Gives a number for each.
  ///   - targets: Each centre and what is drawn for it, `[centers.count, 1 + negative]`.
  ///   - labels: As long: 1 for a centre, -1 for a word that was drawn, 0 where that is the centre.
  package func drawTargets(
    of columns: UnsafeBufferPointer<UInt64>, centers: UnsafeBufferPointer<UInt32>, negative: Int,
    from random: inout SeededRandom, into targets: UnsafeMutablePointer<UInt32>, labels: UnsafeMutablePointer<Int8>
  ) {
    precondition((1...1024).contains(negative) && !columns.isEmpty, "something to draw, and room for it")
    table.pointee.draw_targets(
      columns.baseAddress, UInt32(columns.count), random.state, centers.baseAddress, centers.count, negative, targets,
      labels)
    random.skip(centers.count * negative)
  }
}
