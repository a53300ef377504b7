public import LinearAlgebra

/// The sizes and choices of a stack of layers, whatever goes into it: words, or the patches of a picture.
public struct StackConfiguration: Sendable, Equatable {
  /// How many layers.
  public var layers: Int
  /// How many attention heads a layer has.
  public var heads: Int
  /// Numbers in one hidden state.
  public var hiddenSize: Int
  /// Numbers between the two products of a feed-forward block.
  public var intermediateSize: Int
  /// The ε of every layer norm.
  public var layerNormEpsilon: Float
  /// What stands between the two products of a feed-forward block.
  public var activation: Activation
  /// Whether a token sees only what stands before it.
  public var isCausal: Bool
  /// Whether norms stand before the blocks (GPT-2, CLIP) rather than after their residual sums (BERT).
  public var normalizesFirst: Bool

  /// Numbers in one head's query.
  public var headSize: Int { hiddenSize / heads }
}

extension ModelConfiguration {
  /// What its layers need to know.
  var stack: StackConfiguration {
    StackConfiguration(
      layers: layers, heads: heads, hiddenSize: hiddenSize, intermediateSize: intermediateSize,
      layerNormEpsilon: layerNormEpsilon, activation: activation, isCausal: isCausal,
      normalizesFirst: architecture == .gpt2)
  }
}
