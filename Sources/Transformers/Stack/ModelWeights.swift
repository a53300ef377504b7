internal import LinearAlgebra

/// The weights of a norm.
struct NormWeights: Sendable {
  /// What is done before the weights.
  enum Kind: Sendable {
    /// Mean and variance to 0 and 1.
    case layer
    /// The mean of squares to 1, the mean left as it is; there is no bias. Zhang and Sennrich 2019.
    case rootMeanSquare
    /// Nothing at all, the weights included: ModernBERT's first layer.
    case none
  }

  /// `[hiddenSize]`.
  let weight: [Float]
  /// `[hiddenSize]`; zeros where the model has none.
  let bias: [Float]
  var kind = Kind.layer

  /// Changes nothing.
  static let none = NormWeights(weight: [], bias: [], kind: .none)
}

extension NormWeights {
  init(_ reader: inout WeightReader, _ prefix: String, _ size: Int) throws(CheckpointError) {
    weight = try reader.vector(prefix + ".weight", size)
    bias = try reader.vector(prefix + ".bias", size)
  }

  /// A norm of any kind.
  ///
  /// - Parameters:
  ///   - hasBias: Whether the checkpoint stores a bias.
  ///   - addend: What is added to the stored weights: Gemma's are what is beside 1.
  init(
    _ reader: inout WeightReader, _ prefix: String, _ size: Int, kind: Kind, hasBias: Bool, addend: Float = 0
  ) throws(CheckpointError) {
    weight = try reader.vector(prefix + ".weight", size).map { addend == 0 ? $0 : addend + $0 }
    bias = hasBias ? try reader.vector(prefix + ".bias", size) : Array(repeating: 0, count: size)
    self.kind = kind
  }
}

/// The weights of one layer: attention, then a feed-forward block.
struct LayerWeights: Sendable {
  /// `[hiddenSize, querySize]`, all heads side by side.
  let query: LinearWeights
  /// `[hiddenSize, keySize]`, as is the value.
  let key: LinearWeights
  let value: LinearWeights
  /// From the contexts of all heads, `[querySize, hiddenSize]`.
  let output: LinearWeights
  /// After the attention's residual sum, or before the attention where `StackConfiguration.normalizesFirst`.
  let attentionNorm: NormWeights
  /// `[hiddenSize, intermediateSize]`.
  let up: LinearWeights
  /// `[intermediateSize, hiddenSize]`.
  let down: LinearWeights
  /// After the feed-forward block's residual sum, or before the block where `StackConfiguration.normalizesFirst`.
  let feedForwardNorm: NormWeights
  /// `[hiddenSize, intermediateSize]`: what `up` is multiplied with, number by number, after the activation. SwiGLU, GeGLU: Shazeer 2020.
  var multiplier: LinearWeights?
  /// Over each head's query by itself, `[headSize]`, before it is turned: Qwen3.
  var queryNorm: NormWeights?
  /// Over each head's key.
  var keyNorm: NormWeights?
  /// Over what the attention brings, before the residual sum: Gemma 2.
  var attentionOutputNorm: NormWeights?
  /// Over what the feed-forward block brings.
  var feedForwardOutputNorm: NormWeights?
}

/// The rows of an embedding, `[rows, size]`, read where they lie in the checkpoint.
struct EmbeddingTable: Sendable {
  let rows: Int
  let size: Int
  /// Where the rows lie; nil of a table that was worked out.
  private let stored: StoredTensor?
  /// A converted copy, where the stored rows are not 32-bit floats, or what was worked out.
  private let converted: [Float]?

  init(_ reader: inout WeightReader, _ name: String, rows: Int, size: Int) throws(CheckpointError) {
    try self.init(reader.tensor(name, [rows, size]), rows: rows, size: size)
  }

  private init(_ stored: StoredTensor, rows: Int, size: Int) throws(CheckpointError) {
    (self.rows, self.size, self.stored) = (rows, size, stored)
    converted = stored.mappedFloats == nil ? try stored.floats() : nil
  }

