extension Word2VecConfiguration {
  /// Checks every value.
  ///
  /// - Throws: `EmbeddingError.parameter` for the first value that cannot work, by its name in the settings.
  public func validate() throws(EmbeddingError) {
    try Self.check("vector_size", vectorSize, in: 1...65_536)
    try Self.check("window", window, in: 1...1_000_000)
    try Self.check("min_count", minCount, in: 1...Int(Int32.max))
    try Self.check("negative", negative, in: 1...1_000)
    try Self.check("epochs", epochs, in: 1...1_000_000)
    try Self.check("sample", sample, "0 or more") { $0 >= 0 }
    try Self.check("ns_exponent", nsExponent, "finite") { _ in true }
    try Self.check("alpha", alpha, "more than 0") { $0 > 0 }
    try Self.check("min_alpha", minAlpha, "between 0 and alpha = \(alpha)") { $0 >= 0 && $0 <= alpha }
  }

  private static func check(_ name: String, _ value: Int, in range: ClosedRange<Int>) throws(EmbeddingError) {
    guard value >= range.lowerBound else {
      throw .parameter(name, "must be at least \(range.lowerBound), found \(value)")
    }
    guard value <= range.upperBound else {
      throw .parameter(name, "must be at most \(range.upperBound), found \(value)")
    }
  }

  private static func check(
    _ name: String, _ value: Double, _ expected: String, _ holds: (Double) -> Bool
  ) throws(EmbeddingError) {
    guard value.isFinite, holds(value) else {
      throw .parameter(name, "must be \(expected), found \(value)")
    }
  }
}
