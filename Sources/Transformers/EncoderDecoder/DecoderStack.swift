internal import Basics
internal import LinearAlgebra

/// Runs a decoder's layers over one text, each of which looks at what the encoder made of another.
///
///     h ← norm(h + self-attention(h)),  h ← norm(h + cross-attention(h, source)),  h ← norm(h + feed-forward(h))
///
/// Vaswani et al. 2017, §3.1.
struct DecoderStack: Sendable {
  /// The layers without their look at the source.
  let stack: LayerStack
  let cross: [CrossWeights]
  /// Finds weights of the look at the source that are no numbers.
  let crossGuard: LayerGuard

  init(_ stack: LayerStack, _ cross: [CrossWeights]) {
    precondition(stack.layers.count == cross.count && !stack.sizes.normalizesFirst, "one look for each layer")
    (self.stack, self.cross) = (stack, cross)
    crossGuard = LayerGuard(layers: cross.count)
  }

  /// The keys and values of a source for every layer: worked out once, however often the decoder looks.
  struct Memory {
    /// `[source, hiddenSize]` for each layer.
    let keys, values: [FloatBuffer]
    let count: Int
    let mask: [Bool]?
  }

  /// - Parameter output: The encoder's last hidden state, `[source, hiddenSize]`.
  func memory(_ output: Tensor, mask: [Bool]) -> Memory {
    let count = output.shape[0]
    let size = stack.sizes.hiddenSize
    var (keys, values): ([FloatBuffer], [FloatBuffer]) = ([], [])
    output.withUnsafeBufferPointer { states in
      for (layer, weights) in cross.enumerated() {
        crossGuard.look(at: layer, [weights.query, weights.key])
        let (key, value) = (FloatBuffer(count * size), FloatBuffer(count * size))
        stack.pool.multiply(
          WorkerPool.Product(input: states.baseAddress!, rows: count, weights: weights.key, output: key.base),
          WorkerPool.Product(input: states.baseAddress!, rows: count, weights: weights.value, output: value.base))
        keys.append(key)
        values.append(value)
      }
    }
    return Memory(keys: keys, values: values, count: count, mask: mask.allSatisfy { $0 } ? nil : mask)
  }

  /// The buffers of a pass over so many tokens.
  func workspace(_ batch: Batch, _ memory: Memory) -> (own: Workspace, cross: Workspace) {
    (stack.workspace(batch), stack.workspace(Batch(lengths: [max(batch.rows, memory.count)])))
  }

  /// One layer over a text.
  ///
  /// - Parameters:
  ///   - hidden: `[batch.rows, hiddenSize]`: the layer's input, and then its output.
  ///   - record: Where to keep its attention to itself and to the source, or nil.
  func run(
    layer index: Int, _ hidden: UnsafeMutablePointer<Float>, _ batch: Batch, _ memory: Memory,
    _ space: (own: Workspace, cross: Workspace), record: (own: LayerBuffers, cross: CrossBuffers)? = nil
  ) {
    let cross = cross[index]
    let rows = batch.rows
    let between = space.own.between.base
    stack.attend(layer: index, hidden, batch, space.own, record: record?.own)
    stack.project(layer: index, hidden, rows: rows, space.own)

    look(layer: index, hidden, rows: rows, memory, space.cross, record: record?.cross)
    stack.pool.multiply(
      WorkerPool.Product(
        input: space.cross.contexts.base, rows: rows, weights: cross.output, output: between, residual: hidden))
    stack.normalize(between, cross.norm, rows: rows, into: hidden)

    stack.feedForward(layer: index, hidden, rows: rows, space.own)
  }

  /// The contexts of every head over the source: `space.contexts`.
  private func look(
    layer index: Int, _ hidden: UnsafePointer<Float>, rows: Int, _ memory: Memory, _ space: Workspace,
    record: CrossBuffers?
  ) {
    let size = stack.sizes.hiddenSize
    let headSize = stack.sizes.headSize
    let queries = record?.queries ?? space.queries
    stack.pool.multiply(
      WorkerPool.Product(input: hidden, rows: rows, weights: cross[index].query, output: queries.base))
    stack.pool.forEach(stack.sizes.heads) { head, worker in
      var scratch = space.scratch(worker)
      if let record {
        let matrix = rows * memory.count
        scratch.scores = record.scores.base + head * matrix
        scratch.probabilities = record.probabilities.base + head * matrix
      }
      func part(_ buffer: FloatBuffer) -> AttentionHead.Rows {
        AttentionHead.Rows(base: UnsafePointer(buffer.base + head * headSize), stride: size)
      }
      AttentionHead(
        kernels: stack.kernels, count: memory.count, queryCount: rows, size: headSize, isCausal: false,
        mask: memory.mask
      ).run(
        queries: part(queries), keys: part(memory.keys[index]), values: part(memory.values[index]), scratch: scratch,
        context: space.contexts.base + head * headSize)
    }
    if let record { record.contexts.base.update(from: space.contexts.base, count: rows * size) }
  }
}

/// The buffers that become the record of one layer's look at the source.
struct CrossBuffers {
  /// `[target, heads, headSize]`, as are the contexts.
  let queries, contexts: FloatBuffer
  /// `[heads, target, source]`, as are the probabilities.
  let scores, probabilities: FloatBuffer

  init(_ sizes: StackConfiguration, target: Int, source: Int) {
    queries = FloatBuffer(target * sizes.hiddenSize)
    contexts = FloatBuffer(target * sizes.hiddenSize)
    scores = FloatBuffer(sizes.heads * target * source)
    probabilities = FloatBuffer(sizes.heads * target * source)
  }

  /// - Parameters:
  ///   - keys: `[source, hiddenSize]`, as are the values.
  func record(
    _ sizes: StackConfiguration, target: Int, source: Int, keys: FloatBuffer, values: FloatBuffer
  ) -> LayerRecord {
    let perPair = [sizes.heads, target, source]
    let (perTarget, perSource) = ([target, sizes.heads, sizes.headSize], [source, sizes.heads, sizes.headSize])
    return LayerRecord(
      queries: Tensor(queries, shape: perTarget), keys: Tensor(keys, shape: perSource),
      values: Tensor(values, shape: perSource), scores: Tensor(scores, shape: perPair),
      probabilities: Tensor(probabilities, shape: perPair), contexts: Tensor(contexts, shape: perTarget))
  }
}
