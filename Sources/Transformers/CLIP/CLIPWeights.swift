internal import Glibc
internal import LinearAlgebra

/// The weights that read a picture: patches to rows, layers, a vector.
struct CLIPVisionWeights: Sendable {
  /// Stands before the patches; its row becomes the picture's vector.
  let classEmbedding: [Float]
  /// A patch's pixels (channel, row, column) to its row; no bias.
  let patches: LinearWeights
  /// `[1 + patches, hiddenSize]`.
  let positions: EmbeddingTable
  let firstNorm: NormWeights
  let layers: [LayerWeights]
  let lastNorm: NormWeights
  /// To the space that pictures and captions share; no bias.
  let projection: LinearWeights
}

/// The weights that read a caption.
struct CLIPTextWeights: Sendable {
  let words: EmbeddingTable
  let positions: EmbeddingTable
  let layers: [LayerWeights]
  let lastNorm: NormWeights
  let projection: LinearWeights
}

/// Both towers and the scale between them. Radford et al. 2021.
struct CLIPWeights: Sendable {
  let vision: CLIPVisionWeights
  let text: CLIPTextWeights
  /// exp(`logit_scale`).
  let logitScale: Float
  let unused: [String]

  init(_ checkpoint: Checkpoint, _ sizes: CLIPConfiguration, _ pool: WorkerPool) throws {
    var reader = try WeightReader(checkpoint, prefixes: [])
    vision = try CLIPVisionWeights(&reader, sizes, pool)
    text = try CLIPTextWeights(&reader, sizes, pool)
    logitScale = try expf(reader.tensor("logit_scale", []).floats()[0])
    unused = try reader.surplus(expected: ["*_model.embeddings.position_ids"])
  }
}

extension CLIPVisionWeights {
  init(_ reader: inout WeightReader, _ sizes: CLIPConfiguration, _ pool: WorkerPool) throws {
    let hidden = sizes.vision.hiddenSize
    let patch = sizes.patchSize
    let prefix = "vision_model."
    classEmbedding = try reader.vector(prefix + "embeddings.class_embedding", hidden)
    patches = try LinearWeights(
      reader.tensor(prefix + "embeddings.patch_embedding.weight", [hidden, 3, patch, patch]),
      bias: Array(repeating: 0, count: hidden), inputs: 3 * patch * patch, pool: pool)
    positions = try EmbeddingTable(
      &reader, prefix + "embeddings.position_embedding.weight", rows: 1 + sizes.gridSide * sizes.gridSide, size: hidden)
    // Misspelt in every checkpoint.
    firstNorm = try NormWeights(&reader, prefix + "pre_layrnorm", hidden)
    layers = try CLIPWeights.layers(&reader, prefix, sizes.vision, pool)
    lastNorm = try NormWeights(&reader, prefix + "post_layernorm", hidden)
    projection = try CLIPWeights.projection(&reader, "visual_projection", from: hidden, sizes, pool)
  }
}

extension CLIPTextWeights {
  init(_ reader: inout WeightReader, _ sizes: CLIPConfiguration, _ pool: WorkerPool) throws {
    let hidden = sizes.text.hiddenSize
    let prefix = "text_model."
    words = try EmbeddingTable(
      &reader, prefix + "embeddings.token_embedding.weight", rows: sizes.vocabularySize, size: hidden)
    positions = try EmbeddingTable(
      &reader, prefix + "embeddings.position_embedding.weight", rows: sizes.maximumTextLength, size: hidden)
    layers = try CLIPWeights.layers(&reader, prefix, sizes.text, pool)
    lastNorm = try NormWeights(&reader, prefix + "final_layer_norm", hidden)
    projection = try CLIPWeights.projection(&reader, "text_projection", from: hidden, sizes, pool)
  }
}

extension CLIPWeights {
  fileprivate static func layers(
    _ reader: inout WeightReader, _ tower: String, _ sizes: StackConfiguration, _ pool: WorkerPool
  ) throws -> [LayerWeights] {
    let hidden = sizes.hiddenSize
    return try (0..<sizes.layers).map { index in
      let prefix = "\(tower)encoder.layers.\(index)."
      func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws -> LinearWeights {
        try LinearWeights(&reader, prefix + name, inputs: inputs, outputs: outputs, pool: pool)
      }
      return LayerWeights(
        query: try linear("self_attn.q_proj", hidden, hidden), key: try linear("self_attn.k_proj", hidden, hidden),
        value: try linear("self_attn.v_proj", hidden, hidden), output: try linear("self_attn.out_proj", hidden, hidden),
        attentionNorm: try NormWeights(&reader, prefix + "layer_norm1", hidden),
        up: try linear("mlp.fc1", hidden, sizes.intermediateSize),
        down: try linear("mlp.fc2", sizes.intermediateSize, hidden),
        feedForwardNorm: try NormWeights(&reader, prefix + "layer_norm2", hidden))
    }
  }

  fileprivate static func projection(
    _ reader: inout WeightReader, _ name: String, from hidden: Int, _ sizes: CLIPConfiguration, _ pool: WorkerPool
  ) throws -> LinearWeights {
    let weight = try reader.tensor(name + ".weight", [sizes.projectionSize, hidden])
    return try LinearWeights(
      weight, bias: Array(repeating: 0, count: sizes.projectionSize), inputs: hidden, pool: pool)
  }
}
