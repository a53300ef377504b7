internal import Basics
internal import LinearAlgebra

/// DistilBERT's weights: BERT's layers under other names, without token types and pooler. Sanh et al. 2019.
enum DistilBERT {
  static let surplus = [
    "embeddings.position_ids", "vocab_*", "pre_classifier.*", "classifier.*", "qa_outputs.*",
  ]

  static func weights(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ReadWeights {
    var reader = try WeightReader(checkpoint, prefixes: ["distilbert."])
    let hidden = sizes.hiddenSize
    let words = try EmbeddingTable(
      &reader, "embeddings.word_embeddings.weight", rows: sizes.vocabularySize, size: hidden)
    var layers: [LayerWeights] = []
    for index in 0..<sizes.layers {
      let prefix = "transformer.layer.\(index)."
      func linear(_ name: String, _ inputs: Int, _ outputs: Int, _ reader: inout WeightReader) throws -> LinearWeights {
        try LinearWeights(&reader, prefix + name, inputs: inputs, outputs: outputs, pool: pool)
      }
      layers.append(
        LayerWeights(
          query: try linear("attention.q_lin", hidden, hidden, &reader),
          key: try linear("attention.k_lin", hidden, hidden, &reader),
          value: try linear("attention.v_lin", hidden, hidden, &reader),
          output: try linear("attention.out_lin", hidden, hidden, &reader),
          attentionNorm: try NormWeights(&reader, prefix + "sa_layer_norm", hidden),
          up: try linear("ffn.lin1", hidden, sizes.intermediateSize, &reader),
          down: try linear("ffn.lin2", sizes.intermediateSize, hidden, &reader),
          feedForwardNorm: try NormWeights(&reader, prefix + "output_layer_norm", hidden)))
    }
    var head: LanguageHead?
    if reader.has("vocab_transform.weight"),
      let decoder = try words.decoder("vocab_projector.weight", tied: sizes.tiesWordEmbeddings, from: &reader)
    {
      head = LanguageHead(
        transform: (
          try LinearWeights(&reader, "vocab_transform", inputs: hidden, outputs: hidden, pool: pool), sizes.activation,
          try NormWeights(&reader, "vocab_layer_norm", hidden)
        ),
        decoder: decoder,
        bias: try reader.vector("vocab_projector.bias", sizes.vocabularySize))
    }
    let weights = ModelWeights(
      words: words,
      positions: try EmbeddingTable(
        &reader, "embeddings.position_embeddings.weight", rows: sizes.positions, size: hidden),
      types: nil, embeddingNorm: try NormWeights(&reader, "embeddings.LayerNorm", hidden), layers: layers,
      finalNorm: nil, pooler: nil, head: head)
    return try ReadWeights(weights, reader, expected: surplus, own: ["embeddings.*", "transformer.*"])
  }
}
