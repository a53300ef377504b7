internal import Basics
public import Foundation
internal import Glibc
internal import LinearAlgebra

/// CLIP: pictures and captions as vectors in one space, from the files that its authors published. Radford et al. 2021.
///
///     let model = try CLIPModel(folder: folder, threads: 2)
///     let picture = try model.imageVector(model.pixels(of: image))
///     let captions = try model.textVectors(["two cats", "two cats sleeping"])
///     model.logits(picture, captions)   // softmax over them: how probable each caption is
///
/// Results are the same for any number of threads and whatever else is encoded with them. Two calls at a time are safe, and
/// take turns.
public struct CLIPModel: Sendable {
  /// Sizes and choices, from `config.json`.
  public let configuration: CLIPConfiguration
  /// The model's own way from a caption to ids.
  public let tokenizer: Tokenizer
  /// The model's own way from a picture to pixels, from `preprocessor_config.json`.
  public let preprocessing: CLIPPreprocessing
  /// The checkpoint that the weights are from.
  public let checkpointPath: String

  /// What a reader of results should know of how the files were read, in whole sentences: what was left aside, which
  /// default followed.
  public let remarks: [String]

  let weights: CLIPWeights
  let vision: LayerStack
  let text: LayerStack

  /// What cosines are multiplied by before the softmax, mostly 100.
  public var logitScale: Float { weights.logitScale }

