internal import Basics

extension Vocabulary {
  /// The words that are spelled most like a given one, nearest first, the more frequent first among equals.
  ///
  /// - Parameters:
  ///   - word: Any text.
  ///   - limit: How many to give at most.
  /// - Returns: Words at an edit distance of at most a third of the length, at least 1 and at most 3.
  public func nearestSpellings(to word: String, limit: Int = 3) -> [String] {
    let sought = Array(word.lowercased().unicodeScalars)
    // No word is as long, and the time goes with the square of the length.
    guard sought.count <= 100 else { return [] }
    let greatest = min(3, greatestSlip(in: sought.count))
    // The words of each distance; they come in order of frequency.
    var found = [[String]](repeating: [], count: greatest + 1)
    for candidate in words where found[0].count < limit {
      guard candidate.utf8.count <= 4 * (sought.count + greatest) else { continue }
      let scalars = Array(candidate.unicodeScalars)
      guard abs(scalars.count - sought.count) <= greatest else { continue }
      let distance = editDistance(sought, scalars)
      if distance <= greatest { found[distance].append(candidate) }
    }
    return Array(found.joined().prefix(limit))
  }
}
