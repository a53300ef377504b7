internal import Basics
#if canImport(Glibc)
  internal import Glibc
#endif

/// How a number is written: with a true minus sign, and commas between thousands.
public enum NumberFormat: Sendable, Hashable {
  /// As many decimals as tell neighbouring ticks apart; three significant digits elsewhere.
  case automatic
  /// This many decimals.
  case fixed(Int)
  /// A share as a percentage with this many decimals.
  case percent(Int)

  /// The number as text.
  ///
  /// - Parameter decimals: What `automatic` uses; three significant digits unless given.
  public func text(_ value: Double, decimals: Int? = nil) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "−∞" : "∞" }
    switch self {
    case .fixed(let count): return NumberFormat.decimal(value, count)
    case .percent(let count): return NumberFormat.decimal(value * 100, count) + "\u{A0}%"
    case .automatic:
      if value != 0, abs(value) >= 1e7 || abs(value) < 1e-4 { return NumberFormat.scientific(value) }
      if let decimals { return NumberFormat.decimal(value, decimals) }
      return NumberFormat.decimal(value, NumberFormat.decimals(of: value))
    }
  }

  /// As many decimals as three significant digits of a number have.
  static func decimals(of value: Double) -> Int {
    value == 0 ? 0 : max(0, 2 - Int(log10(abs(value)).rounded(.down)))
  }

  /// The numbers at the ticks of an axis, each unlike the others.
  ///
  /// Where they are very large or very small, all share a power of ten.
  package func labels(_ values: [Double], decimals: Int) -> [String] {
    let largest = values.lazy.map { abs($0) }.max() ?? 0
    guard case .automatic = self, largest >= 1e7 || (largest > 0 && largest < 1e-3), largest.isFinite else {
      return values.map { text($0, decimals: decimals) }
    }
    let exponent = Int(log10(largest).rounded(.down))
    // Numbers this small are noise, and have no power of ten to divide by.
    guard exponent > -300 else { return values.map { _ in "0" } }
    let scaled = values.map { $0 / pow(10, Double(exponent)) }
    let places = (0...12).first { places in
      Set(scaled.map { NumberFormat.decimal($0, places) }).count == Set(values).count
        && scaled.allSatisfy { abs(($0 * pow(10, Double(places))).rounded() - $0 * pow(10, Double(places))) < 1e-4 }
    }
    return scaled.map { value in
      value == 0 ? "0" : NumberFormat.decimal(value, places ?? 12) + "×10" + NumberFormat.superscript(exponent)
    }
  }

  /// A power of ten as a tick of a logarithmic axis.
  static func power(_ exponent: Int) -> String {
    if (-4...6).contains(exponent) { return decimal(pow(10, Double(exponent)), max(0, -exponent)) }
    return "10" + superscript(exponent)
  }

  private static func scientific(_ value: Double) -> String {
    var exponent = Int(log10(abs(value)).rounded(.down))
    guard exponent > -300 else { return "0" }
    var mantissa = (value / pow(10, Double(exponent)) * 100).rounded() / 100
    if abs(mantissa) >= 10 {
      mantissa /= 10
      exponent += 1
    }
    var digits = decimal(mantissa, 2)
    while digits.hasSuffix("0") { digits.removeLast() }
    if digits.hasSuffix(".") { digits.removeLast() }
    let power = "10" + superscript(exponent)
    return digits == "1" ? power : digits == "−1" ? "−" + power : digits + "×" + power
  }

  private static func superscript(_ value: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return (value < 0 ? "⁻" : "") + String(String(abs(value)).map { digits[$0.wholeNumberValue!] })
  }

  private static func decimal(_ value: Double, _ decimals: Int) -> String {
    let decimals = min(max(decimals, 0), 15)
    let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
    guard scaled < 1e18 else { return scientific(value) }
    var digits = String(Int(scaled))
    while digits.count <= decimals { digits = "0" + digits }
    let fraction = digits.suffix(decimals)
    let sign = value < 0 && scaled > 0 ? "−" : ""
    return sign + NumberText.grouped(digits.dropLast(decimals)) + (decimals > 0 ? "." + fraction : "")
  }
}
