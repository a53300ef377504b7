public import Foundation
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
    let file = folder.appending(path: "config.json")
    let configuration = try CLIPConfiguration(file: file)
    let tokenizer = try Tokenizer(folder: folder)
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw CheckpointError.configuration(
        path: file.path, key: "text_config.vocab_size",
        reason: "is \(configuration.vocabularySize), and the tokenizer has \(tokenizer.vocabularySize) tokens")
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
