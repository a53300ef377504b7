package import CaptionPairs
internal import Notebook

/// Looks for pairs of a true caption and one that is false by one edit, which leave a model undecided: over a grammar of the true
/// descriptions.
///
/// 1. *Beam*. From the true captions to others that follow from them: paraphrases, and captions that say less. Of each, all
///    captions that are false by one edit are read but for other things. Those true captions whose false ones come nearest, some
///    for each kind of change, are gone on from.
/// 2. *Gradient*. Another thing can be any of hundreds of words. Which ones to read, the gradient of the true caption's logit at
///    its words says: those that would change it least; then once more from the best of them. What is kept is read.
///
/// A pair is better where its logits are nearer, in steps of ln(.51/.49) ≈ .04, and of equals where it tells more. The same
/// input gives the same pairs.
package struct CaptionSearch {
  /// What may be spent, and what is kept.
  package struct Budget: Sendable {
    /// How many captions are read at most; 0 for no search.
    package var captions: Int
    /// How many true captions of each kind of change are gone on from.
    package var width = 6
    /// How often the beam goes on.
    package var rounds = 3
    /// How many words of a slot are read that the gradient points to.
    package var words = 8
    /// Of how many true captions a gradient is taken.
    package var gradients = 12
    /// How many pairs of a kind of change are kept.
    package var pairsOfCategory = 8

    package init(captions: Int) { self.captions = captions }
  }

  /// Where pairs come from.
  package enum Stage: String, CaseIterable, Sendable {
    case beam, gradient
  }

  /// What a stage came to.
  package struct Tally: Sendable, Equatable {
    /// Captions that it read.
    package var captions = 0
    /// Pairs that are false by one edit, as fluent one way as the other.
    package var pairs = 0
    /// Those on which the model is undecided.
    package var undecided = 0
  }

  /// The best pairs of each kind of change, the best first.
  package private(set) var pairs: [ScoredPair] = []
  /// What each stage came to.
  package private(set) var tallies: [Stage: Tally] = [:]
  /// Whether captions were left that the budget did not allow.
  package private(set) var isCut = false

  private let truths: CaptionTruths
  private let budget: Budget
  private let fits: (String) -> Bool
  private var scores: CaptionScores
  private var candidates: [CaptionCandidate] = []
  private var tried: Set<[UInt8]> = []

  /// Searches.
  ///
  /// - Parameters:
  ///   - truths: What is known of the picture.
  ///   - scores: Those of the picture; they stay as they are.
  ///   - gradient: What the second stage goes by; nil for the first alone.
  ///   - fits: Whether the model reads the whole of a caption.
  ///   - willGoOn: Called before each round.
  /// - Throws: What encoding and `willGoOn` throw.
  package init(
    _ truths: CaptionTruths, _ scores: CaptionScores, budget: Budget, gradient: (() throws -> WordGradient)? = nil,
    fits: @escaping (String) -> Bool, willGoOn: () throws -> Void = {}
  ) throws {
    (self.truths, self.scores, self.budget, self.fits) = (truths, scores, budget, fits)
    guard budget.captions > 0 else { return }
    // Only of a picture of which all is named is another thing false.
    let guide = truths.isComplete ? gradient : nil
    try runBeam(atMost: guide == nil ? budget.captions : budget.captions - budget.captions / 3, willGoOn)
    if let guide { try runGradient(guide, willGoOn) }
    pairs = CaptionCandidate.best(candidates, ofCategory: budget.pairsOfCategory).map {
      self.scores.score($0.edit.pair)
    }
  }

  /// How many captions were read in all.
  package var captions: Int { tallies.values.reduce(0) { $0 + $1.captions } }

  /// Reads captions as far as the budget goes, and says which were read now or before.
  private mutating func read(
    _ captions: [String], atMost most: Int = .max, _ stage: Stage
  ) throws -> Set<[UInt8]> {
    let new = captions.distinctCaptions.filter { !tried.contains($0.captionKey) && fits($0) }
    let left = max(0, min(most, budget.captions - self.captions))
    if new.count > left { isCut = true }
    let kept = Array(new.prefix(left))
    try scores.read(kept)
    tried.formUnion(kept.map(\.captionKey))
    tallies[stage, default: Tally()].captions += kept.count
    return tried
  }

  /// Scores those edits whose captions were both read.
  private mutating func score(_ edits: [CaptionEdit], _ read: Set<[UInt8]>, _ stage: Stage) -> [CaptionCandidate] {
    let scored = edits.compactMap { edit -> CaptionCandidate? in
      guard read.contains(edit.original.captionKey), read.contains(edit.edited.captionKey),
        !scores.areSame(edit.original, edit.edited)
      else { return nil }
      return CaptionCandidate(edit, gap: scores.logit(edit.original) - scores.logit(edit.edited))
    }
    tallies[stage, default: Tally()].pairs += scored.count
    tallies[stage, default: Tally()].undecided += scored.count(where: \.isUndecided)
    candidates += scored
    return scored
  }

  private mutating func runBeam(atMost limit: Int, _ willGoOn: () throws -> Void) throws {
    var known = Set(truths.captions.map(\.captionKey))
    var frontier = truths.captions.distinctCaptions.filter(fits)
    var nearest = NearestCaptions()
    for round in 0...budget.rounds {
      try willGoOn()
      // What one round may spend: the first ones are short, and their rest goes to those behind.
      let share = (limit - captions) / (budget.rounds - round + 1)
      var (edits, texts): ([CaptionEdit], [String]) = ([], [])
      var taken = 0
      for caption in frontier where texts.count < share {
        let found = CaptionForm(caption, truths.vocabulary).changes(truths).filter(\.isFluent)
        edits += found
        texts += [caption] + found.map(\.edited)
        taken += 1
      }
      if taken < frontier.count { isCut = true }
      let read = try read(texts, atMost: limit - captions, .beam)
      nearest.add(score(edits, read, .beam))
      let chosen = nearest.next(budget.width)
      frontier = chosen.flatMap { caption -> [String] in
        let form = CaptionForm(caption, truths.vocabulary)
        return (form.paraphrases(atMost: 12) + form.weaker()).filter {
          fits($0) && known.insert($0.captionKey).inserted
        }
      }
      if frontier.isEmpty { break }
    }
  }

  private mutating func runGradient(_ make: () throws -> WordGradient, _ willGoOn: () throws -> Void) throws {
    let starts = (truths.captions + CaptionCandidate.best(candidates, ofCategory: budget.width).map(\.edit.original))
      .distinctCaptions.filter { tried.contains($0.captionKey) }
    guard !starts.isEmpty else { return }
    let gradient = try make()
    for caption in starts.prefix(budget.gradients) {
      try willGoOn()
      let edits = CaptionForm(caption, truths.vocabulary).otherThings(truths).filter(\.isFluent)
      for slot in Set(edits.map(\.slots)).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        try follow(gradient, from: caption, edits.filter { $0.slots == slot })
      }
    }
  }

  /// The words of one slot that would leave the logit as it is: by the gradient at the true caption, then by the one at the best
  /// false caption that was found so.
  private mutating func follow(_ gradient: WordGradient, from caption: String, _ edits: [CaptionEdit]) throws {
    var base = caption
    for _ in 0..<2 {
      let offset = scores.logit(base) - scores.logit(caption)
      let changes = try gradient.changes(of: base, to: edits.map(\.edited))
      let order = edits.indices.filter { changes[$0] != nil && !tried.contains(edits[$0].edited.captionKey) }
        .sorted { (abs(offset + changes[$0]!), $0) < (abs(offset + changes[$1]!), $1) }
      let chosen = order.prefix(budget.words).map { edits[$0] }
      let read = try read(chosen.map(\.edited), .gradient)
      guard let best = score(chosen, read, .gradient).min(by: { abs($0.gap) < abs($1.gap) }) else { return }
      base = best.edit.edited
    }
  }
}
