internal import CMatrixKernels

/// The right-hand side of a matrix product, laid out once for the kernels: `[panel][row][column in panel]`.
struct PackedMatrix: Sendable {
  /// The inner dimension of the product.
  let rows: Int
  let columns: Int
  let kernels: MatrixKernels
  let buffer: FloatBuffer

  var panels: Int { kernels.panels(columns) }
  /// Floats from one panel to the next.
  var panelStride: Int { rows * kernels.panel }

  /// Packs a matrix.
  init(_ matrix: StridedMatrix, pool: WorkerPool, kernels: MatrixKernels = .best) {
    (rows, columns, self.kernels) = (matrix.rows, matrix.columns, kernels)
    let stride = matrix.rows * kernels.panel
    let buffer = FloatBuffer(kernels.panels(matrix.columns) * stride)
    self.buffer = buffer
    pool.forEach(kernels.panels(matrix.columns)) { panel, _ in
      matrix.pack(panel: panel, into: buffer.base + panel * stride, kernels)
    }
  }
}

/// A matrix where it lies in memory: its element (row, column) is `base[row * rowStride + column * columnStride]`.
///
/// As safe to send as its memory is lasting: whoever makes one keeps that.
struct StridedMatrix: @unchecked Sendable {
  let base: UnsafePointer<Float>
  /// The inner dimension of a product with it.
  let rows: Int
  let columns: Int
  let rowStride: Int
  let columnStride: Int

  init(_ source: UnsafeBufferPointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int) {
    let last = (rows - 1) * rowStride + (columns - 1) * columnStride
    precondition(rows > 0 && columns > 0 && source.count > last, "\(source.count) elements for [\(rows), \(columns)]")
    base = source.baseAddress!
    (self.rows, self.columns, self.rowStride, self.columnStride) = (rows, columns, rowStride, columnStride)
  }

  /// Lays out one panel: `[row][column in panel]`, columns past the last as zeros.
  func pack(panel: Int, into out: UnsafeMutablePointer<Float>, _ kernels: MatrixKernels) {
    let first = panel * kernels.panel
    kernels.table.pointee.pack(
      base + first * columnStride, columns - first, rows, columnStride, rowStride, 0, 1, out)
  }
}
