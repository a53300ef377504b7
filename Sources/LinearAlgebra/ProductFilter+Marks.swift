extension ProductFilter {
  /// Which pairs of some rows with others were marked; made once and used again and again.
  package struct Marks {
    /// Rows that are asked about start at multiples of it, whatever the processor.
    package static let rowMultiple = 6

    /// The factors of each row's limits, and those of each row that is looked among.
    var slopes: [Float] = []
    var weights: [Float] = []
    var otherSlopes: [Float] = []
    var otherWeights: [Float] = []
    /// A bit for each pair, `[rows, words]`.
    private var masks: [UInt64] = []
    private var rows = 0..<0
    private var words = 0
    private var width = 64
    private var first = 0

    package init() {}

    /// Makes room for some rows, up to whole tiles, beside some panels of `width` rows.
    mutating func prepare(rows: Range<Int>, tiled: Int, words: Int, width: Int, first: Int) {
      (self.rows, self.words, self.width, self.first) = (rows, words, width, first)
      if slopes.count < tiled {
        slopes = [Float](repeating: 0, count: tiled)
        weights = slopes
      }
      if otherSlopes.count < words * width {
        otherSlopes = [Float](repeating: 0, count: words * width)
        otherWeights = otherSlopes
      }
      if masks.count < tiled * words { masks = [UInt64](repeating: 0, count: tiled * words) }
    }

    /// Where the factors lie.
    struct Factors {
      let slopes: UnsafePointer<Float>
      let weights: UnsafePointer<Float>
      let otherSlopes: UnsafePointer<Float>
      let otherWeights: UnsafePointer<Float>
    }

    /// Calls a closure with the factors and the masks.
    mutating func withBuffers(_ body: (Factors, UnsafeMutablePointer<UInt64>) -> Void) {
      slopes.withUnsafeBufferPointer { slopes in
        weights.withUnsafeBufferPointer { weights in
          otherSlopes.withUnsafeBufferPointer { otherSlopes in
            otherWeights.withUnsafeBufferPointer { otherWeights in
              masks.withUnsafeMutableBufferPointer { masks in
                let factors = Factors(
                  slopes: slopes.baseAddress!, weights: weights.baseAddress!, otherSlopes: otherSlopes.baseAddress!,
                  otherWeights: otherWeights.baseAddress!)
                body(factors, masks.baseAddress!)
              }
            }
          }
        }
      }
    }

    /// All pairs that were marked, by row.
    ///
    /// - Parameters:
    ///   - limit: How many there may be.
    ///   - first: Receives the row that was asked about of each pair.
    ///   - second: Receives the row that was looked at.
    /// - Returns: Whether there were no more; otherwise nothing is found.
    package func findPairs(atMost limit: Int, into first: inout [UInt32], _ second: inout [UInt32]) -> Bool {
      first.removeAll(keepingCapacity: true)
      second.removeAll(keepingCapacity: true)
      return masks.withUnsafeBufferPointer { masks in
        var count = 0
        for word in 0..<rows.count * words { count += masks[word].nonzeroBitCount }
        guard count <= limit else { return false }
        for row in rows {
          for word in 0..<words {
            var mask = masks[(row - rows.lowerBound) * words + word]
            while mask != 0 {
              first.append(UInt32(row))
              second.append(UInt32(self.first + word * width + mask.trailingZeroBitCount))
              mask &= mask - 1
            }
          }
        }
        return true
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
