/// Numbers as text, for whoever puts them into prose, tables and figures.
public enum NumberText {
  /// With a fixed number of decimals, rounded as C's `printf` rounds: the exact binary value to even.
  public static func fixed(_ number: Double, _ decimals: Int) -> String { FixedDecimals.text(number, decimals) }

  /// The same, with blanks before it to a width: columns of numbers stand by their points.
  public static func fixed(_ number: Double, _ decimals: Int, width: Int) -> String {
    let text = fixed(number, decimals)
    return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }

  /// The same for people: with a true minus sign, and none before what is rounded to nought.
  public static func signed(_ number: Double, _ decimals: Int) -> String { signed(fixed(number, decimals)) }

  /// A number's digits with a true minus sign in place of a hyphen, and none before a nought.
  public static func signed(_ digits: String) -> String {
    guard digits.hasPrefix("-") else { return digits }
    let magnitude = digits.dropFirst()
    return magnitude.contains { ("1"..."9").contains($0) } ? "−" + magnitude : String(magnitude)
  }

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
