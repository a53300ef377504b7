internal import CMatrixKernels

/// The matrix kernels for one processor: a table of C functions, chosen when the program starts.
///
/// Own kernels rather than a library, by measurement (`Benchmarks/products`). On one core of a Zen 5 with AVX-512 they make
/// 187 to 210 GFLOP/s on products of 12 to 1,024 rows with weights packed once, 0.95 to 1.03 of what oneDNN 2.6 makes with its
/// own packed weights. Debian's OpenBLAS 0.3.21 takes AVX2 kernels there and makes 78 to 108; told to take AVX-512 ones, by
/// a variable that is read before the process starts, 92 to 204, and it packs on every call. oneDNN would bring libgomp
/// and another thread pool for the same speed. Here an element's sum has one order, so a result does not depend on how
/// many threads made it.
package struct MatrixKernels: @unchecked Sendable {
  // A constant of the C library: never written, never freed.
  let table: UnsafePointer<cmk_table>

  /// The tables that this processor can run, fastest first; the last one runs everywhere.
  package static let available: [MatrixKernels] = {
    var count = 0
    let tables = cmk_tables(&count)!
    return (0..<count).map { MatrixKernels(table: tables[$0]!) }
  }()

  /// The fastest table of this processor.
  package static let best = available[0]

  /// `avx512`, `avx2`, `baseline` or `neon`.
  package var name: String { String(cString: table.pointee.name) }

  /// Columns in one panel of a packed matrix.
  package var panel: Int { table.pointee.panel }

  /// How many panels some columns make.
  package func panels(_ columns: Int) -> Int { (columns + panel - 1) / panel }
}

/// The kernels by address: whoever calls them sees to the room.
extension MatrixKernels {
  /// Some panels of a product: `output = activation(scale · input · matrix + bias) + residual`.
  ///
  /// - Parameters:
  ///   - input: `[rows, inner]`, rows `inputStride` floats apart.
  ///   - packed: The matrix, `[inner, columns]`, packed; or from a row of it on, and what lies before is left out of the sum.
  ///   - panelStride: Floats from one panel to the next; nil where they lie one after the other.
  ///   - output: `[rows, columns]`, rows `outputStride` floats apart, as are those of the residual, which may be the output.
  package func multiply(
    _ input: UnsafePointer<Float>, inputStride: Int, rows: Int, by packed: UnsafePointer<Float>, inner: Int,
    columns: Int, panelStride: Int? = nil, panels: Range<Int>? = nil, scale: Float = 1,
    bias: UnsafePointer<Float>? = nil, residual: UnsafePointer<Float>? = nil, activation: Activation? = nil,
    into output: UnsafeMutablePointer<Float>, outputStride: Int
  ) {
    var product = cmk_product(
      a: input, a_stride: inputStride, m: rows, n: columns, k: inner, packed: packed,
      panel_stride: panelStride ?? inner * panel, c: output, c_stride: outputStride, scale: scale, bias: bias,
      residual: residual, residual_stride: outputStride, activation: activation?.kernel ?? CMK_IDENTITY)
    let panels = panels ?? 0..<self.panels(columns)
    table.pointee.multiply(&product, panels.lowerBound, panels.upperBound)
  }

  /// The softmax of some numbers; may work in place.
  package func softmax(_ x: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, count: Int) {
    table.pointee.softmax(x, out, count)
  }

  /// out = (x − mean) / √(variance + ε) · weight + bias, over the numbers of one row; may work in place.
  package func layerNorm(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, epsilon: Float,
    into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.pointee.layer_norm(x, weight, bias, epsilon, out, count)
  }

  /// out = x / √(mean of x² + ε) · weight, over the numbers of one row; may work in place.
  package func rootMeanSquareNorm(
    _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>, epsilon: Float, into out: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    table.pointee.rms_norm(x, weight, epsilon, out, count)
  }

  /// One vector of `count` numbers against rows that lie one after the other.
  package func dots(
    _ x: UnsafePointer<Float>, rows: Int, _ y: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>, count: Int
  ) {
    table.pointee.dot_rows(x, rows, count, y, out, count)
  }
}
