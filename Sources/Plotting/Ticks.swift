#if canImport(Glibc)
  internal import Glibc
#endif

/// Where ticks stand on an axis: round numbers inside its limits.
///
/// The extension of Wilkinson's algorithm by Talbot, Lin and Hanrahan (2010): of all sequences `start + i · q · 10ᵖ` with
/// q in 1, 5, 2, 2.5 the one that is best by simplicity, coverage and density.
package enum Ticks {
  private static let bases = [1.0, 5, 2, 2.5]
  private static let rounds = [1.0, 0.7, 0.7, 0]

  /// Ticks on a linear axis.
  ///
  /// - Parameters:
  ///   - target: How many there is room for.
  ///   - wholeNumbers: Whether only whole numbers make sense, as for counts.
  /// - Returns: Values within the limits in rising order, and the decimals that tell them apart.
  package static func linear(
    _ limits: ClosedRange<Double>, target: Int, wholeNumbers: Bool = false
  ) -> (values: [Double], decimals: Int) {
    let (low, high) = (limits.lowerBound, limits.upperBound)
    guard high > low, (high - low).isFinite else { return ([low], decimals(step: abs(low))) }
    let target = Double(max(2, target))
    var best: (score: Double, step: Double, first: Double, count: Int)?
    let exponent = Int(log10((high - low) / target).rounded(.down))
    for power in (exponent - 1)...(exponent + 2) {
      for (place, base) in bases.enumerated() {
        // Dividing by a power of ten is exact where multiplying by its inverse is not: 3 / 10 is 0.3, 3 × 0.1 is not.
        let step = power < 0 ? base / pow(10, Double(-power)) : base * pow(10, Double(power))
        if wholeNumbers, step < 1 || step != step.rounded() { continue }
        let slack = 1e-9
        let first = (low / step - slack).rounded(.up)
        let last = (high / step + slack).rounded(.down)
        guard last - first >= 1, last - first < 100 else { continue }
        let count = Int(last - first) + 1
        let simplicity = rounds[place] + (first <= 0 && last >= 0 ? 0.5 : 0)
        let gaps = (high - last * step, first * step - low)
        let coverage = 1 - 0.5 * (gaps.0 * gaps.0 + gaps.1 * gaps.1) / pow(0.1 * (high - low), 2)
        let ratio = Double(count) / target
        let density = 2 - max(ratio, 1 / ratio)
        let score = 0.25 * simplicity + 0.15 * max(coverage, -1) + 0.5 * density
        if best.map({ score > $0.score }) ?? true { best = (score, step, first, count) }
      }
    }
    guard let best else { return ([low, high], decimals(step: high - low)) }
    let inverse = 1 / best.step
    let values = (0..<best.count).map { index in
      let multiple = best.first + Double(index)
      return best.step < 1 && inverse == inverse.rounded() ? multiple / inverse : multiple * best.step
    }
    return (values, decimals(step: best.step))
  }

  /// Ticks on a logarithmic axis: powers of ten, with 2 and 5 between them where the axis is short.
  package static func log(_ limits: ClosedRange<Double>, target: Int) -> [Double] {
    let (low, high) = (limits.lowerBound, limits.upperBound)
    let (first, last) = (Int(log10(low).rounded(.down)), Int(log10(high).rounded(.up)))
    let decades = log10(high) - log10(low)
    let stride = max(1, Int((decades / Double(max(2, target) + 1)).rounded(.up)))
    func inside(_ factors: [Double]) -> [Double] {
      let values = (first...max(first, last)).flatMap { power -> [Double] in
        guard power % stride == 0 else { return [] }
        return factors.map { power < 0 ? $0 / pow(10, Double(-power)) : $0 * pow(10, Double(power)) }
      }
      return values.filter { $0 >= low * (1 - 1e-9) && $0 <= high * (1 + 1e-9) }
    }
    let powers = inside([1])
    if powers.count >= 3 { return powers }
    let between = inside([1, 2, 5])
    // Within less than a decade there may be too few round numbers of the logarithmic kind.
    return between.count >= 2 ? between : linear(limits, target: target).values.filter { $0 > 0 }
  }

  /// Decimals that a step needs.
  static func decimals(step: Double) -> Int {
    guard step > 0, step.isFinite else { return 0 }
    for count in 0...12 {
      let scaled = step * pow(10, Double(count))
      if abs(scaled - scaled.rounded()) < 1e-6 * max(scaled, 1) && scaled >= 0.5 { return count }
    }
    return 12
  }
}
