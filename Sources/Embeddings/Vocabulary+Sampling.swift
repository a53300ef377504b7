extension Vocabulary {
  /// How likely each word is to be kept when frequent words are thinned out, scaled to 32 bits.
  ///
  ///     p = min(1, (√(c / t) + 1) · t / c)
  ///
  /// c is the word's count, t the count above which words are thinned: `sample · tokenCount`, or from `sample` = 1 on
  /// gensim's reading of it as a count, ⌊`sample` · (3 + √5) / 2⌋. An occurrence is kept where a random 32-bit number is
  /// at most the scaled p. `sample` = 0 keeps everything. Mikolov et al. 2013, §2.3, in the form that word2vec.c and
  /// gensim use.
  package func keepThresholds(sample: Double) -> [UInt32] {
    guard sample > 0 else { return Array(repeating: .max, count: count) }
    let threshold = sample < 1 ? sample * Double(tokenCount) : (sample * (3 + 5.0.squareRoot()) / 2).rounded(.down)
    return counts.map { count in
      let ratio = threshold / Double(count)
      let probability = min(1, ((1 / ratio).squareRoot() + 1) * ratio)
      return UInt32(probability * Double(UInt32.max))
    }
  }
}
