internal import Basics
public import Foundation
public import LinearAlgebra

/// A pretrained transformer that reads one text and says another: BART, Marian or T5, from the files that its authors published.
///
///     let model = try EncoderDecoderModel(folder: folder, threads: 2)
///     let source = model.tokenizer.encode("The cat sat on the mat.")
///     let pass = try model.forward(source: source, target: model.target(of: "Die Katze saß auf der Matte."))
///     pass.cross[3].probabilities[7, 2, 5]   // layer 3, head 7: how much the step at target token 2 attends to source token 5
///
/// Results are the same for any number of threads.
public struct EncoderDecoderModel: Sendable {
  /// Sizes and choices, from the model's files.
  public let configuration: EncoderDecoderConfiguration
  /// The encoder by itself, with all that can be done with one.
  public let encoder: LanguageModel

  /// The decoder's embeddings and head.
  private let engine: Engine
  private let decoder: DecoderStack
  /// Every tensor that is used.
  private let tensors: [StoredTensor]

  /// The model's own way from text to ids.
  public var tokenizer: Tokenizer { encoder.tokenizer }
  /// What a reader of results should know of how the files were read, in whole sentences.
  public var remarks: [String] {
    var remarks = encoder.remarks
    if engine.weights.head == nil {
      remarks.append(
        "The file config.json says that the scores for words are not tied to the word embedding (tie_word_embeddings), and the checkpoint "
          + "stores no table for them; what the model would say is left out.")
    }
    return remarks
  }

  /// Loads a model from a folder with `config.json`, a checkpoint and a tokenizer; an adapter in it is merged into the weights.
  ///
  /// - Parameters:
  ///   - base: Where the model itself is if the folder holds an adapter alone.
  ///   - threads: How many threads a pass works on.
  /// - Throws: `CheckpointError` or `TokenizerError`, naming the file and what is wrong with it.
  public init(folder: URL, base: URL? = nil, threads: Int) throws {
    let adapted = base == nil ? nil : folder
    let folder = try ModelFolder.resolved(base ?? folder)
    let configuration = try EncoderDecoderConfiguration(folder: folder)
    let tokenizer = try LanguageModel.tokenizer(folder, for: configuration.encoder)
    let checkpoint = try Checkpoint(folder: folder, adapted: adapted)
    let pool = WorkerPool(threads)
    let (read, weights, cross) = try EncoderDecoderWeights.whole(checkpoint, configuration, pool)
    self.configuration = configuration
    encoder = LanguageModel(
      configuration.encoder, tokenizer, read, path: checkpoint.path, pool: pool,
      remarks: checkpoint.remarks + [try Self.remark(onHeadOf: read, folder)].compactMap(\.self))
    let stack = LayerStack(
      sizes: configuration.decoderStack, layers: weights.layers, pool: pool, kernels: .best,
      relativeBias: weights.relativeBias)
    engine = Engine(configuration: configuration.decoder, weights: weights, stack: stack)
    decoder = DecoderStack(stack, cross)
    tensors = read.tensors
  }

  /// What is said of a head for another task, which is left out.
  private static func remark(onHeadOf read: ReadWeights, _ folder: URL) throws -> String? {
    let heads = ["classification_head.", "qa_outputs.", "classifier."]
    guard read.unused.contains(where: { name in heads.contains { name.hasPrefix($0) } }) else { return nil }
    let file = folder.appending(path: "config.json")
    let task =
      switch HeadTask(ConfigurationKeys(path: file.path, document: try MappedFile.json(file)), adapter: nil) {
      case .classes: "tells which class a text is of"
      case .other(let clause): clause
      case .none: "is for another task"
      }
    return "The checkpoint has a head that \(task), which is left out; what is shown is encoder and decoder below it."
  }

  /// Whether a folder holds a model of this kind, by its `config.json`; false where that cannot be read.
  public static func isOne(_ folder: URL) -> Bool {
    guard let folder = try? ModelFolder.resolved(folder),
      let document = try? MappedFile.json(folder.appending(path: "config.json")),
      let type = document["model_type"]?.string
    else { return false }
    // What is saved of an encoder alone says so by the name of its class.
    let classes = document["architectures"]?.array?.compactMap(\.string) ?? []
    let isEncoder = !classes.isEmpty && classes.allSatisfy { $0.hasSuffix("EncoderModel") }
    return !isEncoder && Architecture(rawValue: type)?.hasDecoder ?? false
  }

  /// What the decoder reads where a text is given: the token to start from, and the text without the token that ends it, so that at
  /// each place the next token is what is to be said.
  public func target(of text: String) -> Encoding {
    let encoding = tokenizer.ofTarget.encode(text)
    var positions = Array(encoding.ids.indices)
    if let last = encoding.ids.last, configuration.generation.ends.contains(last) { positions.removeLast() }
    return started(encoding.selecting(positions))
  }

  /// The tokens that the decoder should say at each place of a target of a text, the one that ends it included.
  public func answers(to text: String) -> [Int] { tokenizer.ofTarget.encode(text).ids }

  /// What the decoder reads where it has said something itself.
  public func target(of text: DecodedText) -> Encoding {
    var ids = text.ids[...]
    if text.isEnded { ids.removeLast() }
    return started(tokenizer.encoding(of: Array(ids.dropFirst())))
  }

