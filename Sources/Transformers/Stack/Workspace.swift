internal import Basics
internal import LinearAlgebra

/// The buffers of a pass, shared by all its layers.
struct Workspace {
  /// `[batch.rows, querySize]`: all heads side by side, as in the next three.
  let queries: FloatBuffer
  /// `[batch.rows, keySize]`, as are the values.
  let keys: FloatBuffer
  let values: FloatBuffer
  /// `[batch.rows, querySize]`.
  let contexts: FloatBuffer
  /// The input of a block after its norm, or its sum before its norm: `[batch.rows, hiddenSize]`.
  let between: FloatBuffer
  /// Between the two products of a feed-forward block: `[batch.rows, intermediateSize]`.
  let intermediate: FloatBuffer
  /// As large, of a feed-forward block that is gated; empty otherwise.
  let gates: FloatBuffer
  /// Cosines and sines for each way of turning that layers have.
  let rotations: [RotaryPositions: RotaryPositions.Table]
  /// What is added to the scores by distance.
  let bias: RelativeBias.Table?
  /// For each thread what one head needs: the parts of a `HeadScratch`, one after the other.
  let perWorker: [FloatBuffer]

  private let packedKeys: Int
  private let packedValues: Int
  private let gathered: Int
  private let matrix: Int

  init(
    _ sizes: StackConfiguration, _ batch: Batch, _ pool: WorkerPool, _ kernels: MatrixKernels, isGated: Bool = false,
    bias: RelativeBias? = nil
  ) {
    queries = FloatBuffer(batch.rows * sizes.querySize)
    keys = FloatBuffer(batch.rows * sizes.keySize)
    values = FloatBuffer(batch.rows * sizes.keySize)
    contexts = FloatBuffer(batch.rows * sizes.querySize)
    between = FloatBuffer(batch.rows * sizes.hiddenSize)
    intermediate = FloatBuffer(batch.rows * sizes.intermediateSize)
    gates = FloatBuffer(isGated ? batch.rows * sizes.intermediateSize : 0)
    let longest = batch.longest
    rotations = Dictionary(
      Set(sizes.rotations.compactMap { $0 }).map { ($0, $0.table(longest)) }, uniquingKeysWith: { first, _ in first })
    self.bias = bias?.table(longest)
    packedKeys = kernels.panels(longest) * kernels.panel * sizes.headSize
    packedValues = kernels.panels(sizes.headSize) * kernels.panel * longest
    gathered = batch.prefixes.contains { !$0.isEmpty } ? longest * sizes.headSize : 0
    matrix = longest * longest
    let size = packedKeys + packedValues + 2 * gathered + 2 * matrix
    perWorker = (0..<pool.count).map { _ in FloatBuffer(size) }
  }

  /// One thread's room for one head.
  func scratch(_ worker: Int) -> HeadScratch {
    let keys = perWorker[worker].base
    let values = keys + packedKeys
    let rows = values + packedValues
    let scores = rows + 2 * gathered
    return HeadScratch(
      packedKeys: keys, packedValues: values, keys: rows, values: rows + gathered, scores: scores,
      probabilities: scores + matrix)
  }
}

/// What one head over one text needs room for.
struct HeadScratch {
  /// The keys as a packed `[headSize, tokens]`.
  let packedKeys: UnsafeMutablePointer<Float>
  /// The values as a packed `[tokens, headSize]`.
  let packedValues: UnsafeMutablePointer<Float>
  /// Keys and values put together from rows that do not lie side by side, `[tokens, headSize]`.
  let keys: UnsafeMutablePointer<Float>
  let values: UnsafeMutablePointer<Float>
  /// `[queries, tokens]`.
  var scores: UnsafeMutablePointer<Float>
  /// `[queries, tokens]`.
  var probabilities: UnsafeMutablePointer<Float>
}

/// The buffers that become a `LayerRecord`.
struct LayerBuffers {
  /// `[tokens, heads, headSize]`, as are keys, values and contexts.
  let queries: FloatBuffer
  let keys: FloatBuffer
  let values: FloatBuffer
  /// `[heads, tokens, tokens]`, as are the probabilities.
  let scores: FloatBuffer
  let probabilities: FloatBuffer
  let contexts: FloatBuffer

  init(_ sizes: StackConfiguration, tokens: Int) {
    queries = FloatBuffer(tokens * sizes.querySize)
    keys = FloatBuffer(tokens * sizes.querySize)
    values = FloatBuffer(tokens * sizes.querySize)
    scores = FloatBuffer(sizes.heads * tokens * tokens)
    probabilities = FloatBuffer(sizes.heads * tokens * tokens)
    contexts = FloatBuffer(tokens * sizes.querySize)
  }

  func record(_ sizes: StackConfiguration, tokens: Int) -> LayerRecord {
    let perToken = [tokens, sizes.heads, sizes.headSize]
    let perPair = [sizes.heads, tokens, tokens]
    return LayerRecord(
      queries: Tensor(queries, shape: perToken), keys: Tensor(keys, shape: perToken),
      values: Tensor(values, shape: perToken), scores: Tensor(scores, shape: perPair),
      probabilities: Tensor(probabilities, shape: perPair), contexts: Tensor(contexts, shape: perToken))
  }
}
