/// The pair that is handed in: the author's own, or the best of all others.
struct HandIn {
  /// Which pair the settings want.
  enum Choice: String, CaseIterable {
    /// The author's own where it confuses the model, otherwise the found one.
    case automatic = "auto"
    /// The author's own.
    case mine
    /// The best of all other pairs.
    case found
  }

  /// The best of the author's own pairs; nil where there is none.
  let mine: ScoredPair?
  /// The best of the other pairs; nil where none of them has a variant that is false.
  let found: ScoredPair?
  /// The pair that is handed in.
  let chosen: ScoredPair
  /// Whether that is the author's own.
  let isMine: Bool

  /// A pair that confuses the model goes before one that does not; of two that do, or two that do not, the wanted one.
  ///
  /// - Returns: nil where there is no pair at all.
  init?(_ choice: Choice, mine: ScoredPair?, found: ScoredPair?) {
    (self.mine, self.found) = (mine, found)
    let mineFirst = choice != .found
    let wanted = (mineFirst ? [mine, found] : [found, mine]).compactMap(\.self)
    let nearest = wanted.min { abs($0.gap) < abs($1.gap) }
    guard let chosen = wanted.first(where: \.isUndecided) ?? (choice == .automatic ? nearest : wanted.first) else {
      return nil
    }
    self.chosen = chosen
    isMine = mine.map { $0.pair == chosen.pair } ?? false
  }

  /// Whether the author has a pair of his own that had to stand back.
  var standsBack: Bool { mine != nil && !isMine }
}
