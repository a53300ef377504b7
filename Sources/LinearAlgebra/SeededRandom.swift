/// Random numbers that are the same for a seed on every machine: SplitMix64.
///
///     outputᵢ = mix(start + i · 0x9E3779B97F4A7C15)
///
/// A counter and a mixing function, so that a stream may be started anywhere without walking to it: a trainer draws row
/// 40,000's numbers from `SeededRandom(seed: seed, stream: 40_000)` on whichever thread, in whichever order. Passes
/// BigCrush; period 2⁶⁴. Not for secrets. Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".
public struct SeededRandom: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  /// The stream of one seed.
  @inlinable
  public init(seed: UInt64) {
    state = seed
  }

  /// One of 2⁶⁴ streams of a seed; different streams start at unrelated places of the period.
  @inlinable
  public init(seed: UInt64, stream: UInt64) {
    state = Self.mix(Self.mix(seed &+ Self.increment) ^ (stream &* 0xD1B5_4A32_D192_ED03 &+ Self.increment))
  }

  /// The next 64 bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mix(state)
  }

  /// Goes past the next numbers, as if they had been drawn.
  package mutating func skip(_ count: Int) {
    state &+= UInt64(count) &* Self.increment
  }

  /// The next float, uniform in `0 ..< 1`, a multiple of 2⁻²⁴.
  @inlinable
  public mutating func nextFloat() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// The next double, uniform in `0 ..< 1`, a multiple of 2⁻⁵³.
  @inlinable
  public mutating func nextDouble() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// The next integer in `0 ..< bound`, by Lemire's multiplication; off from uniform by at most `bound` in 2³².
  ///
  /// - Parameter bound: At least 1.
  @inlinable
  public mutating func next(below bound: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: ((next() >> 32) &* UInt64(bound)) >> 32)
  }

  @usableFromInline static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inlinable
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
