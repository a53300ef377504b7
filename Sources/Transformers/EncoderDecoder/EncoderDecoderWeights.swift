internal import Basics
internal import LinearAlgebra

/// The weights of BART and Marian by the names that their checkpoints use. Lewis et al. 2020, Junczys-Dowmunt et al. 2018.
enum EncoderDecoderWeights {
  /// Heads for other tasks and buffers.
  private static let surplus = [
    "classification_head.*", "qa_outputs.*", "encoder.version", "decoder.version",
  ]
  /// What a checkpoint holds for the decoder.
  private static let decoderNames = ["decoder.*", "lm_head.*", "final_logits_bias"]

  private static func reader(_ checkpoint: Checkpoint) throws(CheckpointError) -> WeightReader {
    try WeightReader(checkpoint, prefixes: ["model."], anchor: "encoder.embed_positions.weight")
  }

  /// The encoder alone.
  static func encoder(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ReadWeights {
    var reader = try reader(checkpoint)
    let weights = try encoder(&reader, sizes, pool)
    return try ReadWeights(weights, reader, expected: surplus + decoderNames, own: ["encoder.*", "shared.*"])
  }

  /// Encoder and decoder.
  ///
  /// - Returns: The encoder with an account of the whole checkpoint, the decoder's own layers, and what they look at the source with.
  static func whole(
    _ checkpoint: Checkpoint, _ configuration: EncoderDecoderConfiguration, _ pool: WorkerPool
  ) throws -> (encoder: ReadWeights, decoder: ModelWeights, cross: [CrossWeights]) {
    var reader = try reader(checkpoint)
    let encoder = try encoder(&reader, configuration.encoder, pool)
    let (decoder, cross) = try decoder(&reader, configuration.decoder, pool)
    let read = try ReadWeights(
      encoder, reader, expected: surplus, own: ["encoder.*", "shared.*"] + decoderNames)
    return (read, decoder, cross)
  }

  private static func encoder(
    _ reader: inout WeightReader, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ModelWeights {
    let layers = try (0..<sizes.layers).map { try layer("encoder.layers.\($0).", &reader, sizes, pool) }
    return try weights("encoder", layers, nil, &reader, sizes)
  }

  private static func decoder(
    _ reader: inout WeightReader, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> (ModelWeights, [CrossWeights]) {
    let layers = try (0..<sizes.layers).map { try layer("decoder.layers.\($0).", &reader, sizes, pool) }
    let cross = try (0..<sizes.layers).map { index -> CrossWeights in
      let prefix = "decoder.layers.\(index).encoder_attn"
      func linear(_ name: String, _ reader: inout WeightReader) throws -> LinearWeights {
        try LinearWeights(
          &reader, "\(prefix).\(name)_proj", inputs: sizes.hiddenSize, outputs: sizes.hiddenSize, pool: pool)
      }
      return CrossWeights(
        query: try linear("q", &reader), key: try linear("k", &reader), value: try linear("v", &reader),
        output: try linear("out", &reader), norm: try NormWeights(&reader, prefix + "_layer_norm", sizes.hiddenSize))
    }
    let words = try self.words("decoder", &reader, sizes)
    guard let scores = try words.decoder("lm_head.weight", tied: sizes.tiesWordEmbeddings, from: &reader) else {
      return (try weights("decoder", layers, nil, &reader, sizes), cross)
    }
    var bias: [Float]?
    if reader.has("final_logits_bias") {
      let tensor = try reader.tensor("final_logits_bias", [1, sizes.vocabularySize])
      let numbers = try tensor.floats()
      guard numbers.allSatisfy(\.isFinite) else {
        throw CheckpointError.notFinite(path: tensor.path, name: tensor.name)
      }
      bias = numbers
    }
    let head = LanguageHead(transform: nil, decoder: scores, bias: bias)
    return (try weights("decoder", layers, head, &reader, sizes), cross)
  }

  /// Everything of one side beside its layers.
  private static func weights(
    _ side: String, _ layers: [LayerWeights], _ head: LanguageHead?, _ reader: inout WeightReader,
    _ sizes: ModelConfiguration
  ) throws -> ModelWeights {
    // Marian's positions are worked out, whatever copy a checkpoint holds.
    let positions = "\(side).embed_positions.weight"
    let hasPositions = sizes.architecture != .marian || reader.has(positions)
    return ModelWeights(
      words: try words(side, &reader, sizes),
      positions: hasPositions
        ? try EmbeddingTable(&reader, positions, rows: sizes.positions.rows, size: sizes.hiddenSize)
        : SinusoidalPositions.table(sizes.positions.rows, size: sizes.hiddenSize),
      types: nil,
      embeddingNorm: sizes.architecture == .marian
        ? nil : try NormWeights(&reader, "\(side).layernorm_embedding", sizes.hiddenSize),
      layers: layers, finalNorm: nil, pooler: nil, head: head)
  }

  /// A side's word embedding: its own where it is stored apart, else the one that both share.
  private static func words(
    _ side: String, _ reader: inout WeightReader, _ sizes: ModelConfiguration
  ) throws -> EmbeddingTable {
    let own = "\(side).embed_tokens.weight"
    if reader.has("shared.weight") {
      let shared = try EmbeddingTable(
        &reader, "shared.weight", rows: sizes.vocabularySize, size: sizes.hiddenSize)
      return try shared.decoder(own, tied: true, from: &reader) ?? shared
    }
    return try EmbeddingTable(&reader, own, rows: sizes.vocabularySize, size: sizes.hiddenSize)
  }

  private static func layer(
    _ prefix: String, _ reader: inout WeightReader, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> LayerWeights {
    let hidden = sizes.hiddenSize
    func linear(_ name: String, _ inputs: Int, _ outputs: Int, _ reader: inout WeightReader) throws -> LinearWeights {
      try LinearWeights(&reader, prefix + name, inputs: inputs, outputs: outputs, pool: pool)
    }
    return LayerWeights(
      query: try linear("self_attn.q_proj", hidden, hidden, &reader),
      key: try linear("self_attn.k_proj", hidden, hidden, &reader),
      value: try linear("self_attn.v_proj", hidden, hidden, &reader),
      output: try linear("self_attn.out_proj", hidden, hidden, &reader),
      attentionNorm: try NormWeights(&reader, prefix + "self_attn_layer_norm", hidden),
      up: try linear("fc1", hidden, sizes.intermediateSize, &reader),
      down: try linear("fc2", sizes.intermediateSize, hidden, &reader),
      feedForwardNorm: try NormWeights(&reader, prefix + "final_layer_norm", hidden))
  }
}

/// What a layer of a decoder looks at the source with, between its attention to itself and its feed-forward block.
struct CrossWeights: Sendable {
  /// `[hiddenSize, hiddenSize]`, all heads side by side, as are key and value, which read the encoder's output.
  let query: LinearWeights
  let key: LinearWeights
  let value: LinearWeights
  /// From the contexts of all heads.
  let output: LinearWeights
  /// After the residual sum.
  let norm: NormWeights
}