  private func started(_ encoding: Encoding) -> Encoding {
    var result = Encoding()
    let start = configuration.generation.start
    result.append(
      start, tokenizer.token(start) ?? "\(start)", type: 0, offsets: 0..<0, word: nil, sequence: nil, isSpecial: true)
    for index in encoding.ids.indices {
      result.append(
        encoding.ids[index], encoding.tokens[index], type: 0, offsets: encoding.offsets[index],
        word: encoding.wordIDs[index], sequence: encoding.sequenceIDs[index], isSpecial: encoding.isSpecial[index])
    }
    return result
  }

  /// Runs encoder and decoder.
  ///
  /// - Throws: `TokenizerError.empty` and `.tooLong`, nothing is ever cut; `CheckpointError` for weights that give no finite hidden
  ///   states.
  public func forward(source: Encoding, target: Encoding) throws -> EncoderDecoderPass {
    try check(target.ids, mask: target.mask)
    let encoded = try encoder.forward(source)
    let memory = decoder.memory(encoded.output, mask: source.mask)
    let sizes = configuration.decoderStack
    let batch = Batch([target])
    let space = decoder.workspace(batch, memory)
    let hidden = FloatBuffer(target.count * sizes.hiddenSize)
    engine.embed([target], into: hidden.base)
    var states: [Tensor] = []
    var (own, cross): ([LayerRecord], [LayerRecord]) = ([], [])
    for layer in 0..<sizes.layers {
      let copy = FloatBuffer(hidden.count)
      copy.base.update(from: hidden.base, count: hidden.count)
      states.append(Tensor(copy, shape: [target.count, sizes.hiddenSize]))
      let buffers = (
        own: LayerBuffers(sizes, tokens: target.count),
        cross: CrossBuffers(sizes, target: target.count, source: source.count)
      )
      decoder.run(layer: layer, hidden.base, batch, memory, space, record: buffers)
      own.append(buffers.own.record(sizes, tokens: target.count))
      cross.append(
        buffers.cross.record(
          sizes, target: target.count, source: source.count, keys: memory.keys[layer], values: memory.values[layer]))
    }
    normalizeLast(hidden, rows: target.count)
    try checkFinite(hidden)
    states.append(Tensor(hidden, shape: [target.count, sizes.hiddenSize]))
    return EncoderDecoderPass(
      encoder: encoded, decoder: ForwardPass(encoding: target, hiddenStates: states, layers: own), cross: cross)
  }

  /// The score of every token of the vocabulary after each place of the target, `[target, vocabulary]`; nil where the checkpoint has no
  /// such head.
  public func logits(_ pass: EncoderDecoderPass) -> Tensor? {
    engine.weights.head.map { engine.stack.logits(of: $0, pass.decoder.output, at: Array(0..<pass.target.count)) }
  }

  /// What the model says of a source by itself, the likeliest token at each step.
  ///
  /// - Parameter limit: The most tokens, the one to start from counted.
  /// - Returns: Nil where the checkpoint has no scores for words.
  public func decode(
    _ source: Encoding, limit: Int, isCancelled: () throws -> Void = {}
  ) throws -> DecodedText? {
    guard let head = engine.weights.head else { return nil }
    let limit = min(limit, configuration.decoder.maximumTokens)
    let memory = decoder.memory(try encoder.forward(source, recording: .output).output, mask: source.mask)
    let sizes = configuration.decoderStack
    var search = GreedySearch(configuration.generation, limit: limit)
    while !search.isDone {
      try isCancelled()
      let batch = Batch(lengths: [search.ids.count])
      let space = decoder.workspace(batch, memory)
      let hidden = FloatBuffer(batch.rows * sizes.hiddenSize)
      engine.embed([Encoding(ids: search.ids)], into: hidden.base)
      for layer in 0..<sizes.layers { decoder.run(layer: layer, hidden.base, batch, memory, space) }
      normalizeLast(hidden, rows: batch.rows)
      try checkFinite(hidden)
      let output = Tensor(hidden, shape: [batch.rows, sizes.hiddenSize])
      search.step(engine.stack.logits(of: head, output, at: [batch.rows - 1]).elements)
    }
    return DecodedText(ids: search.ids, isEnded: search.isEnded)
  }

  /// The decoder's last norm, where it has one.
  private func normalizeLast(_ hidden: FloatBuffer, rows: Int) {
    if let norm = engine.weights.finalNorm { engine.stack.normalize(hidden.base, norm, rows: rows, into: hidden.base) }
  }

  private func checkFinite(_ hidden: FloatBuffer) throws(CheckpointError) {
    if let fault = engine.stack.layerGuard.fault ?? decoder.crossGuard.fault { throw fault }
    guard areFinite(UnsafeBufferPointer(start: hidden.base, count: hidden.count)) else {
      throw .notFinite(among: tensors, path: encoder.checkpointPath)
    }
  }

  private func check(_ ids: [Int], mask: [Bool]) throws {
    if ids.isEmpty || !mask.contains(true) { throw TokenizerError.empty }
    if ids.count > configuration.decoder.maximumTokens {
      throw TokenizerError.tooLong(tokens: ids.count, limit: configuration.decoder.maximumTokens)
    }
    for id in ids where id < 0 || id >= configuration.decoder.vocabularySize {
      throw CheckpointError.configuration(
        path: encoder.checkpointPath, key: "decoder_vocab_size",
        reason: "is \(configuration.decoder.vocabularySize), and the tokenizer gave the target the token \(id)")
    }
  }
}
