package import CaptionPairs

/// Of many pairs the best of each category, with its certificate.
///
/// Gates that cost nothing are asked of every pair, and so is what becomes of it when the picture changes; the gates that need
/// further captions of the pairs that are left, in the order in which they would be handed in, until one of the category passes
/// all or the budget is spent.
package struct CertifiedPairs {
  /// What may be spent.
  package struct Budget: Sendable {
    /// How many pairs of a category are examined, of the author's own apart from the others.
    package var pairsOfCategory = 12
    /// How many forms' distractors are encoded, a thousand captions each.
    package var forms = 8

    package init(pairsOfCategory: Int = 12, forms: Int = 8) {
      (self.pairsOfCategory, self.forms) = (pairsOfCategory, forms)
    }
  }

  /// Every certificate that was worked out, in the order in which it was.
  package private(set) var examined: [PairCertificate] = []
  /// How many pairs passed the gates that cost nothing and were not examined.
  package private(set) var left = 0
  /// How many others passed them, too, but cannot be robust by the changes of the picture alone.
  package private(set) var unsteady = 0
  private let isOwn: (CaptionPair) -> Bool

  /// - Parameters:
  ///   - pairs: All that there are.
  ///   - isOwn: Whether the author put a pair together.
  ///   - isStated: Whether the author said that a caption is false.
  ///   - willExamine: Called before each pair that is examined.
  /// - Throws: What encoding and `willExamine` throw.
  package init(
    of pairs: [ScoredPair], _ certifier: inout Certifier, budget: Budget = Budget(),
    isOwn: @escaping (CaptionPair) -> Bool, isStated: (String) -> Bool,
    willExamine: () throws -> Void = {}
  ) throws {
    self.isOwn = isOwn
    func basis(_ pair: CaptionPair) -> PairCertificate.Basis { isStated(pair.variant) ? .author : .construction }
    var groups: [Group: [ScoredPair]] = [:]
    for scored in pairs where certifier.isPromising(scored) {
      groups[Group(isOwn: isOwn(scored.pair), category: certifier.category(of: scored.pair)), default: []].append(
        scored)
    }
    for group in Group.all {
      let promising = (groups[group] ?? []).sorted(by: Self.goesBefore)
      let steady = promising.filter(certifier.mayBeRobust)
      // The best of those that cannot pass shows which gates it fails.
      let ordered = steady.isEmpty ? Array(promising.prefix(1)) : steady
      unsteady += promising.count - ordered.count
      var tried = 0
      for scored in ordered {
        let isAffordable = certifier.knowsForm(of: scored.pair) || certifier.formCount < budget.forms
        guard tried < budget.pairsOfCategory, isAffordable else { continue }
        try willExamine()
        examined.append(try certifier.certificate(of: scored, basis(scored.pair)))
        tried += 1
        if examined.last?.isCertified == true { break }
      }
      if ordered.count > tried, examined.last?.isCertified != true || tried == 0 { left += ordered.count - tried }
    }
    // Where no pair of a kind is promising, the best one shows which gates it fails.
    for own in [true, false] where !examined.contains(where: { isOwn($0.scored.pair) == own && mayBeHandedIn($0) }) {
      let others = pairs.filter { isOwn($0.pair) == own }
      guard let best = own ? others.bestByHand : others.mostConfusing ?? others.closest else { continue }
      examined.append(try certifier.certificate(of: best, basis(best.pair)))
    }
  }

  /// The best certified pair of each category.
  package var best: [CaptionPair.Category: PairCertificate] {
    let certified = examined.filter(\.isCertified)
    return Dictionary(grouping: certified, by: \.category).compactMapValues { certificates in
      certificates.min { Self.goesBefore($0.scored, $1.scored) }
    }
  }

  /// The best of the author's own pairs, or of all others; nil where there is none.
  package func best(ofOwn own: Bool) -> PairCertificate? {
    let candidates = examined.filter { isOwn($0.scored.pair) == own && mayBeHandedIn($0) }
    return candidates.min { $0.goesBefore($1) }
  }

  /// Whether somebody would give both captions: what the author wrote is for him to judge.
  private func mayBeHandedIn(_ certificate: PairCertificate) -> Bool {
    let pair = certificate.scored.pair
    return isOwn(pair) || (certificate.category != .negation && (pair.isPlausible || certificate.isFluent))
  }

  /// The author's own pairs or the others, by what they change.
  private struct Group: Hashable {
    var isOwn: Bool
    var category: CaptionPair.Category

    static var all: [Group] {
      [true, false].flatMap { own in CaptionPair.Category.allCases.map { Group(isOwn: own, category: $0) } }
    }
  }

  /// Whether a pair would be handed in before another, both being certified: those that come to at most 51 % first, then the
  /// more specific one, then the one with the nearer logits.
  static func goesBefore(_ a: ScoredPair, _ b: ScoredPair) -> Bool {
    (a.isEven ? 0 : 1, b.pair.specificity, abs(a.gap)) < (b.isEven ? 0 : 1, a.pair.specificity, abs(b.gap))
  }
}

extension ScoredPair {
  /// The highest probability that a certified pair aims at.
  package static let evenUpTo = 0.51

  /// Whether both captions are as good as equally probable.
  package var isEven: Bool { highestProbability <= Self.evenUpTo }
}

extension PairCertificate {
  /// 2 for a certified pair, 1 for one that leaves the model undecided, 0 for another.
  package var level: Int { isCertified ? 2 : scored.isUndecided ? 1 : 0 }

  /// Whether it would be handed in before another: a certified pair first, then an undecided one; of certified ones as
  /// `CertifiedPairs` says, of undecided ones the one that passes more gates, of equals the one with the nearer logits.
  func goesBefore(_ other: PairCertificate) -> Bool {
    guard level == other.level else { return level > other.level }
    if isCertified { return CertifiedPairs.goesBefore(scored, other.scored) }
    let (mine, others) = level > 0 ? (failed.count, other.failed.count) : (0, 0)
    return (mine, abs(scored.gap)) < (others, abs(other.scored.gap))
  }
}
