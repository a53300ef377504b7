internal import Basics
public import Foundation
public import LinearAlgebra

/// A pretrained transformer that reads text: BERT, GPT-2, LLaMA or another of `Architecture.allCases`, from the files that its authors
/// published.
///
///     let model = try LanguageModel(folder: folder, threads: 2)
///     let pass = try model.forward(model.tokenizer.encode("The cat sat on the mat."))
///     pass.layers[3].probabilities[7, 2, 5]   // layer 3, head 7: how much token 2 attends to token 5
///
/// Results are the same for any number of threads. Two passes at a time are safe, and take turns.
public struct LanguageModel: Sendable {
  /// Sizes and choices, from `config.json`.
  public let configuration: ModelConfiguration
  /// The model's own way from text to ids.
  public let tokenizer: Tokenizer
  /// The checkpoint that the weights are from.
  public let checkpointPath: String
  /// Tensors of the checkpoint that the model has no use for, all of them of known kinds: heads for other tasks, buffers.
  public let unusedTensors: [String]
  /// What a reader of results should know of how the files were read, in whole sentences: what was left aside, which
  /// default followed.
  public let remarks: [String]

  let engine: Engine
  /// What tells classes; nil where the checkpoint has no such head.
  let head: ClassificationHead?
  /// Every tensor that is used.
  private let tensors: [StoredTensor]

  /// Loads a model from a folder with `config.json`, a checkpoint and a tokenizer.
  ///
  /// Matrices are read from the mapped checkpoint when a pass first needs them: it must not be written to meanwhile.
  ///
  /// An adapter in the folder is merged into the weights.
  ///
  /// - Parameters:
  ///   - base: Where the model itself is if the folder holds an adapter alone; its tokenizer is the model's.
  ///   - threads: How many threads a pass works on; they sleep between passes.
  /// - Throws: `CheckpointError` or `TokenizerError`, naming the file and what is wrong with it.
  public init(folder: URL, base: URL? = nil, threads: Int) throws {
    let adapted = base == nil ? nil : folder
    let folder = try ModelFolder.resolved(base ?? folder)
    let configuration = try ModelConfiguration(file: folder.appending(path: "config.json"))
    let tokenizer = try Self.tokenizer(folder, for: configuration)
    try self.init(
      configuration, tokenizer, Checkpoint(folder: folder, adapted: adapted), threads: threads,
      keys: ConfigurationKeys(
        path: folder.appending(path: "config.json").path,
        document: MappedFile.json(folder.appending(path: "config.json"))))
  }

