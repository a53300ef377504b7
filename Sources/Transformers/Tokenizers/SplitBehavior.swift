/// What becomes of that which a step that splits a text finds, as Hugging Face's tokenizers name it.
enum SplitBehavior: String, Sendable {
  /// Left out.
  case removed = "Removed"
  /// A word by itself.
  case isolated = "Isolated"
  /// The end of the word before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// The beginning of the word after it.
  case mergedWithNext = "MergedWithNext"
  /// One word with its neighbours of the kind.
  case contiguous = "Contiguous"

  /// The words of a text.
  ///
  /// - Parameter isInverted: Whether what lies between the matches is treated as they would be, and they as it.
  func words(
    of units: ArraySlice<AlignedText.Unit>, at matches: [Range<Int>], isInverted: Bool
  ) -> [ArraySlice<AlignedText.Unit>] {
    var parts: [(range: Range<Int>, isMatch: Bool)] = []
    var start = units.startIndex
    for match in matches {
      if match.lowerBound > start { parts.append((start..<match.lowerBound, isInverted)) }
      parts.append((match, !isInverted))
      start = match.upperBound
    }
    if start < units.endIndex { parts.append((start..<units.endIndex, isInverted)) }
    return ranges(parts).map { units[$0] }
  }

  private func ranges(_ parts: [(range: Range<Int>, isMatch: Bool)]) -> [Range<Int>] {
    switch self {
    case .removed: return parts.filter { !$0.isMatch }.map(\.range)
    case .isolated: return parts.map(\.range)
    case .contiguous, .mergedWithPrevious:
      var result: [Range<Int>] = []
      var wasMatch = false
      for part in parts {
        let joins = self == .contiguous ? part.isMatch == wasMatch : part.isMatch && !wasMatch
        if joins, let last = result.last {
          result[result.count - 1] = last.lowerBound..<part.range.upperBound
        } else {
          result.append(part.range)
        }
        wasMatch = part.isMatch
      }
      return result
    case .mergedWithNext:
      var result: [Range<Int>] = []
      var wasMatch = false
      for part in parts.reversed() {
        if part.isMatch, !wasMatch, let last = result.last {
          result[result.count - 1] = part.range.lowerBound..<last.upperBound
        } else {
          result.append(part.range)
        }
        wasMatch = part.isMatch
      }
      return result.reversed()
    }
  }
}
