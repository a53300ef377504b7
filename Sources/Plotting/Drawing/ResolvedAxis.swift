internal import Graphics

#if canImport(Glibc)
  internal import Glibc
#endif

/// An axis whose limits are known: where a value stands, and which values have ticks.
struct ResolvedAxis {
  var lower: Double
  var upper: Double
  var isLogarithmic: Bool
  var ticks: [(value: Double, label: String)] = []
  /// Ticks without a number, between the powers of ten.
  var minorTicks: [Double] = []
  var categories: [String] = []

  /// - Parameters:
  ///   - data: Smallest and largest value of the data; none where there is none.
  ///   - padding: Share of the range added where the axis' limits are not given, below and above.
  init(_ axis: Axis, data: ClosedRange<Double>?, padding: (below: Double, above: Double)) {
    isLogarithmic = axis.scale == .log
    if let limits = axis.limits {
      (lower, upper) = (limits.lowerBound, limits.upperBound)
    } else if isLogarithmic {
      let range = data ?? 1...10
      let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
      let room = high > low ? high - low : 1
      (lower, upper) = (pow(10, low - room * max(padding.below, 0.02)), pow(10, high + room * max(padding.above, 0.02)))
    } else {
      let range = data ?? 0...1
      var room = range.upperBound - range.lowerBound
      (lower, upper) = (range.lowerBound, range.upperBound)
      // All values equal: a window around them that shows their size.
      if room <= abs(upper) * 1e-12 || room == 0 {
        room = upper == 0 ? 2 : abs(upper) * 0.2
        if padding.below > 0 { lower -= room / 2 }
        if padding.above > 0 { upper += room / 2 }
      } else {
        lower -= room * padding.below
        upper += room * padding.above
      }
      if !(upper > lower) { upper = lower + 1 }
    }
  }

  /// An axis of categories, each one unit wide.
  init(categories: [String]) {
    (lower, upper) = (-0.5, Double(max(1, categories.count)) - 0.5)
    isLogarithmic = false
    self.categories = categories
  }

  /// Share of the axis' length at which a value stands.
  func unit(_ value: Double) -> Double {
    if isLogarithmic { return (log10(value) - log10(lower)) / (log10(upper) - log10(lower)) }
    return (value - lower) / (upper - lower)
  }

  /// Whether a value stands within the limits.
  func holds(_ value: Double) -> Bool {
    let place = unit(value)
    return place >= -1e-9 && place <= 1 + 1e-9
  }

  /// Chooses the ticks for a number of places.
  mutating func setTicks(_ axis: Axis, target: Int, wholeNumbers: Bool) {
    guard categories.isEmpty else { return }
    switch axis.ticks {
    case .none: ticks = []
    case .named(let named): ticks = named.filter { holds($0.value) }.map { ($0.value, $0.label) }
    case .at(let values): ticks = values.filter(holds).map { ($0, axis.format.text($0)) }
    case .automatic where isLogarithmic:
      ticks = Ticks.log(lower...upper, target: target).map { value in
        let power = log10(value)
        let isPower = axis.format == .automatic && abs(power - power.rounded()) < 1e-9
        let label = axis.format.text(value, decimals: Ticks.decimals(step: value))
        return (value, isPower ? NumberFormat.power(Int(power.rounded())) : label)
      }
      let (first, last) = (Int(log10(lower).rounded(.down)), Int(log10(upper).rounded(.up)))
      guard last - first <= 8 else { return }
      minorTicks = (first...last).flatMap { power in (2...9).map { Double($0) * pow(10, Double(power)) } }.filter(holds)
    case .automatic:
      let found = Ticks.linear(lower...upper, target: target, wholeNumbers: wholeNumbers)
      ticks = zip(found.values, axis.format.labels(found.values, decimals: found.decimals)).map {
        (value: $0, label: $1)
      }
    }
  }
}
