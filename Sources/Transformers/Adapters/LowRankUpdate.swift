internal import Basics

/// What an adapter adds to a weight: scale · B A. Hu et al. 2022, §4.1.
///
/// A class because it is a part of the tensors that it is made of.
final class LowRankUpdate: Sendable {
  /// A, `[rank, inputs]`.
  let down: StoredTensor
  /// B, `[outputs, rank]`.
  let up: StoredTensor
  /// α / r, or α / √r.
  let scale: Float
  /// Whether the weight is a table of rows that are looked up: `[inputs, outputs]`.
  let isEmbedding: Bool

  init(down: StoredTensor, up: StoredTensor, scale: Float, isEmbedding: Bool) {
    (self.down, self.up, self.scale, self.isEmbedding) = (down, up, scale, isEmbedding)
  }

  private var rank: Int { down.shape[0] }
  private var inputs: Int { down.shape[1] }
  private var outputs: Int { up.shape[0] }

  /// Whether a weight of this shape can be meant.
  func fits(_ shape: [Int]) -> Bool { shape == [inputs, outputs] || !isEmbedding && shape == [outputs, inputs] }

  /// The shape that a weight needs in a layout.
  func shape(_ layout: WeightLayout) -> [Int] { layout == .linear ? [outputs, inputs] : [inputs, outputs] }

  /// Adds the product to a weight in place.
  ///
  /// - Parameter weight: `shape(layout)`.
  func add(to weight: inout [Float], _ layout: WeightLayout) throws(CheckpointError) {
    precondition(weight.count == inputs * outputs, "a weight of another shape")
    let (a, b) = (try down.floats(), try up.floats())
    let (rows, columns) = layout == .linear ? (outputs, inputs) : (inputs, outputs)
    // Rows of the right factor lie side by side, so that whole rows are added.
    let right = layout == .linear ? a : transposed(b, rows: outputs, columns: rank)
    weight.withUnsafeMutableBufferPointer { weight in
      right.withUnsafeBufferPointer { right in
        for row in 0..<rows {
          for part in 0..<rank {
            let factor = scale * (layout == .linear ? b[row * rank + part] : a[part * inputs + row])
            for column in 0..<columns { weight[row * columns + column] += factor * right[part * columns + column] }
          }
        }
      }
    }
  }

  private func transposed(_ matrix: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<columns).flatMap { column in (0..<rows).map { matrix[$0 * columns + column] } }
  }
}

extension StoredTensor {
  /// The elements as floats with what an adapter adds to them.
  ///
  /// - Throws: `CheckpointError.shape` where the adapter was made for a weight that lies the other way round.
  func floats(_ layout: WeightLayout) throws(CheckpointError) -> [Float] {
    var numbers = try plainFloats()
    guard let update else { return numbers }
    guard shape == update.shape(layout) else {
      throw .shape(path: path, name: name, found: shape, expected: update.shape(layout))
    }
    try update.add(to: &numbers, layout)
    return numbers
  }

  /// The tensor itself, and those of an adapter that are added to it.
  var parts: [StoredTensor] {
    guard let update else { return [self] }
    var plain = self
    plain.update = nil
    return [plain, update.down, update.up]
  }
}
