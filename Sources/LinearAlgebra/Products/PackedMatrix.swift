package import Basics
internal import CMatrixKernels

/// The right-hand side of a matrix product, laid out once for the kernels: `[panel][row][column in panel]`.
package struct PackedMatrix: Sendable {
  /// The inner dimension of the product.
  package let rows: Int
  package let columns: Int
  package let kernels: MatrixKernels
  /// `[panels, rows, kernels.panel]`; columns past the last are zeros.
  package let buffer: FloatBuffer

  package var panels: Int { kernels.panels(columns) }
  /// Floats from one panel to the next.
  package var panelStride: Int { rows * kernels.panel }

  /// Packs a matrix.
  package init(_ matrix: StridedMatrix, pool: WorkerPool, kernels: MatrixKernels = .best) {
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
package struct StridedMatrix: @unchecked Sendable {
  package let base: UnsafePointer<Float>
  /// The inner dimension of a product with it.
  package let rows: Int
  package let columns: Int
  package let rowStride: Int
  package let columnStride: Int

  package init(_ source: UnsafeBufferPointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int) {
    let last = (rows - 1) * rowStride + (columns - 1) * columnStride
    precondition(rows > 0 && columns > 0 && source.count > last, "\(source.count) elements for [\(rows), \(columns)]")
    base = source.baseAddress!
    (self.rows, self.columns, self.rowStride, self.columnStride) = (rows, columns, rowStride, columnStride)
  }

  /// As `init(_:rows:columns:rowStride:columnStride:)`, from an address.
  package init(base: UnsafePointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int) {
    (self.base, self.rows, self.columns) = (base, rows, columns)
    (self.rowStride, self.columnStride) = (rowStride, columnStride)
  }

  /// Lays out one panel: `[row][column in panel]`, columns past the last as zeros.
  func pack(panel: Int, into out: UnsafeMutablePointer<Float>, _ kernels: MatrixKernels) {
    let first = panel * kernels.panel
    kernels.table.pointee.pack(
      base + first * columnStride, columns - first, rows, columnStride, rowStride, 0, 1, out)
  }

  /// Lays out all panels, one after the other.
  package func pack(into out: UnsafeMutablePointer<Float>, _ kernels: MatrixKernels) {
    kernels.table.pointee.pack(base, columns, rows, columnStride, rowStride, 0, kernels.panels(columns), out)
  }
}
