internal import LinearAlgebra

/// Some rows of a corpus made ready for arithmetic: every random choice is made, every word is a row of the matrices.
///
/// Frequent words have been thinned out, each remaining position has drawn its window and the words it is told from.
/// The arithmetic that follows draws nothing, so two implementations of it can be compared on the same batch. A batch
/// depends on the seed, the epoch and its own rows only, so batches can be made in any order, on any thread.
package struct TrainingBatch: Sendable {
  /// The remaining words of all rows, row after row.
  package internal(set) var words: [UInt32] = []
  /// Bags and windows: the centre's position in `words`. Pairs: the context's row in the matrix.
  package internal(set) var heads: [UInt32] = []
  /// Bags and windows: where each prediction's window starts, in `words` …
  package internal(set) var starts: [UInt32] = []
  /// … and ends, exclusive. The centre of a bag lies inside and is not part of its context.
  package internal(set) var ends: [UInt32] = []
  /// The centre word and the words to tell it from, `[predictions, 1 + negative]`; one that happens to be the centre
  /// word counts for nothing.
  package internal(set) var targets: [UInt32] = []
  /// All predictions, in groups.
  package internal(set) var groups: [TrainingGroup] = []

  /// An empty batch, to be filled by `plan`.
  package init() {}

  /// A batch whose choices were made elsewhere, to be cut by `group`.
  package init(words: [UInt32], heads: [UInt32], starts: [UInt32], ends: [UInt32], targets: [UInt32]) {
    self.words = words
    self.heads = heads
    self.starts = starts
    self.ends = ends
    self.targets = targets
  }

  /// Leaves all groups out but one.
  package mutating func keep(_ group: TrainingGroup) { groups = [group] }
}

extension TrainingBatch {
  /// Refills the batch with rows of a corpus in one epoch.
  package mutating func plan(_ rows: Range<Int>, of walk: CorpusWalk, epoch: Int) {
    words.removeAll(keepingCapacity: true)
    heads.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    targets.removeAll(keepingCapacity: true)
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
    group(by: walk.scheme, length: walk.groupLength)
  }

  private mutating func appendSentence(
    _ tokens: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) {
    let sentence = appendWords(tokens, of: walk, drawing: &random)
    guard sentence.count > 1 else { return }
    let first = heads.count
    var centers: [UInt32] = []
    for position in sentence {
      let reach = walk.window - Int(random.next(below: UInt32(walk.window)))
      let window = max(sentence.lowerBound, position - reach)..<min(sentence.upperBound, position + reach + 1)
      if walk.scheme == .pairs {
        for other in window where other != position {
          heads.append(words[other])
          centers.append(words[position])
        }
      } else {
        for part in walk.scheme == .bags ? [window] : TrainingScheme.parts(of: window, around: position) {
          heads.append(UInt32(position))
          starts.append(UInt32(part.lowerBound))
          ends.append(UInt32(part.upperBound))
          centers.append(words[position])
        }
      }
    }
    let width = walk.negative + 1
    targets.append(contentsOf: repeatElement(0, count: centers.count * width))
    targets.withUnsafeMutableBufferPointer { targets in
      centers.withUnsafeBufferPointer { centers in
        walk.sampler.fill(
          UnsafeMutableBufferPointer(rebasing: targets[(first * width)...]), width: width, centers: centers,
          from: &random)
      }
    }
  }

  /// Appends those tokens that are in the vocabulary and are not thinned out.
  ///
  /// - Returns: Where in `words` they lie.
  private mutating func appendWords(
    _ tokens: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) -> Range<Int> {
    let first = words.count
    words.append(contentsOf: repeatElement(0, count: tokens.count))
    var next = first
    // By address: four checked arrays would cost as much as all the rest.
    words.withUnsafeMutableBufferPointer { words in
      walk.corpus.tokens.withUnsafeBufferPointer { all in
        walk.positions.withUnsafeBufferPointer { positions in
          walk.keepThresholds.withUnsafeBufferPointer { thresholds in
            for index in tokens {
              let word = positions[Int(all[index])]
              guard word != Vocabulary.absent else { continue }
              let threshold = thresholds[Int(word)]
              if threshold != .max, threshold < UInt32(truncatingIfNeeded: random.next() >> 32) { continue }
              words[next] = word
              next += 1
            }
          }
        }
      }
    }
    words.removeLast(words.count - next)
    return first..<next
  }

  /// Cuts the predictions into groups; bags and windows by position, so that a group's windows lie close together.
  package mutating func group(by scheme: TrainingScheme, length: Int) {
    groups.removeAll(keepingCapacity: true)
    var first = 0
    while first < heads.count {
      guard scheme != .pairs else {
        let end = min(first + length, heads.count)
        groups.append(TrainingGroup(predictions: first..<end, span: 0..<0, products: end - first))
        first = end
        continue
      }
      let block = Int(heads[first]) / length
      var (end, low, high, pairs) = (first, Int(starts[first]), Int(ends[first]), 0)
      while end < heads.count, Int(heads[end]) / length == block {
        low = min(low, Int(starts[end]))
        high = max(high, Int(ends[end]))
        pairs += Int(ends[end] - starts[end])
        end += 1
      }
      groups.append(
        TrainingGroup(
          predictions: first..<end, span: low..<high, products: scheme == .bags ? end - first : pairs))
      first = end
    }
  }
}

extension TrainingBatch {
  /// The positions of a prediction's context: its window, or the part of one, without the centre.
  package func context(of prediction: Int) -> [Int] {
    (Int(starts[prediction])..<Int(ends[prediction])).filter { $0 != Int(heads[prediction]) }
  }
}
