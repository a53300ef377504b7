package import LinearAlgebra

extension Word2VecWeights {
  /// Calls a closure with both matrices, for one thread to write to or for several that do not mind each other.
  package mutating func withShared<Result, Failure: Error>(
    _ body: (SharedWeights) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let stride = stride
    return try input.withUnsafeMutableBufferPointer { input throws(Failure) in
      try output.withUnsafeMutableBufferPointer { output throws(Failure) in
        try body(
          SharedWeights(
            input: input.baseAddress!, output: output.baseAddress!, rows: input.count / stride, stride: stride))
      }
    }
  }

  /// Calls a closure with the matrices cut into panels of columns, one for each thread and each in memory of its own.
  ///
  /// Columns of one row must not lie side by side while two threads write to them, though each writes to whole cache
  /// lines: a processor fetches the lines next to those it needs, and takes them from the other thread's cache.
  package mutating func withPanels<Result, Failure: Error>(
    _ cut: ColumnBlocks, threads: Int, _ body: ([SharedWeights]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard threads > 1 else { return try withShared { (whole) throws(Failure) in try body([whole]) } }
    let ranges = (0..<threads).map { cut.columns(of: cut.share(of: $0, among: threads)) }
    // One matrix after the other, so that there is never more than one twice.
    let inputs = Self.takePanels(of: &input, ranges)
    let outputs = Self.takePanels(of: &output, ranges)
    var panels = zip(inputs, outputs).map { Word2VecWeights(panel: $0, $1) }
    defer {
      input = Self.joinPanels(&panels, \.input)
      output = Self.joinPanels(&panels, \.output)
    }
    return try panels.withUnsafeMutableBufferPointer { (panels) throws(Failure) in
      let panels = panels
      func open(_ opened: [SharedWeights]) throws(Failure) -> Result {
        guard opened.count < panels.count else { return try body(opened) }
        return try panels[opened.count].withShared { (panel) throws(Failure) in try open(opened + [panel]) }
      }
      return try open([])
    }
  }

  private static func takePanels(of matrix: inout Matrix, _ ranges: [Range<Int>]) -> [Matrix] {
    defer { matrix = Matrix(rows: 0, columns: 0) }
    return ranges.map { matrix.columns($0) }
  }

  private static func joinPanels(
    _ panels: inout [Word2VecWeights], _ matrix: WritableKeyPath<Word2VecWeights, Matrix>
  ) -> Matrix {
    defer { for panel in panels.indices { panels[panel][keyPath: matrix] = Matrix(rows: 0, columns: 0) } }
    return Matrix(joining: panels.map { $0[keyPath: matrix] })
  }
}

/// Both matrices, or a panel of their columns, in memory that threads write to.
package struct SharedWeights: @unchecked Sendable {
  // Unchecked: either one thread alone writes to it, or the training said that threads may race.

  let input: UnsafeMutablePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let rows: Int
  /// The length of a row.
  let stride: Int

  /// Whether no element is infinite or not a number.
  var isFinite: Bool {
    func isFinite(_ elements: UnsafeMutablePointer<Float>) -> Bool {
      UnsafeMutableBufferPointer(start: elements, count: rows * stride).allSatisfy(\.isFinite)
    }
    return isFinite(input) && isFinite(output)
  }
}
