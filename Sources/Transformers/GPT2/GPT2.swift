internal import Basics
internal import LinearAlgebra

/// GPT-2's weights: norms before the blocks, query, key and value in one matrix, stored input by output. Radford et al. 2019.
enum GPT2 {
  static let surplus = ["h.*.attn.bias", "h.*.attn.masked_bias", "score.*"]

  static func weights(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ReadWeights {
    var reader = try WeightReader(checkpoint, prefixes: ["transformer."])
    let hidden = sizes.hiddenSize
    let words = try EmbeddingTable(&reader, "wte.weight", rows: sizes.vocabularySize, size: hidden)
    var layers: [LayerWeights] = []
    for index in 0..<sizes.layers {
      let prefix = "h.\(index)."
      func linear(_ name: String, _ inputs: Int, _ outputs: Int, _ reader: inout WeightReader) throws -> LinearWeights {
        try LinearWeights(
          &reader, prefix + name, inputs: inputs, outputs: outputs, layout: .convolution, pool: pool)
      }
      let fused = try reader.tensor(prefix + "attn.c_attn.weight", [hidden, 3 * hidden])
      let bias = try reader.vector(prefix + "attn.c_attn.bias", 3 * hidden)
      func part(_ index: Int) throws -> LinearWeights {
        try LinearWeights(
          fused, bias: bias, inputs: hidden, outputs: (index * hidden)..<((index + 1) * hidden),
          layout: .convolution, pool: pool)
      }
      layers.append(
        LayerWeights(
          query: try part(0), key: try part(1), value: try part(2),
          output: try linear("attn.c_proj", hidden, hidden, &reader),
          attentionNorm: try NormWeights(&reader, prefix + "ln_1", hidden),
          up: try linear("mlp.c_fc", hidden, sizes.intermediateSize, &reader),
          down: try linear("mlp.c_proj", sizes.intermediateSize, hidden, &reader),
          feedForwardNorm: try NormWeights(&reader, prefix + "ln_2", hidden)))
    }
    // GPT-2's scores are products with its word embedding, but where it is said to be untied and stored apart.
    let decoder = try words.decoder("lm_head.weight", tied: sizes.tiesWordEmbeddings, from: &reader)
    let weights = ModelWeights(
      words: words, positions: try EmbeddingTable(&reader, "wpe.weight", rows: sizes.positions, size: hidden),
      types: nil, embeddingNorm: nil, layers: layers,
      finalNorm: try NormWeights(&reader, "ln_f", hidden), pooler: nil,
      head: decoder.map { LanguageHead(transform: nil, decoder: $0, bias: nil) })
    return try ReadWeights(weights, reader, expected: surplus, own: ["wte.*", "wpe.*", "h.*", "ln_f.*"])
  }
}
