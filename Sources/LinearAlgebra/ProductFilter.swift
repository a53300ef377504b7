internal import CVectorKernels

/// Tells pairs of rows whose product cannot exceed a limit, by their products in bytes and a proven bound.
///
/// A row b is rounded to b̃ = s q, q whole numbers of a byte, and so is a row a that is held against it. Sums of products of
/// whole numbers are exact, so all that is lost is
///
///     a·b − ã·b̃ = a·(b − b̃) + (a − ã)·b̃ ≤ |a| |b − b̃| + |a − ã| |b̃|
///
/// by Cauchy and Schwarz, with lengths that are measured in double precision and rounded up. A product that is summed in
/// floats exceeds the true one by at most γ |a| |b|, γ = n u / (1 − n u) for n elements and u = 2⁻²⁴, in whatever order
/// (Higham 2002, "Accuracy and stability of numerical algorithms", §3.1), and, where products vanish, by n 2⁻¹⁴⁹. Twice as
/// much and more is allowed, which is room for the limits' own rounding.
package struct ProductFilter: Sendable {
  /// The number of rows that are looked among.
  package let count: Int
  /// The number of rows, the first ones, that may be asked about.
  package let asked: Int
  /// Rows of one panel, a power of two: ranges of rows start at multiples of it.
  package let panel: Int

  private let kernels: ProductFilterKernels
  /// Words of four numbers in a row.
  private let quads: Int
  /// `[panels, quads, panel]`, four bytes in the room of each float.
  private let panels: FloatBuffer
  /// `[asked, quads]`, likewise, up to whole tiles.
  private let queries: FloatBuffer
  /// What each row of the panels starts its sums from, 32 bits in the room of each float.
  private let starts: FloatBuffer
  /// 1 / s and |b − b̃| / s, for each row of the panels.
  private let steepness: FloatBuffer
  private let allowance: FloatBuffer
  /// The same for each row that is asked about, up to whole tiles.
  private let askedSteepness: FloatBuffer
  private let askedAllowance: FloatBuffer
  /// How each row of the panels was rounded, and how each row that is asked about.
  private let rows: [cvk_rounding]
  private let rounded: [cvk_rounding]
  /// The largest |b̃|, and the largest length of any row, rounded or not.
  private let longest: Double
  private let length: Double
  /// What a limit is lowered by for floating point's sake.
  private let slack: Double

  /// - Parameters:
  ///   - matrix: Rows; up to 1,024 columns, so that sums of bytes' products are floats.
  ///   - count: Look among this many of its first rows.
  ///   - asked: Ask about this many of them.
  /// - Returns: nil where the bound would not hold or help: rows of another size, elements that are not finite or exceed
  ///   2³⁰, or no kernels for this processor.
  package init?(
    _ matrix: Matrix, count: Int, asked: Int, threads: Int,
    kernels: ProductFilterKernels? = ProductFilterKernels.available.first
  ) {
    precondition(asked <= count && count <= matrix.rows, "no more rows than the matrix has")
    guard let kernels, count > 0, (1...1_024).contains(matrix.columns) else { return nil }
    let isSmall = matrix.withUnsafeBufferPointer { $0.prefix(count * matrix.columns).allSatisfy { abs($0) <= 0x1p30 } }
    guard isSmall else { return nil }
    let (panel, tile) = (kernels.table.pointee.panel, kernels.table.pointee.tile)
    let quads = (matrix.columns + 3) / 4
    let padded = (count + panel - 1) / panel * panel
    let tiled = (asked + tile - 1) / tile * tile
    (self.kernels, self.panel, self.quads, self.count, self.asked) = (kernels, panel, quads, count, asked)
    (panels, queries) = (FloatBuffer(zeros: padded * quads), FloatBuffer(zeros: tiled * quads))
    (starts, steepness, allowance) = (
      FloatBuffer(zeros: padded), FloatBuffer(zeros: padded), FloatBuffer(zeros: padded)
    )
    (askedSteepness, askedAllowance) = (FloatBuffer(zeros: tiled), FloatBuffer(zeros: tiled))
    let pack = Packing(
      kernels: kernels, matrix: matrix, asked: asked, panels: panels, queries: queries, starts: starts)
    (rows, rounded) = pack.run(count: count, threads: threads)
    for (row, rounding) in rows.enumerated() {
      steepness.base[row] = 1 / rounding.scale
      allowance.base[row] = Float(rounding.distance / Double(rounding.scale)).nextUp
    }
    for (row, rounding) in rounded.enumerated() {
      askedSteepness.base[row] = 1 / rounding.scale
      askedAllowance.base[row] = Float(rounding.distance / Double(rounding.scale)).nextUp
    }
    longest = rows.reduce(0) { max($0, $1.rounded_length) }
    length = (rows + rounded).reduce(longest) { max($0, $1.length, $1.rounded_length) }
    slack = Double(matrix.columns + 16) * 0x1p-23 * length * length + 0x1p-100
  }

  /// Marks the pairs whose product, summed in floats in any order, may exceed a limit; no other pair's does.
  ///
  /// - Parameters:
  ///   - rows: Rows that may be asked about; they start at a multiple of `Marks.rowMultiple`.
  ///   - others: Rows that are looked among; they start at a multiple of `panel`.
  ///   - limits: One for each of `rows`; −∞ marks all of its pairs.
  ///   - otherLimits: One for each of `others`: a pair is marked as well where its product may exceed that.
  package func mark(
    _ rows: Range<Int>, with others: Range<Int>, above limits: [Float], orAbove otherLimits: [Float]? = nil,
    in marks: inout Marks
  ) {
    let tile = kernels.table.pointee.tile
    let tiled = (rows.count + tile - 1) / tile * tile
    let first = others.lowerBound / panel
    let words = (others.upperBound + panel - 1) / panel - first
    precondition(rows.lowerBound % tile == 0 && rows.upperBound <= asked && limits.count == rows.count, "rows to ask")
    precondition(others.lowerBound % panel == 0 && others.upperBound <= count, "rows to look among")
    precondition(otherLimits.map { $0.count == others.count } ?? true, "a limit for each")
    marks.prepare(rows: rows, tiled: tiled, words: words, width: panel, first: others.lowerBound)
    for (place, row) in rows.enumerated() {
      let (rounding, scale) = (rounded[row], Double(rounded[row].scale))
      marks.slopes[place] = Float((Double(limits[place]) - rounding.distance * longest - slack) / scale)
      marks.weights[place] = Float(-rounding.length / scale)
    }
    // Rows that fill up the last tile take no part.
    for place in rows.count..<tiled { (marks.slopes[place], marks.weights[place]) = (.infinity, 0) }
    for (place, other) in others.enumerated() {
      guard let otherLimits else { break }
      let (rounding, scale) = (self.rows[other], Double(self.rows[other].scale))
      marks.otherSlopes[place] = Float((Double(otherLimits[place]) - rounding.distance * length - slack) / scale)
      marks.otherWeights[place] = Float(-rounding.rounded_length / scale)
    }
    let above = otherLimits == nil ? kernels.table.pointee.above! : kernels.table.pointee.above_either!
    marks.withBuffers { factors, masks in
      var asking = cvk_filter_queries(
        bytes: UnsafeRawPointer(queries.base + rows.lowerBound * quads).assumingMemoryBound(to: UInt8.self),
        count: tiled, quads: quads, slopes: factors.slopes, weights: factors.weights,
        steepness: askedSteepness.base + rows.lowerBound, allowance: askedAllowance.base + rows.lowerBound)
      for word in 0..<words {
        let row = (first + word) * panel
        var looked = cvk_filter_panel(
          bytes: UnsafeRawPointer(panels.base + row * quads).assumingMemoryBound(to: Int8.self),
          starts: UnsafeRawPointer(starts.base + row).assumingMemoryBound(to: Int32.self),
          steepness: steepness.base + row, allowance: allowance.base + row,
          slopes: factors.otherSlopes + word * panel, weights: factors.otherWeights + word * panel)
        above(&asking, &looked, masks + word, words)
      }
      // What fills up the last panel, or lies beyond the range, is no row to look among.
      let beyond = words * panel - others.count
      for row in 0..<tiled where beyond > 0 { masks[(row + 1) * words - 1] &= ~0 >> UInt64(64 - panel + beyond) }
    }
  }
}
