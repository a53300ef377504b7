internal import LinearAlgebra

extension TrainingBatch {
  /// Refills the batch with sentences of a corpus in one epoch.
  package mutating func plan(_ sentences: Range<Int>, of walk: CorpusWalk, epoch: Int) {
    words.removeAll(keepingCapacity: true)
    heads.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    centers.removeAll(keepingCapacity: true)
    bounds.removeAll(keepingCapacity: true)
    bounds.append(0)
    targets.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    for sentence in sentences {
      var random = SeededRandom(seed: walk.seed, stream: UInt64(epoch) << 40 | UInt64(sentence))
      appendSentence(walk.tokens(of: sentence), of: walk, drawing: &random)
    }
    group(by: walk.scheme, length: walk.groupLength)
  }

  private mutating func appendSentence(
    _ tokens: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) {
    let sentence = appendWords(tokens, of: walk, drawing: &random)
    guard sentence.count > 1 else { return }
    let first = heads.count
    switch walk.scheme {
    case .bags: appendBags(sentence, of: walk, drawing: &random)
    case .pairs: appendPairs(sentence, of: walk, drawing: &random)
    case .windows: appendSides(sentence, of: walk, drawing: &random)
    }
    switch walk.objective {
    case .negatives(let sampler, let negative):
      appendNegatives(first..<heads.count, negative: negative, from: sampler, drawing: &random)
    case .tree(let tree): appendWays(first..<heads.count, through: tree)
    }
  }

  /// Appends those tokens that are in the vocabulary and are not thinned out.
  ///
  /// - Returns: Where in `words` they lie.
  private mutating func appendWords(
    _ tokens: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) -> Range<Int> {
    let first = words.count
    guard !tokens.isEmpty else { return first..<first }
    words.append(contentsOf: repeatElement(0, count: tokens.count))
    let kept = words.withUnsafeMutableBufferPointer { words in
      walk.corpus.tokens.withUnsafeBufferPointer { all in
        walk.chances.withUnsafeBufferPointer { chances in
          VectorKernels.best.keepWords(
            UnsafeBufferPointer(rebasing: all[tokens]), by: chances, drawing: &random,
            into: words.baseAddress! + first)
        }
      }
    }
    words.removeLast(tokens.count - kept)
    return first..<first + kept
  }

  private mutating func appendBags(
    _ sentence: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) {
    let first = heads.count
    heads.append(contentsOf: sentence.lazy.map { UInt32(truncatingIfNeeded: $0) })
    centers.append(contentsOf: words[sentence])
    starts.append(contentsOf: repeatElement(0, count: sentence.count))
    ends.append(contentsOf: repeatElement(0, count: sentence.count))
    starts.withUnsafeMutableBufferPointer { starts in
      ends.withUnsafeMutableBufferPointer { ends in
        // A copy of the state stays in a register.
        var (next, local) = (first, random)
        for position in sentence {
          let window = walk.window(at: position, in: sentence, drawing: &local)
          starts[next] = UInt32(truncatingIfNeeded: window.lowerBound)
          ends[next] = UInt32(truncatingIfNeeded: window.upperBound)
          next += 1
        }
        random = local
      }
    }
  }

  private mutating func appendPairs(
    _ sentence: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) {
    for position in sentence {
      let window = walk.window(at: position, in: sentence, drawing: &random)
      heads.append(contentsOf: words[window.lowerBound..<position])
      heads.append(contentsOf: words[position + 1..<window.upperBound])
      centers.append(contentsOf: repeatElement(words[position], count: window.count - 1))
    }
  }

  /// Appends the two sides of each window, each a prediction whose pairs share their negatives.
  ///
  /// Shared by both sides, they push twice as many words the same way, and neighbours agree less with those of pairs that
  /// have negatives of their own; shared by fewer words, there are more rows to fetch.
  private mutating func appendSides(
    _ sentence: Range<Int>, of walk: CorpusWalk, drawing random: inout SeededRandom
  ) {
    func append(_ side: Range<Int>, around position: Int) {
      guard !side.isEmpty else { return }
      heads.append(UInt32(position))
      starts.append(UInt32(side.lowerBound))
      ends.append(UInt32(side.upperBound))
      centers.append(words[position])
    }
    for position in sentence {
      let window = walk.window(at: position, in: sentence, drawing: &random)
      append(window.lowerBound..<position, around: position)
      append(position + 1..<window.upperBound, around: position)
    }
  }

  /// Appends each prediction's centre word and the words that it is told from.
  private mutating func appendNegatives(
    _ predictions: Range<Int>, negative: Int, from sampler: NegativeSampler, drawing random: inout SeededRandom
  ) {
    let (first, width) = (targets.count, negative + 1)
    targets.append(contentsOf: repeatElement(0, count: predictions.count * width))
    labels.append(contentsOf: repeatElement(0, count: predictions.count * width))
    bounds.append(contentsOf: predictions.lazy.map { UInt32(truncatingIfNeeded: ($0 + 1) * width) })
    centers.withUnsafeBufferPointer { centers in
      targets.withUnsafeMutableBufferPointer { targets in
        labels.withUnsafeMutableBufferPointer { labels in
          sampler.fill(
            UnsafeMutableBufferPointer(rebasing: targets[first...]),
            labels: UnsafeMutableBufferPointer(rebasing: labels[first...]),
            centers: UnsafeBufferPointer(rebasing: centers[predictions]), from: &random)
        }
      }
    }
  }

  /// Appends the inner nodes on the way to each prediction's centre word.
  private mutating func appendWays(_ predictions: Range<Int>, through tree: HuffmanTree) {
    for prediction in predictions {
      let way = tree.way(to: Int(centers[prediction]))
      targets.append(contentsOf: tree.points[way])
      labels.append(contentsOf: tree.labels[way])
      bounds.append(UInt32(targets.count))
    }
  }
}

extension CorpusWalk {
  /// The window around a position of a sentence, as far as its drawn reach.
  @inline(__always)
  fileprivate func window(at position: Int, in sentence: Range<Int>, drawing random: inout SeededRandom) -> Range<Int> {
    let reach = window - Int(random.next(below: UInt32(truncatingIfNeeded: window)))
    return max(sentence.lowerBound, position - reach)..<min(sentence.upperBound, position + reach + 1)
  }
}
