internal import CMatrixKernels

/// The matrix kernels for one processor: a table of C functions, chosen when the program starts.
///
/// Own kernels rather than a library, by measurement. On one AVX-512 core of a Xeon they reach 165–180 GFLOP/s on the
/// products of MiniLM (12 or 128 rows), with weights packed once. Debian's OpenBLAS takes AVX2 kernels on many recent
/// processors and packs on every call; oneDNN is as fast, but brings libgomp and gives other bits for other numbers of
/// threads. Here an element's sum has one order, so a result does not depend on how many threads made it.
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
