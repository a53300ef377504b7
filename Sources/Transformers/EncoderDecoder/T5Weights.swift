internal import Basics
internal import LinearAlgebra

/// The weights of T5 by the names that its checkpoints use. Raffel et al. 2020.
enum T5Weights {
  /// Heads for other tasks, and a table that the first files store and nothing uses.
  private static let surplus = [
    "qa_outputs.*", "classification_head.*", "classifier.*",
    "decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight",
  ]
  /// What a checkpoint holds for the decoder.
  private static let decoderNames = ["decoder.*", "lm_head.*"]

  /// The encoder alone.
  static func encoder(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ReadWeights {
    var reader = try reader(checkpoint)
    let weights = try side("encoder", &reader, sizes, pool)
    return try ReadWeights(weights, reader, expected: surplus + decoderNames, own: ["encoder.*", "shared.*"])
  }

  /// Encoder and decoder, as `EncoderDecoderWeights.whole` gives them.
  static func whole(
    _ checkpoint: Checkpoint, _ configuration: EncoderDecoderConfiguration, _ pool: WorkerPool
  ) throws -> (encoder: ReadWeights, decoder: ModelWeights, cross: [CrossWeights]) {
    var reader = try reader(checkpoint)
    let encoder = try side("encoder", &reader, configuration.encoder, pool)
    let decoder = try side("decoder", &reader, configuration.decoder, pool)
    let stack = configuration.decoder.stack
    let cross = try (0..<stack.layers).map { index -> CrossWeights in
      let prefix = "decoder.block.\(index).layer.1."
      func map(_ name: String, _ inputs: Int, _ outputs: Int, _ reader: inout WeightReader) throws -> LinearWeights {
        try LinearWeights(
          &reader, "\(prefix)EncDecAttention.\(name)", inputs: inputs, outputs: outputs, hasBias: false, pool: pool)
      }
      return CrossWeights(
        query: try map("q", stack.hiddenSize, stack.querySize, &reader),
        key: try map("k", stack.hiddenSize, stack.querySize, &reader),
        value: try map("v", stack.hiddenSize, stack.querySize, &reader),
        output: try map("o", stack.querySize, stack.hiddenSize, &reader),
        norm: try norm(&reader, prefix + "layer_norm", stack.hiddenSize))
    }
    let read = try ReadWeights(encoder, reader, expected: surplus, own: ["encoder.*", "shared.*"] + decoderNames)
    return (read, decoder, cross)
  }

  private static func reader(_ checkpoint: Checkpoint) throws(CheckpointError) -> WeightReader {
    try WeightReader(checkpoint, prefixes: [], anchor: "encoder.final_layer_norm.weight")
  }

  private static func norm(_ reader: inout WeightReader, _ name: String, _ size: Int) throws -> NormWeights {
    try NormWeights(&reader, name, size, kind: .rootMeanSquare, hasBias: false)
  }

  /// One side without its look at the other; of the decoder the scores for words as well.
  private static func side(
    _ side: String, _ reader: inout WeightReader, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ModelWeights {
    let isDecoder = side == "decoder"
    let feedForward = "layer.\(isDecoder ? 2 : 1)"
    let names = TensorNames(
      prefixes: [], layer: { "\(side).block.\($0)." },
      block: BlockNames(
        query: .own("layer.0.SelfAttention.q"), key: .own("layer.0.SelfAttention.k"),
        value: .own("layer.0.SelfAttention.v"), output: "layer.0.SelfAttention.o", attentionNorm: "layer.0.layer_norm",
        up: .own("\(feedForward).DenseReluDense.wi\(sizes.isGated ? "_0" : "")"),
        multiplier: sizes.isGated ? .own("\(feedForward).DenseReluDense.wi_1") : nil,
        down: "\(feedForward).DenseReluDense.wo", feedForwardNorm: "\(feedForward).layer_norm",
        attentionHasBias: false, outputHasBias: false, feedForwardHasBias: false),
      norm: NormStyle(kind: .rootMeanSquare, hasBias: false), surplus: [], own: [])
    let reading = ModelReading(names: names, sizes: sizes, pool: pool)
    let layers = try (0..<sizes.layers).map { try reading.layer(&reader, names.layer($0), $0) }
    let bias = try reader.tensor(
      "\(side).block.0.layer.0.SelfAttention.relative_attention_bias.weight", [sizes.relativeBuckets, sizes.heads])
    let words = try EncoderDecoderWeights.words(side, &reader, sizes)
    let scores = isDecoder ? try words.decoder("lm_head.weight", tied: true, from: &reader) : nil
    return ModelWeights(
      words: words, positions: nil, types: nil, embeddingNorm: nil, layers: layers,
      finalNorm: try norm(&reader, "\(side).final_layer_norm", sizes.hiddenSize), pooler: nil,
      head: scores.map { LanguageHead(transform: nil, decoder: $0, bias: nil, scale: sizes.outputScale) },
      relativeBias: RelativeBias(
        weights: try bias.floats(), buckets: sizes.relativeBuckets, heads: sizes.heads, isBidirectional: !isDecoder,
        farthest: sizes.farthestDistance))
  }
}
