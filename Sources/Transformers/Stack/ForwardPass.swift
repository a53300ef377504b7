public import LinearAlgebra

/// What one layer did: every number of its attention.
public struct LayerRecord: Sendable {
  /// Queries as they enter the product, `[tokens, heads, headSize]`: biases included, normed and turned by their positions where
  /// the model does so.
  public let queries: Tensor
  /// Keys, likewise; those that several queries share are repeated for each head.
  public let keys: Tensor
  /// Values, biases included, `[tokens, heads, headSize]`; shared ones are repeated.
  public let values: Tensor
  /// q·k/√headSize before any mask, `[heads, tokens, tokens]`: a row for each query. Another scale, a bias by distance and a cap are
  /// in it where the model has such.
  public let scores: Tensor
  /// The softmax of the scores that the mask lets through, `[heads, tokens, tokens]`; each row sums to 1.
  public let probabilities: Tensor
  /// The values averaged by the probabilities, before the output projection, `[tokens, heads, headSize]`.
  public let contexts: Tensor
}

/// One text's way through a model.
public struct ForwardPass: Sendable {
  /// What went in.
  public let encoding: Encoding
  /// The embedding's output and each layer's, `[tokens, hiddenSize]`: one more than there are layers.
  ///
  /// As transformers gives them: of a model with a last norm (GPT-2), the last one is after that norm.
  public let hiddenStates: [Tensor]
  /// Every layer's attention; empty unless the pass recorded it.
  public let layers: [LayerRecord]

  /// The last layer's output, `[tokens, hiddenSize]`.
  public var output: Tensor { hiddenStates[hiddenStates.count - 1] }
}

/// How much of a pass is kept.
public enum Recording: Sendable {
  /// The last hidden state only.
  case output
  /// Hidden states, queries, keys, values, scores, probabilities and contexts of every layer.
  case everything
}
