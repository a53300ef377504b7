/// A text's way through an encoder, and that of another through a decoder that looks at it.
public struct EncoderDecoderPass: Sendable {
  /// The encoder over the source.
  public let encoder: ForwardPass
  /// The decoder over the target: its hidden states, and its attention to itself.
  public let decoder: ForwardPass
  /// What each layer of the decoder attends to in the source. Queries and contexts are `[target, heads, headSize]`, keys and values
  /// `[source, heads, headSize]`, scores and probabilities `[heads, target, source]`.
  public let cross: [LayerRecord]

  /// What the encoder read.
  public var source: Encoding { encoder.encoding }
  /// What the decoder read: each row is the step that is to say the next token.
  public var target: Encoding { decoder.encoding }
}

/// What a decoder says by itself.
public struct DecodedText: Sendable, Equatable {
  /// Its tokens, the one that it starts from before them.
  public let ids: [Int]
  /// Whether it ended of itself, and not because it had as many tokens as it was allowed.
  public let isEnded: Bool

  /// What was said.
  public init(ids: [Int], isEnded: Bool) { (self.ids, self.isEnded) = (ids, isEnded) }
}
