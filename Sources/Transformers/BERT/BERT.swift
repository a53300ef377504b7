internal import Basics
internal import LinearAlgebra

/// BERT's weights by the names that its checkpoints use. Devlin et al. 2019.
enum BERT {
  /// Tensors of heads and buffers that a checkpoint of BERT may hold beside the model.
  static let surplus = [
    "embeddings.position_ids", "cls.predictions.*", "cls.seq_relationship.*", "classifier.*", "qa_outputs.*",
  ]

  /// The names of the model itself.
  static let own = ["embeddings.*", "encoder.*", "pooler.*"]

  static func weights(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ReadWeights {
    var reader = try WeightReader(checkpoint, prefixes: ["bert."])
    let words = try EmbeddingTable(
      &reader, "embeddings.word_embeddings.weight", rows: sizes.vocabularySize, size: sizes.hiddenSize)
    var head: LanguageHead?
    if reader.has("cls.predictions.transform.dense.weight"),
      let decoder = try words.decoder(
        "cls.predictions.decoder.weight", tied: sizes.tiesWordEmbeddings, from: &reader)
    {
      head = LanguageHead(
        transform: (
          try LinearWeights(
            &reader, "cls.predictions.transform.dense", inputs: sizes.hiddenSize, outputs: sizes.hiddenSize, pool: pool),
          sizes.activation,
          try NormWeights(&reader, "cls.predictions.transform.LayerNorm", sizes.hiddenSize)
        ),
        decoder: decoder,
        bias: try LanguageHead.bias(
          &reader, own: "cls.predictions.decoder.bias", shared: "cls.predictions.bias", sizes.vocabularySize))
    }
    let weights = try encoder(&reader, sizes, pool, words: words, head: head)
    return try ReadWeights(weights, reader, expected: surplus, own: own)
  }

  /// Everything that BERT and RoBERTa share: embeddings, layers, pooler.
  static func encoder(
    _ reader: inout WeightReader, _ sizes: ModelConfiguration, _ pool: WorkerPool, words: EmbeddingTable,
    head: LanguageHead?
  ) throws -> ModelWeights {
    let hidden = sizes.hiddenSize
    var layers: [LayerWeights] = []
    for index in 0..<sizes.layers {
      let prefix = "encoder.layer.\(index)."
      func linear(_ name: String, _ inputs: Int, _ outputs: Int, _ reader: inout WeightReader) throws -> LinearWeights {
        try LinearWeights(&reader, prefix + name, inputs: inputs, outputs: outputs, pool: pool)
      }
      layers.append(
        LayerWeights(
          query: try linear("attention.self.query", hidden, hidden, &reader),
          key: try linear("attention.self.key", hidden, hidden, &reader),
          value: try linear("attention.self.value", hidden, hidden, &reader),
          output: try linear("attention.output.dense", hidden, hidden, &reader),
          attentionNorm: try NormWeights(&reader, prefix + "attention.output.LayerNorm", hidden),
          up: try linear("intermediate.dense", hidden, sizes.intermediateSize, &reader),
          down: try linear("output.dense", sizes.intermediateSize, hidden, &reader),
          feedForwardNorm: try NormWeights(&reader, prefix + "output.LayerNorm", hidden)))
    }
    let hasPooler = reader.has("pooler.dense.weight")
    return ModelWeights(
      words: words,
      positions: try EmbeddingTable(
        &reader, "embeddings.position_embeddings.weight", rows: sizes.positions, size: hidden),
      types: try EmbeddingTable(
        &reader, "embeddings.token_type_embeddings.weight", rows: sizes.tokenTypes, size: hidden),
      embeddingNorm: try NormWeights(&reader, "embeddings.LayerNorm", hidden), layers: layers,
      finalNorm: nil,
      pooler: hasPooler
        ? try LinearWeights(&reader, "pooler.dense", inputs: hidden, outputs: hidden, pool: pool) : nil,
      head: head)
  }
}
