internal import Basics
internal import LinearAlgebra

/// RoBERTa's weights: BERT's layers, another head, and positions that start after the padding's. Liu et al. 2019.
enum RoBERTa {
  static let surplus = ["embeddings.position_ids", "lm_head.*", "classifier.*", "qa_outputs.*"]

  static func weights(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> ReadWeights {
    var reader = try WeightReader(checkpoint, prefixes: ["roberta."])
    let words = try EmbeddingTable(
      &reader, "embeddings.word_embeddings.weight", rows: sizes.vocabularySize, size: sizes.hiddenSize)
    var head: LanguageHead?
    if reader.has("lm_head.dense.weight"),
      let decoder = try words.decoder("lm_head.decoder.weight", tied: sizes.tiesWordEmbeddings, from: &reader)
    {
      head = LanguageHead(
        transform: (
          try LinearWeights(
            &reader, "lm_head.dense", inputs: sizes.hiddenSize, outputs: sizes.hiddenSize, pool: pool), .gelu,
          try NormWeights(&reader, "lm_head.layer_norm", sizes.hiddenSize)
        ),
        decoder: decoder,
        bias: try LanguageHead.bias(
          &reader, own: "lm_head.decoder.bias", shared: "lm_head.bias", sizes.vocabularySize))
    }
    let weights = try BERT.encoder(&reader, sizes, pool, words: words, head: head)
    return try ReadWeights(weights, reader, expected: surplus, own: BERT.own)
  }
}
