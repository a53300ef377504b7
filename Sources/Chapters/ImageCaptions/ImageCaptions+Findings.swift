internal import Basics
internal import CaptionPairs
internal import Foundation
internal import Notebook

extension ImageCaptions {
  /// The section on the pair to hand in.
  func writeHandIn(_ results: Results, _ handIn: HandIn, on page: inout Page) {
    let pair = results.handIn
    page.write(
      """
      \(results.choiceSentence)

      > “\(pair.description)” (\(pair.descriptionProbability.percent))
      >
      > “\(pair.variant)” (\(pair.variantProbability.percent))

      The first is true by the author's word; the second \(pair.standing) ({{figure:captions/pair}}). Their cosines with the
      picture are \(pair.descriptionCosine.fourDecimals) and \(pair.variantCosine.fourDecimals), their logits
      \(pair.descriptionLogit.twoDecimals) and \(pair.variantLogit.twoDecimals). The higher probability is
      \(pair.highestProbability.percent), \(results.outcome).

      To the text tower the two captions are \(pair.captionAngle.degrees) apart. So their logits can differ by at most
      \(pair.largestGap.twoDecimals), and no picture could give either of them more than
      \(pair.largestProbability.percent). \(pair.lossSentence) \(results.reachSentence ?? "")
      """)
    if let sentence = results.mirrorSentence { page.write(sentence) }
    if handIn.standsBack, let mine = handIn.mine {
      warn(of: mine, handIn, on: &page)
    } else if results.isMine, let found = results.found {
      page.write(
        """
        The other pair that would have been handed in is “\(found.description)” and
        “\(found.variant)”. Its higher probability is \(found.highestProbability.percent), which is
        \(found.isUndecided ? "" : "not ")below \(ScoredPair.undecidedShare).
        """)
    }
  }

  /// Says why the author's own pair is not the one that is handed in.
  private func warn(of mine: PairCertificate, _ handIn: HandIn, on page: inout Page) {
    let (scored, failed) = (mine.scored, mine.failed.map(\.title))
    let isWished = handIn.choice == .found && (handIn.found?.level ?? 0) >= mine.level
    let gates: Markdown =
      mine.isCertified || !scored.isUndecided
      ? "" : " The pair is not certified: it fails \(failed.emphasized.enumerated)."
    page.warn(
      title: "The author's own pair stands back",
      """
      “\(scored.pair.description)” and “\(scored.pair.variant)” \
      \(scored.isUndecided ? "confuse the model too" : "do not confuse the model"): \
      the higher probability is \(scored.highestProbability.percent).\(gates) Another pair is handed in instead.
      """,
      line: isWished
        ? "another pair is handed in, as captions.hand_in asks, and not the best one of captions.pairs"
        : scored.isUndecided
          ? "of the pairs in captions.pairs none is certified (the best one fails: \(failed.joined(separator: ", "))), so "
            + "a certified pair is handed in"
          : "of the pairs in captions.pairs none confuses the model (the best has \(scored.highestProbability.percent)), so "
            + "another pair is handed in")
  }

  /// The section on what each caption of the pair rests on.
  func writeGazes(_ results: Results, on page: inout Page) {
    page.write(
      """
      What a caption rests on shows when a part of the picture is hidden and the model is asked again [@zeiler2014].
      In {{figure:captions/gazes}} one patch after another is hidden, \(results.difference.patches.grouped) in all.
      \(results.gazesSentence) A hidden patch is painted in the one colour that the model
      reads as nought, so a fall says how much more the patch speaks for the caption than that colour would. Where the logit
      rises instead, the colour suits the caption better, even where the patch shows what the caption names.
      \(results.thingsSentence ?? "") \(results.correlationSentence ?? "")

      \(results.differenceSentences)
      """)
  }

  /// What attention says beside that.
  ///
  /// - Parameter step: The layer as which the step is counted that gathers a SigLIP's patches; nil for a CLIP.
  func writeAgreement(_ agreement: Results.Agreement?, gatheringIn step: Int?, on page: inout Page) {
    guard let agreement else {
      page.write(
        """
        Nothing can be compared here: no patch that is hidden turns the picture's vector, or every head attends to all
        patches alike.
        """)
      return
    }
    let (best, worst) = (agreement.best, agreement.worst)
    let gathering: Markdown = step.map { "\(Self.gathering(in: $0)) " } ?? ""
    let rollout: Markdown =
      agreement.rollout.map {
        "; attention rollout [@abnar2020], which follows attention through all layers, has \($0.twoDecimals)"
      } ?? ""
    let answer: Markdown =
      switch agreement.agreeing {
      case 0: "No head reaches 0.50: none tells which patches the picture's vector depends on."
      case agreement.heads: "Every head reaches 0.50: here attention goes with what hiding does."
      default:
        """
        Only \(agreement.agreeing.grouped) of \(agreement.heads.of("head")) \
        \(agreement.agreeing == 1 ? "reaches" : "reach") 0.50, so what a head attends to has to be checked before it is read \
        as what the model relies on [@jain2019; @wiegreffe2019].
        """
      }
    page.write(
      """
      The image tower never reads a caption, so its attention is the same for all captions and cannot tell two of them apart.
      Does it at least tell which patches matter? {{figure:captions/agreement}} compares each head's attention with how far
      the picture's vector turns when a patch is hidden. \(gathering)Their rank correlation is \(best.correlation.twoDecimals) for layer
      \(best.layer), head \(best.head), which agrees best, \(worst.correlation.twoDecimals) for layer \(worst.layer), head
      \(worst.head), which agrees least, and \(agreement.median.twoDecimals) in the median of \(agreement.heads.of("head"))\(rollout).
      \(answer)
      """)
  }
}

