internal import Foundation

/// Numbers as text, for whoever puts them into prose, tables and figures.
public enum NumberText {
  /// With a fixed number of decimals, rounded as C's `printf` rounds: the exact binary value to even.
  public static func fixed(_ number: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", number) }

  /// Digits in groups of three from the right: `194439` becomes `194,439`.
  public static func grouped(_ digits: some Collection<Character>) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }
}
