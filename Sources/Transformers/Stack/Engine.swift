internal import Basics
internal import LinearAlgebra

/// A language model's weights at work: what comes before and after its layers.
struct Engine: Sendable {
  let configuration: ModelConfiguration
  let weights: ModelWeights
  /// Runs the layers.
  let stack: LayerStack

  /// Word, position and type embeddings summed, normed where the model does so and brought to the hidden size:
  /// `[batch.rows, hiddenSize]`.
  func embed(_ encodings: [Encoding], into hidden: UnsafeMutablePointer<Float>) {
    guard let projection = weights.projection else { return sum(encodings, into: hidden) }
    let rows = encodings.reduce(0) { $0 + $1.count }
    let narrow = FloatBuffer(rows * weights.words.size)
    sum(encodings, into: narrow.base)
    stack.pool.multiply(
      WorkerPool.Product(input: narrow.base, rows: rows, weights: projection, output: hidden))
    guard let positions = weights.positions, positions.size != weights.words.size else { return }
    // OPT adds its positions after the projection.
    var row = hidden
    for encoding in encodings {
      for position in configuration.positions.rows(of: encoding) {
        add(positions, position, to: row)
        row += positions.size
      }
    }
  }

  /// The sum of the embeddings at their own size.
  private func sum(_ encodings: [Encoding], into sums: UnsafeMutablePointer<Float>) {
    let size = weights.words.size
    let table = weights.positions.flatMap { $0.size == size ? $0 : nil }
    let factor = configuration.embeddingFactor
    var row = sums
    for encoding in encodings {
      let positions = table == nil ? [] : configuration.positions.rows(of: encoding)
      for token in 0..<encoding.count {
        weights.words.withUnsafeBufferPointer {
          row.update(from: $0.baseAddress! + encoding.ids[token] * size, count: size)
        }
        if factor != 1 { for column in 0..<size { row[column] *= factor } }
        if let table { add(table, positions[token], to: row) }
        if let types = weights.types { add(types, encoding.typeIDs[token], to: row) }
        row += size
      }
    }
    if let norm = weights.embeddingNorm {
      stack.normalize(sums, norm, rows: encodings.reduce(0) { $0 + $1.count }, into: sums)
    }
  }

  private func add(_ table: EmbeddingTable, _ index: Int, to row: UnsafeMutablePointer<Float>) {
    table.withUnsafeBufferPointer { rows in
      for column in 0..<table.size { row[column] += rows[index * table.size + column] }
    }
  }
}
