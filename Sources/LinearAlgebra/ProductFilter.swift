internal import Basics
internal import CVectorKernels
internal import Synchronization

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
  /// What each row of the panels starts its sums from.
  private let starts: [Int32]
  /// 1 / s, and |b − b̃| / s, for each row of the panels.
  private let steepness: [Float]
  private let allowance: [Float]
  private let rounded: [cvk_rounding]
  /// The largest |b̃|.
  private let longest: Double
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
    guard matrix.withUnsafeBufferPointer({ $0.prefix(count * matrix.columns).allSatisfy { abs($0) <= 0x1p30 } }) else {
      return nil
    }
    let table = kernels.table.pointee
    let (panel, tile, columns) = (table.panel, table.tile, matrix.columns)
    let quads = (columns + 3) / 4
    let padded = (count + panel - 1) / panel * panel
    let panels = FloatBuffer(zeros: padded * quads)
    let queries = FloatBuffer(zeros: (asked + tile - 1) / tile * tile * quads)
    var starts = [Int32](repeating: 0, count: padded)
    var (steepness, allowance) = ([Float](repeating: 0, count: padded), [Float](repeating: 0, count: padded))
    var rows = [cvk_rounding](repeating: cvk_rounding(), count: count)
    var rounded = [cvk_rounding](repeating: cvk_rounding(), count: asked)
    starts.withUnsafeMutableBufferPointer { starts in
      steepness.withUnsafeMutableBufferPointer { steepness in
        allowance.withUnsafeMutableBufferPointer { allowance in
          rows.withUnsafeMutableBufferPointer { rows in
            rounded.withUnsafeMutableBufferPointer { rounded in
              matrix.withUnsafeBufferPointer { elements in
                nonisolated(unsafe) let (starts, steepness, allowance) = (starts, steepness, allowance)
                nonisolated(unsafe) let (rows, rounded, elements) = (rows, rounded, elements)
                let claimed = Atomic<Int>(0)
                // Every panel is claimed once, and its rows are those of no other.
                ThreadTeam.run(max(1, min(threads, padded / panel))) { _ in
                  var bytes = [Int8](repeating: 0, count: quads * 4)
                  while true {
                    let first = claimed.add(panel, ordering: .relaxed).oldValue
                    guard first < count else { return }
                    let words = UnsafeMutableRawPointer(panels.base + first * quads)
                    for row in first..<min(first + panel, count) {
                      let source = elements.baseAddress! + row * columns
                      table.round(source, columns, 127, &bytes, &rows[row])
                      starts[row] = -table.offset * bytes.reduce(Int32(0)) { $0 + Int32($1) }
                      steepness[row] = 1 / rows[row].scale
                      allowance[row] = Float(rows[row].distance / Double(rows[row].scale)).nextUp
                      bytes.withUnsafeBytes { bytes in
                        for quad in 0..<quads {
                          words.storeBytes(
                            of: bytes.loadUnaligned(fromByteOffset: quad * 4, as: UInt32.self),
                            toByteOffset: (quad * panel + row - first) * 4, as: UInt32.self)
                        }
                      }
                      guard row < asked else { continue }
                      table.round(source, columns, table.largest, &bytes, &rounded[row])
                      let query = UnsafeMutableRawPointer(queries.base + row * quads)
                        .assumingMemoryBound(to: UInt8.self)
                      for index in bytes.indices { query[index] = UInt8(Int32(bytes[index]) + table.offset) }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    (self.kernels, self.panel, self.quads, self.count, self.asked) = (kernels, panel, quads, count, asked)
    (self.panels, self.queries) = (panels, queries)
    (self.starts, self.steepness, self.allowance, self.rounded) = (starts, steepness, allowance, rounded)
    longest = rows.reduce(0) { max($0, $1.rounded_length) }
    let length = rows.reduce(longest) { max($0, $1.length) }
    slack = Double(columns + 16) * 0x1p-23 * length * length + 0x1p-100
  }

  /// Marks the pairs whose product, summed in floats in any order, may exceed a limit; no other pair's does.
  ///
  /// - Parameters:
  ///   - rows: Rows that may be asked about; they start at a multiple of `Marks.rowMultiple`.
  ///   - others: Rows that are looked among; they start at a multiple of `panel`.
  ///   - limits: One for each of `rows`; −∞ marks all of its pairs.
  package func mark(_ rows: Range<Int>, with others: Range<Int>, above limits: [Float], in marks: inout Marks) {
    let tile = kernels.table.pointee.tile
    let tiled = (rows.count + tile - 1) / tile * tile
    let first = others.lowerBound / panel
    let words = (others.upperBound + panel - 1) / panel - first
    precondition(rows.lowerBound % tile == 0 && rows.upperBound <= asked && limits.count == rows.count, "rows to ask")
    precondition(others.lowerBound % panel == 0 && others.upperBound <= count, "rows to look among")
    marks.prepare(rows: tiled, words: words, width: panel, first: others.lowerBound)
    for (place, row) in rows.enumerated() {
      let (rounding, scale) = (rounded[row], Double(rounded[row].scale))
      marks.slopes[place] = Float((Double(limits[place]) - rounding.distance * longest - slack) / scale)
      marks.weights[place] = Float(-rounding.length / scale)
    }
    // Rows that fill up the last tile take no part.
    for place in rows.count..<tiled { (marks.slopes[place], marks.weights[place]) = (.infinity, 0) }
    var asking = cvk_filter_queries(
      bytes: UnsafeRawPointer(queries.base + rows.lowerBound * quads).assumingMemoryBound(to: UInt8.self),
      count: tiled, quads: quads, slopes: nil, weights: nil)
    starts.withUnsafeBufferPointer { starts in
      steepness.withUnsafeBufferPointer { steepness in
        allowance.withUnsafeBufferPointer { allowance in
          marks.withBuffers { slopes, weights, masks in
            (asking.slopes, asking.weights) = (slopes, weights)
            for word in 0..<words {
              let row = (first + word) * panel
              var panel = cvk_filter_panel(
                bytes: UnsafeRawPointer(panels.base + row * quads).assumingMemoryBound(to: Int8.self),
                starts: starts.baseAddress! + row, steepness: steepness.baseAddress! + row,
                allowance: allowance.baseAddress! + row)
              kernels.table.pointee.above(&asking, &panel, masks + word, words)
            }
            // What fills up the last panel, or lies beyond the range, is no row to look among.
            let beyond = words * panel - others.count
            for row in 0..<tiled where beyond > 0 { masks[(row + 1) * words - 1] &= ~0 >> UInt64(64 - panel + beyond) }
          }
        }
      }
    }
  }
}

extension ProductFilter {
  /// Which pairs of some rows with others were marked; made once and used again and again.
  package struct Marks {
    /// Rows that are asked about start at multiples of it, whatever the processor.
    package static let rowMultiple = 6

    fileprivate var slopes: [Float] = []
    fileprivate var weights: [Float] = []
    /// A bit for each pair, `[rows, words]`.
    private var masks: [UInt64] = []
    private var words = 0
    private var width = 64
    private var first = 0

    package init() {}

    fileprivate mutating func prepare(rows: Int, words: Int, width: Int, first: Int) {
      (self.words, self.width, self.first) = (words, width, first)
      if slopes.count < rows {
        slopes = [Float](repeating: 0, count: rows)
        weights = slopes
      }
      if masks.count < rows * words { masks = [UInt64](repeating: 0, count: rows * words) }
    }

    fileprivate mutating func withBuffers(
      _ body: (UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<UInt64>) -> Void
    ) {
      slopes.withUnsafeBufferPointer { slopes in
        weights.withUnsafeBufferPointer { weights in
          masks.withUnsafeMutableBufferPointer { masks in
            body(slopes.baseAddress!, weights.baseAddress!, masks.baseAddress!)
          }
        }
      }
    }

    /// Appends the rows that were marked with one of the rows asked about, ascending.
    ///
    /// - Parameters:
    ///   - place: Its place among the rows asked about.
    ///   - limit: How many there may be.
    /// - Returns: Whether there were no more; otherwise nothing is appended.
    package func find(_ place: Int, atMost limit: Int, into found: inout [UInt32]) -> Bool {
      masks.withUnsafeBufferPointer { masks in
        let row = masks.baseAddress! + place * words
        var count = 0
        for word in 0..<words { count += row[word].nonzeroBitCount }
        guard count <= limit else { return false }
        guard count > 0 else { return true }
        for word in 0..<words {
          var mask = row[word]
          while mask != 0 {
            found.append(UInt32(first + word * width + mask.trailingZeroBitCount))
            mask &= mask - 1
          }
        }
        return true
      }
    }
  }
}
