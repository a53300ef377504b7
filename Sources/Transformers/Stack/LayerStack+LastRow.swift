internal import Basics
internal import LinearAlgebra

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
    precondition(sizes.normalizesFirst && rows.count == batch.count && sizes.rotations.isEmpty, "a row of each text")
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
        text, head, layer: sizes.layers - 1, queries: text..<(text + 1), of: space.queries.base, keys: space.keys.base,
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
