internal import Basics
internal import Notebook
internal import Transformers

extension AttentionWriter {
  /// The section on what the checkpoint's head says of the sentence; nothing for a checkpoint without one.
  func writePrediction(_ prediction: Prediction?, on page: inout Page) throws {
    guard let prediction, let found = results.prediction else { return }
    page.section("prediction")
    page.write(introduction(found))
    try writeClasses(found, on: &page)
    page.write(verdict(found))
    if found.words.isEmpty {
      page.write("Without its one word, nothing of the sentence is left to read.")
    } else {
      page.write(hiding(found))
      page.formula("Effect of a word", #"e_w = z_c(x) - z_c(x_{\setminus w})"#)
      try page.figure(figures.prediction(prediction))
      page.write(words(found))
      try writeWords(found, on: &page)
      if let agreement = agreement(found) { page.write(agreement) }
    }
    try writeHeads(found, on: &page)
  }

  private func introduction(_ found: Attention.Results.Prediction) -> Markdown {
    let piece: Markdown =
      findings.windows == 1 ? "" : " Of the \(findings.windows) pieces of the sentence, the first is judged."
    let classes: Markdown =
      found.classCount == 1 ? "gives one score" : "gives each of \(found.classCount) classes a score"
    let answer: Markdown =
      switch ClassLabels.Answer(rawValue: found.answer) {
      case .oneOf, nil: "The softmax of the scores makes them probabilities."
      case .anyOf: "The sigmoid of a score is the probability that its class holds, whatever holds of others."
      case .number: "A score of this model is a number by itself, no probability."
      }
    return """
      The checkpoint was trained for a task: on the last state of \(code: found.token), its head \(classes), in {{table:attention/classes}}. \
      \(answer)\(piece)
      """
  }

  private func verdict(_ found: Attention.Results.Prediction) -> Markdown {
    guard let first = found.classes.first else { return "" }
    var text: Markdown
    if let probability = first.probability {
      text =
        found.classCount == 1
        ? "The class is *\(first.label)*, with a probability of \(probability.twoDecimals)."
        : "The most probable class is *\(first.label)*, with \(probability.twoDecimals)."
      if found.answer == ClassLabels.Answer.anyOf.rawValue, found.classCount > 1 {
        text += " At least 0.50 is reached by \(found.likely) of the \(found.classCount)."
      }
    } else {
      text =
        found.classCount == 1
        ? "The score is \(first.score.twoDecimals)."
        : "The largest score, \(first.score.twoDecimals), is that of *\(first.label)*."
    }
    if found.isChosen { text += " Words and heads are judged by the score of *\(found.label)*, as the settings ask." }
    return text
  }

  private func hiding(_ found: Attention.Results.Prediction) -> Markdown {
    let ways: Markdown =
      found.usesMask
      ? "Each word is hidden in two ways, by the mask token in its place and by leaving it out"
      : "Each word is left out, since the model has no mask token"
    return """
      Which words matter for this? \(ways), and {{figure:attention/prediction}} shades it by what the score of *\(found.label)* loses \
      [@zeiler2014].
      """
  }

  /// What hiding words does to the class's score.
  private func words(_ found: Attention.Results.Prediction) -> Markdown {
    guard let first = found.words.first, let effect = first.masked ?? first.leftOut, effect != 0 else {
      return "No word changes the score."
    }
    let way: Markdown = found.usesMask ? "masked" : "left out"
    var text: Markdown =
      "With *\(first.word)* \(way), the score \(effect > 0 ? "falls" : "rises") by \(abs(effect).threeDecimals), the most of all words"
    if let before = found.probability, let after = first.probability {
      text +=
        before.twoDecimals == after.twoDecimals
        ? ", and the probability stays at \(before.twoDecimals)"
        : ", and the probability goes from \(before.twoDecimals) to \(after.twoDecimals)"
    }
    text += "."
    let count = found.words.count
    if count > 1 {
      text += """
         Of the \(count) words, \(found.supporting == 1 ? "one speaks" : "\(found.supporting) speak") for *\(found.label)*, as its score falls \
        without \(found.supporting == 1 ? "it" : "them"), and \(found.opposing) against it.
        """
    }
    if found.classCount > 1 {
      text +=
        found.turning == 0
        ? " Whichever word is hidden, no other class gets a larger score than the first."
        : " Another class gets a larger score than the first where \(found.turning == 1 ? "one of the words is" : "one of \(found.turning) words is") hidden."
    }
    return text
  }

  private func agreement(_ found: Attention.Results.Prediction) -> Markdown? {
    guard let most = found.agreesMost, let least = found.agreesLeast, most.tau > least.tau else { return nil }
    let all = found.agreements.map { "*\($0.measure)* \($0.tau.twoDecimals)" as Markdown }
    return """
      Measures of attention ask how \(code: found.token) looks at the words, and nothing of the class. Their order of the words agrees with that by \
      the size of the change, by Kendall’s τ [@kendall1945]: \(all.joined(separator: ", ")). The best is *\(most.measure)*, the least \
      *\(least.measure)*.
      """
  }

  private func writeClasses(_ found: Attention.Results.Prediction, on page: inout Page) throws {
    let rest: Markdown =
      found.classes.count < found.classCount
      ? " Of \(found.classCount), the \(found.classes.count) with the largest scores are listed." : ""
    let hasProbability = found.classes.contains { $0.probability != nil }
    try page.table(
      id: "classes",
      caption:
        "What the model’s head says of the sentence: \(hasProbability ? "the score and the probability" : "the score") of each class.\(rest)",
      columns: [.init("class"), .init("score", .trailing)] + (hasProbability ? [.init("probability", .trailing)] : []),
      rows: found.classes.map { entry in
        [entry.label, entry.score.threeDecimals] + (hasProbability ? [(entry.probability ?? 0).threeDecimals] : [])
      })
  }

  /// The most words that are listed: those of the figure are all of them.
  private static let listedWords = 12

  private func writeWords(_ found: Attention.Results.Prediction, on page: inout Page) throws {
    let listed = found.words.prefix(Self.listedWords)
    let rest: Markdown =
      listed.count < found.words.count
      ? " Of \(found.words.count) words, the \(listed.count) that change it most are listed." : ""
    let masks: [TableBlock.Column] = found.usesMask ? [.init("masked", .trailing)] : []
    try page.table(
      id: "prediction-words",
      caption: """
        By how much the score of *\(found.label)* falls when a word is hidden, and what attention makes of the word: what \(code: found.token) \
        gives it on average, followed through the layers (rollout), and weighed by the length of what it brings (norm-based).\(rest)
        """,
      columns: [.init("word")] + masks + [
        .init("left out", .trailing), .init("attention", .trailing), .init("rollout", .trailing),
        .init("norm-based", .trailing),
      ],
      rows: listed.map { word in
        [word.word] + (found.usesMask ? [(word.masked ?? 0).threeDecimals] : []) + [
          word.leftOut?.threeDecimals ?? "–", word.attention.threeDecimals, word.rollout.threeDecimals,
          word.normBased.threeDecimals,
        ]
      })
  }

  /// The heads that the class's score rests on.
  private func writeHeads(_ found: Attention.Results.Prediction, on page: inout Page) throws {
    guard results.headCount > 1, let first = found.heads.first, first.change != 0 else { return }
    page.write(
      """
      The same is asked of heads [@michel2019]: {{table:attention/prediction-heads}} names those without which the score of \
      *\(found.label)* changes most. It \(first.change < 0 ? "falls" : "rises") by \(abs(first.change).threeDecimals) without \
      \(Attention.Results.Head(layer: first.layer, head: first.head).prose); the mean over all heads, whatever the sign, is \
      \(found.meanHeadChange.threeDecimals).
      """)
    try page.table(
      id: "prediction-heads",
      caption:
        "The change of the score of *\(found.label)* without a head, for the \(found.heads.count) heads with the largest.",
      columns: [.init("head"), .init("change of the score", .trailing)],
      rows: found.heads.map {
        [Attention.Results.Head(layer: $0.layer, head: $0.head).title, $0.change.threeDecimals]
      })
  }
}
