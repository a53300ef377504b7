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
  /// The ε of every norm.
  public var layerNormEpsilon: Float
  /// What stands between the two products of a feed-forward block; where that is gated, of the half that is activated.
  public var activation: Activation
  /// Whether a token sees only what stands before it.
  public var isCausal: Bool
  /// Whether norms stand before the blocks (GPT-2, CLIP) rather than after their residual sums (BERT).
  public var normalizesFirst: Bool

  /// Numbers in one head's query where the configuration says so itself; the hidden size is divided among the heads otherwise.
  public var ownHeadSize: Int?
  /// How many heads keys and values have, where several queries share them (grouped-query attention).
  public var ownKeyValueHeads: Int?
  /// What q·k is multiplied with; 1/√headSize unless said (T5: 1).
  public var ownScoreScale: Float?
  /// Scores s become cap · tanh(s / cap): Gemma 2.
  public var scoreCap: Float?
  /// Whether attention and feed-forward block both read the layer's input, and their sum is added to it (GPT-NeoX).
  public var isParallel = false
  /// How far each layer sees; nil within for everything. Empty where every layer sees everything.
  public var windows: [Int?] = []
  /// How each layer turns queries and keys by their positions, nil within for not at all; empty where no layer does.
  public var rotations: [RotaryPositions?] = []

  /// Numbers in one head's query.
  public var headSize: Int { ownHeadSize ?? hiddenSize / heads }
  /// How many heads keys and values have.
  public var keyValueHeads: Int { ownKeyValueHeads ?? heads }
  /// Numbers in the queries of all heads, and in their contexts.
  public var querySize: Int { heads * headSize }
  /// Numbers in the keys of all heads that have keys of their own.
  public var keySize: Int { keyValueHeads * headSize }
  /// How many queries share a key.
  var groupSize: Int { heads / keyValueHeads }
  /// What q·k is multiplied with.
  var scoreScale: Float { ownScoreScale ?? 1 / Float(headSize).squareRoot() }

  /// The distance from which on a layer does not see: a causal layer sees so many tokens, itself the last; any other all that
  /// stand nearer on either side.
  func window(_ layer: Int) -> Int? { windows.isEmpty ? nil : windows[layer] }

  /// How a layer turns queries and keys.
  func rotation(_ layer: Int) -> RotaryPositions? { rotations.isEmpty ? nil : rotations[layer] }
}
