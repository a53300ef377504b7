internal import CVectorKernels

/// The kernels of a `ProductFilter` for one processor.
package struct ProductFilterKernels: @unchecked Sendable {
  // A constant of the C library: never written, never freed.
  let table: UnsafePointer<cvk_filter>

  /// Those that this processor can run, fastest first; none on some.
  package static let available: [ProductFilterKernels] = {
    var count = 0
    guard let tables = cvk_filters(&count) else { return [] }
    return (0..<count).map { ProductFilterKernels(table: tables[$0]!) }
  }()

  /// `avx512-vnni`, `avx512` or `avx2`.
  package var name: String { String(cString: table.pointee.name) }
}
