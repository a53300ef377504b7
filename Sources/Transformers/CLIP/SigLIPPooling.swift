internal import Basics
internal import LinearAlgebra

/// What makes a SigLIP's vector of the patches of a picture: an attention whose one query is a weight, the probe, then a feed-forward
/// block. Zhai et al. 2023; Lee et al. 2019 (Set Transformer), §3.2.
///
///     a = softmax(q(probe) · k(x) / √d) v(x) Wₒ,   vector = a + MLP(LN(a)),   x = LN(last hidden state)
struct SigLIPPooling: Sendable {
  /// `[hiddenSize]`.
  let probe: [Float]
  /// Its first norm is the tower's last.
  let layer: LayerWeights

  init(
    _ reader: inout WeightReader, _ prefix: String, _ sizes: StackConfiguration, _ lastNorm: NormWeights,
    _ pool: WorkerPool
  ) throws {
    let (hidden, inner) = (sizes.hiddenSize, sizes.intermediateSize)
    probe = try reader.tensor(prefix + "probe", [1, 1, hidden]).floats()
    let stacked = try reader.tensor(prefix + "attention.in_proj_weight", [3 * hidden, hidden])
    let bias = try reader.vector(prefix + "attention.in_proj_bias", 3 * hidden)
    func part(_ place: Int) throws -> LinearWeights {
      try LinearWeights(
        stacked, bias: bias, inputs: hidden, outputs: (place * hidden)..<((place + 1) * hidden), pool: pool)
    }
    layer = LayerWeights(
      query: try part(0), key: try part(1), value: try part(2),
      output: try LinearWeights(&reader, prefix + "attention.out_proj", inputs: hidden, outputs: hidden, pool: pool),
      attentionNorm: lastNorm,
      up: try LinearWeights(&reader, prefix + "mlp.fc1", inputs: hidden, outputs: inner, pool: pool),
      down: try LinearWeights(&reader, prefix + "mlp.fc2", inputs: inner, outputs: hidden, pool: pool),
      feedForwardNorm: try NormWeights(&reader, prefix + "layernorm", hidden))
  }
}

extension LayerStack {
  /// One row for each picture of a batch, by the stack's one layer.
  ///
  /// - Parameters:
  ///   - hidden: `[batch.rows, hiddenSize]`, before the norm.
  ///   - probe: `[hiddenSize]`.
  ///   - probabilities: Where to keep what the first picture's heads attend to, `[heads, patches]`, or nil.
  /// - Returns: `[batch.count, hiddenSize]`.
  func pooled(
    _ hidden: FloatBuffer, _ batch: Batch, probe: [Float], probabilities: FloatBuffer? = nil
  ) -> FloatBuffer {
    let (layer, size, space) = (layers[0], sizes.hiddenSize, workspace(batch))
    layerGuard.look(at: 0, layer)
    normalize(hidden.base, layer.attentionNorm, rows: batch.rows, into: space.between.base)
    probe.withUnsafeBufferPointer { probe in
      pool.multiply(
        WorkerPool.Product(input: probe.baseAddress!, rows: 1, weights: layer.query, output: space.queries.base),
        WorkerPool.Product(input: space.between.base, rows: batch.rows, weights: layer.key, output: space.keys.base),
        WorkerPool.Product(input: space.between.base, rows: batch.rows, weights: layer.value, output: space.values.base)
      )
    }
    for picture in 1..<max(1, batch.count) {
      (space.queries.base + picture * size).update(from: space.queries.base, count: size)
    }
    pool.forEach(batch.count * sizes.heads) { task, worker in
      let (picture, head) = (task / sizes.heads, task % sizes.heads)
      var scratch = space.scratch(worker)
      if let probabilities, picture == 0 { scratch.probabilities = probabilities.base + head * batch.length(0) }
      attend(
        picture, head, layer: 0, queries: picture..<(picture + 1), of: space.queries.base, keys: space.keys.base,
        values: space.values.base, batch, scratch, into: space.contexts.base)
    }
    // Nothing is added to what the attention gives.
    let output = FloatBuffer(zeros: batch.count * size)
    finish(layer: 0, output.base, rows: batch.count, space)
    return output
  }
}
