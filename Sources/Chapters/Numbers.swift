internal import Foundation

extension Int {
  /// `194,439`.
  var grouped: String {
    let digits = Array(String(magnitude))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "−" : "") + text
  }
}

extension Double {
  /// `99.3%`, of a share.
  var percent: String { String(format: "%.1f%%", self * 100) }

  /// `0.66`.
  var twoDecimals: String { String(format: "%.2f", self) }

  /// `0.421`.
  var threeDecimals: String { String(format: "%.3f", self) }
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
