internal import Notebook

/// Vectors as a view's file keeps them: halves where there is room, else whole numbers with a scale for each vector.
struct StoredVectors {
  /// How a number is kept.
  enum Precision: Equatable {
    /// Half precision.
    case half
    /// A whole number from −`levels` to `levels`; times its vector's scale it is the number.
    case levels(Int)
  }

  let numbers: ViewData.Numbers
  /// One for each vector; absent for halves.
  let scales: ViewData.Numbers?
  /// The greatest difference from the true number, as a share of the largest number of its stored vector.
  let error: Double

  /// - Parameters:
  ///   - vectors: One after another.
  ///   - size: Numbers in a vector.
  init(_ vectors: [Float], size: Int, _ precision: Precision) {
    var error = 0.0
    /// Notes how far stored numbers are from a vector.
    func compare(_ stored: some Sequence<Float>, _ vector: ArraySlice<Float>) {
      var (largest, farthest) = (Float(0), Float(0))
      for (a, b) in zip(stored, vector) {
        largest = max(largest, abs(a))
        farthest = max(farthest, abs(a - b))
      }
      if largest > 0 { error = max(error, Double(farthest) / Double(largest)) }
    }
    let starts = stride(from: 0, to: vectors.count, by: max(size, 1))
    switch precision {
    case .half:
      for start in starts {
        let vector = vectors[start..<start + size]
        compare(vector.lazy.map { Float(Float16($0)) }, vector)
      }
      (numbers, scales) = (.f16(vectors), nil)
    case .levels(let levels):
      var stored: [Int8] = []
      stored.reserveCapacity(vectors.count)
      let exact = starts.map { start in
        vectors[start..<start + size].reduce(0) { max($0, abs($1)) } / Float(levels)
      }
      // Rounded up, so that no number is beyond the last level.
      let halves = exact.map { scale in
        let half = Float16(scale)
        return Float(Float(half) < scale ? half.nextUp : half)
      }
      let isHalf = halves.allSatisfy(\.isFinite)
      let scales = isHalf ? halves : exact
      for (scale, start) in zip(scales, starts) {
        let vector = vectors[start..<start + size]
        let whole = vector.map { number -> Int8 in
          scale > 0 ? Int8(max(-Float(levels), min(Float(levels), (number / scale).rounded()))) : 0
        }
        compare(whole.lazy.map { Float($0) * scale }, vector)
        stored += whole
      }
      numbers = .i8(stored)
      self.scales = isHalf ? .f16(scales) : .f32(scales)
    }
    self.error = error
  }

  /// Whether half precision can say every number.
  static func areHalves(_ vectors: [Float]) -> Bool { vectors.allSatisfy { Float16($0).isFinite } }
}
