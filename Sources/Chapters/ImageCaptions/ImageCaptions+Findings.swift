internal import Basics
internal import Foundation
internal import Notebook

extension ImageCaptions {
  /// The section on the pair to hand in.
  func writeHandIn(_ results: Results, _ handIn: HandIn, on page: inout Page) {
    let pair = results.handIn
    page.write(
      """
      ## The pair to hand in

      \(results.choiceSentence)

      > **\(pair.description)** (\(pair.descriptionProbability.percent))
      >
      > **\(pair.variant)** (\(pair.variantProbability.percent))

      The first is true by the author's word; the second \(pair.standing). Their cosines with the picture are
      \(pair.descriptionCosine.fourDecimals) and \(pair.variantCosine.fourDecimals), their logits
      \(pair.descriptionLogit.twoDecimals) and \(pair.variantLogit.twoDecimals). The higher probability is
      \(pair.highestProbability.percent), \(results.outcome).

      With each other the two captions have a cosine of \(pair.captionCosine.fourDecimals). So their logits can differ by
      at most \(pair.largestGap.twoDecimals), and no picture could give either of them more than
      \(pair.largestProbability.percent). \(pair.lossSentence)
      """)
    if handIn.standsBack, let mine = results.mine {
      page.warn(
        title: "The author's own pair stands back",
        """
        “\(mine.description)” and “\(mine.variant)” do not confuse the model: the higher probability is
        \(mine.highestProbability.percent). The pair that was found is handed in instead.
        """,
        line: "of the pairs in captions.pairs none confuses the model (the best has \(mine.highestProbability.percent) for "
          + "“\(mine.highestProbability == mine.descriptionProbability ? mine.description : mine.variant)”), so the pair "
          + "that was found is handed in")
    } else if results.isMine, let found = results.found {
      page.write(
        """
        Beside it stands the best pair that was found among the variants: “\(found.description)” and
        “\(found.variant)”, with \(found.highestProbability.percent) for the more probable one\
        \(found.isUndecided ? "" : ", which is not below \(Int(ScoredPair.undecidedBelow * 100))\u{A0}%").
        """)
    }
  }

  /// The section on where the model looks.
  func writeGazes(_ results: Results, on page: inout Page) {
    page.write(
      """
      ## Where the model looks

      What a caption rests on shows when a part of the picture is hidden and the model is asked again [@zeiler2014].
      {{figure:captions/gazes}} does so patch by patch, \(results.difference.patches.grouped) times.
      \(results.gazes.map(\.sentence).joined(separator: " ")) A patch may speak against a caption although it shows the
      very thing that the caption names: the logit measures how like the whole picture is to the caption, and hiding a
      part can make the rest more like it.

      \(results.differenceSentences)
      """)
  }

  /// What attention says beside that.
  func writeAgreement(_ agreement: Results.Agreement, on page: inout Page) {
    let (best, worst) = (agreement.best, agreement.worst)
    let rollout: Markdown =
      agreement.rollout.map { "; attention rollout [@abnar2020], which follows attention through all layers, has \($0.twoDecimals)" }
      ?? ""
    let answer: Markdown =
      switch agreement.agreeing {
      case 0: "No head reaches 0.5: attention does not tell which patches the picture's vector depends on."
      case agreement.heads: "Every head reaches 0.5: here attention goes with what hiding does."
      default:
        """
        \(agreement.agreeing.grouped) of \(agreement.heads.grouped) heads \(agreement.agreeing == 1 ? "reaches" : "reach") \
        0.5, so a head's attention has to be checked before it is read as what the model relies on [@jain2019; \
        @wiegreffe2019].
        """
      }
    page.write(
      """
      Attention is no substitute for hiding. The image tower never reads a caption, so its attention is the same for all
      captions. {{figure:captions/agreement}} compares each head's attention with how far the picture's vector turns when
      a patch is hidden. Their rank correlation is \(best.correlation.twoDecimals) for layer \(best.layer), head
      \(best.head), which agrees best, \(worst.correlation.twoDecimals) for layer \(worst.layer), head \(worst.head), which
      agrees least, and \(agreement.median.twoDecimals) in the median of \(agreement.heads.grouped) heads\(rollout).
      \(answer)
      """)
  }

