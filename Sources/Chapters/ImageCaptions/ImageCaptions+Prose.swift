internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// How many captions the probability table shows.
  static let shownCaptions = 12
  /// How many words a warning names.
  private static let shownWords = 12
  /// How many pairs the table of pairs shows; all are in `pairs.csv`.
  static let shownPairs = 6

  /// The section on the picture and the model.
  func writePicture(
    _ subject: Subject, _ sizes: Results.Model, _ found: Results.Picture, _ unknownWords: [String], on page: inout Page
  ) {
    let notes = found.notes.map { " \($0)." as Markdown }.joined()
    page.write(
      """
      The picture is \(subject.picture.provenance): \(found.format), \(found.width) × \(found.height) \(found.width * found.height == 1 ? "pixel" : "pixels").\(notes) The
      submission carries it as \(code: "chapters/captions/attachments/picture.\(found.format.lowercased())").

      The model is \(HeldOut.name(of: subject.model.input)). It has two towers [@radford2021]: one reads \(sizes.imageSize) ×
      \(sizes.imageSize) pixels of the picture in patches of \(sizes.patchSize) × \(sizes.patchSize), through
      \(sizes.layers) layers of \(sizes.heads) attention heads, the other reads a caption. Each gives one vector of
      length one. \(sizes.logitSentences) \(subject.familiarity?.sentence ?? "")
      """)
    if let familiarity = subject.familiarity, familiarity.isForeign {
      warn(of: familiarity, subject, sizes.title, on: &page)
    }
    warn(of: unknownWords, subject.model, on: &page)
  }

  /// Says that MiniCLIP stands in for OpenAI's CLIP, and to whoever runs the chapter where that is to be had.
  ///
  /// - Parameter isForeign: Whether the picture is foreign to it: then another line tells where that is to be had.
  func tellOfMiniCLIP(_ model: ChosenModel, isForeign: Bool, on page: inout Page) {
    let wayOut =
      model.isRealMissing
      ? "; the real one is neither in the Hugging Face cache nor among what `quire fetch` has got; `quire fetch clip` gets "
        + "it (605 MB), and from then on captions.model: auto takes it"
      : model.isAutomatic
        ? "; of a picture of your own the real one is asked, once `quire fetch clip` has got it (605 MB)"
        : "; for photographs and free text `quire fetch clip` gets the real one (605 MB), and captions.model: "
          + "\(ChosenModel.real) uses it"
    page.substitute(
      """
      MiniCLIP, a small CLIP that was trained on scenes composed of emoji, stands in for OpenAI's CLIP ViT-B/32
      [@radford2021]. It knows little beyond such scenes.
      """,
      line: "MiniCLIP stands in for OpenAI's CLIP and knows little beyond scenes of emoji\(isForeign ? "" : wayOut)")
  }

  /// The warning of words that the model never learnt; none where there are none.
  private func warn(of words: [String], _ model: ChosenModel, on page: inout Page) {
    guard !words.isEmpty else { return }
    let wayOut =
      model.isRealMissing
      ? "`quire fetch clip` gets OpenAI's CLIP, which reads free text"
      : "for free text take captions.model: \(ChosenModel.real), which `quire fetch clip` gets"
    let named = words.prefix(Self.shownWords)
    let more = words.count > named.count ? ["\((words.count - named.count).grouped) more"] : []
    page.warn(
      title: "Words that the model never learnt",
      """
      The captions have \((named.emphasized + more.map { "\($0)" }).enumerated). MiniCLIP reads \
      \(words.count == 1 ? "this word" : "these words") in pieces that it never learnt, so what it says of captions with \
      \(words.count == 1 ? "it" : "them") means nothing.
      """,
      line:
        "the model never learnt \((named.map { "“\($0)”" } + more).enumerated), so captions with such words mean "
        + "nothing to it; \(wayOut)")
  }

  /// The section on single captions.
  ///
  /// - Parameters:
  ///   - alone: Which of them fit at all; nil where nobody asks.
  ///   - tooLong: How many captions were longer than the model reads, and what the settings ask to do with them.
  ///   - limit: How many tokens it reads.
  ///   - isDrawn: Whether the figure of probabilities is there.
  ///   - isForeign: Whether a warning has said that the picture is foreign to the model.
  func writeCaptions(
    _ captions: [Results.Caption], _ alone: Alone?, tooLong: (count: Int, handling: LongCaption), at limit: Int,
    isDrawn: Bool = true,
    isForeign: Bool = false, on page: inout Page
  ) {
    let best = captions.map(\.cosine).max() ?? 0
    let note: Markdown =
      switch tooLong.handling {
      case .cut where tooLong.count > 0:
        " As the settings ask, captions longer than \(limit) tokens were cut: \(tooLong.count.grouped)."
      case .windows where tooLong.count > 0:
        """
         As the settings ask, captions longer than \(limit) tokens were read in windows of as many at most, whose vectors are averaged: \
        \(tooLong.count.grouped).
        """
      default: ""
      }
    let opening: Markdown =
      isDrawn
      ? "{{figure:captions/probabilities}} compares captions with each other. Their probabilities"
      : "The probabilities of the captions"
    page.write(
      """
      \(opening) add up to 100\u{A0}% whatever the captions say, so a high one means *better than the others*, not *right*.
      The cosines of {{table:captions/captions}} do not depend on the other captions; the highest is \(best.fourDecimals).\(note)
      \(alone?.sentence(of: captions.count) ?? "")
      """)
    if best < 0, !isForeign {
      page.warn(
        title: "No caption fits",
        """
        Every caption has a cosine below 0 with this picture: its vector points away from all of theirs. The
        probabilities only say which caption fits least badly.
        """,
        line:
          "every caption has a cosine below 0 with this picture, so its probabilities mean little; the model may not "
          + "know such pictures")
    }
  }

  /// The table of single captions.
  func writeTable(of captions: [Results.Caption], on page: inout Page) throws {
    try page.table(
      id: "captions",
      caption: "Captions of the picture, the most probable first"
        + (captions.count > Self.shownCaptions ? ": \(Self.shownCaptions) of \(captions.count.grouped)." : "."),
      columns: [
        .init("caption"), .init("cosine", .trailing), .init("logit", .trailing), .init("probability", .trailing),
      ] + (captions.contains { $0.alone != nil } ? [.init("alone", .trailing)] : []),
      rows: captions.prefix(Self.shownCaptions).map {
        [$0.caption, $0.cosine.fourDecimals, $0.logit.twoDecimals, $0.probability.percent]
          + ($0.alone.map { [$0.percent] } ?? [])
      })
    try page.attach(Data(csv(captions).utf8), as: "captions.csv")
  }

  /// The section on pairs: how often each kind fools the model, and where the difference is lost.
  func writePairs(_ results: Results, on page: inout Page) throws {
    let all = results.all
    page.write(
      """
      From each true description, word tables make variants that change one thing; pairs written by hand are added
      where there are any. A variant is false where the change contradicts the description, true where it says less, and unknown
      where it says more. Captions that are the same tokens to the model make no pair.

      A pair is *undecided* if the higher of its two probabilities is below \
      \(ScoredPair.undecidedShare), the assignment's rule; the logits then differ by less than
      ln 1.5 ≈ 0.405. A pair whose variant is false *fools* the model if the model prefers the variant or is undecided;
      otherwise the model decides the pair rightly, or *gets it right*.
      Of \(results.pairs.count.of("pair")), \(all.decidable.grouped) \(all.decidable == 1 ? "has" : "have") a false variant, and
      of these \(all.fooled.fooling) it ({{table:captions/categories}}, {{table:captions/pairs}}; all are in
      `chapters/captions/attachments/pairs.csv`).

      Where is a difference lost? By how much the logits of two captions can differ depends on the angle between their text
      vectors: the smaller it is, the less any picture can set them apart. {{figure:captions/fooled}} shows the angles and
      how much of what they allow this picture uses. \(results.separationSentence) \(results.undecidableSentence)
      \(results.roomSentence)
      """)
    page.formula(
      "The most that a picture can do",
      #"|\Delta| = s\,|v \cdot (a - b)| \le s\,\lVert a - b \rVert = 2 s \sin\tfrac{\theta}{2}"#)
    try page.table(
      id: "categories",
      caption:
        "Pairs with a false variant, by what the variant changes: the mean angle between the text vectors of the two captions, "
        + "how often the model is undecided, how often the false caption gets more, and either of them, each pair counted once.",
      columns: [.init("change")]
        + ["pairs", "angle", "undecided", "false one higher", "fooled"].map { .init($0, .trailing) },
      rows: results.decidableCategories.map { category in
        [category.title, category.decidable.grouped, category.captionAngle?.degrees ?? ""]
          + [category.undecided, category.prefersFalse, category.fooled].map(\.grouped)
      })
    let shown = results.shownPairs
    try page.table(
      id: "pairs",
      caption:
        "Pairs of a true and a false caption, the least decided first: \(shown.count) of \(all.decidable.grouped). "
        + "The angle is between the text vectors of the two captions; *at most* is the highest probability that any picture "
        + "could give either; logits and probabilities are of the true and of the "
        + "false one.",
      columns: [
        .init("true"), .init("false"), .init("angle", .trailing), .init("at most", .trailing),
        .init("logits", .trailing),
        .init("probabilities", .trailing), .init("the model"),
      ],
      rows: shown.map { pair in
        [
          pair.description, pair.variant, pair.captionAngle.degrees, pair.largestProbability.percent,
          "\(pair.descriptionLogit.twoDecimals) \(pair.variantLogit.twoDecimals)",
          "\(pair.descriptionProbability.percent) \(pair.variantProbability.percent)", pair.verdict,
        ]
      })
  }
}