  /// Rows that no checkpoint stores, such as sinusoidal positions: `[rows, size]`.
  init(numbers: [Float], rows: Int, size: Int) {
    precondition(numbers.count == rows * size, "one row after the other")
    (self.rows, self.size, stored, converted) = (rows, size, nil, numbers)
  }

  /// The table of another name that scores are products with.
  ///
  /// - Returns: The checkpoint's own where it stores one; these rows where that is the same or the configuration ties it to them; nil
  ///   where it ties nothing and the checkpoint stores nothing.
  func decoder(
    _ name: String, tied: Bool, from reader: inout WeightReader
  ) throws(CheckpointError) -> EmbeddingTable? {
    guard reader.has(name) else { return tied ? self : nil }
    let other = try reader.tensor(name, [rows, size])
    if let stored, other.isSame(as: stored) { return self }
    return try EmbeddingTable(other, rows: rows, size: size)
  }

  func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    defer { withExtendedLifetime(stored) {} }
    if converted == nil, let floats = stored?.mappedFloats { return body(floats) }
    return converted!.withUnsafeBufferPointer(body)
  }
}

/// What turns a hidden state into a score for every token of the vocabulary.
struct LanguageHead: Sendable {
  /// What comes before the scores: a dense layer, then an activation and a norm where there are such.
  struct Transform: Sendable {
    /// `[hiddenSize, decoder.size]`.
    let dense: LinearWeights
    let activation: Activation?
    let norm: NormWeights?
  }

  /// Before the scores; GPT-2 has none.
  let transform: Transform?
  /// `[vocabulary, size]`; mostly the word embedding itself.
  let decoder: EmbeddingTable
  /// `[vocabulary]`, or none.
  let bias: [Float]?
  /// What the states are multiplied with before the scores: d^−½ of a T5 that is tied.
  var scale: Float = 1
  /// Scores s become cap · tanh(s / cap): Gemma 2.
  var cap: Float?
}

extension LanguageHead {
  /// The bias of scores: the decoder's own where the checkpoint stores one, as it does where it is not tied to the other.
  static func bias(
    _ reader: inout WeightReader, own: String, shared: String, _ count: Int
  ) throws(CheckpointError) -> [Float] {
    guard reader.has(own) else { return try reader.vector(shared, count) }
    if reader.has(shared) { _ = try reader.tensor(shared, [count]) }
    return try reader.vector(own, count)
  }
}

/// A whole model, its matrices packed for the product.
struct ModelWeights: Sendable {
  /// `[vocabularySize, embeddingSize]`.
  let words: EmbeddingTable
  /// `[positions, embeddingSize]`, where positions are rows that are added.
  let positions: EmbeddingTable?
  /// `[tokenTypes, embeddingSize]`, where there are types.
  let types: EmbeddingTable?
  let embeddingNorm: NormWeights?
  let layers: [LayerWeights]
  let finalNorm: NormWeights?
  /// BERT's dense layer with tanh over the first token, `[hiddenSize, hiddenSize]`.
  let pooler: LinearWeights?
  let head: LanguageHead?
  /// From the embedding's size to the hidden one, `[embeddingSize, hiddenSize]`, where they differ.
  var projection: LinearWeights?
  /// What is added to the scores by distance, the same in all layers.
  var relativeBias: RelativeBias?
}

/// What was read of a checkpoint.
struct ReadWeights: Sendable {
  let weights: ModelWeights
  /// Buffers and heads of known kinds that are not used.
  let unused: [String]
  /// Tensors that no architecture has.
  let foreign: [String]
  /// Every tensor that is used.
  let tensors: [StoredTensor]
  /// What hands out the rest.
  let reader: WeightReader

  /// The weights, and an account of what else the checkpoint holds.
  init(
    _ weights: ModelWeights, _ reader: WeightReader, expected: [String], own: [String]
  ) throws(CheckpointError) {
    self.weights = weights
    (unused, foreign) = try reader.surplus(expected: expected, own: own)
    tensors = reader.taken
    self.reader = reader
  }
}