  /// The tokenizer of a model's folder.
  ///
  /// - Throws: `CheckpointError.configuration` where the model knows fewer tokens or types than it gives.
  static func tokenizer(_ folder: URL, for configuration: ModelConfiguration) throws -> Tokenizer {
    let tokenizer = try Tokenizer(folder: folder)
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw CheckpointError.configuration(
        path: folder.appending(path: "config.json").path, key: "vocab_size",
        reason:
          "is \(configuration.vocabularySize), and the tokenizer has \(tokenizer.vocabularySize) tokens; take the tokenizer "
          + "that belongs to the weights, or resize the model's embedding to it (`resize_token_embeddings`) and save both"
      )
    }
    if configuration.tokenTypes > 0,
      let type = tokenizer.template.singleTypes.first(where: { $0 < 0 || $0 >= configuration.tokenTypes })
    {
      throw CheckpointError.configuration(
        path: folder.appending(path: "config.json").path, key: "type_vocab_size",
        reason: "is \(configuration.tokenTypes), and the tokenizer gives tokens the type \(type)")
    }
    return tokenizer
  }

  init(
    _ configuration: ModelConfiguration, _ tokenizer: Tokenizer, _ checkpoint: Checkpoint, threads: Int,
    keys: ConfigurationKeys
  ) throws {
    let pool = WorkerPool(threads)
    let read = try configuration.architecture.description.weights(checkpoint, configuration, pool)
    var reader = read.reader
    let found = try ClassificationHead.read(
      &reader, keys, configuration, hasPooler: read.weights.pooler != nil, adapter: checkpoint.adapter?.settings.task,
      pool: pool)
    let tensors = reader.taken
    let taken = Set(tensors.map(\.name))
    self.init(
      configuration, tokenizer, read, path: checkpoint.path, pool: pool, head: found.head,
      accounts: Accounts(
        used: tensors, unused: read.unused.filter { !reader.isTaken($0) },
        foreign: read.foreign.filter { !taken.contains($0) }),
      remarks: checkpoint.remarks + [found.remark].compactMap(\.self))
  }

  /// What became of a checkpoint's tensors.
  struct Accounts {
    /// Those that are used.
    var used: [StoredTensor]
    /// Those of known kinds that are not.
    var unused: [String]
    /// Those that no architecture has.
    var foreign: [String]
  }

  /// A model of weights that have been read.
  init(
    _ configuration: ModelConfiguration, _ tokenizer: Tokenizer, _ read: ReadWeights, path: String, pool: WorkerPool,
    head: ClassificationHead? = nil, accounts: Accounts? = nil, remarks: [String] = []
  ) {
    let accounts = accounts ?? Accounts(used: read.tensors, unused: read.unused, foreign: read.foreign)
    self.configuration = configuration
    self.tokenizer = tokenizer
    checkpointPath = path
    self.head = head
    tensors = accounts.used
    unusedTensors = accounts.unused
    var remarks = remarks + tokenizer.remarks
    if !accounts.foreign.isEmpty { remarks.append(ModelFolder.remark(onForeign: accounts.foreign)) }
    if !configuration.tiesWordEmbeddings, read.weights.head == nil, !configuration.architecture.hasDecoder {
      remarks.append(
        "The file config.json says that the scores for words are not tied to the word embedding (tie_word_embeddings), and the checkpoint "
          + "stores no table for them; how probable words are is left out.")
    }
    self.remarks = remarks
    engine = Engine(
      configuration: configuration, weights: read.weights,
      stack: LayerStack(
        sizes: configuration.stack, layers: read.weights.layers, pool: pool, kernels: .best,
        relativeBias: read.weights.relativeBias))
  }

  /// Runs the model over one text.
  ///
  /// - Throws: `TokenizerError.empty`, `.tooLong` and `.unknownType`, nothing is ever cut; `CheckpointError` for weights that
  ///   give no finite hidden states.
  public func forward(_ encoding: Encoding, recording: Recording = .everything) throws -> ForwardPass {
    try check(encoding)
    let batch = Batch([encoding])
    let size = configuration.hiddenSize
    let count = encoding.count
    let space = engine.stack.workspace(batch)
    let hidden = FloatBuffer(count * size)
    engine.embed([encoding], into: hidden.base)

    var states: [Tensor] = []
    var layers: [LayerRecord] = []
    func keepState() {
      let copy = FloatBuffer(count * size)
      copy.base.update(from: hidden.base, count: count * size)
      states.append(Tensor(copy, shape: [count, size]))
    }
    for layer in 0..<configuration.layers {
      switch recording {
      case .output: engine.stack.run(layer: layer, hidden.base, batch, space)
      case .everything:
        keepState()
        let buffers = LayerBuffers(configuration.stack, tokens: count)
        engine.stack.run(layer: layer, hidden.base, batch, space, record: buffers)
        layers.append(buffers.record(configuration.stack, tokens: count))
      }
    }
    if let norm = engine.weights.finalNorm { engine.stack.normalize(hidden.base, norm, rows: count, into: hidden.base) }
    try checkFinite(hidden)
    states.append(Tensor(hidden, shape: [count, size]))
    return ForwardPass(encoding: encoding, hiddenStates: states, layers: layers)
  }

  /// Runs the model over several texts side by side, which is faster than one after the other; they do not see each other.
  ///
  /// - Returns: The last hidden state of each, `[tokens, hiddenSize]`.
  public func outputs(_ encodings: [Encoding]) throws -> [Tensor] {
    if encodings.isEmpty { return [] }
    for encoding in encodings { try check(encoding) }
    let batch = Batch(encodings)
    let space = engine.stack.workspace(batch)
    let hidden = FloatBuffer(batch.rows * configuration.hiddenSize)
    engine.embed(encodings, into: hidden.base)
    for layer in 0..<configuration.layers { engine.stack.run(layer: layer, hidden.base, batch, space) }
    if let norm = engine.weights.finalNorm {
      engine.stack.normalize(hidden.base, norm, rows: batch.rows, into: hidden.base)
    }
    try checkFinite(hidden)
    return split(hidden, batch)
  }

  /// Refuses weights of the layers that were used where they are no numbers, and a last hidden state that is not made of such.
  private func checkFinite(_ hidden: FloatBuffer) throws(CheckpointError) {
    if let fault = engine.stack.layerGuard.fault { throw fault }
    guard areFinite(UnsafeBufferPointer(start: hidden.base, count: hidden.count)) else { throw notFinite }
  }

  /// What is wrong where something that was computed is not finite.
  var notFinite: CheckpointError { .notFinite(among: tensors, path: checkpointPath) }

  /// Each text's rows.
  func split(_ hidden: FloatBuffer, _ batch: Batch) -> [Tensor] {
    (0..<batch.count).map { text in
      Tensor(
        hidden, start: batch.starts[text] * configuration.hiddenSize,
        shape: [batch.length(text), configuration.hiddenSize])
    }
  }

  func check(_ encoding: Encoding) throws(TokenizerError) {
    if encoding.count == 0 || !encoding.mask.contains(true) { throw .empty }
    if encoding.count > configuration.maximumTokens {
      throw .tooLong(tokens: encoding.count, limit: configuration.maximumTokens)
    }
    for (id, type) in zip(encoding.ids, encoding.typeIDs) {
      precondition(id >= 0 && id < configuration.vocabularySize, "id \(id) is not in the vocabulary")
      let known = configuration.tokenTypes
      if known > 0, type < 0 || type >= known { throw .unknownType(type, known: known) }
    }
  }
}
