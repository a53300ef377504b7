internal import CMatrixKernels
internal import Glibc

/// Runs layers over a batch of texts.
struct Engine: Sendable {
  let configuration: ModelConfiguration
  let weights: ModelWeights
  let team: ThreadTeam
  let kernels: MatrixKernels

  /// Word, position and type embeddings summed, and normed where the model does so: `[batch.rows, hiddenSize]`.
  func embed(_ encodings: [Encoding], into hidden: UnsafeMutablePointer<Float>) {
    let size = configuration.hiddenSize
    var row = hidden
    for encoding in encodings {
      let positions = self.positions(of: encoding.ids)
      for token in 0..<encoding.count {
        weights.words.withUnsafeBufferPointer {
          row.update(from: $0.baseAddress! + encoding.ids[token] * size, count: size)
        }
        add(weights.positions, positions[token], to: row)
        if let types = weights.types { add(types, encoding.typeIDs[token], to: row) }
        row += size
      }
    }
    if let norm = weights.embeddingNorm {
      normalize(hidden, norm, rows: encodings.reduce(0) { $0 + $1.count }, into: hidden)
    }
  }

  /// RoBERTa counts only what is not padding, from the row after the padding's own.
  private func positions(of ids: [Int]) -> [Int] {
    if configuration.firstPosition == 0 { return Array(ids.indices) }
    let padding = configuration.firstPosition - 1
    var next = configuration.firstPosition
    return ids.map { id in
      if id == padding { return padding }
      defer { next += 1 }
      return next
    }
  }

  private func add(_ table: EmbeddingTable, _ index: Int, to row: UnsafeMutablePointer<Float>) {
    table.withUnsafeBufferPointer { rows in
      for column in 0..<table.size { row[column] += rows[index * table.size + column] }
    }
  }

