/// The names nearest to a mistyped one.
enum Nearest {
  /// Up to `limit` of `names` that a few keystrokes turn into `name`, nearest first.
  static func names(to name: String, among names: some Sequence<String>, limit: Int = 3) -> [String] {
    let target = Array(name.lowercased().utf8)
    let farthest = max(2, target.count / 2)
    return names.lazy.map { (name: $0, distance: distance(Array($0.lowercased().utf8), target, limit: farthest)) }
      .filter { $0.distance <= farthest }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(limit).map(\.name)
  }

  /// A hint to end an error with: the nearest names, or the first few there are.
  static func hint(for name: String, among names: [String]) -> String {
    let near = self.names(to: name, among: names)
    if !near.isEmpty { return "; did you mean " + near.joined(separator: ", ") + "?" }
    if names.isEmpty { return "" }
    let sorted = names.sorted()
    return "; there is " + sorted.prefix(8).joined(separator: ", ") + (sorted.count > 8 ? ", …" : "")
  }

  /// The edit distance of Levenshtein, or something above `limit` as soon as it must be.
  private static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int {
    if abs(a.count - b.count) > limit { return limit + 1 }
    var row = Array(0...b.count)
    for i in a.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
