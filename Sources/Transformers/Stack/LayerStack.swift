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
  /// What is added to the scores by distance, the same in every layer.
  let relativeBias: RelativeBias?

  init(
    sizes: StackConfiguration, layers: [LayerWeights], pool: WorkerPool, kernels: MatrixKernels,
    relativeBias: RelativeBias? = nil
  ) {
    (self.sizes, self.layers, self.pool, self.kernels, self.relativeBias) = (sizes, layers, pool, kernels, relativeBias)
    layerGuard = LayerGuard(layers: layers.count)
  }

  /// The buffers of a pass over a batch.
  func workspace(_ batch: Batch) -> Workspace {
    Workspace(sizes, batch, pool, kernels, isGated: layers.contains { $0.multiplier != nil }, bias: relativeBias)
  }

  /// Norms each row, whose numbers are as many as the norm's weights.
  func normalize(
    _ input: UnsafePointer<Float>, _ norm: NormWeights, rows: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let size = norm.weight.count
    let epsilon = sizes.layerNormEpsilon
    if norm.kind == .none {
      let count = rows * sizes.hiddenSize
      if input != UnsafePointer(output) { output.update(from: input, count: count) }
      return
    }
    norm.weight.withUnsafeBufferPointer { weight in
      norm.bias.withUnsafeBufferPointer { bias in
        // Eight rows take a microsecond: fewer are not worth handing to another thread.
        pool.forEachRange(of: rows, size: 8) { rows, _ in
          if norm.kind == .layer {
            for row in rows {
              kernels.layerNorm(
                input + row * size, weight.baseAddress!, bias.baseAddress!, epsilon: epsilon,
                into: output + row * size, count: size)
            }
          } else {
            for row in rows {
              kernels.rootMeanSquareNorm(
                input + row * size, weight.baseAddress!, epsilon: epsilon, into: output + row * size, count: size)
            }
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
    var input = UnsafePointer(hidden)
    if sizes.normalizesFirst {
      normalize(hidden, layer.attentionNorm, rows: batch.rows, into: space.between.base)
      input = UnsafePointer(space.between.base)
    }
    // Keys that queries share are repeated in a record, and worked out once.
    let kept = sizes.groupSize == 1 ? record : nil
    let queries = record?.queries ?? space.queries
    let keys = kept?.keys ?? space.keys
    let values = kept?.values ?? space.values
    pool.multiply(
      WorkerPool.Product(input: input, rows: batch.rows, weights: layer.query, output: queries.base),
      WorkerPool.Product(input: input, rows: batch.rows, weights: layer.key, output: keys.base),
      WorkerPool.Product(input: input, rows: batch.rows, weights: layer.value, output: values.base))
    place(layer: index, queries: queries.base, keys: keys.base, batch, space)

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
        text, head, layer: index, queries: batch.starts[text]..<batch.starts[text + 1], of: queries.base,
        keys: keys.base, values: values.base, batch, scratch, bias: space.bias, into: space.contexts.base)
    }
    if let record {
      record.contexts.base.update(from: space.contexts.base, count: batch.rows * sizes.querySize)
      if kept == nil {
        repeatShared(keys.base, rows: batch.rows, into: record.keys.base)
        repeatShared(values.base, rows: batch.rows, into: record.values.base)
      }
    }
  }

  /// One head of one text.
  ///
  /// - Parameters:
  ///   - rows: The rows of `queries` and `contexts` that are the text's: its own, or the last of them alone.
  ///   - queries: `[…, querySize]`.
  ///   - keys: `[batch.rows, keySize]`, as are the values.
  func attend(
    _ text: Int, _ head: Int, layer: Int, queries rows: Range<Int>, of queries: UnsafePointer<Float>,
    keys: UnsafePointer<Float>, values: UnsafePointer<Float>, _ batch: Batch, _ scratch: HeadScratch,
    bias: RelativeBias.Table? = nil, into contexts: UnsafeMutablePointer<Float>
  ) {
    let (size, headSize) = (sizes.keySize, sizes.headSize)
    let keyColumn = head / sizes.groupSize * headSize
    let prefix = batch.prefixes[text]
    let own = batch.length(text)
    let count = prefix.count + own
    let first = batch.starts[text] * size + keyColumn
    var keyRows = AttentionHead.Rows(base: keys + first, stride: size)
    var valueRows = AttentionHead.Rows(base: values + first, stride: size)
    if !prefix.isEmpty {
      for index in 0..<count {
        let row = index < prefix.count ? prefix[index] : batch.starts[text] + index - prefix.count
        let source = row * size + keyColumn
        (scratch.keys + index * headSize).update(from: keys + source, count: headSize)
        (scratch.values + index * headSize).update(from: values + source, count: headSize)
      }
      keyRows = AttentionHead.Rows(base: UnsafePointer(scratch.keys), stride: headSize)
      valueRows = AttentionHead.Rows(base: UnsafePointer(scratch.values), stride: headSize)
    }
    let offset = rows.lowerBound * sizes.querySize + head * headSize
    AttentionHead(
      kernels: kernels, count: count, queryCount: rows.count, size: headSize, isCausal: sizes.isCausal,
      mask: batch.masks[text], scale: sizes.ownScoreScale, cap: sizes.scoreCap, window: sizes.window(layer),
      bias: bias.map { ($0, head) }
    ).run(
      queries: AttentionHead.Rows(base: queries + offset, stride: sizes.querySize), keys: keyRows, values: valueRows,
      scratch: scratch, context: contexts + offset)
  }

  /// Sets the contexts of some heads of one text to zero.
  func silence(_ heads: Set<Int>, of text: Int, _ batch: Batch, _ contexts: UnsafeMutablePointer<Float>) {
    for row in batch.starts[text]..<batch.starts[text + 1] {
      for head in heads {
        (contexts + row * sizes.querySize + head * sizes.headSize)
          .update(repeating: 0, count: sizes.headSize)
      }
    }
  }

  /// Everything after the contexts: output projection, feed-forward block, residual sums and norms.
  func finish(layer index: Int, _ hidden: UnsafeMutablePointer<Float>, rows: Int, _ space: Workspace) {
    if sizes.isParallel {
      let layer = layers[index]
      normalize(hidden, layer.feedForwardNorm, rows: rows, into: space.between.base)
      feed(layer, space.between.base, rows: rows, space)
      add(space.contexts.base, layer.output, layer.attentionOutputNorm, rows: rows, to: hidden, space)
      add(space.intermediate.base, layer.down, layer.feedForwardOutputNorm, rows: rows, to: hidden, space)
    } else {
      project(layer: index, hidden, rows: rows, space)
      feedForward(layer: index, hidden, rows: rows, space)
    }
  }

  /// The contexts through the output projection, with the residual sum, and the norm where that stands after it.
  func project(layer index: Int, _ hidden: UnsafeMutablePointer<Float>, rows: Int, _ space: Workspace) {
    let layer = layers[index]
    if sizes.normalizesFirst {
      return add(space.contexts.base, layer.output, layer.attentionOutputNorm, rows: rows, to: hidden, space)
    }
    pool.multiply(
      WorkerPool.Product(
        input: space.contexts.base, rows: rows, weights: layer.output, output: space.between.base, residual: hidden))
    normalize(space.between.base, layer.attentionNorm, rows: rows, into: hidden)
  }

  /// A layer's feed-forward block with its residual sum and its norm, on either side.
  func feedForward(layer index: Int, _ hidden: UnsafeMutablePointer<Float>, rows: Int, _ space: Workspace) {
    let (layer, between) = (layers[index], space.between.base)
    if sizes.normalizesFirst {
      normalize(hidden, layer.feedForwardNorm, rows: rows, into: between)
      feed(layer, between, rows: rows, space)
      return add(space.intermediate.base, layer.down, layer.feedForwardOutputNorm, rows: rows, to: hidden, space)
    }
    feed(layer, hidden, rows: rows, space)
    pool.multiply(
      WorkerPool.Product(
        input: space.intermediate.base, rows: rows, weights: layer.down, output: between, residual: hidden))
    normalize(between, layer.feedForwardNorm, rows: rows, into: hidden)
  }

  /// The first half of a feed-forward block, `space.intermediate`: act(x W↑), or act(x W↑) · x W×.
  func feed(_ layer: LayerWeights, _ input: UnsafePointer<Float>, rows: Int, _ space: Workspace) {
    let inner = space.intermediate.base
    guard let multiplier = layer.multiplier else {
      pool.multiply(
        WorkerPool.Product(
          input: input, rows: rows, weights: layer.up, output: inner, activation: sizes.activation))
      return
    }
    let gates = space.gates.base
    pool.multiply(
      WorkerPool.Product(input: input, rows: rows, weights: layer.up, output: inner, activation: sizes.activation),
      WorkerPool.Product(input: input, rows: rows, weights: multiplier, output: gates))
    pool.forEachRange(of: rows * sizes.intermediateSize, size: 4096) { range, _ in
      for index in range { inner[index] *= gates[index] }
    }
  }

  /// Adds a block's product to the residual stream, normed before where the model does so.
  private func add(
    _ input: UnsafePointer<Float>, _ weights: LinearWeights, _ norm: NormWeights?, rows: Int,
    to hidden: UnsafeMutablePointer<Float>, _ space: Workspace
  ) {
    guard let norm else {
      return pool.multiply(
        WorkerPool.Product(input: input, rows: rows, weights: weights, output: hidden, residual: hidden))
    }
    let between = space.between.base
    pool.multiply(WorkerPool.Product(input: input, rows: rows, weights: weights, output: between))
    normalize(between, norm, rows: rows, into: between)
    for index in 0..<(rows * sizes.hiddenSize) { hidden[index] += between[index] }
  }
}

extension LayerStack {
  /// Norms queries and keys head by head and turns them by their positions, where a layer does so.
  func place(
    layer index: Int, queries: UnsafeMutablePointer<Float>, keys: UnsafeMutablePointer<Float>, _ batch: Batch,
    _ space: Workspace
  ) {
    let (layer, rows) = (layers[index], batch.rows)
    if let norm = layer.queryNorm { normalize(queries, norm, rows: rows * sizes.heads, into: queries) }
    if let norm = layer.keyNorm { normalize(keys, norm, rows: rows * sizes.keyValueHeads, into: keys) }
    guard let rotation = sizes.rotation(index), let table = space.rotations[rotation] else { return }
    precondition(batch.prefixes.allSatisfy(\.isEmpty), "turned keys belong to one position")
    for text in 0..<batch.count {
      let start = batch.starts[text]
      pool.forEachRange(of: batch.length(text), size: 8) { positions, _ in
        for position in positions {
          let row = start + position
          table.turn(
            queries + row * sizes.querySize, heads: sizes.heads, headSize: sizes.headSize, position: position)
          table.turn(
            keys + row * sizes.keySize, heads: sizes.keyValueHeads, headSize: sizes.headSize, position: position)
        }
      }
    }
  }

  /// Each shared head as often as queries share it: from `[rows, keySize]` to `[rows, querySize]`.
  private func repeatShared(_ shared: UnsafePointer<Float>, rows: Int, into out: UnsafeMutablePointer<Float>) {
    for row in 0..<rows {
      for head in 0..<sizes.heads {
        (out + row * sizes.querySize + head * sizes.headSize)
          .update(from: shared + row * sizes.keySize + head / sizes.groupSize * sizes.headSize, count: sizes.headSize)
      }
    }
  }
}