  func normalize(
    _ input: UnsafePointer<Float>, _ norm: NormWeights, rows: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let size = configuration.hiddenSize
    let layerNorm = kernels.table.pointee.layer_norm!
    norm.weight.withUnsafeBufferPointer { weight in
      norm.bias.withUnsafeBufferPointer { bias in
        // Eight rows take a microsecond: fewer are not worth handing to another thread.
        let chunk = 8
        team.forEach((rows + chunk - 1) / chunk) { task, _ in
          for row in (task * chunk)..<min((task + 1) * chunk, rows) {
            layerNorm(
              input + row * size, weight.baseAddress, bias.baseAddress, configuration.layerNormEpsilon,
              output + row * size, size)
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
    finish(layer: index, hidden, batch, space)
  }

  /// The contexts of every head: `space.contexts`.
  func attend(
    layer index: Int, _ hidden: UnsafeMutablePointer<Float>, _ batch: Batch, _ space: Workspace,
    record: LayerBuffers? = nil
  ) {
    let layer = weights.layers[index]
    let size = configuration.hiddenSize
    var input = UnsafePointer(hidden)
    if weights.normalizesFirst {
      normalize(hidden, layer.attentionNorm, rows: batch.rows, into: space.between.base)
      input = UnsafePointer(space.between.base)
    }
    let queries = record?.queries ?? space.queries
    let keys = record?.keys ?? space.keys
    let values = record?.values ?? space.values
    team.multiply(
      ThreadTeam.Product(input: input, rows: batch.rows, weights: layer.query, output: queries.base),
      ThreadTeam.Product(input: input, rows: batch.rows, weights: layer.key, output: keys.base),
      ThreadTeam.Product(input: input, rows: batch.rows, weights: layer.value, output: values.base))

    let heads = configuration.heads
    team.forEach(batch.count * heads) { task, worker in
      let (text, head) = (task / heads, task % heads)
      let count = batch.length(text)
      let offset = batch.starts[text] * size + head * configuration.headSize
      let scratch = space.perWorker[worker].base
      let matrices = scratch + space.packedKeys + space.packedValues
      AttentionHead(
        kernels: kernels, count: count, size: configuration.headSize, stride: size, isCausal: configuration.isCausal,
        mask: batch.masks[text]
      ).run(
        queries: queries.base + offset, keys: keys.base + offset, values: values.base + offset, packedKeys: scratch,
        packedValues: scratch + space.packedKeys,
        scores: record.map { $0.scores.base + head * count * count } ?? matrices,
        probabilities: record.map { $0.probabilities.base + head * count * count } ?? matrices + count * count,
        context: space.contexts.base + offset)
    }
    if let record { record.contexts.base.update(from: space.contexts.base, count: batch.rows * size) }
  }

  /// Sets the contexts of some heads of one text to zero.
  func silence(_ heads: Set<Int>, of text: Int, _ batch: Batch, _ contexts: UnsafeMutablePointer<Float>) {
    for row in batch.starts[text]..<batch.starts[text + 1] {
      for head in heads {
        (contexts + row * configuration.hiddenSize + head * configuration.headSize)
          .update(repeating: 0, count: configuration.headSize)
      }
    }
  }

  /// Everything after the contexts: output projection, feed-forward block, residual sums and norms.
  func finish(layer index: Int, _ hidden: UnsafeMutablePointer<Float>, _ batch: Batch, _ space: Workspace) {
    let layer = weights.layers[index]
    let rows = batch.rows
    let between = space.between.base
    let inner = space.intermediate.base
    let activation = configuration.activation.kernel
    if weights.normalizesFirst {
      team.multiply(
        ThreadTeam.Product(
          input: space.contexts.base, rows: rows, weights: layer.output, output: hidden, residual: hidden))
      normalize(hidden, layer.feedForwardNorm, rows: rows, into: between)
      team.multiply(
        ThreadTeam.Product(input: between, rows: rows, weights: layer.up, output: inner, activation: activation))
      team.multiply(
        ThreadTeam.Product(input: inner, rows: rows, weights: layer.down, output: hidden, residual: hidden))
    } else {
      team.multiply(
        ThreadTeam.Product(
          input: space.contexts.base, rows: rows, weights: layer.output, output: between, residual: hidden))
      normalize(between, layer.attentionNorm, rows: rows, into: hidden)
      team.multiply(
        ThreadTeam.Product(input: hidden, rows: rows, weights: layer.up, output: inner, activation: activation))
      team.multiply(
        ThreadTeam.Product(input: inner, rows: rows, weights: layer.down, output: between, residual: hidden))
      normalize(between, layer.feedForwardNorm, rows: rows, into: hidden)
    }
  }
}

/// The buffers that become a `LayerRecord`.
struct LayerBuffers {
  let queries: FloatBuffer
  let keys: FloatBuffer
  let values: FloatBuffer
  let scores: FloatBuffer
  let probabilities: FloatBuffer
  let contexts: FloatBuffer

  init(_ configuration: ModelConfiguration, tokens: Int) {
    queries = FloatBuffer(tokens * configuration.hiddenSize)
    keys = FloatBuffer(tokens * configuration.hiddenSize)
    values = FloatBuffer(tokens * configuration.hiddenSize)
    scores = FloatBuffer(configuration.heads * tokens * tokens)
    probabilities = FloatBuffer(configuration.heads * tokens * tokens)
    contexts = FloatBuffer(tokens * configuration.hiddenSize)
  }

  func record(_ configuration: ModelConfiguration, tokens: Int) -> LayerRecord {
    let perToken = [tokens, configuration.heads, configuration.headSize]
    let perPair = [configuration.heads, tokens, tokens]
    return LayerRecord(
      queries: Tensor(queries, shape: perToken), keys: Tensor(keys, shape: perToken),
      values: Tensor(values, shape: perToken), scores: Tensor(scores, shape: perPair),
      probabilities: Tensor(probabilities, shape: perPair), contexts: Tensor(contexts, shape: perToken))
  }
}