extension ImageCaptions.Results.Model {
  /// How a cosine becomes a probability.
  fileprivate var logitSentences: Markdown {
    guard isSigmoid else {
      return """
        The cosine of the two vectors, times \(logitScale.oneDecimal), is the caption's *logit*; the softmax of the logits of \
        several captions gives their probabilities.
        """
    }
    return """
      The model is a SigLIP [@zhai2023]: a caption is filled up to \(maximumTokens) tokens, which are all attended to, and one query \
      gathers the patches into the picture's vector. The cosine of the two vectors, times \(logitScale.oneDecimal), \
      \(logitBias < 0 ? "less" : "plus") \(abs(logitBias).twoDecimals), is the caption's *logit*. The model was trained for the \
      logistic function of it, each caption's score of its own; such scores do not add up to 100\u{A0}%. So where captions are \
      compared here, and for the assignment's rule of 0.6, their probabilities are the softmax of their logits, as with CLIP.
      """
  }
}

extension ImageCaptions.Alone {
  /// What the column *alone* says.
  ///
  /// - Parameter count: How many captions there are.
  fileprivate func sentence(of count: Int) -> Markdown {
    guard let neutral else {
      let found: Markdown =
        switch fitting {
        case 0: "none of the captions has 50\u{A0}% or more, so by the model none of these fits"
        case count: "every caption has 50\u{A0}% or more"
        default: "\(fitting.grouped) of \(count.of("caption")) \(fitting == 1 ? "has" : "have") 50\u{A0}% or more"
        }
      return "*Alone* is the score that the model gives a caption by itself: \(found)."
    }
    let found: Markdown =
      switch fitting {
      case 0: "none of the captions reaches it, so the most probable one may only fit least badly"
      case count: count == 1 ? "the caption reaches it" : "each of the \(count.grouped) captions reaches it"
      default: "\(fitting.grouped) of \(count.of("caption")) \(fitting == 1 ? "reaches" : "reach") it"
      }
    return
      "*Alone* is the probability beside “\(neutral)”, which names nothing, and that is even at 50\u{A0}%: \(found)."
  }
}