extension ImageCaptions {
  /// Which heads of a SigLIP can be compared.
  fileprivate static func gathering(in layer: Int) -> Markdown {
    """
    With a SigLIP these are the heads of the one query that gathers the patches after the last layer, counted as layer \
    \(layer.grouped): before, no token stands for the picture.
    """
  }
}

extension ImageCaptions.Results.Pair {
  /// Where the difference of the pair is lost.
  fileprivate var lossSentence: Markdown {
    if isUndecidable { return "That is below \(ScoredPair.undecidedShare): the text tower alone settles that." }
    return largestGap > 0
      ? """
      This picture uses \((abs(descriptionLogit - variantLogit) / largestGap).percent) of the difference that the text tower \
      leaves.
      """
      : ""
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
  /// What the mirror image shows, where the captions differ in left and right.
  fileprivate var mirrorSentence: Markdown? {
    guard mirrored.isFlipped else { return nil }
    return """
      In the mirror image the second caption is the true one. The image tower sets the vectors of the picture and of its \
      mirror image \(mirrored.angle.degrees) apart, and for the mirror image the first caption gets \
      \(mirrored.descriptionProbability.percent). The caption that gets more is \
      \(mirrored.isSameAnswer ? "the same for both pictures" : "another one for each picture").
      """
  }

  /// Which patches the two captions need most.
  fileprivate var gazesSentence: Markdown {
    let patches = gazes.map { [$0.row, $0.column] }
    guard gazes.count == 2, patches[0] == patches[1], gazes.allSatisfy({ $0.fall > 0 }) else {
      return gazes.map(\.sentence).joined(separator: " ")
    }
    return """
      Both captions lose most with the patch in row \(gazes[0].row + 1), column \(gazes[0].column + 1): the true one \
      \(gazes[0].fall.twoDecimals), the false one \(gazes[1].fall.twoDecimals).
      """
  }

  /// Why this pair is handed in.
  fileprivate var choiceSentence: Markdown {
    if isMine { return "The author put this pair together:" }
    let others: Markdown = hasMine ? " the author did not put together and that" : ""
    if certificate.isCertified {
      return """
        Of the pairs that\(others) pass every gate of {{table:captions/certificate}}, one with a higher probability of at most \
        51\u{A0}% goes first, then the more specific one, by the words of its shorter caption other than articles, prepositions \
        and the like, then the one with the nearer logits; a denial is never handed in. So it is this pair:
        """
    }
    return isConfused
      ? """
      No pair that may be handed in passes every gate of {{table:captions/certificate}}. Of those that\(others) were examined and leave \
      the model undecided, this one passes the most, and of equals its logits are the nearest:
      """
      : """
      No pair that may be handed in leaves the model undecided; a denial may not, nor an order that makes no sense. Of those \
      that\(others) are a true and a false caption, this one comes nearest:
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
        patch \(one.descriptionFall < 0 ? "raises" : "lowers") the logit of the true caption by \
        \(abs(one.descriptionFall).threeDecimals) and \(one.variantFall < 0 ? "raises" : "lowers") that of the false one by \
        \(abs(one.variantFall).threeDecimals). So the patch favours the \
        \(one.speaksFor == "description" ? "true" : "false") caption by \(one.largest.threeDecimals), \
        \(one.share.percent) of the largest change of either logit.
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

  /// In how many of the pairs that the model leaves open the false caption leads.
  private var leadingFalsely: Markdown {
    let count = all.prefersFalse - all.wrong
    guard count > 0 else { return "" }
    return all.undecided == 1
      ? ", in which the false caption leads," : ", in \(count.spelled) of which the false caption leads,"
  }

  /// What the chapter found, for the report's conclusion.
  var conclusion: Markdown {
    let others: Markdown =
      separation.map {
        $0.isClean ? ", those of every pair that it gets right at least \($0.rightSmallest.degrees)" : ""
      } ?? ""
    let limit: Markdown =
      handIn.isUndecidable
      ? """
      To its text tower the two captions are only \(handIn.captionAngle.degrees) apart, and no picture could bring either of \
      them to \(ScoredPair.undecidedShare).
      """
      : "To its text tower the two captions are \(handIn.captionAngle.degrees) apart\(others)."
    return """
      Asked to choose between “\(handIn.description)” and “\(handIn.variant)”, \(model.title) gives the true one \
      \(handIn.descriptionProbability.percent). \(limit) \
      Of \(all.decidable.of("pair")) of a true and a false caption, it decides \(all.right.spelled) rightly, leaves \
      \(all.undecided.spelled) open\(leadingFalsely) and gets \(all.wrong.spelled) wrong.
      """
  }
}
