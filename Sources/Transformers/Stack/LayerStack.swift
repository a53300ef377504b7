internal import Basics
internal import LinearAlgebra

/// Runs layers over a batch of texts, or of pictures.
struct LayerStack: Sendable {
  let sizes: StackConfiguration
  let layers: [LayerWeights]
  let pool: WorkerPool
  let kernels: MatrixKernels
  /// Finds weights that are no numbers when their layer is first used.
  let layerGuard: LayerGuard

  init(sizes: StackConfiguration, layers: [LayerWeights], pool: WorkerPool, kernels: MatrixKernels) {
    (self.sizes, self.layers, self.pool, self.kernels) = (sizes, layers, pool, kernels)
    layerGuard = LayerGuard(layers: layers.count)
  }

  /// The buffers of a pass over a batch.
  func workspace(_ batch: Batch) -> Workspace { Workspace(sizes, batch, pool, kernels) }

  func normalize(
    _ input: UnsafePointer<Float>, _ norm: NormWeights, rows: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let size = sizes.hiddenSize
    norm.weight.withUnsafeBufferPointer { weight in
      norm.bias.withUnsafeBufferPointer { bias in
        // Eight rows take a microsecond: fewer are not worth handing to another thread.
        pool.forEachRange(of: rows, size: 8) { rows, _ in
          for row in rows {
            kernels.layerNorm(
              input + row * size, weight.baseAddress!, bias.baseAddress!, epsilon: sizes.layerNormEpsilon,
              into: output + row * size, count: size)
          }
        }
      }
    }
  }

  /// One layer over all rows of a batch.
  ///
  /// - Parameters:
  ///   - hidden: `[batch.rows, hiddenSize]`: the layer's input, and then its output.
  ///   - silenced: For each text the heads whose contexts are set to zero; empty for none.
  ///   - record: Where to keep what the first text's attention did, or nil.
  func run(
    layer index: Int, _ hidden: UnsafeMutablePointer<Float>, _ batch: Batch, _ space: Workspace,
    silenced: [Set<Int>] = [], record: LayerBuffers? = nil
  ) {
    attend(layer: index, hidden, batch, space, record: record)
    if !silenced.isEmpty {
      for (text, heads) in silenced.enumerated() { silence(heads, of: text, batch, space.contexts.base) }
    }
    finish(layer: index, hidden, rows: batch.rows, space)
  }

  /// The contexts of every head: `space.contexts`.
  func attend(
    layer index: Int, _ hidden: UnsafeMutablePointer<Float>, _ batch: Batch, _ space: Workspace,
    record: LayerBuffers? = nil
  ) {
    let layer = layers[index]
    layerGuard.look(at: index, layer)
    let size = sizes.hiddenSize
    var input = UnsafePointer(hidden)
    if sizes.normalizesFirst {
      normalize(hidden, layer.attentionNorm, rows: batch.rows, into: space.between.base)
      input = UnsafePointer(space.between.base)
    }
    let queries = record?.queries ?? space.queries
    let keys = record?.keys ?? space.keys
    let values = record?.values ?? space.values
    pool.multiply(
      WorkerPool.Product(input: input, rows: batch.rows, weights: layer.query, output: queries.base),
      WorkerPool.Product(input: input, rows: batch.rows, weights: layer.key, output: keys.base),
      WorkerPool.Product(input: input, rows: batch.rows, weights: layer.value, output: values.base))

    let heads = sizes.heads
    pool.forEach(batch.count * heads) { task, worker in
      let (text, head) = (task / heads, task % heads)
      var scratch = space.scratch(worker)
      if let record {
        let matrix = batch.length(text) * batch.length(text)
        scratch.scores = record.scores.base + head * matrix
        scratch.probabilities = record.probabilities.base + head * matrix
      }
      attend(
        text, head, queries: batch.starts[text]..<batch.starts[text + 1], of: queries.base, keys: keys.base,
        values: values.base, batch, scratch, into: space.contexts.base)
    }
    if let record { record.contexts.base.update(from: space.contexts.base, count: batch.rows * size) }
  }

  /// One head of one text.
  ///
  /// - Parameters:
  ///   - rows: The rows of `queries` and `contexts` that are the text's: its own, or the last of them alone.
  ///   - queries: `[…, hiddenSize]`.
  ///   - keys: `[batch.rows, hiddenSize]`, as are the values.
  func attend(
    _ text: Int, _ head: Int, queries rows: Range<Int>, of queries: UnsafePointer<Float>, keys: UnsafePointer<Float>,
    values: UnsafePointer<Float>, _ batch: Batch, _ scratch: HeadScratch, into contexts: UnsafeMutablePointer<Float>
  ) {
    let (size, headSize) = (sizes.hiddenSize, sizes.headSize)
    let prefix = batch.prefixes[text]
    let own = batch.length(text)
    let count = prefix.count + own
    let first = batch.starts[text] * size + head * headSize
    var keyRows = AttentionHead.Rows(base: keys + first, stride: size)
    var valueRows = AttentionHead.Rows(base: values + first, stride: size)
    if !prefix.isEmpty {
      for index in 0..<count {
        let row = index < prefix.count ? prefix[index] : batch.starts[text] + index - prefix.count
        let source = row * size + head * headSize
        (scratch.keys + index * headSize).update(from: keys + source, count: headSize)
        (scratch.values + index * headSize).update(from: values + source, count: headSize)
      }
      keyRows = AttentionHead.Rows(base: UnsafePointer(scratch.keys), stride: headSize)
      valueRows = AttentionHead.Rows(base: UnsafePointer(scratch.values), stride: headSize)
    }
    let offset = rows.lowerBound * size + head * headSize
    AttentionHead(
      kernels: kernels, count: count, queryCount: rows.count, size: headSize, isCausal: sizes.isCausal,
      mask: batch.masks[text]
    ).run(
      queries: AttentionHead.Rows(base: queries + offset, stride: size), keys: keyRows, values: valueRows,
      scratch: scratch, context: contexts + offset)
  }

