import LinearAlgebra
import Testing

@Suite struct MatrixTests {
  @Test func `elements lie row by row from an aligned address`() {
    let matrix = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(matrix.elements == [1, 2, 3, 4, 5, 6])
    #expect(matrix[1, 0] == 4)
    #expect(matrix.row(1) == [4, 5, 6])
    #expect(matrix.transposed == Matrix([[1, 4], [2, 5], [3, 6]]))
    #expect(matrix.selecting(rows: [1, 1, 0]) == Matrix([[4, 5, 6], [4, 5, 6], [1, 2, 3]]))
    #expect(matrix.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) % 64 } == 0)
  }

  @Test func `a copy keeps its elements when the original is written to`() {
    var matrix = Matrix([[1, 2]])
    let copy = matrix
    matrix[0, 0] = 9
    matrix.withUnsafeMutableBufferPointer { $0[1] = 8 }
    #expect(copy == Matrix([[1, 2]]))
    #expect(matrix == Matrix([[9, 8]]))
  }

  @Test func `matrices without elements are matrices`() {
    #expect(Matrix([]).rows == 0)
    #expect(Matrix(rows: 3, columns: 0).transposed == Matrix(rows: 0, columns: 3))
    #expect(Matrix(rows: 3, columns: 0) != Matrix(rows: 0, columns: 3))
  }

  @Test func `one element that is not a number is noticed`() {
    #expect(Matrix([[1, 2]]).isFinite)
    #expect(!Matrix([[1, .nan]]).isFinite)
    #expect(!Matrix([[-.infinity, 1]]).isFinite)
  }
}