  /// Loads a model from a folder with `config.json`, a checkpoint, a tokenizer, and mostly `preprocessor_config.json`.
  ///
  /// Matrices are read from the mapped checkpoint when a pass first needs them: it must not be written to meanwhile.
  ///
  /// - Parameter threads: How many threads a pass works on; they sleep between passes.
  /// - Throws: `CheckpointError` or `TokenizerError`, naming the file and what is wrong with it.
  public init(folder: URL, threads: Int) throws {
    let folder = try ModelFolder.resolved(folder)
    let file = folder.appending(path: "config.json")
    let configuration = try CLIPConfiguration(file: file)
    let tokenizer = try Tokenizer(folder: folder)
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw CheckpointError.configuration(
        path: file.path, key: "text_config.vocab_size",
        reason:
          "is \(configuration.vocabularySize), and the tokenizer has \(tokenizer.vocabularySize) tokens; take the tokenizer "
          + "that belongs to the weights")
    }
    guard let last = tokenizer.encode("").ids.last else {
      throw CheckpointError.configuration(
        path: file.path, key: "text_config.eos_token_id",
        reason: "is for a caption's end, and the tokenizer puts no token there")
    }
    if let end = configuration.endOfText, last != end {
      throw CheckpointError.configuration(
        path: file.path, key: "text_config.eos_token_id",
        reason: "is \(end), which the tokenizer puts at no caption's end")
    }
    preprocessing = try CLIPPreprocessing(folder: folder, configuration)
    let checkpoint = try Checkpoint(folder: folder)
    let pool = WorkerPool(threads)
    weights = try CLIPWeights(checkpoint, configuration, pool)
    self.configuration = configuration
    self.tokenizer = tokenizer
    checkpointPath = checkpoint.path
    var remarks = checkpoint.remarks + tokenizer.remarks
    if try CLIPPreprocessing.keys(of: folder) == nil {
      remarks.append(
        "No file says how a picture is prepared (preprocessor_config.json, processor_config.json); it is as OpenAI's CLIP does: "
          + "resized by its shorter side, cropped in the middle, normalised by OpenAI's means.")
    }
    if !weights.foreign.isEmpty { remarks.append(ModelFolder.remark(onForeign: weights.foreign)) }
    self.remarks = remarks
    vision = LayerStack(sizes: configuration.vision, layers: weights.vision.layers, pool: pool, kernels: .best)
    text = LayerStack(sizes: configuration.text, layers: weights.text.layers, pool: pool, kernels: .best)
  }

  /// How well each caption fits a picture: cosine times scale.
  ///
  /// - Parameters:
  ///   - image: As `imageVector` gives it.
  ///   - captions: As `textVectors` gives them.
  public func logits(_ image: [Float], _ captions: [[Float]]) -> [Float] {
    captions.map { caption in
      logitScale * zip(image, caption).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// Rows of the last hidden state through the last norm and the projection, each brought to length 1.
  func projected(
    _ rows: FloatBuffer, count: Int, _ norm: NormWeights, _ projection: LinearWeights, _ stack: LayerStack
  ) -> [[Float]] {
    stack.normalize(rows.base, norm, rows: count, into: rows.base)
    let size = projection.outputs
    let output = FloatBuffer(count * size)
    stack.pool.multiply(
      WorkerPool.Product(input: rows.base, rows: count, weights: projection, output: output.base))
    return (0..<count).map { row in
      let vector = UnsafeBufferPointer(start: output.base + row * size, count: size)
      let length = Float(vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
      return vector.map { $0 / length }
    }
  }
}

extension CLIPModel {
  /// The vectors, where they are numbers.
  ///
  /// - Throws: `CheckpointError.malformed` where the weights make something else of their inputs.
  func finite(_ vectors: [[Float]]) throws(CheckpointError) -> [[Float]] {
    try checkLayers()
    guard vectors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw .notFinite(among: weights.tensors, path: checkpointPath)
    }
    return vectors
  }

  /// Refuses weights of the layers that were used where they are no numbers.
  private func checkLayers() throws(CheckpointError) {
    if let fault = vision.layerGuard.fault ?? text.layerGuard.fault { throw fault }
  }

  /// The attention of every layer and head over a picture: the class token, then the patches row by row.
  public func imageAttention(_ pixels: CLIPPixels) throws -> AttentionMap {
    let rows = embedded(pixels)
    let patches = (0..<(rows.count - 1)).map { patch in
      let place = "row \(patch / pixels.columns + 1), column \(patch % pixels.columns + 1)"
      return AttentionMap.Unit(label: place, positions: [1 + patch])
    }
    let hidden = hiddenState(rows, hiding: [[]])
    return try attention(
      hidden, [AttentionMap.Unit(label: "[CLS]", positions: [0], isSpecial: true, sequence: nil)] + patches, vision)
  }

  /// The attention of every layer and head over a caption.
  ///
  /// - Throws: `TokenizerError.captionTooLong`.
  public func textAttention(_ caption: String) throws -> AttentionMap {
    let encoding = try encode(caption)
    let tokens = encoding.ids.enumerated().map { SharedPrefixes.Token(id: $1, position: $0) }
    return try attention(embedded(tokens), AttentionMap.units(encoding, tokenizer), text)
  }

  private func attention(
    _ hidden: FloatBuffer, _ units: [AttentionMap.Unit], _ stack: LayerStack
  ) throws(CheckpointError) -> AttentionMap {
    let batch = Batch(lengths: [units.count])
    let space = stack.workspace(batch)
    var weights: [Float] = []
    weights.reserveCapacity(stack.sizes.layers * stack.sizes.heads * units.count * units.count)
    for layer in 0..<stack.sizes.layers {
      let buffers = LayerBuffers(stack.sizes, tokens: units.count)
      stack.run(layer: layer, hidden.base, batch, space, record: buffers)
      weights += buffers.record(stack.sizes, tokens: units.count).probabilities.elements
    }
    try checkLayers()
    guard areFinite(UnsafeBufferPointer(start: hidden.base, count: hidden.count)) else {
      throw .notFinite(among: self.weights.tensors, path: checkpointPath)
    }
    return AttentionMap(
      layers: stack.sizes.layers, heads: stack.sizes.heads, units: units, isCausal: stack.sizes.isCausal,
      weights: weights)
  }
}

/// Both towers and the scale between them. Radford et al. 2021.
struct CLIPWeights: Sendable {
  let vision: CLIPVisionWeights
  let text: CLIPTextWeights
  /// exp(`logit_scale`).
  let logitScale: Float
  /// Tensors that no CLIP has.
  let foreign: [String]
  /// Every tensor that is used.
  let tensors: [StoredTensor]

  init(_ checkpoint: Checkpoint, _ sizes: CLIPConfiguration, _ pool: WorkerPool) throws {
    var reader = try WeightReader(checkpoint, prefixes: [])
    vision = try CLIPVisionWeights(&reader, sizes, pool)
    text = try CLIPTextWeights(&reader, sizes, pool)
    logitScale = try expf(reader.tensor("logit_scale", []).floats()[0])
    foreign = try reader.surplus(
      expected: ["*_model.embeddings.position_ids"],
      own: ["text_model.*", "vision_model.*", "visual_projection.*", "text_projection.*", "logit_scale"]
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
    let weight = try reader.tensor(name + ".weight", [sizes.projectionSize, hidden])
    return try LinearWeights(
      weight, bias: Array(repeating: 0, count: sizes.projectionSize), inputs: hidden, pool: pool)
  }
}
