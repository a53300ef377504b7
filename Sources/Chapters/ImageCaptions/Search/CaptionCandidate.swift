internal import CaptionPairs
internal import Foundation

/// A pair that a search found.
struct CaptionCandidate {
  /// From the true caption to the false one.
  let edit: CaptionEdit
  /// By how much the logit of the true caption is above that of the false one.
  let gap: Double
  /// How much the less telling one of the two captions tells.
  let specificity: Int

  init(_ edit: CaptionEdit, gap: Double) {
    (self.edit, self.gap) = (edit, gap)
    specificity = edit.pair.specificity
  }

  /// ln(.51 / .49): two captions nearer than that are as good as equally probable.
  private static let step = log(ScoredPair.evenUpTo / (1 - ScoredPair.evenUpTo))

  /// Whether neither of the two reaches 0.6.
  var isUndecided: Bool { abs(gap) < log(ScoredPair.undecidedBelow / (1 - ScoredPair.undecidedBelow)) }

  /// Whether it is better than another.
  func goesBefore(_ other: CaptionCandidate) -> Bool {
    let (mine, others) = (Int(min(abs(gap), 1e6) / Self.step), Int(min(abs(other.gap), 1e6) / Self.step))
    if mine != others { return mine < others }
    if specificity != other.specificity { return specificity > other.specificity }
    if abs(gap) != abs(other.gap) { return abs(gap) < abs(other.gap) }
    return (edit.original, edit.edited) < (other.edit.original, other.edit.edited)
  }

  /// The best ones of each kind of change, of one and the same change two at most.
  static func best(_ candidates: [CaptionCandidate], ofCategory most: Int) -> [CaptionCandidate] {
    var (kept, ofCategory, ofChange): ([CaptionCandidate], [CaptionPair.Category: Int], [String: Int]) = ([], [:], [:])
    var seen: Set<[[UInt8]]> = []
    for candidate in candidates.sorted(by: { $0.goesBefore($1) }) where candidate.isUndecided {
      let (category, change) = (candidate.edit.category, "\(candidate.edit.kind) \(candidate.edit.change)")
      guard ofCategory[category, default: 0] < most, ofChange[change, default: 0] < 2,
        seen.insert([candidate.edit.original.captionKey, candidate.edit.edited.captionKey]).inserted
      else { continue }
      kept.append(candidate)
      ofCategory[category, default: 0] += 1
      ofChange[change, default: 0] += 1
    }
    return kept
  }
}

/// True captions in the order in which they are gone on from: for each kind of change those whose false captions come nearest.
struct NearestCaptions {
  private var best: [CaptionPair.Category: [[UInt8]: CaptionCandidate]] = [:]
  private var taken: Set<[UInt8]> = []

  /// Takes note of pairs.
  mutating func add(_ candidates: [CaptionCandidate]) {
    for candidate in candidates {
      let (category, key) = (candidate.edit.category, candidate.edit.original.captionKey)
      if let old = best[category]?[key], !candidate.goesBefore(old) { continue }
      best[category, default: [:]][key] = candidate
    }
  }

  /// Those that were not taken before, of each kind of change at most so many, the kinds in turn.
  mutating func next(_ width: Int) -> [String] {
    let lists = CaptionPair.Category.allCases.map { category in
      (best[category] ?? [:]).values.filter { !taken.contains($0.edit.original.captionKey) }
        .sorted { $0.goesBefore($1) }.prefix(width).map(\.edit.original)
    }
    let turns = (0..<width).flatMap { turn in lists.compactMap { $0.count > turn ? $0[turn] : nil } }
    let chosen = turns.distinctCaptions
    taken.formUnion(chosen.map(\.captionKey))
    return chosen
  }
}
