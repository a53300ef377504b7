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
            var product = cmk_product(
              a: a.baseAddress, a_stride: inner, m: rows, n: columns, k: inner, packed: packed.buffer.base,
              panel_stride: packed.panelStride, c: out.baseAddress, c_stride: columns, scale: 1,
              bias: bias.baseAddress, residual: residual.baseAddress, residual_stride: columns,
              activation: CMK_IDENTITY)
            table.pointee.multiply(&product, 0, packed.panels)
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

  /// An activation of each number.
  package func activated(_ x: [Float], _ activation: Activation) -> [Float] {
    var x = x
    x.withUnsafeMutableBufferPointer { table.pointee.activate(activation.kernel, $0.baseAddress, $0.count) }
    return x
  }
}
