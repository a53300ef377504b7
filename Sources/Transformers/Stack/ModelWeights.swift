internal import LinearAlgebra

/// The weights of a layer norm.
struct NormWeights: Sendable {
  /// `[hiddenSize]`.
  let weight: [Float]
  /// `[hiddenSize]`.
  let bias: [Float]
}

extension NormWeights {
  init(_ reader: inout WeightReader, _ prefix: String, _ size: Int) throws(CheckpointError) {
    weight = try reader.vector(prefix + ".weight", size)
    bias = try reader.vector(prefix + ".bias", size)
  }
}

/// The weights of one layer: attention, then a feed-forward block.
struct LayerWeights: Sendable {
  /// `[hiddenSize, hiddenSize]`, all heads side by side, as are key and value.
  let query: LinearWeights
  let key: LinearWeights
  let value: LinearWeights
  /// From the contexts of all heads, `[hiddenSize, hiddenSize]`.
  let output: LinearWeights
  /// After the attention's residual sum, or before the attention where `StackConfiguration.normalizesFirst`.
  let attentionNorm: NormWeights
  /// `[hiddenSize, intermediateSize]`.
  let up: LinearWeights
  /// `[intermediateSize, hiddenSize]`.
  let down: LinearWeights
  /// After the feed-forward block's residual sum, or before the block where `StackConfiguration.normalizesFirst`.
  let feedForwardNorm: NormWeights
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
  /// dense → activation → layer norm, before the scores; GPT-2 has none.
  let transform: (dense: LinearWeights, activation: Activation, norm: NormWeights)?
  /// `[vocabulary, hiddenSize]`; mostly the word embedding itself.
  let decoder: EmbeddingTable
  /// `[vocabulary]`, or none.
  let bias: [Float]?
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
  /// `[vocabularySize, hiddenSize]`.
  let words: EmbeddingTable
  /// `[positions, hiddenSize]`.
  let positions: EmbeddingTable
  /// `[tokenTypes, hiddenSize]`, where there are types.
  let types: EmbeddingTable?
  let embeddingNorm: NormWeights?
  let layers: [LayerWeights]
  let finalNorm: NormWeights?
  /// BERT's dense layer with tanh over the first token, `[hiddenSize, hiddenSize]`.
  let pooler: LinearWeights?
  let head: LanguageHead?
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