  /// Sets the contexts of some heads of one text to zero.
  func silence(_ heads: Set<Int>, of text: Int, _ batch: Batch, _ contexts: UnsafeMutablePointer<Float>) {
    for row in batch.starts[text]..<batch.starts[text + 1] {
      for head in heads {
        (contexts + row * sizes.hiddenSize + head * sizes.headSize)
          .update(repeating: 0, count: sizes.headSize)
      }
    }
  }

  /// Everything after the contexts: output projection, feed-forward block, residual sums and norms.
  func finish(layer index: Int, _ hidden: UnsafeMutablePointer<Float>, rows: Int, _ space: Workspace) {
    let layer = layers[index]
    let between = space.between.base
    let inner = space.intermediate.base
    let activation = sizes.activation
    if sizes.normalizesFirst {
      pool.multiply(
        WorkerPool.Product(
          input: space.contexts.base, rows: rows, weights: layer.output, output: hidden, residual: hidden))
      normalize(hidden, layer.feedForwardNorm, rows: rows, into: between)
      pool.multiply(
        WorkerPool.Product(input: between, rows: rows, weights: layer.up, output: inner, activation: activation))
      pool.multiply(
        WorkerPool.Product(input: inner, rows: rows, weights: layer.down, output: hidden, residual: hidden))
    } else {
      pool.multiply(
        WorkerPool.Product(
          input: space.contexts.base, rows: rows, weights: layer.output, output: between, residual: hidden))
      normalize(between, layer.attentionNorm, rows: rows, into: hidden)
      pool.multiply(
        WorkerPool.Product(input: hidden, rows: rows, weights: layer.up, output: inner, activation: activation))
      pool.multiply(
        WorkerPool.Product(input: inner, rows: rows, weights: layer.down, output: between, residual: hidden))
      normalize(between, layer.feedForwardNorm, rows: rows, into: hidden)
    }
  }
}

extension LayerStack {
  /// The last layer for one row of each text, all that is left to compute when a text becomes the vector of one of its rows:
  /// keys and values of every row, everything else of that row alone.
  ///
  /// - Parameters:
  ///   - hidden: `[batch.rows, hiddenSize]`, the layer's input.
  ///   - rows: The row of each text; in a causal model its last.
  /// - Returns: The layer's output for these rows, `[batch.count, hiddenSize]`: the same numbers as from `run`.
  func runLast(
    _ hidden: FloatBuffer, _ batch: Batch, _ space: Workspace, rows: [Int]
  ) -> FloatBuffer {
    precondition(sizes.normalizesFirst && rows.count == batch.count, "a row of each text")
    let layer = layers[sizes.layers - 1]
    layerGuard.look(at: sizes.layers - 1, layer)
    normalize(hidden.base, layer.attentionNorm, rows: batch.rows, into: space.between.base)
    withExtendedLifetime(gathered(rows, of: space.between.base)) { pooled in
      pool.multiply(
        WorkerPool.Product(input: pooled.base, rows: rows.count, weights: layer.query, output: space.queries.base),
        WorkerPool.Product(input: space.between.base, rows: batch.rows, weights: layer.key, output: space.keys.base),
        WorkerPool.Product(input: space.between.base, rows: batch.rows, weights: layer.value, output: space.values.base)
      )
    }
    pool.forEach(batch.count * sizes.heads) { task, worker in
      let (text, head) = (task / sizes.heads, task % sizes.heads)
      attend(
        text, head, queries: text..<(text + 1), of: space.queries.base, keys: space.keys.base,
        values: space.values.base, batch, space.scratch(worker), into: space.contexts.base)
    }
    let output = gathered(rows, of: hidden.base)
    finish(layer: sizes.layers - 1, output.base, rows: rows.count, space)
    return output
  }

  private func gathered(_ rows: [Int], of source: UnsafePointer<Float>) -> FloatBuffer {
    let result = FloatBuffer(rows.count * sizes.hiddenSize)
    for (index, row) in rows.enumerated() {
      (result.base + index * sizes.hiddenSize).update(from: source + row * sizes.hiddenSize, count: sizes.hiddenSize)
    }
    return result
  }
}
