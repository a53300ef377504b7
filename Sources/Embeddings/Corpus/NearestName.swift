/// The name that somebody probably meant.
enum NearestName {
  /// The candidate with the fewest edits to `name`, if they are few enough to be a slip.
  static func of(_ name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    let ranked = candidates.map { ($0, editDistance(wanted, Array($0.lowercased().unicodeScalars))) }
    guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(2, wanted.count / 3) else { return nil }
    return best.0
  }
}
