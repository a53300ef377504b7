internal import Basics
internal import CMatrixKernels

/// The kernels on arrays: what tests hold against plain loops.
extension MatrixKernels {
  /// a · bᵀ + bias + residual, a `[rows, inner]`, b `[columns, inner]`.
  package func product(
    _ a: [Float], _ b: [Float], rows: Int, columns: Int, inner: Int, bias: [Float], residual: [Float]
  ) -> [Float] {
    let packed = b.withUnsafeBufferPointer {
      PackedMatrix(
        StridedMatrix($0, rows: inner, columns: columns, rowStride: 1, columnStride: inner), pool: WorkerPool(1),
        kernels: self)
    }
    return [Float](unsafeUninitializedCapacity: rows * columns) { out, count in
      a.withUnsafeBufferPointer { a in
        bias.withUnsafeBufferPointer { bias in
          residual.withUnsafeBufferPointer { residual in
            multiply(
              a.baseAddress!, inputStride: inner, rows: rows, by: packed.buffer.base, inner: inner, columns: columns,
              bias: bias.baseAddress, residual: residual.baseAddress, into: out.baseAddress!, outputStride: columns)
          }
        }
      }
      count = rows * columns
    }
  }

  /// The softmax of one row.
  package func softmax(_ x: [Float]) -> [Float] {
    var x = x
    x.withUnsafeMutableBufferPointer { table.pointee.softmax($0.baseAddress, $0.baseAddress, $0.count) }
    return x
  }

  /// The layer norm of one row.
  package func layerNorm(_ x: [Float], _ weight: [Float], _ bias: [Float], epsilon: Float) -> [Float] {
    var x = x
    x.withUnsafeMutableBufferPointer {
      table.pointee.layer_norm($0.baseAddress, weight, bias, epsilon, $0.baseAddress, $0.count)
    }
    return x
  }

  /// The root-mean-square norm of one row.
  package func rootMeanSquareNorm(_ x: [Float], _ weight: [Float], epsilon: Float) -> [Float] {
    var x = x
    x.withUnsafeMutableBufferPointer {
      table.pointee.rms_norm($0.baseAddress, weight, epsilon, $0.baseAddress, $0.count)
    }
    return x
  }

  /// An activation of each number.
  package func activated(_ x: [Float], _ activation: Activation) -> [Float] {
    var x = x
    x.withUnsafeMutableBufferPointer { table.pointee.activate(activation.kernel, $0.baseAddress, $0.count) }
    return x
  }
}
