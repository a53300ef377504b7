/// The name that somebody probably meant.
enum NearestName {
  /// Nobody means a longer one, and the time goes with the product of both lengths.
  private static let longest = 400

  /// The candidate with the fewest edits to `name`, if they are few enough to be a slip.
  static func of(_ name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    let ranked = candidates.filter { max($0.utf8.count, name.utf8.count) <= longest }.map {
      ($0, editDistance(wanted, Array($0.lowercased().unicodeScalars)))
    }
    guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(2, wanted.count / 3) else { return nil }
    return best.0
  }
}
