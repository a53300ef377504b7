/// Texts that go through a model side by side, each attending to itself alone: their rows lie one after the other, so no
/// text is padded to the length of another.
struct Batch {
  /// The row where each text starts, and the row after the last.
  let starts: [Int]
  /// The tokens of each text that may be attended to; nil for all.
  let masks: [[Bool]?]

  var count: Int { masks.count }
  var rows: Int { starts[count] }
  var longest: Int { (0..<count).map(length).max() ?? 0 }

  init(lengths: [Int], masks: [[Bool]?]) {
    starts = lengths.reduce(into: [0]) { $0.append($0.last! + $1) }
    self.masks = masks
  }

  init(_ encodings: [Encoding]) {
    self.init(lengths: encodings.map(\.count), masks: encodings.map { $0.mask.allSatisfy { $0 } ? nil : $0.mask })
  }

  func length(_ text: Int) -> Int { starts[text + 1] - starts[text] }
}

/// The buffers of a pass, shared by all its layers.
struct Workspace {
  let queries: FloatBuffer
  let keys: FloatBuffer
  let values: FloatBuffer
  let contexts: FloatBuffer
  /// The input of a block after its norm, or its sum before its norm.
  let between: FloatBuffer
  let intermediate: FloatBuffer
  /// For each thread: packed keys, packed values, scores, probabilities of one head.
  let perWorker: [FloatBuffer]

  let packedKeys: Int
  let packedValues: Int

  init(_ configuration: ModelConfiguration, rows: Int, longest: Int, workers: Int, kernels: MatrixKernels) {
    let hidden = rows * configuration.hiddenSize
    queries = FloatBuffer(hidden)
    keys = FloatBuffer(hidden)
    values = FloatBuffer(hidden)
    contexts = FloatBuffer(hidden)
    between = FloatBuffer(hidden)
    intermediate = FloatBuffer(rows * configuration.intermediateSize)
    packedKeys = kernels.panels(longest) * kernels.panel * configuration.headSize
    packedValues = kernels.panels(configuration.headSize) * kernels.panel * longest
    let size = packedKeys + packedValues + 2 * longest * longest
    perWorker = (0..<workers).map { _ in FloatBuffer(size) }
  }
}
