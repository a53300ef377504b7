internal import LinearAlgebra

/// The text tower of a CLIP (no SigLIP's) as data, for a program elsewhere that encodes captions as it does.
package struct CLIPTextParts: Sendable {
  /// What such a program has to know of the tower.
  package struct Sizes: Sendable, Encodable {
    package let vocabularySize, maximumLength, layers, heads, hiddenSize, intermediateSize, projectionSize: Int
    package let epsilon: Float
    /// The name of an `Activation`.
    package let activation: String
    /// The id at whose first place a caption's vector is taken; nil for the first place of the highest id.
    package let end: Int?
  }

  package let sizes: Sizes
  /// Every weight once, each matrix as `[outputs, inputs]` before its bias: the tokens' rows, the positions' rows; for each
  /// layer the first norm, query, key, value, output, the second norm, up and down; the last norm; the projection.
  package let weights: [Float]
}

extension CLIPConfiguration {
  /// How many weights the text tower has.
  package var textWeights: Int {
    let (size, wide) = (text.hiddenSize, text.intermediateSize)
    let layer = 4 * (size * size + size) + 4 * size + 2 * size * wide + wide + size
    return (vocabularySize + maximumTextLength) * size + text.layers * layer + 2 * size + size * projectionSize
  }
}

extension CLIPModel {
  /// Reads the text tower from the checkpoint once more.
  package func textParts() throws -> CLIPTextParts {
    let (size, wide) = (configuration.text.hiddenSize, configuration.text.intermediateSize)
    precondition(configuration.family == .clip, "a text tower that is causal")
    var reader = try WeightReader(imageText: checkpoint())
    var weights: [Float] = []
    weights.reserveCapacity(configuration.textWeights)
    func take(_ name: String, _ shape: [Int]) throws { weights += try reader.tensor(name, shape).floats() }
    func linear(_ name: String, _ inputs: Int, _ outputs: Int) throws {
      try take(name + ".weight", [outputs, inputs])
      try take(name + ".bias", [outputs])
    }
    func norm(_ name: String) throws {
      try take(name + ".weight", [size])
      try take(name + ".bias", [size])
    }
    try take("text_model.embeddings.token_embedding.weight", [configuration.vocabularySize, size])
    try take("text_model.embeddings.position_embedding.weight", [configuration.maximumTextLength, size])
    for layer in 0..<configuration.text.layers {
      let prefix = "text_model.encoder.layers.\(layer)."
      try norm(prefix + "layer_norm1")
      for part in ["q_proj", "k_proj", "v_proj", "out_proj"] { try linear(prefix + "self_attn.\(part)", size, size) }
      try norm(prefix + "layer_norm2")
      try linear(prefix + "mlp.fc1", size, wide)
      try linear(prefix + "mlp.fc2", wide, size)
    }
    try norm("text_model.final_layer_norm")
    let shared = configuration.projectionSize
    if configuration.isOpenCLIP {
      let stored = try reader.tensor("text_projection.weight", [size, shared]).floats()
      weights += (0..<shared).flatMap { output in (0..<size).map { stored[$0 * shared + output] } }
    } else {
      try take("text_projection.weight", [shared, size])
    }
    return CLIPTextParts(
      sizes: CLIPTextParts.Sizes(
        vocabularySize: configuration.vocabularySize, maximumLength: configuration.maximumTextLength,
        layers: configuration.text.layers, heads: configuration.text.heads, hiddenSize: size, intermediateSize: wide,
        projectionSize: shared, epsilon: configuration.text.layerNormEpsilon,
        activation: configuration.text.activation.rawValue, end: configuration.endOfText),
      weights: weights)
  }
}
