internal import Basics
internal import CaptionPairs
internal import Notebook

extension ImageCaptions {
  /// The section on limits: what was measured here, apart from what others measured elsewhere.
  func writeLimits(
    _ results: Results, _ heldOut: HeldOut?, _ attack: TypographicAttack?, on page: inout Page
  ) throws {
    page.write(
      """
      **Measured here**, on this picture and this model: \(results.worstSentence) One picture is one sample; these counts
      say nothing about others.
      """)
    if let attack, let found = results.typographic { try writeTypographic(attack, found, on: &page) }
    try writeLimitsOfModel(heldOut, results.rivals, results.limits, on: &page)
  }

  /// What is known of a model whatever the picture: on scenes that it never saw, and what others measured.
  func writeLimitsOfModel(
    _ heldOut: HeldOut?, _ rivals: Results.Rivals?, _ limits: Results.Limits?, on page: inout Page
  ) throws {
    if let limits { try writeDiagnosis(limits, on: &page) }
    if let heldOut { try write(heldOut, rivals, on: &page) }
    try writePublished(on: &page)
  }

  /// What the model scored on scenes that it never saw, beside what its training asked for.
  private func write(_ heldOut: HeldOut, _ asked: Results.Rivals?, on page: inout Page) throws {
    page.write(
      """
      {{table:captions/held-out}} has what MiniCLIP scored on scenes that it never saw in training.
      \(heldOut.chanceSentence) Beside a true caption alone, one about another thing \
      has a mean probability of \(heldOut.unrelated.meanProbability.finePercent). \(asked?.sentence ?? "")
      """)
    let hasRivals = heldOut.categories.contains { $0.rivalShare != nil }
    let counts = Set(heldOut.categories.map(\.n))
    let each: Markdown = counts.count == 1 ? ", \(counts.first?.grouped ?? "") for each question" : ""
    let rivals: Markdown =
      hasRivals
      ? " *Rivals*: of the training captions that say it, the share that had in their batch one that differs in it alone."
      : ""
    try page.table(
      id: "held-out",
      caption: "MiniCLIP on scenes that it never saw\(each): right answers, and what guessing would get.\(rivals)",
      columns: [.init("what decides")] + (hasRivals ? [.init("rivals", .trailing)] : [])
        + [.init("right", .trailing), .init("by chance", .trailing)]
        + (counts.count == 1 ? [] : [.init("questions", .trailing)]),
      rows: heldOut.categories.map {
        [$0.title] + (hasRivals ? [$0.rivalShare?.percent ?? ""] : []) + [$0.accuracy.percent, $0.chance.percent]
          + (counts.count == 1 ? [] : [$0.n.grouped])
      })
  }
}

extension Double {
  /// A share with as many decimals as tell it from nought: `12.3 %`, `0.15 %`.
  fileprivate var finePercent: String { self > 0 && self < 0.01 ? (self * 100).fixed(2) + "\u{A0}%" : percent }
}

extension ImageCaptions.Results {
  /// What fools the model, as the rest of a sentence: what the word tables change, and what is written by hand.
  fileprivate var worstSentence: Markdown {
    guard all.fooled > 0 else { return "no pair fools the model." }
    let made = decidableCategories.filter { $0.title != all.title && $0.title != byHand?.title }
    let (fooled, count) = (made.map(\.fooled).reduce(0, +), made.map(\.decidable).reduce(0, +))
    var sentences: [Markdown] = []
    if count > 0 {
      sentences.append(
        "of \(count.of("pair")) that the word tables made, \(fooled.fooling) the model.")
    }
    if let worst {
      sentences.append(
        "The kind *\(worst.title)* does so most often, in \(worst.fooled.grouped) of \(worst.decidable.of("pair")).")
    }
    if let byHand {
      sentences.append(
        """
        \(count > 0 ? "Of" : "of") \(byHand.decidable.of("pair")) written by hand, \
        \(byHand.fooled.spelled) \(byHand.fooled < 2 ? "does" : "do").
        """)
    }
    return sentences.joined(separator: " ")
  }

  /// The pairs with false variants that somebody wrote.
  private var byHand: Category? {
    categories[CaptionPair.Category.given.rawValue].flatMap { $0.decidable > 0 ? $0 : nil }
  }
}

extension ImageCaptions.Results.Rivals {
  /// How often training asked who is where, and which number goes with which kind.
  fileprivate var sentence: Markdown {
    """
    In training an image chooses among the captions of its batch. In \(batches.of("batch", "batches")), of \
    \(placed.of("caption")) that \(placed == 1 ? "says" : "say") which of two things is where, \(exchanged.grouped) \
    (\(exchangedShare.percent)) had in their batch one that names the same two things the other way round.\(numbers)
    """
  }

  private var numbers: Markdown {
    guard let numbered else { return "" }
    let captions =
      numbered == 0 ? "No caption gives" : numbered == 1 ? "One caption gives" : "\(numbered.grouped) captions give"
    return " \(captions) two numbers."
  }
}

extension HeldOut {
  /// What MiniCLIP is no better at than guessing.
  fileprivate var chanceSentence: Markdown {
    let atChance = categories.filter(\.isAtChance)
    return atChance.isEmpty
      ? "In every category it is right more often than guessing would be."
      : "It does no better than guessing at \(atChance.map { "“\($0.title)”" }.enumerated): the share of right answers is less than "
        + "two standard errors above chance."
  }
}
