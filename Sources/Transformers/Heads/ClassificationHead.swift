internal import Basics
internal import Glibc
internal import LinearAlgebra

/// The weights that turn a text's hidden states into scores of classes.
struct ClassificationHead: Sendable {
  let labels: ClassLabels
  let layout: ClassifierLayout
  /// Before the scores, `[hiddenSize, width]`; nil where there is none.
  let dense: LinearWeights?
  /// `[width, classes]`; the width is the hidden size but behind a projection.
  let scores: LinearWeights
  /// The id of padding, which a head that judges the last token passes over.
  let padding: Int?
}

extension ClassificationHead {
  /// A head, or why there is none although the files speak of one.
  struct Outcome {
    var head: ClassificationHead?
    /// In a whole sentence, for who reads the results.
    var remark: String?
  }

  /// Reads the head that `config.json` speaks of.
  ///
  /// - Parameters:
  ///   - hasPooler: Whether the checkpoint has a pooler.
  ///   - adapter: An adapter's `task_type`.
  /// - Throws: `CheckpointError` for a head that contradicts the configuration.
  static func read(
    _ reader: inout WeightReader, _ keys: ConfigurationKeys, _ sizes: ModelConfiguration, hasPooler: Bool,
    adapter: String?, pool: WorkerPool
  ) throws -> Outcome {
    let names = ["classifier.*", "score.*", "pre_classifier.*", "qa_outputs.*", "cls.seq_relationship.*"]
    let isThere = reader.hasAny(of: names)
    switch HeadTask(keys, adapter: adapter) {
    case .none: return Outcome(head: nil, remark: isThere ? unexplained(reader) : nil)
    case .other(let clause):
      let remark = "The checkpoint has a head that \(clause), which is left out; what is shown is the model below it."
      return Outcome(head: nil, remark: isThere ? remark : nil)
    case .classes: break
    }
    guard let layout = ClassifierLayout.all[sizes.architecture.rawValue] else {
      return Outcome(
        head: nil,
        remark:
          "The model tells classes, and where models of its architecture keep that is not known here; what it predicts is left out."
      )
    }
    guard reader.has(layout.scores + ".weight"), layout.dense.map({ reader.has($0.name + ".weight") }) ?? true,
      hasPooler || !layout.needsPooler
    else {
      return Outcome(
        head: nil,
        remark:
          "The file config.json says that the model tells classes, and the checkpoint stores no weights for that; what it predicts is "
          + "left out.")
    }
    return Outcome(
      head: try ClassificationHead(&reader, keys, sizes, layout, adapter: adapter, pool: pool), remark: nil)
  }

  /// What is said of a head of which no file says what it is for.
  private static func unexplained(_ reader: WeightReader) -> String? {
    // BERT's pretraining has a head that tells whether a text follows, which nothing here is about.
    guard reader.hasAny(of: ["classifier.*", "score.*", "pre_classifier.*", "qa_outputs.*"]) else { return nil }
    return "The checkpoint has a head, and config.json does not say what for (architectures); it is left out."
  }

  private init(
    _ reader: inout WeightReader, _ keys: ConfigurationKeys, _ sizes: ModelConfiguration, _ layout: ClassifierLayout,
    adapter: String?, pool: WorkerPool
  ) throws {
    let hidden = sizes.hiddenSize
    let projection = sizes.embeddingSize == hidden ? nil : layout.projection
    let width = projection == nil ? hidden : sizes.embeddingSize
    let name = layout.scores + ".weight"
    guard let shape = reader.shape(of: name), shape.count == 2, shape[0] > 0, shape[1] == width else {
      throw CheckpointError.shape(
        path: keys.path, name: name, found: reader.shape(of: name) ?? [], expected: [2, width])
    }
    // The base of an adapter is configured for whatever it was trained for, and mostly for no classes.
    labels =
      adapter != nil && !ClassLabels.areNamed(in: keys)
      ? try ClassLabels(unnamed: shape[0], keys) : try ClassLabels(keys, count: shape[0], ofTensor: name)
    self.layout = layout
    dense =
      if let projection {
        try LinearWeights(&reader, projection, inputs: hidden, outputs: width, hasBias: false, pool: pool)
      } else {
        try layout.dense.map { try LinearWeights(&reader, $0.name, inputs: hidden, outputs: hidden, pool: pool) }
      }
    let bias =
      layout.hasBias
      ? try reader.vector(layout.scores + ".bias", shape[0]) : [Float](repeating: 0, count: shape[0])
    scores = try LinearWeights(reader.tensor(name, shape), bias: bias, inputs: width, pool: pool)
    let id = keys.document["pad_token_id"]
    padding = id.flatMap { $0.isNull ? nil : $0.integer }
  }

  /// The token whose state is judged.
  func position(in ids: [Int]) -> Int {
    guard case .last = layout.source else { return 0 }
    guard let padding else { return ids.count - 1 }
    return ids.lastIndex { $0 != padding } ?? 0
  }

  /// The scores of the classes, for one hidden state.
  ///
  /// - Parameter state: `[hiddenSize]`, pooled already where the head asks for that.
  func scores(of state: [Float], _ pool: WorkerPool) -> [Float] {
    var state = state
    if let dense { state = Self.map(state, by: dense, layout.dense?.then, pool) }
    return Self.map(state, by: scores, nil, pool)
  }

  private static func map(
    _ input: [Float], by weights: LinearWeights, _ then: ClassifierLayout.Nonlinearity?, _ pool: WorkerPool
  ) -> [Float] {
    let output = FloatBuffer(weights.outputs)
    var activation: Activation?
    if case .activation(let function)? = then { activation = function }
    input.withUnsafeBufferPointer {
      pool.multiply(
        WorkerPool.Product(
          input: $0.baseAddress!, rows: 1, weights: weights, output: output.base, activation: activation))
    }
    return withExtendedLifetime(output) {
      let values = (0..<weights.outputs).map { output.base[$0] }
      if case .tanh? = then { return values.map(tanhf) }
      return values
    }
  }
}

extension ClassifierLayout {
  /// Whether the model's own pooler stands before the head.
  var needsPooler: Bool { if case .pooler = source { true } else { false } }
}
