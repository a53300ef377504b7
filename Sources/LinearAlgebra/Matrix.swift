/// A matrix of floats, row by row without gaps, with the value semantics of an array.
///
/// Concrete over `Float` and with inlinable accessors, because a generic subscript across modules costs a hundred times
/// as much. Hot loops take the whole matrix by pointer: `withUnsafeBufferPointer` and its mutable sibling.
public struct Matrix: Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int

  @usableFromInline var storage: FloatBuffer

  /// A matrix of zeros, `[rows, columns]`.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative size")
    self.rows = rows
    self.columns = columns
    storage = FloatBuffer(zeros: rows * columns)
  }

  /// A matrix from its elements, row by row.
  ///
  /// - Parameter elements: `rows * columns` of them.
  public init(rows: Int, columns: Int, elements: some Collection<Float>) {
    precondition(elements.count == rows * columns, "\(elements.count) elements for [\(rows), \(columns)]")
    self.init(rows: rows, columns: columns)
    var next = storage.base
    for element in elements {
      next.pointee = element
      next += 1
    }
  }

  /// A matrix from rows of one length; no rows give `[0, 0]`.
  public init(_ rows: [[Float]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }

  /// The element in a row and a column.
  @inlinable
  public subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "outside the matrix")
      return storage.base[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "outside the matrix")
      makeUnique()
      storage.base[row * columns + column] = newValue
    }
  }

  /// A copy of one row.
  public func row(_ index: Int) -> [Float] {
    withUnsafeRow(index) { Array($0) }
  }

  /// All elements, row by row.
  public var elements: [Float] {
    withUnsafeBufferPointer { Array($0) }
  }

  /// The transposed matrix, `[columns, rows]`.
  public var transposed: Matrix {
    let result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        result.storage.base[column * rows + row] = storage.base[row * columns + column]
      }
    }
    return result
  }

  /// The rows at the given positions, in that order: `[indices.count, columns]`.
  public func selecting(rows indices: some Collection<Int>) -> Matrix {
    let result = Matrix(rows: indices.count, columns: columns)
    for (position, index) in indices.enumerated() {
      withUnsafeRow(index) {
        (result.storage.base + position * columns).update(from: $0.baseAddress!, count: columns)
      }
    }
    return result
  }

  /// Whether no element is infinite or not a number.
  public var isFinite: Bool {
    withUnsafeBufferPointer { $0.allSatisfy(\.isFinite) }
  }

  @usableFromInline
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = FloatBuffer(copying: storage) }
  }
}

extension Matrix: Equatable {
  /// Whether two matrices have one shape and equal elements.
  public static func == (left: Matrix, right: Matrix) -> Bool {
    guard left.rows == right.rows, left.columns == right.columns else { return false }
    return left.withUnsafeBufferPointer { a in right.withUnsafeBufferPointer { b in a.elementsEqual(b) } }
  }
}
