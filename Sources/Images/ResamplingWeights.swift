internal import CImageIO

/// Which pixels of a side each new pixel is made of, and in what shares: Pillow's `precompute_coeffs` and
/// `normalize_coeffs_8bpc` (src/libImaging/Resample.c).
struct ResamplingWeights {
  /// Fractional bits of a weight.
  static let precision = 32 - 8 - 2

  /// The first old pixel of each new one.
  private(set) var starts: [Int32] = []
  /// How many old pixels each new one has.
  private(set) var counts: [Int32] = []
  private var pairs: [quire_weight_pair] = []
  private let pairCount: Int

  /// The weights that bring a side of `old` pixels to `new`.
  ///
  /// - Parameter isReversed: Whether both are counted from the other end than a picture's that is upright: each new pixel has the
  ///   same shares, in the other order.
  init(from old: Int, to new: Int, by filter: ResamplingFilter = .bicubic, isReversed: Bool = false) {
    let scale = Double(old) / Double(new)
    let widening = max(scale, 1)
    let support = filter.support * widening
    pairCount = Int(support.rounded(.up)) + 1
    starts.reserveCapacity(new)
    counts.reserveCapacity(new)
    pairs.reserveCapacity(new * pairCount)
    for index in 0..<new {
      let pixel = isReversed ? new - 1 - index : index
      let center = (Double(pixel) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), old)
      starts.append(Int32(isReversed ? old - end : start))
      counts.append(Int32(end - start))
      append((start..<end).map { filter.weight((Double($0) - center + 0.5) * (1 / widening)) }, isReversed)
    }
  }

  /// Appends the weights of one pixel: shares of a whole, in integers.
  private mutating func append(_ values: [Double], _ isReversed: Bool) {
    let sum = values.reduce(0, +)
    var weights = values.map { value in
      let share = (sum == 0 ? value : value / sum) * Double(1 << Self.precision)
      return Int32(share < 0 ? share - 0.5 : share + 0.5)
    }
    if isReversed { weights.reverse() }
    for pair in 0..<pairCount {
      let first = 2 * pair < weights.count ? weights[2 * pair] : 0
      let second = 2 * pair + 1 < weights.count ? weights[2 * pair + 1] : 0
      pairs.append(quire_weight_pair(first, second))
    }
  }

}

extension ResamplingWeights {
  /// The old pixels that new ones are made of.
  var reach: Range<Int> { Int(starts[0])..<Int(starts.last! + counts.last!) }

  /// The old pixels that a new one is made of.
  func sources(of pixel: Int) -> Range<Int> { Int(starts[pixel])..<Int(starts[pixel] + counts[pixel]) }

  /// The picture with as many columns as there are weights.
  func resampledAcross(_ image: Image) -> Image {
    let pixels = filled(image.height * starts.count * 4) { resampling, room in
      quire_resample_across(image.pixels, image.height, image.width, resampling, room)
    }
    return Image(filled: pixels, width: starts.count, height: image.height)
  }

  /// The picture, whose first row is the first in ``reach``, with as many rows as there are weights.
  func resampledDown(_ image: Image) -> Image {
    var moved = self
    moved.starts = starts.map { $0 - starts[0] }
    let pixels = moved.filled(starts.count * image.width * 4) { resampling, room in
      quire_resample_down(image.pixels, image.width, resampling, room)
    }
    return Image(filled: pixels, width: image.width, height: starts.count)
  }

  /// Some of the new pixels, their old ones counted from another on.
  func part(_ range: Range<Int>, from start: Int) -> ResamplingWeights {
    var part = self
    part.starts = starts[range].map { $0 - Int32(start) }
    part.counts = Array(counts[range])
    part.pairs = Array(pairs[(range.lowerBound * pairCount)..<(range.upperBound * pairCount)])
    return part
  }

  func filled(
    _ count: Int, _ fill: (UnsafePointer<quire_resampling>, UnsafeMutablePointer<UInt8>) -> Void
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      starts.withUnsafeBufferPointer { starts in
        counts.withUnsafeBufferPointer { counts in
          pairs.withUnsafeBufferPointer { pairs in
            var resampling = quire_resampling(
              count: starts.count, starts: starts.baseAddress, counts: counts.baseAddress, pair_count: pairCount,
              pairs: pairs.baseAddress)
            fill(&resampling, room.baseAddress!)
          }
        }
      }
      filled = count
    }
  }
}

extension quire_weight_pair {
  fileprivate init(_ first: Int32, _ second: Int32) {
    let half = { (value: Int32) in UInt32(UInt16(truncatingIfNeeded: value)) }
    let lowBits = Int32(0x7FFF)
    self.init(
      high: half(second >> 15) << 16 | half(first >> 15), low: half(second & lowBits) << 16 | half(first & lowBits))
  }
}
