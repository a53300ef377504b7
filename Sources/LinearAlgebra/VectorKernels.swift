internal import CVectorKernels

/// Inner loops over vectors of floats, compiled for several processors and chosen when the program starts.
///
/// `VectorKernels.best` is what this processor runs fastest. Results may differ in their last bits between paths, never
/// between two runs on one path; whoever records how a result was made records `VectorKernels.path`.
public struct VectorKernels: @unchecked Sendable {
  // Points to a constant of the C library: never written, never freed.
  let table: UnsafePointer<cvk_table>

  /// The paths that this processor can run, fastest first; the last one runs everywhere.
  public static let available: [VectorKernels] = {
    var count = 0
    let tables = cvk_tables(&count)!
    return (0..<count).map { VectorKernels(table: tables[$0]!) }
  }()

  /// The fastest path of this processor.
  public static let best = available[0]

  /// The name of the fastest path: `avx512`, `avx2`, `baseline` or `neon`.
  public static var path: String { best.name }

  /// The name of this path.
  public var name: String { String(cString: table.pointee.name) }
}

extension VectorKernels {
  /// Σ xᵢ yᵢ over the length of both.
  public func dot(_ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>) -> Float {
    precondition(x.count == y.count, "vectors of one length")
    return table.pointee.dot(x.baseAddress, y.baseAddress, x.count)
  }

  /// Σ xᵢ yᵢ.
  public func dot(_ x: [Float], _ y: [Float]) -> Float {
    x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { y in dot(x, y) } }
  }

  /// The Euclidean length √Σ xᵢ²; overflows for elements beyond 10¹⁹, like the sum that it is.
  public func norm(_ x: UnsafeBufferPointer<Float>) -> Float {
    dot(x, x).squareRoot()
  }

  /// The Euclidean length √Σ xᵢ².
  public func norm(_ x: [Float]) -> Float {
    x.withUnsafeBufferPointer { norm($0) }
  }

  /// y ← y + a x.
  public func axpy(_ a: Float, _ x: UnsafeBufferPointer<Float>, _ y: UnsafeMutableBufferPointer<Float>) {
    precondition(x.count == y.count, "vectors of one length")
    table.pointee.axpy(a, x.baseAddress, y.baseAddress, x.count)
  }

  /// x ← a x.
  public func scale(_ a: Float, _ x: UnsafeMutableBufferPointer<Float>) {
    table.pointee.scale(a, x.baseAddress, x.count)
  }

  /// The product of a matrix and a vector.
  ///
  /// - Parameter vector: `matrix.columns` elements.
  /// - Returns: One dot product for each row.
  public func product(_ matrix: Matrix, _ vector: [Float]) -> [Float] {
    precondition(vector.count == matrix.columns, "a vector of \(matrix.columns) elements")
    return [Float](unsafeUninitializedCapacity: matrix.rows) { out, count in
      matrix.withUnsafeBufferPointer { elements in
        vector.withUnsafeBufferPointer { vector in
          table.pointee.dot_rows(
            elements.baseAddress, matrix.rows, matrix.columns, vector.baseAddress, out.baseAddress, matrix.columns)
        }
      }
      count = matrix.rows
    }
  }

  /// The products of pairs of rows of a matrix, bit for bit as `PackedRows` makes them.
  ///
  /// - Parameters:
  ///   - first: A row of each pair …
  ///   - second: … and the other one.
  ///   - out: Receives as many products, and may be longer.
  package func products(of first: [UInt32], with second: [UInt32], in matrix: Matrix, into out: inout [Float]) {
    precondition(first.count == second.count, "two rows to a pair")
    precondition((first.max() ?? 0) < matrix.rows && (second.max() ?? 0) < matrix.rows, "rows of the matrix")
    if out.count < first.count { out = [Float](repeating: 0, count: 2 * first.count) }
    matrix.withUnsafeBufferPointer { elements in
      out.withUnsafeMutableBufferPointer { out in
        table.pointee.pair_products(
          elements.baseAddress, matrix.columns, first, second, first.count, matrix.columns, out.baseAddress)
      }
    }
  }
}
