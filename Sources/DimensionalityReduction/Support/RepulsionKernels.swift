internal import CRepulsionKernels

/// The inner loops of t-SNE and of exact neighbours, compiled for several processors and chosen at run time.
///
/// Results may differ in their last bits between paths, never between two runs on one path.
package struct RepulsionKernels: @unchecked Sendable {
  // Points to a constant of the C library: never written, never freed.
  let table: UnsafePointer<crk_table>

  /// The paths that this processor can run, fastest first; the last one runs everywhere.
  package static let available: [RepulsionKernels] = {
    var count = 0
    let tables = crk_tables(&count)!
    return (0..<count).map { RepulsionKernels(table: tables[$0]!) }
  }()

  /// The fastest path of this processor.
  package static let best = available[0]

  /// The name of this path: `avx512`, `avx2`, `baseline` or `neon`.
  package var name: String { String(cString: table.pointee.name) }
}
