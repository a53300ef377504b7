internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// How many captions the probability table shows.
  static let shownCaptions = 12
  /// How many words a warning names.
  private static let shownWords = 12
  /// How many pairs the table of pairs shows.
  static let shownPairs = 20

  /// The section on the picture and the model.
  func write(_ results: Results, _ picture: LocatedInput, _ model: LocatedInput, on page: inout Page) {
    let (found, sizes) = (results.picture, results.model)
    let notes = found.notes.map { " \($0)." as Markdown }.joined()
    page.write(
      """
      ## The picture and the model

      The picture is \(picture.provenance): \(found.format), \(found.width) × \(found.height) pixels, SHA-256
      \(code: found.sha256).\(notes) The submission carries it as \(code: "attachments/picture.\(found.format.lowercased())").

      The model is \(model.provenance). Its image tower reads \(sizes.imageSize) × \(sizes.imageSize) pixels in
      patches of \(sizes.patchSize), in \(sizes.layers) layers of \(sizes.heads) heads; its text tower reads a
      caption. Each gives one vector of length one. The cosine of the two, times \(sizes.logitScale.oneDecimal), is
      the caption's logit, and the softmax of the logits of several captions their probabilities.
      """)
    if results.heldOut != nil {
      page.callout(
        .important, title: "A small model of Quire's own",
        """
        This is MiniCLIP, which Quire brings along: the same architecture as OpenAI's CLIP, trained from nothing on
        small scenes composed of emoji, so that it knows their things, numbers, sizes, colours, places and states, and
        little else. Photographs ask for the real one: `quire fetch clip` gets it (605 MB), and
        `quire render captions -P captions.model=openai/clip-vit-base-patch32 -P captions.image=FILE` uses it.
        """)
    }
    warn(of: results.unknownWords, on: &page)
  }

  /// The warning of words that the model never learnt; none where there are none.
  private func warn(of words: [String], on page: inout Page) {
    guard !words.isEmpty else { return }
    let named = words.prefix(Self.shownWords)
    let more = words.count > named.count ? ["\((words.count - named.count).grouped) more"] : []
    page.warn(
      title: "Words that the model never learnt",
      """
      The captions have \((named.emphasized + more.map { "\($0)" }).enumerated). MiniCLIP reads these in pieces
      that it never learnt, so what it says of captions with them means nothing. For free text take
      `captions.model: openai/clip-vit-base-patch32`, which `quire fetch clip` gets.
      """,
      line:
        "the model never learnt \((named.map { "“\($0)”" } + more).enumerated), so captions with such words mean "
        + "nothing to it; for free text take captions.model: openai/clip-vit-base-patch32")
  }

  /// The section on single captions.
  func writeCaptions(_ results: Results, _ study: CaptionStudy, _ settings: Settings, on page: inout Page) throws {
    let tooLong = settings.truncate ? study.tooLong : 0
    let limit = study.model.configuration.maximumTextLength
    let cut: Markdown =
      tooLong > 0 ? " As the settings ask, captions longer than \(limit) tokens were cut: \(tooLong.grouped)." : ""
    page.write(
      """
      ## The captions

      {{figure:captions/probabilities}} and {{table:captions/captions}} compare captions with each other. The
      probabilities share one whole among the captions that were asked about: they cannot say that none of them fits.
      The cosines can, being no one's share.\(cut)
      """)
    try page.table(
      id: "captions",
      caption: "Captions of the picture, the most probable first"
        + (results.captions.count > Self.shownCaptions
          ? ": \(Self.shownCaptions) of \(results.captions.count.grouped)." : "."),
      columns: [
        .init("caption"), .init("cosine", .trailing), .init("logit", .trailing), .init("probability", .trailing),
      ],
      rows: results.captions.prefix(Self.shownCaptions).map {
        [$0.caption, $0.cosine.fourDecimals, $0.logit.twoDecimals, $0.probability.percent]
      })
  }

  /// The section on pairs: how often each kind fools the model, and the pairs themselves.
  func writePairs(_ results: Results, on page: inout Page) throws {
    let all = results.all
    page.write(
      """
      ## The pairs

      From each description that is true, word tables make variants that differ in one thing: a number, an attribute,
      a relation. A variant is false where the change contradicts the description, true where it only says less, and
      unknown where it says more. Synonyms and other spellings are no variants, nor are captions that are the same
      tokens to the model.

      By the assignment's rule a pair confuses the model where the higher one of its two probabilities is below 0.6,
      which is where the logits differ by less than ln 1.5 ≈ 0.405. The model is *fooled* by a pair whose variant is
      false where it prefers the variant or cannot decide: \(all.fooled.grouped) of \(all.decidable.grouped) such
      pairs ({{figure:captions/fooled}}, {{table:captions/categories}}). {{table:captions/pairs}} shows the pairs that
      are nearest to undecided, after those given by hand; the submission carries all \(results.pairs.count.grouped)
      as `attachments/pairs.csv`.
      """)
    try page.table(
      id: "categories",
      caption:
        "The pairs by what the variant changes: how many there are, how many variants are false, and what the model makes "
        + "of those.",
      columns: [.init("change")]
        + ["pairs", "false variants", "prefers the false one", "undecided", "fooled"].map { .init($0, .trailing) },
      rows: (results.orderedCategories + [all]).map { category in
        [category.title]
          + [category.pairs, category.decidable, category.prefersFalse, category.undecided, category.fooled].map(
            \.grouped)
      })
    let shown = results.shownPairs
    try page.table(
      id: "pairs",
      caption:
        "Pairs with raw cosines, logits and probabilities, each of the description and of the variant: "
        + "\(shown.count) of \(results.pairs.count.grouped).",
      columns: [
        .init("description"), .init("variant"), .init("the variant"), .init("cosines", .trailing),
        .init("logits", .trailing),
        .init("probabilities", .trailing), .init("the model"),
      ],
      rows: shown.map { pair in
        [
          pair.description, pair.variant, pair.standing,
          "\(pair.descriptionCosine.fourDecimals) \(pair.variantCosine.fourDecimals)",
          "\(pair.descriptionLogit.twoDecimals) \(pair.variantLogit.twoDecimals)",
          "\(pair.descriptionProbability.percent) \(pair.variantProbability.percent)", pair.verdict,
        ]
      })
  }

  /// The pair to hand in.
  func writeBest(_ results: Results, on page: inout Page) {
    let pair = results.handIn
    page.write(
      """
      ## The pair to hand in

      Of the pairs whose variant is false, and such that both captions could be an ordinary description (no denials,
      no changed order), those with a highest probability below 0.6 confuse the model. Of these the most specific one
      is handed in, by the words of its shorter caption other than articles, prepositions and the like; of equally
      specific ones the one with the nearer logits. That gives:

      > **\(pair.description)** (\(pair.descriptionProbability.percent))
      >
      > **\(pair.variant)** (\(pair.variantProbability.percent))

      The first is true by the author's word, the second \(pair.standing). The logits are
      \(pair.descriptionLogit.twoDecimals) and \(pair.variantLogit.twoDecimals), the cosines
      \(pair.descriptionCosine.fourDecimals) and \(pair.variantCosine.fourDecimals). The highest probability is
      \(pair.highestProbability.percent), \(results.outcome).
      """)
  }

  /// The section on where the model looks.
  func writeGazes(_ results: Results, _ study: CaptionStudy, on page: inout Page) {
    let sentences = results.gazes.map { gaze -> Markdown in
      """
      “\(gaze.caption)” loses most, \(gaze.fall.twoDecimals), with the patch in row \(gaze.row + 1), \
      column \(gaze.column + 1).
      """
    }
    page.write(
      """
      ## Where the model looks

      A caption needs a patch where its logit falls when the patch is hidden: {{figure:captions/gazes}} hides the
      \(study.picture.pixels.rows * study.picture.pixels.columns) patches one after the other. \(sentences.joined(separator: " "))
      Attention tells less, since the image tower never reads the caption: its rollout is the same for all.
      {{figure:captions/heads}} shows every head by itself, {{figure:captions/head}} the surest one large.
      """)
  }

  /// The section on limits: what was measured here, apart from what others measured elsewhere.
  func writeLimits(_ results: Results, _ model: LocatedInput, on page: inout Page) throws {
    page.write(
      """
      ## The limits

      **Measured here**, on this picture and this model: \(results.worstSentence) One picture is one sample; the
      counts above say what happened on it, not what would on another.
      """)
    if let heldOut = results.heldOut {
      page.write(
        """
        {{table:captions/held-out}} has what this model scored on scenes composed in ways that training never showed it.
        Beside a true caption alone, one about another thing gets \(heldOut.unrelated.meanProbability.percent) on average.
        """)
      try page.table(
        id: "held-out", caption: "MiniCLIP on scenes that it never saw: right answers, and what guessing would get.",
        columns: [
          .init("category"), .init("right", .trailing), .init("by chance", .trailing), .init("questions", .trailing),
        ],
        rows: heldOut.categories.map { [$0.title, $0.accuracy.percent, $0.chance.percent, $0.n.grouped] })
    }
    page.write(
      """
      **Published**, on OpenAI's CLIP ViT-B/32 and not measured here: {{table:captions/published}}. Replacing an
      object rarely confuses that model; swapped attributes, counts and relations do.
      """)
    try page.table(
      id: "published", caption: "What others measured on CLIP ViT-B/32, in percent.",
      columns: [.init("test"), .init("score", .trailing), .init("by chance", .trailing), .init("source")],
      rows: PublishedLimits.rows.map { [$0.task, $0.score, $0.chance, $0.source] })
  }
}

extension Double {
  /// `0.2731`, for cosines, which differ late.
  fileprivate var fourDecimals: String { NumberText.fixed(self, 4) }

  /// `100.0`.
  fileprivate var oneDecimal: String { NumberText.fixed(self, 1) }
}
