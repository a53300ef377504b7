internal import Basics
internal import DimensionalityReduction
internal import Embeddings
internal import LinearAlgebra
package import Notebook

/// A map of words in two dimensions, apart from how it was made.
struct WordMap: Keepable {
  /// The places, `[words, 2]`.
  let places: Matrix
  /// How far the map is from the vectors' neighbourhoods: the Kullback–Leibler divergence.
  let divergence: Double

  static var form: Int { 1 }

  init(places: Matrix, divergence: Double) {
    self.places = places
    self.divergence = divergence
  }

  init?(kept file: inout KeptReader) {
    guard let places = Matrix(kept: &file), places.columns == 2, let divergence = file.numbers(Double.self)?.first
    else { return nil }
    self.init(places: places, divergence: divergence)
  }

  func write(to file: inout KeptWriter) throws {
    try places.write(to: &file)
    try file.write([divergence])
  }

  /// Lays normalised vectors out so that neighbours stay neighbours; not again where an earlier run has done so.
  init(layingOut data: Matrix, perplexity: Double, _ page: Page) throws {
    var settings = TSNESettings()
    settings.perplexity = perplexity
    settings.seed = UInt64(page.seed)
    settings.threads = page.threads
    let parts = [
      "vectors": data.sum, "perplexity": "\(perplexity)", "seed": "\(page.seed)",
      "arithmetic": "\(TSNE.arithmeticVersion)", "processor path": RepulsionKernels.best.name,
    ]
    self = try page.kept("map", from: parts, fits: { $0.places.rows == data.rows }) {
      let map = try TSNE(fitting: data, settings: settings) { progress in
        page.report("mapping", fraction: Double(progress.iteration) / Double(max(1, progress.iterations)))
        try page.checkCancellation()
      }
      return WordMap(places: map.embedding, divergence: map.klDivergence)
    }
  }
}

extension Matrix {
  /// A sum over the shape and the elements.
  fileprivate var sum: String {
    var sum = SHA256()
    sum.update("\(rows) \(columns)\n")
    withUnsafeBufferPointer { sum.update(UnsafeRawBufferPointer($0)) }
    return sum.finalizeHex()
  }
}

/// Numbers that were dear to work out.
struct KeptNumbers: Keepable {
  let numbers: [Double]

  static var form: Int { 1 }

  init(_ numbers: [Double]) { self.numbers = numbers }

  init?(kept file: inout KeptReader) {
    guard let numbers = file.numbers(Double.self) else { return nil }
    self.init(numbers)
  }

  func write(to file: inout KeptWriter) throws { try file.write(numbers) }
}

extension NeighbourLists: Keepable {
  package static var form: Int { 1 }

  package init?(kept file: inout KeptReader) {
    guard let count = file.numbers(Int.self)?.first, let rows = file.numbers(Int.self),
      let similarities = file.numbers(UInt16.self), rows.count == similarities.count,
      count > 0 ? rows.count % count == 0 : rows.isEmpty
    else { return nil }
    self.init(count: count, rows: rows, similarities: similarities)
  }

  package func write(to file: inout KeptWriter) throws {
    try file.write([count])
    try file.write(rows)
    try file.write(similarities)
  }
}

extension QuantizedVectors: Keepable {
  package static var form: Int { 1 }

  package init?(kept file: inout KeptReader) {
    guard let elements = file.numbers(Int16.self), let bits = file.numbers(Int.self)?.first,
      let recall = file.numbers(Double.self)?.first
    else { return nil }
    self.init(elements: elements, bits: bits, recall: recall)
  }

  package func write(to file: inout KeptWriter) throws {
    try file.write(elements)
    try file.write([bits])
    try file.write([recall])
  }
}
