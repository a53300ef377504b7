internal import Embeddings
internal import LinearAlgebra
internal import Notebook

/// What a training gave, as it lies in the cache: without the words, which its corpus tells.
struct KeptTraining: Keepable {
  let vectors: Matrix
  let losses: [Double]
  let kernels: String

  static var form: Int { 1 }

  init(_ trained: TrainedVectors) {
    (vectors, losses, kernels) = (trained.vectors.vectors, trained.losses, trained.kernels)
  }

  init?(kept file: inout KeptReader) {
    guard let vectors = Matrix(kept: &file), let losses = file.numbers(Double.self), let kernels = file.texts()?.first
    else { return nil }
    (self.vectors, self.losses, self.kernels) = (vectors, losses, kernels)
  }

  func write(to file: inout KeptWriter) throws {
    try vectors.write(to: &file)
    try file.write(losses)
    try file.write([kernels])
  }

  /// With the words of the vectors.
  func trained(on vocabulary: Vocabulary) -> TrainedVectors {
    TrainedVectors(
      vectors: KeyedVectors(vocabulary: vocabulary, vectors: vectors), losses: losses, kernels: kernels)
  }
}

extension Matrix {
  init?(kept file: inout KeptReader) {
    guard let shape = file.numbers(Int.self), shape.count == 2, shape.allSatisfy({ $0 >= 0 }) else { return nil }
    let read = file.read(Float.self) { elements -> Matrix? in
      let (count, overflows) = shape[0].multipliedReportingOverflow(by: shape[1])
      guard !overflows, count == elements.count else { return nil }
      var matrix = Matrix(rows: shape[0], columns: shape[1])
      matrix.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: elements) }
      return matrix
    }
    guard let read else { return nil }
    self = read
  }

  func write(to file: inout KeptWriter) throws {
    try file.write([rows, columns])
    try file.write(elements)
  }
}
