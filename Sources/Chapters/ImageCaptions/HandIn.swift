/// The pair that is handed in: the author's own, or the best of all others.
struct HandIn {
  /// Which pair the settings want.
  enum Choice: String, CaseIterable {
    /// The author's own where it does as well, otherwise the found one.
    case automatic = "auto"
    /// The author's own.
    case mine
    /// The best of all other pairs.
    case found
  }

  /// Which pair the settings want.
  let choice: Choice
  /// The best of the author's own pairs; nil where there is none.
  let mine: PairCertificate?
  /// The best of the other pairs; nil where none of them has a variant that is false.
  let found: PairCertificate?
  /// What came of the gates for the pair that is handed in.
  let certificate: PairCertificate
  /// Whether that is the author's own.
  let isMine: Bool

  /// The pair that is handed in.
  var chosen: ScoredPair { certificate.scored }

  /// A certified pair goes before one that only leaves the model undecided, and that before one that does not; of two of a
  /// kind, the wanted one.
  ///
  /// - Returns: nil where there is no pair at all.
  init?(_ choice: Choice, mine: PairCertificate?, found: PairCertificate?) {
    (self.choice, self.mine, self.found) = (choice, mine, found)
    let wanted = (choice == .found ? [found, mine] : [mine, found]).compactMap(\.self)
    let highest = wanted.map(\.level).max() ?? 0
    let nearest = wanted.min { abs($0.scored.gap) < abs($1.scored.gap) }
    guard
      let certificate = highest == 0 && choice == .automatic ? nearest : wanted.first(where: { $0.level == highest })
    else { return nil }
    self.certificate = certificate
    isMine = mine.map { $0.scored.pair == certificate.scored.pair } ?? false
  }

  /// Whether the author has a pair of his own that had to stand back.
  var standsBack: Bool { mine != nil && !isMine }
}