extension ImageCaptions.Results {
  /// The categories that have false variants, in the order of the rules, and where there are several, all together.
  var decidableCategories: [Category] {
    let decidable = orderedCategories.filter { $0.decidable > 0 }
    return decidable.count > 1 ? decidable + [all] : decidable
  }

  /// Whether it is the closest pairs that fool the model, as a sentence.
  var separationSentence: Markdown {
    guard let separation else { return "" }
    return separation.isClean
      ? """
      The captions of \(all.fooled == 1 ? "the pair that fools" : "the \(all.fooled.grouped) pairs that fool") the model \
      are at most \(separation.fooledLargest.degrees) apart, those of the others with a false variant at \
      least \(separation.rightSmallest.degrees).
      """
      : """
      The captions of pairs that fool the model are \(separation.fooledMean.degrees) apart on average, those of the other \
      pairs \(separation.rightMean.degrees).
      """
  }

  /// How many pairs fool the model although their captions are far enough apart, as a sentence.
  var roomSentence: Markdown {
    all.fooledWithRoom == 0
      ? ""
      : """
      But some picture could bring either caption to 90\u{A0}% or more in \(all.fooledWithRoom.grouped) of \
      \(all.fooled.of("pair")) that \(all.fooled == 1 ? "fools" : "fool") the model, so there the text tower left room \
      and the fault lies with the image tower or with how the two are matched.
      """
  }

  /// How many pairs no picture could decide, as a sentence.
  var undecidableSentence: Markdown {
    switch all.undecidable {
    case 0:
      "For no pair is the angle so small that no picture could decide."
    case 1:
      "For one pair the angle is so small that no picture at all could bring either caption to \(ScoredPair.undecidedShare)."
    default:
      "For \(all.undecidable.grouped) pairs the angle is so small that no picture at all could bring either caption to "
        + "\(ScoredPair.undecidedShare)."
    }
  }
}

extension Int {
  /// `none`, `one`, `12`.
  var spelled: String { self == 0 ? "none" : self == 1 ? "one" : grouped }

  /// `none fools`, `one fools`, `12 fool`.
  var fooling: String { "\(spelled) \(self < 2 ? "fools" : "fool")" }
}

extension Double {
  /// `0.2731`, for cosines, which differ late.
  var fourDecimals: String { fixed(4) }

  /// `0.53°`.
  var degrees: String { twoDecimals + "°" }

  /// `100.0`.
  fileprivate var oneDecimal: String { fixed(1) }
}