  /// The section on limits: what was measured here, apart from what others measured elsewhere.
  func writeLimits(_ results: Results, on page: inout Page) throws {
    page.write(
      """
      ## The limits

      **Measured here**, on this picture and this model: \(results.worstSentence) One picture is one sample; these counts
      say nothing of other pictures.
      """)
    if let heldOut = results.heldOut {
      page.write(
        """
        {{table:captions/held-out}} has what MiniCLIP scored on scenes that it never saw in training. \
        \(results.chanceSentence) Beside a true caption alone, one about another thing gets \
        \(heldOut.unrelated.meanProbability.percent) on average.
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
      **Published**, on OpenAI's CLIP ViT-B/32 and not measured here: {{table:captions/published}}. That model rarely takes
      one object for another, and does far worse where attributes are swapped, things are counted or a relation decides.
      """)
    try page.table(
      id: "published",
      caption: "CLIP ViT-B/32 in published tests, in percent: Winoground [@thrush2022], ARO [@yuksekgonul2023], SugarCrepe "
        + "[@hsieh2023], CountBench [@paiss2023], CLEVR and FGVC as OpenCLIP measured them [@ilharco2021].",
      columns: [.init("test"), .init("score", .trailing), .init("by chance", .trailing)],
      rows: PublishedLimits.rows.map { [$0.task, $0.score, $0.chance] })
  }
}

extension ImageCaptions.Results.Pair {
  /// Where the difference of the pair is lost.
  fileprivate var lossSentence: Markdown {
    let rule: Markdown = "\(Int(ScoredPair.undecidedBelow * 100))\u{A0}%"
    if isUndecidable { return "That is below \(rule): the text tower alone makes this pair undecidable." }
    if !isUndecided { return "" }
    return """
      A picture could decide this pair: this one uses \((abs(descriptionLogit - variantLogit) / largestGap).percent) of the \
      difference that the text tower leaves.
      """
  }
}

extension ImageCaptions.Results.Gaze {
  /// The patch that the caption needs most.
  fileprivate var sentence: Markdown {
    fall > 0
      ? "“\(caption)” loses most, \(fall.twoDecimals), with the patch in row \(row + 1), column \(column + 1)."
      : "“\(caption)” loses nothing with any patch."
  }
}

extension ImageCaptions.Results {
  /// Why this pair is handed in.
  fileprivate var choiceSentence: Markdown {
    if isMine { return "The author put this pair together:" }
    return isConfused
      ? """
        Of the pairs whose variant is false, and whose captions could both be an ordinary description (no denials, no \
        changed order), the model is undecided about some. Of these the most specific one is handed in, by the words of its \
        shorter caption other than articles, prepositions and the like, and of equally specific ones the one with the \
        nearer logits:
        """
      : """
        No pair that was tried leaves the model undecided. Of the pairs whose variant is false, and whose captions could \
        both be an ordinary description (no denials, no changed order), this one comes nearest:
        """
  }

  /// What the two maps differ in, and what hiding one patch does to the pair.
  fileprivate var differenceSentences: Markdown {
    let one = difference
    let place: Markdown = "row \(one.row + 1), column \(one.column + 1)"
    var sentences: [Markdown] = []
    if one.isNone {
      sentences.append(
        "The two maps are the same: nowhere do they differ by a thousandth of a logit, so what speaks for one caption speaks "
          + "for the other.")
    } else {
      sentences.append(
        """
        Which patches decide between the two captions is the difference of the maps. It is largest in \(place): hiding that \
        patch takes \(one.largest.threeDecimals) more from the \(one.speaksFor == "description" ? "true" : "false") caption \
        than from the other, \(one.share.percent) of the largest fall of either.
        """)
    }
    let (rest, all) = (one.patches - one.undecided, one.patches.grouped)
    if handIn.isUndecided {
      sentences.append(
        rest == 0
          ? "Whichever patch is hidden, the pair stays undecided."
          : "With one patch hidden, the pair stays undecided in \(one.undecided.grouped) of \(all) cases.")
    } else {
      sentences.append(
        one.undecided == 0
          ? "Whichever patch is hidden, the pair stays decided."
          : "With one patch hidden, the pair becomes undecided in \(one.undecided.grouped) of \(all) cases.")
    }
    sentences.append(
      one.reversed == 0
        ? "In none of them does the model come to prefer the other caption."
        : "In \(one.reversed.grouped) of \(all) the model comes to prefer the other caption.")
    return sentences.joined(separator: " ")
  }

  /// Which category fools the model most often, as a sentence.
  fileprivate var worstSentence: Markdown {
    if let worst {
      return "pairs of the kind *\(worst.title)* fool the model most often, \(worst.fooled) of \(worst.decidable)."
    }
    return all.fooled == 0
      ? "no pair fools the model."
      : "\(all.fooled) of \(all.decidable) pairs fool the model, and no kind of change does so more often than all others."
  }

  /// What MiniCLIP is no better at than guessing.
  fileprivate var chanceSentence: Markdown {
    atChance.isEmpty
      ? "In every category it does better than guessing."
      : "It does no better than guessing at \(atChance.map(\.title).quoted), which is less than two standard errors above "
        + "chance."
  }
}

extension [String] {
  /// `“a”, “b” and “c”`.
  fileprivate var quoted: Markdown { map { "“\($0)”" as Markdown }.enumerated }
}
