/// How many insertions, deletions, replacements and swaps of neighbours turn one text into another, no place being changed
/// twice: the optimal string alignment of Damerau 1964. O(a · b).
public func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = Array(0...b.count)
  var last = beforeLast
  var row = beforeLast
  for i in a.indices {
    row[0] = i + 1
    for j in b.indices {
      row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
    }
    swap(&beforeLast, &last)
    swap(&last, &row)
  }
  return last[b.count]
}

/// How many edits are still a slip of the finger in a name of this length: one in three letters, and always one.
public func greatestSlip(in length: Int) -> Int { max(1, length / 3) }

/// The name among `candidates` that is most like `name`, the first of equals, or `nil` where none is near enough to be a slip.
///
/// Names beyond a hundred letters have no near ones.
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased().unicodeScalars)
  guard typed.count <= 100 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars)
    guard !other.isEmpty, other.count <= 100 else { continue }
    let distance = editDistance(typed, other)
    let isSlip = distance <= greatestSlip(in: max(typed.count, other.count))
    if isSlip, best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
  }
  return best?.name
}

/// The end of an error about an unknown name: `; did you mean …?`, or the names that there are, or nothing where there
/// are none.
public func suggestion(for name: String, among candidates: [String]) -> String {
  if let nearest = nearestName(to: name, among: candidates) { return "; did you mean \(nearest)?" }
  guard candidates.count != 1 else { return "; there is only \(candidates[0])" }
  guard !candidates.isEmpty else { return "" }
  return "; there are " + candidates.prefix(20).joined(separator: ", ") + (candidates.count > 20 ? ", …" : "")
}
