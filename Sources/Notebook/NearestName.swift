/// The name among `candidates` that is most like `name`, or `nil` where none is near enough to be a slip of the finger.
///
/// Distance is that of Damerau and Levenshtein (optimal string alignment), at most a third of the longer name.
/// O(length²) for each candidate.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased().utf8)
  guard typed.count <= 100 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().utf8)
    guard !other.isEmpty, other.count <= 100 else { continue }
    let distance = alignmentDistance(typed, other)
    let allowed = max(1, max(typed.count, other.count) / 3)
    if distance <= allowed, best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
  }
  return best?.name
}

/// The end of an error about an unknown name: `; did you mean …?`, or the names that there are, or nothing where there
/// are none.
package func suggestion(for name: String, among candidates: [String]) -> String {
  if let nearest = nearestName(to: name, among: candidates) { return "; did you mean \(nearest)?" }
  guard candidates.count != 1 else { return "; there is only \(candidates[0])" }
  guard !candidates.isEmpty else { return "" }
  return "; there are " + candidates.prefix(20).joined(separator: ", ") + (candidates.count > 20 ? ", …" : "")
}

private func alignmentDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var rows = [Array(0...b.count)]
  for i in 1..<(a.count + 1) {
    var row = [i] + Array(repeating: 0, count: b.count)
    for j in 1..<(b.count + 1) {
      row[j] = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], rows[i - 2][j - 2] + 1) }
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
