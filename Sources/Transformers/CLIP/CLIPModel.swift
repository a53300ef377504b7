internal import Basics
public import Foundation
internal import Glibc
internal import LinearAlgebra

/// CLIP: pictures and captions as vectors in one space, from the files that its authors published. Radford et al. 2021. Or a SigLIP,
/// Zhai et al. 2023, and CLIPs as open_clip saves them.
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
  /// The one layer that makes a vector of a SigLIP's patches; nil for a CLIP.
  let pooling: LayerStack?
  /// What fills a SigLIP's caption up; nil for a CLIP.
  let padding: CaptionPadding?

  /// What cosines are multiplied by before the softmax, mostly 100.
  public var logitScale: Float { weights.logitScale }
  /// What is then added; nought for a CLIP.
  public var logitBias: Float { weights.logitBias }

  /// Loads a model from a folder with `config.json`, a checkpoint, a tokenizer, and mostly `preprocessor_config.json`; or with
  /// `open_clip_config.json`, its checkpoint and a tokenizer.
  ///
  /// Matrices are read from the mapped checkpoint when a pass first needs them: it must not be written to meanwhile.
  ///
  /// - Parameter threads: How many threads a pass works on; they sleep between passes.
  /// - Throws: `CheckpointError` or `TokenizerError`, naming the file and what is wrong with it.
  public init(folder: URL, threads: Int) throws {
    let isOpenCLIP = CLIPConfiguration.isOpenCLIP(folder)
    let folder = isOpenCLIP ? folder : try ModelFolder.resolved(folder)
    let file = folder.appending(path: isOpenCLIP ? CLIPConfiguration.openCLIPFile : "config.json")
    let configuration = try isOpenCLIP ? CLIPConfiguration(openCLIP: file) : CLIPConfiguration(file: file)
    let tokenizer = try isOpenCLIP ? Tokenizer(openCLIP: folder) : Tokenizer(folder: folder)
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw CheckpointError.configuration(
        path: file.path, key: "text_config.vocab_size",
        reason:
          "is \(configuration.vocabularySize), and the tokenizer has \(tokenizer.vocabularySize) tokens; take the tokenizer "
          + "that belongs to the weights")
    }
    if configuration.family == .clip { try Self.checkEnd(configuration, tokenizer, path: file.path) }
    preprocessing = try CLIPPreprocessing(folder: folder, configuration)
    padding = try configuration.family == .siglip ? CaptionPadding(folder, tokenizer, configuration) : nil
    let checkpoint = try Self.checkpoint(folder, configuration)
    let pool = WorkerPool(threads)
    weights = try CLIPWeights(checkpoint, configuration, pool)
    self.configuration = configuration
    self.tokenizer = tokenizer
    checkpointPath = checkpoint.path
    var remarks = checkpoint.remarks + tokenizer.remarks + (padding?.remarks ?? [])
    if try !isOpenCLIP && CLIPPreprocessing.keys(of: folder) == nil {
      let files = "No file says how a picture is prepared (preprocessor_config.json, processor_config.json); it is as "
      remarks.append(
        files
          + (configuration.family == .clip
            ? "OpenAI's CLIP does: resized by its shorter side, cropped in the middle, normalised by OpenAI's means."
            : "SigLIP's authors did: resized to a square, with numbers from −1 to 1."))
    }
    if !weights.foreign.isEmpty { remarks.append(ModelFolder.remark(onForeign: weights.foreign)) }
    self.remarks = remarks
    vision = LayerStack(sizes: configuration.vision, layers: weights.vision.layers, pool: pool, kernels: .best)
    text = LayerStack(sizes: configuration.text, layers: weights.text.layers, pool: pool, kernels: .best)
    pooling = weights.vision.pooling.map { head in
      var sizes = configuration.vision
      sizes.layers = 1
      return LayerStack(sizes: sizes, layers: [head.layer], pool: pool, kernels: .best)
    }
  }

  /// Refuses a tokenizer that does not end a caption where the model takes its vector.
  private static func checkEnd(
    _ configuration: CLIPConfiguration, _ tokenizer: Tokenizer, path: String
  ) throws(CheckpointError) {
    let key = "text_config.eos_token_id"
    guard let last = tokenizer.encode("").ids.last else {
      throw .configuration(
        path: path, key: key, reason: "is for a caption's end, and the tokenizer puts no token there")
    }
    if let end = configuration.endOfText, last != end {
      throw .configuration(path: path, key: key, reason: "is \(end), which the tokenizer puts at no caption's end")
    }
  }

  /// The checkpoint of a folder under the names that transformers has for its tensors.
  private static func checkpoint(_ folder: URL, _ configuration: CLIPConfiguration) throws -> Checkpoint {
    guard configuration.isOpenCLIP else { return try Checkpoint(folder: folder) }
    let candidates = ModelFile.names(.openCLIP).dropFirst().map { folder.appending(path: $0) }
    guard let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
      throw CheckpointError.missingFile(folder: folder.path, anyOf: candidates.map(\.lastPathComponent))
    }
    return try OpenCLIPNames.renamed(Checkpoint(file: file), configuration)
  }

  /// The checkpoint once more, for what reads it in another way.
  func checkpoint() throws -> Checkpoint {
    let checkpoint = try Checkpoint(file: URL(filePath: checkpointPath))
    return configuration.isOpenCLIP ? try OpenCLIPNames.renamed(checkpoint, configuration) : checkpoint
  }

  /// How well each caption fits a picture: cosine times scale, plus a SigLIP's bias.
  ///
  /// - Parameters:
  ///   - image: As `imageVector` gives it.
  ///   - captions: As `textVectors` gives them.
  public func logits(_ image: [Float], _ captions: [[Float]]) -> [Float] {
    captions.map { caption in
      logitScale * zip(image, caption).reduce(0) { $0 + $1.0 * $1.1 } + logitBias
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
    return withExtendedLifetime(output) { Self.units(output.base, count: count, size: size) }
  }

  /// Rows brought to length 1.
  static func units(_ rows: UnsafePointer<Float>, count: Int, size: Int) -> [[Float]] {
    (0..<count).map { row in
      let vector = UnsafeBufferPointer(start: rows + row * size, count: size)
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
  func checkLayers() throws(CheckpointError) {
    if let fault = vision.layerGuard.fault ?? text.layerGuard.fault ?? pooling?.layerGuard.fault { throw fault }
  }
}
