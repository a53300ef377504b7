internal import LinearAlgebra

/// How far a mean is owed to which values happen to be in the sample: 95 % of its values on samples drawn from this one with
/// replacement. Efron 1979; the percentile interval.
///
/// Of values that are all alike it has no width, though the true mean may be another.
package struct BootstrapInterval: Equatable {
  /// So many draws hold the ends of a 95 % interval still to about a hundredth of its width.
  package static let resamples = 10_000

  package let low, high: Double

  /// - Parameter values: At least one.
  package init(meanOf values: [Double], seed: UInt64, resamples: Int = Self.resamples) {
    precondition(!values.isEmpty && resamples > 0, "a mean of nothing")
    var random = SeededRandom(seed: seed)
    let count = UInt32(values.count)
    let means = (0..<resamples).map { _ in
      var sum = 0.0
      for _ in values { sum += values[Int(random.next(below: count))] }
      return sum / Double(values.count)
    }.sorted()
    let tail = resamples / 40
    (low, high) = (means[tail], means[resamples - 1 - tail])
  }
}
