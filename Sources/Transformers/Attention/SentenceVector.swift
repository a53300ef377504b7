public import LinearAlgebra

/// One vector for a whole text.
public enum SentenceVector {
  /// How a text's hidden states become one vector.
  public enum Pooling: Sendable {
    /// Their mean over all tokens that may be attended to, as sentence-transformers' models do.
    case mean
    /// The first token's: BERT's [CLS].
    case first
    /// The last token's, the only one of GPT-2 that has seen the whole text.
    case last
  }

  /// The vector of a text.
  ///
  /// - Parameters:
  ///   - output: The last hidden state, `[tokens, hiddenSize]`.
  ///   - mask: The tokens that count; nil for all.
  public static func vector(_ output: Tensor, _ pooling: Pooling, mask: [Bool]? = nil) -> [Float] {
    switch pooling {
    case .mean: mean(output, mask: mask)
    case .first: output.slice(0).elements
    case .last: output.slice((mask?.lastIndex(of: true)) ?? output.shape[0] - 1).elements
    }
  }

  /// The mean of the hidden states.
  public static func mean(_ output: Tensor, mask: [Bool]? = nil) -> [Float] {
    let size = output.shape[1]
    var sums = [Double](repeating: 0, count: size)
    var count = 0
    output.withUnsafeBufferPointer { states in
      for token in 0..<output.shape[0] where mask?[token] ?? true {
        count += 1
        for column in 0..<size { sums[column] += Double(states[token * size + column]) }
      }
    }
    return sums.map { Float($0 / Double(max(count, 1))) }
  }

  /// The cosine of the angle between two vectors; 0 where one of them is zero.
  public static func cosine(_ left: [Float], _ right: [Float]) -> Float {
    precondition(left.count == right.count, "vectors of one length")
    var (product, a, b) = (0.0, 0.0, 0.0)
    for (x, y) in zip(left, right) {
      product += Double(x) * Double(y)
      a += Double(x) * Double(x)
      b += Double(y) * Double(y)
    }
    return a > 0 && b > 0 ? Float(product / (a * b).squareRoot()) : 0
  }
}
