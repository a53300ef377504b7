internal import Basics
internal import Glibc
internal import LinearAlgebra

/// Both towers, and what makes a logit of a cosine. Radford et al. 2021.
struct CLIPWeights: Sendable {
  let vision: CLIPVisionWeights
  let text: CLIPTextWeights
  /// exp(`logit_scale`).
  let logitScale: Float
  /// What is added after that; nought for a CLIP.
  let logitBias: Float
  /// Tensors that no CLIP has.
  let foreign: [String]
  /// Every tensor that is used.
  let tensors: [StoredTensor]

  init(_ checkpoint: Checkpoint, _ sizes: CLIPConfiguration, _ pool: WorkerPool) throws {
    var reader = try WeightReader(imageText: checkpoint)
    vision = try CLIPVisionWeights(&reader, sizes, pool)
    text = try CLIPTextWeights(&reader, sizes, pool)
    let shape = sizes.family == .clip ? [] : [1]
    logitScale = try expf(reader.tensor("logit_scale", shape).floats()[0])
    logitBias = sizes.family == .clip ? 0 : try reader.tensor("logit_bias", shape).floats()[0]
    foreign = try reader.surplus(
      expected: ["*_model.embeddings.position_ids"],
      own: ["text_model.*", "vision_model.*", "visual_projection.*", "text_projection.*", "logit_scale"]
        + (sizes.isOpenCLIP ? OpenCLIPNames.own : [])
    ).foreign
    tensors = reader.taken
  }
}

extension CLIPWeights {
  static func layers(
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

  static func projection(
    _ reader: inout WeightReader, _ name: String, from hidden: Int, _ sizes: CLIPConfiguration, _ pool: WorkerPool
  ) throws -> LinearWeights {
    // open_clip stores it the other way round.
    let (shape, layout): ([Int], WeightLayout) =
      sizes.isOpenCLIP ? ([hidden, sizes.projectionSize], .convolution) : ([sizes.projectionSize, hidden], .linear)
    return try LinearWeights(
      reader.tensor(name + ".weight", shape), bias: Array(repeating: 0, count: sizes.projectionSize), inputs: hidden,
      layout: layout, pool: pool)
  }
}

extension WeightReader {
  /// The tensors of a model of pictures and texts.
  init(imageText checkpoint: Checkpoint) throws(CheckpointError) {
    try self.init(checkpoint, prefixes: [], anchor: "text_model.embeddings.token_embedding.weight")
  }
}
