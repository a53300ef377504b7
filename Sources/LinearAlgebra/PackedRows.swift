internal import CVectorKernels

/// Some rows of a matrix laid out for their products with any row.
///
/// Panels of some rows are transposed, so that one load brings the same element of many rows; products then need no sums
/// across a register.
package struct PackedRows: Sendable {
  private let rows: Matrix
  private let panels: Matrix
  private let width: Int
  private let kernels: VectorKernels

  /// The number of rows, rounded up to whole panels: the length of a row of products.
  package let paddedCount: Int

  /// - Parameter packed: Which rows of the matrix are laid out.
  package init(_ matrix: Matrix, rows packed: Range<Int>, kernels: VectorKernels = .best) {
    precondition(packed.lowerBound >= 0 && packed.upperBound <= matrix.rows, "no more rows than the matrix has")
    self.kernels = kernels
    rows = matrix
    width = kernels.table.pointee.panel_width
    let panelCount = (packed.count + width - 1) / width
    paddedCount = panelCount * width
    var panels = Matrix(rows: panelCount, columns: width * matrix.columns)
    panels.withUnsafeMutableBufferPointer { [width] panels in
      matrix.withUnsafeBufferPointer { elements in
        for (place, row) in packed.enumerated() {
          let first = place / width * width * matrix.columns + place % width
          for column in 0..<matrix.columns {
            panels[first + column * width] = elements[row * matrix.columns + column]
          }
        }
      }
    }
    self.panels = panels
  }

  /// The products of some rows with all that are laid out, `[range.count, paddedCount]`; those with padding are 0.
  package func products(of range: Range<Int>, into out: inout [Float]) {
    precondition(range.upperBound <= rows.rows && out.count >= range.count * paddedCount, "room for the products")
    rows.withUnsafeBufferPointer { elements in
      panels.withUnsafeBufferPointer { panels in
        out.withUnsafeMutableBufferPointer { out in
          for panel in 0..<paddedCount / width {
            kernels.table.pointee.panel_products(
              elements.baseAddress! + range.lowerBound * rows.columns, range.count, rows.columns,
              panels.baseAddress! + panel * width * rows.columns, rows.columns, out.baseAddress! + panel * width,
              paddedCount)
          }
        }
      }
    }
  }
}
