internal import Basics
internal import LinearAlgebra

/// RoBERTa's weights: BERT's layers, another head, and positions that start after the padding's. Liu et al. 2019.
enum RoBERTa {
  static let surplus = ["embeddings.position_ids", "lm_head.decoder.*", "classifier.*", "qa_outputs.*"]

  static func weights(
    _ checkpoint: Checkpoint, _ sizes: ModelConfiguration, _ pool: WorkerPool
  ) throws -> (ModelWeights, unused: [String]) {
    var reader = try WeightReader(checkpoint, prefixes: ["roberta."])
    let words = try EmbeddingTable(
      &reader, "embeddings.word_embeddings.weight", rows: sizes.vocabularySize, size: sizes.hiddenSize)
    var head: LanguageHead?
    if reader.has("lm_head.dense.weight") {
      let decoder = "lm_head.decoder.weight"
      head = LanguageHead(
        transform: (
          try LinearWeights(
            &reader, "lm_head.dense", inputs: sizes.hiddenSize, outputs: sizes.hiddenSize, pool: pool), .gelu,
          try NormWeights(&reader, "lm_head.layer_norm", sizes.hiddenSize)
        ),
        decoder: reader.has(decoder)
          ? try EmbeddingTable(&reader, decoder, rows: sizes.vocabularySize, size: sizes.hiddenSize) : words,
        bias: try reader.vector("lm_head.bias", sizes.vocabularySize))
    }
    let weights = try BERT.encoder(&reader, sizes, pool, words: words, head: head)
    return (weights, try reader.surplus(expected: surplus))
  }
}
