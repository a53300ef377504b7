/// A language model's weights at work: what comes before and after its layers.
struct Engine: Sendable {
  let configuration: ModelConfiguration
  let weights: ModelWeights
  /// Runs the layers.
  let stack: LayerStack

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
        if configuration.embeddingScale != 1 { for column in 0..<size { row[column] *= configuration.embeddingScale } }
        add(weights.positions, positions[token], to: row)
        if let types = weights.types { add(types, encoding.typeIDs[token], to: row) }
        row += size
      }
    }
    if let norm = weights.embeddingNorm {
      stack.normalize(hidden, norm, rows: encodings.reduce(0) { $0 + $1.count }, into: hidden)
    }
  }

  /// RoBERTa counts only what is not padding, from the row after the padding's own.
  private func positions(of ids: [Int]) -> [Int] {
    if configuration.firstPosition == 0 { return ids.indices.map { configuration.positionOffset + $0 } }
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
}
