extension Word2VecConfiguration {
  /// How many words a training on a corpus predicts in all its epochs, on average over the seeds.
  ///
  /// Frequent words are thinned out by lot, and the reach of each window is drawn, so the number itself changes from seed to
  /// seed. CBOW predicts each word that is left once, skip-gram once for each word of its window. A row keeps as many words as
  /// it is expected to; where windows are cut short at its ends is counted as for a row of that length.
  public func expectedPredictions(on corpus: TokenizedCorpus) throws(EmbeddingError) -> Double {
    let vocabulary = try Vocabulary(corpus: corpus, minCount: minCount)
    let thresholds = vocabulary.keepThresholds(sample: sample)
    let kept = vocabulary.positions(in: corpus).map {
      $0 == Vocabulary.absent ? 0 : Double(thresholds[Int($0)]) / Double(UInt32.max)
    }
    var total = 0.0
    corpus.tokens.withUnsafeBufferPointer { tokens in
      var start = 0
      for end in corpus.rowEnds {
        let length = tokens[start..<end].reduce(0) { $0 + kept[Int($1)] }
        total += sg ? pairs(inRowOf: length) : length > 1 ? length : 0
        start = end
      }
    }
    return total * Double(epochs)
  }

  /// How many pairs of a word and one of its window a row of that many words has: two words `distance` apart are one where the
  /// reach that is drawn, each from 1 to `window` being as likely, is no less.
  private func pairs(inRowOf length: Double) -> Double {
    var pairs = 0.0
    for distance in 1...window where Double(distance) < length {
      pairs += 2 * (length - Double(distance)) * Double(window - distance + 1) / Double(window)
    }
    return pairs
  }
}
