internal import Basics
internal import LinearAlgebra

/// A weight that an adapter changes, before it is used: the sum is made in memory of its own and packed at once.
struct AdaptedMatrix: Sendable {
  let tensor: StoredTensor
  let inputs: Int
  let outputs: Range<Int>
  /// How many outputs the weight has.
  let all: Int
  let layout: WeightLayout
  let pool: WorkerPool

  /// - Throws: `CheckpointError` where the numbers cannot be read or the adapter is for a weight that lies the other way round, so that
  ///   nothing can fail later.
  init(
    _ tensor: StoredTensor, inputs: Int, outputs: Range<Int>, of all: Int, layout: WeightLayout, pool: WorkerPool
  ) throws(CheckpointError) {
    (self.tensor, self.inputs, self.outputs) = (tensor, inputs, outputs)
    (self.all, self.layout, self.pool) = (all, layout, pool)
    if let update = tensor.update, tensor.shape != update.shape(layout) {
      throw .shape(path: update.up.path, name: tensor.name, found: update.shape(layout), expected: tensor.shape)
    }
    for part in tensor.parts where ![.float64, .float32, .float16, .bfloat16].contains(part.dataType) {
      throw .dataType(path: part.path, name: part.name, found: part.dataType.rawValue)
    }
  }

  /// The sum, and whether it is of finite numbers.
  func merged() -> (matrix: PackedMatrix, isFinite: Bool) {
    guard let floats = try? tensor.floats(layout) else { preconditionFailure("an adapter that was not checked") }
    defer { tensor.file.release(tensor.range) }
    return floats.withUnsafeBufferPointer { floats in
      let matrix = layout.matrix(floats, inputs: inputs, outputs: outputs, of: all)
      return (PackedMatrix(matrix, pool: pool), areFinite(floats))
    }
  }
}
