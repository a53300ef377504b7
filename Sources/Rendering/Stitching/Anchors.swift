/// Identifiers that are unique over the whole report.
struct Anchors {
  private(set) var taken: Set<String> = []
  /// How often each was wanted, so that the same heading a hundred thousand times is not counted from the start each time.
  private var counts: [String: Int] = [:]

  /// Takes an identifier, with a number after it if it is taken already.
  mutating func take(_ wanted: String) -> String {
    var id = wanted
    var count = counts[wanted] ?? 1
    while !taken.insert(id).inserted {
      count += 1
      id = "\(wanted)-\(count)"
    }
    counts[wanted] = count
    return id
  }

  /// A heading as GitHub writes it in an address: letters and digits in lower case, blanks as hyphens.
  static func slug(_ text: String) -> String {
    var slug = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
        || scalar.properties.generalCategory == .nonspacingMark
      {
        slug.unicodeScalars.append(scalar)
      } else if scalar == " " || scalar == "-", !slug.hasSuffix("-"), !slug.isEmpty {
        slug += "-"
      }
    }
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug.isEmpty ? "section" : String(slug.prefix(60))
  }
}
