internal import LinearAlgebra

/// Some rows of a corpus made ready for arithmetic: every random choice is made, every word is a row of the matrices.
///
/// Frequent words have been thinned out, each remaining position has drawn its window, and the words it is told from.
/// The arithmetic that follows draws nothing, so two implementations of it can be compared on the same batch. A batch
/// depends on the seed, the epoch and its own rows only, so batches can be made in any order.
package struct TrainingBatch: Sendable {
  /// The remaining words of all rows, row after row.
  package private(set) var words: [UInt32] = []
  /// Where each position's window starts, in `words` …
  package private(set) var windowStarts: [UInt32] = []
  /// … and ends, exclusive. The position itself lies inside and is not part of its context.
  package private(set) var windowEnds: [UInt32] = []
  /// The words to tell each position from, `[positions, negative]`, or in skip-gram with negatives for each pair
  /// `[pairs, negative]`; one that happens to be the centre word counts for nothing.
  package private(set) var negatives: [UInt32] = []

  /// An empty batch, to be filled by `plan`.
  package init() {}

  /// A batch whose choices were made elsewhere.
  package init(words: [UInt32], windowStarts: [UInt32], windowEnds: [UInt32], negatives: [UInt32]) {
    self.words = words
    self.windowStarts = windowStarts
    self.windowEnds = windowEnds
    self.negatives = negatives
  }
}

extension TrainingBatch {
  /// Refills the batch with rows of a corpus in one epoch.
  package mutating func plan(_ rows: Range<Int>, of walk: CorpusWalk, epoch: Int) {
    words.removeAll(keepingCapacity: true)
    windowStarts.removeAll(keepingCapacity: true)
    windowEnds.removeAll(keepingCapacity: true)
    negatives.removeAll(keepingCapacity: true)
    for row in rows {
      var random = SeededRandom(seed: walk.seed, stream: UInt64(epoch) << 40 | UInt64(row))
      let tokens = walk.tokens(of: row)
      var start = tokens.lowerBound
      while start < tokens.upperBound {
        let end = min(start + CorpusWalk.maximumSentenceLength, tokens.upperBound)
        appendSentence(start..<end, of: walk, drawing: &random)
        start = end
      }
    }
  }

  private mutating func appendSentence(
    _ tokens: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) {
    let first = words.count
    walk.corpus.tokens.withUnsafeBufferPointer { all in
      for index in tokens {
        let word = walk.positions[Int(all[index])]
        guard word != Vocabulary.absent else { continue }
        let threshold = walk.keepThresholds[Int(word)]
        if threshold != .max, threshold < UInt32(truncatingIfNeeded: random.next() >> 32) { continue }
        words.append(word)
      }
    }
    let end = words.count
    for position in first..<end {
      let reach = walk.window - Int(random.next(below: UInt32(walk.window)))
      let start = max(first, position - reach)
      let stop = min(end, position + reach + 1)
      windowStarts.append(UInt32(start))
      windowEnds.append(UInt32(stop))
      let draws = walk.negativesForEachPair ? (stop - start - 1) * walk.negative : walk.negative
      for _ in 0..<draws { negatives.append(walk.sampler.draw(from: &random)) }
    }
  }
}

extension TrainingBatch {
  /// The window of a position, itself included.
  func context(of position: Int) -> Range<Int> {
    Int(windowStarts[position])..<Int(windowEnds[position])
  }

  /// The negatives of a position, or of a pair where each pair has its own.
  func negatives(_ count: Int, _ index: Int) -> ArraySlice<UInt32> {
    negatives[index * count..<(index + 1) * count]
  }
}
