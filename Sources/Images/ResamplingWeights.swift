#if canImport(Glibc)
  internal import Glibc
#endif

/// Which pixels of a side each new pixel is made of, and in what shares: Pillow's `precompute_coeffs` and
/// `normalize_coeffs_8bpc` for its bicubic filter (src/libImaging/Resample.c).
struct ResamplingWeights {
  /// Fractional bits of a weight.
  static let precision = 32 - 8 - 2

  /// The first old pixel of each new one.
  let starts: [Int]
  /// How many old pixels each new one has.
  let counts: [Int]
  /// Weights for each new pixel, `width` slots, of which the first `counts` are used and the others are 0.
  let weights: [Int32]
  /// Slots of one new pixel.
  let width: Int

  /// The weights that bring a side of `old` pixels to `new`.
  init(from old: Int, to new: Int) {
    let scale = Double(old) / Double(new)
    let widening = max(scale, 1)
    let support = 2 * widening
    width = Int(support.rounded(.up)) * 2 + 1
    var starts = [Int](repeating: 0, count: new)
    var counts = starts
    var weights = [Int32](repeating: 0, count: new * width)
    var shares = [Double](repeating: 0, count: width)
    for pixel in 0..<new {
      let center = (Double(pixel) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let count = min(Int(center + support + 0.5), old) - start
      var sum = 0.0
      for slot in 0..<count {
        shares[slot] = Self.bicubic((Double(slot + start) - center + 0.5) * (1 / widening))
        sum += shares[slot]
      }
      for slot in 0..<count {
        let share = sum == 0 ? shares[slot] : shares[slot] / sum
        let fixed = share * Double(1 << Self.precision)
        weights[pixel * width + slot] = Int32(share < 0 ? fixed - 0.5 : fixed + 0.5)
      }
      starts[pixel] = start
      counts[pixel] = count
    }
    self.starts = starts
    self.counts = counts
    self.weights = weights
  }

  /// Keys' cubic convolution kernel with a = −0.5, zero beyond 2.
  private static func bicubic(_ distance: Double) -> Double {
    let a = -0.5
    let x = abs(distance)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}

extension ResamplingWeights {
  /// RGBA rows of `width` pixels, of which `rows` are kept, brought to as many columns as there are weights.
  func resampleRows(_ pixels: [UInt8], rows: Range<Int>, width oldWidth: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: rows.count * starts.count * 4)
    var target = 0
    for row in rows {
      for column in starts.indices {
        var sums = SIMD4<Int32>(repeating: 1 << Int32(Self.precision - 1))
        for slot in 0..<counts[column] {
          let source = (row * oldWidth + starts[column] + slot) * 4
          let pixel = SIMD4<Int32>(
            Int32(pixels[source]), Int32(pixels[source + 1]), Int32(pixels[source + 2]), Int32(pixels[source + 3]))
          sums &+= pixel &* weights[column * width + slot]
        }
        let rounded = Self.bytes(sums)
        for channel in 0..<4 { result[target + channel] = rounded[channel] }
        target += 4
      }
    }
    return result
  }

  /// RGBA rows of `width` pixels, the first of which is row `offset` of the picture, brought to as many rows as there are
  /// weights.
  func resampleColumns(_ pixels: [UInt8], width columns: Int, offset: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: starts.count * columns * 4)
    for row in starts.indices {
      for byte in 0..<(columns * 4) {
        var sum: Int32 = 1 << Int32(Self.precision - 1)
        for slot in 0..<counts[row] {
          let source = (starts[row] - offset + slot) * columns * 4 + byte
          sum &+= Int32(pixels[source]) &* weights[row * width + slot]
        }
        result[row * columns * 4 + byte] = UInt8(clamping: sum >> Int32(Self.precision))
      }
    }
    return result
  }

  private static func bytes(_ sums: SIMD4<Int32>) -> SIMD4<UInt8> {
    let whole = sums &>> SIMD4(repeating: Int32(precision))
    return SIMD4<UInt8>(
      truncatingIfNeeded: whole.clamped(lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255)))
  }
}
