internal import Basics

extension Int {
  /// `194,439`.
  var grouped: String { (self < 0 ? "−" : "") + NumberText.grouped(String(magnitude)) }

  /// `1 head`, `12 heads`: the number and what is counted.
  func of(_ one: String, _ many: String? = nil) -> String { "\(grouped) \(self == 1 ? one : many ?? one + "s")" }
}

extension Double {
  /// `99.3 %` with a blank that no line breaks at, of a share.
  var percent: String { NumberText.fixed(self * 100, 1) + "\u{A0}%" }

  /// `0.66`.
  var twoDecimals: String { fixed(2) }

  /// `0.421`.
  var threeDecimals: String { fixed(3) }

  /// The number with a true minus sign, and none before what is rounded to nought.
  func fixed(_ decimals: Int) -> String { NumberText.signed(self, decimals) }
}

extension [String] {
  /// `a, b and c`.
  var enumerated: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + self[count - 1]
  }
}

extension Collection<Double> {
  /// The mean, 0 of nothing.
  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
