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
  var panel: Int { table.pointee.panel }

  func panels(_ columns: Int) -> Int { (columns + panel - 1) / panel }
}
