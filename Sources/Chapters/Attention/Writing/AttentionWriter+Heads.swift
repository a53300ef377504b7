internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

extension AttentionWriter {
  /// The section on kinds of heads.
  func writeHeads(_ places: [[Double]], on page: inout Page) throws {
    page.section("heads")
    let count = results.sentences.count
    page.write(
      """
      Clark et al. sort heads by where their attention goes [@clark2019]. For each of their kinds, {{table:attention/specialists}} \
      counts the heads and names the one that is most like it\(count > 1 ? ", on the mean of the \(count) sentences" : "").\(kinds)
      """)
    try writeSpecialists(on: &page)
    page.write(
      """
      {{figure:attention/entropy}} shows how evenly each head spreads its attention in the chosen sentence, by the entropy of its \
      rows. {{figure:attention/similarity}} lays all heads out by how differently they attend, by the Jensen–Shannon divergence of \
      their rows [@lin1991]\(count > 1 ? ", the mean over the sentences" : "").\(difference)
      """)
    page.formula("Relative entropy of a row", #"h_i = -\frac{1}{\ln n} \sum_j \alpha_{ij} \ln \alpha_{ij}"#)
    page.formula(
      "Jensen–Shannon divergence",
      #"\mathrm{JS}(p, q) = H\left(\frac{p + q}{2}\right) - \frac{H(p) + H(q)}{2},\quad H(p) = -\sum_j p_j \ln p_j"#)
    try page.figure(figures.entropies, view: views.measures("entropy"))
    try page.figure(
      figures.similarity(places, findings.survey.profiles.flatMap { $0 }, apart: results.mostDifferent),
      view: views("similarity"))
  }

  /// How many heads are of which kind.
  private var kinds: Markdown {
    let names: [(key: HeadCategory, text: String)] = [
      (.next, "the next token"), (.previous, "the previous token"), (.start, "the first token"),
      (.separator, "a separator"),
      (.punctuation, "punctuation"),
    ]
    var list = names.compactMap { kind -> Markdown? in
      guard let count = results.categories[kind.key.rawValue], count > 0 else { return nil }
      return "\(count == 1 ? "one looks" : "\(count) look") mainly at \(kind.text)"
    }
    if let broad = results.categories[HeadCategory.broad.rawValue], broad > 0 {
      list.append("\(broad == 1 ? "one spreads its" : "\(broad) spread their") attention broadly")
    }
    let of = results.headCount.of("head")
    if list.isEmpty { return " By the published thresholds, none of the \(of) is of any kind." }
    let none: Markdown =
      results.uncategorised == 0
      ? "none is left over"
      : "\(results.uncategorised == 1 ? "one fits" : "\(results.uncategorised) fit") none of the kinds"
    return " By the published thresholds, of \(of), \(list.enumerated); \(none)."
  }

  /// The two heads that differ most.
  private var difference: Markdown {
    guard results.headCount > 1, results.largestDivergence >= 0.005 else { return "" }
    return """
       The two that differ most are \(results.mostDifferent[1].prose) and \(results.mostDifferent[0].prose): their divergence is \
      \(results.largestDivergence.twoDecimals), of at most ln 2 = \(log(2.0).twoDecimals).
      """
  }

  /// The most specialised head of each category.
  private func writeSpecialists(on page: inout Page) throws {
    let count = results.sentences.count
    let leastAndLargest: [TableBlock.Column] = count > 1 ? [.init("least–largest", .trailing)] : []
    let rest = ["none of these", "–", "\(results.uncategorised)", "–", "–"] + (count > 1 ? ["–"] : [])
    try page.table(
      id: "specialists",
      caption: """
        The kinds of heads: the share of attention above which a head is of the kind (of a broad head, the relative entropy), how many \
        of the \(results.headCount.of("head")) are, and the head that is most like it with its own share\
        \(count > 1 ? ", the mean over \(count) sentences and the least and largest of them" : "").
        """,
      columns: [
        .init("kind"), .init("above", .trailing), .init("heads", .trailing), .init("most like it"),
        .init("share", .trailing),
      ] + leastAndLargest,
      rows: results.specialists.map { specialist in
        [
          specialist.category, specialist.threshold.twoDecimals, "\(specialist.heads)",
          Attention.Results.Head(layer: specialist.layer, head: specialist.head).title, specialist.mean.twoDecimals,
        ] + (count > 1 ? ["\(specialist.least.twoDecimals)–\(specialist.largest.twoDecimals)"] : [])
      } + [rest])
  }

  /// The section on layers.
  func writeLayers(on page: inout Page) throws {
    page.section("layers")
    page.write(
      """
      {{figure:attention/layers}} shows where the attention of each layer goes, how far it reaches, and what is lost without the layer. \
      \(layers)
      """)
    try page.figure(figures.layers(findings.survey, findings.ablation, sharing: findings.together?.sharing ?? []))
  }

  private var layers: Markdown {
    let layers = results.layers
    guard layers.count > 1 else {
      return """
        There is one layer: its evenness is \(layers[0].entropy.twoDecimals), and the words that it looks at are \
        \(layers[0].distance.twoDecimals) tokens away on average.
        """
    }
    var sentences: [Markdown] = []
    // A layer stands out where no other is printed with the same value.
    func extremes(
      _ value: (Attention.Results.Layer) -> Double, _ printed: (Double) -> String = { $0.percent }
    ) -> (most: Attention.Results.Layer, least: Attention.Results.Layer)? {
      guard let most = layers.max(by: { value($0) < value($1) }), let least = layers.min(by: { value($0) < value($1) }),
        [most, least].allSatisfy({ layer in layers.count { printed(value($0)) == printed(value(layer)) } == 1 })
      else { return nil }
      return (most, least)
    }
    if let (most, least) = extremes({ $0.entropy }, { $0.twoDecimals }) {
      sentences.append(
        """
        Layer \(least.layer) is the most selective (mean evenness \(least.entropy.twoDecimals)) and layer \(most.layer) the least \
        (\(most.entropy.twoDecimals)).
        """)
    }
    if let (most, least) = extremes({ $0.distance }, { $0.twoDecimals }) {
      sentences.append(
        """
        Words look least far in layer \(least.layer) (\(least.distance.twoDecimals) tokens on average) and furthest in layer \
        \(most.layer) (\(most.distance.twoDecimals)); spread evenly, attention would reach \(results.evenDistance.twoDecimals).
        """)
    }
    let title: Markdown = results.model.hasSpecialTokens ? "Special tokens get" : "The first token gets"
    if let (most, least) = extremes(results.model.hasSpecialTokens ? \.special : \.start) {
      let value: (Attention.Results.Layer) -> Double = results.model.hasSpecialTokens ? { $0.special } : { $0.start }
      sentences.append(
        """
        \(title) most in layer \(most.layer) (\(value(most).percent)) and least in layer \(least.layer) (\(value(least).percent)).
        """)
    }
    if let (most, least) = extremes({ $0.mix.neighbours }) {
      sentences.append(
        """
        The tokens beside the one that looks get most in layer \(most.layer) (\(most.mix.neighbours.percent)) and least in layer \
        \(least.layer) (\(least.mix.neighbours.percent)).
        """)
    }
    if let (most, least) = extremes({ $0.mix.words }) {
      sentences.append(
        """
        Words further away get most in layer \(most.layer) (\(most.mix.words.percent)) and least in layer \(least.layer) \
        (\(least.mix.words.percent)).
        """)
    }
    return sentences.joined(separator: " ")
  }

  /// The section on what removing heads and layers does.
  func writeLosses(on page: inout Page) throws {
    page.section("lost")
    let ablation = results.ablation
    page.write(
      """
      A head that matters leaves a gap [@michel2019]. {{figure:attention/ablation}} shows how far the sentence’s vector moves when a \
      head is silenced, {{table:attention/layers}} what happens without all heads of a layer, and without the layer. \(loss)
      """)
    try page.figure(figures.ablation(findings.ablation), view: views.measures("ablation"))
    try writeLayers(findings.ablation, on: &page)
    guard results.layers.count > 1,
      ablation.layer[ablation.mostImportantLayer] > ablation.layer[ablation.leastImportantLayer]
    else {
      return
    }
    page.write(
      """
      Without layer \(ablation.mostImportantLayer) the sentence moves most \
      (\(ablation.layer[ablation.mostImportantLayer].threeDecimals)), without layer \(ablation.leastImportantLayer) least \
      (\(ablation.layer[ablation.leastImportantLayer].threeDecimals)).
      """)
    guard sizes.heads > 1, let together = results.together else { return }
    page.write(
      """
      The heads of a layer can also be made to share one pattern, the mean of theirs, while each still brings \
      \(ownValues). \(shared(together))
      """)
  }

  /// What it does when heads share a pattern.
  private func shared(_ together: Attention.Results.Together) -> Markdown {
    let all = together.sharingAll.threeDecimals
    return together.sharing.count { $0.threeDecimals == together.most.threeDecimals } > 1
      ? "In all layers at once that moves the sentence by \(all)."
      : """
      In layer \(together.mostLayer) that moves the sentence most, by \(together.most.threeDecimals), and in all layers at once by \(all).
      """
  }

  private var loss: Markdown {
    let ablation = results.ablation
    guard results.headCount > 1, ablation.largestDistance >= 0.0005 else {
      return "No head moves it by as much as half a thousandth."
    }
    let ofLayer: Markdown =
      sizes.heads > 1 && sizes.layers > 1
      ? " and \(NumberText.fixed(ablation.timesLayerMean, 1)) times that of the heads of its layer" : ""
    let elsewhere: Markdown =
      ablation.sentences > 1
      ? """
       \(ablation.sentencesFirst == 1 ? "In none of the other sentences is it" : ablation.sentencesFirst == ablation.sentences ? "In each of the \(ablation.sentences) sentences it is" : "In \(ablation.sentencesFirst) of the \(ablation.sentences) sentences it is") \
      the most important.
      """ : ""
    return """
      The most important is \(ablation.mostImportant.prose): without it the sentence moves by \
      \(ablation.largestDistance.threeDecimals), \(NumberText.fixed(ablation.timesMean, 1)) times the mean of all heads\(ofLayer). \
      \(ablation.headsOfHalf == 1 ? "It alone makes" : "The \(ablation.headsOfHalf) most important of the \(results.headCount) heads make") \
      half of all that removing single heads does.\
      \(elsewhere)
      """
  }

  /// What removing whole layers does.
  private func writeLayers(_ ablation: HeadAblation, on page: inout Page) throws {
    func text(_ effect: HeadAblation.Effect) -> [String] {
      [Double(effect.distance).threeDecimals] + (effect.logProbabilityChange.map { [$0.threeDecimals] } ?? [])
    }
    let hasLikelihood = ablation.logProbability != nil
    let distance = { (title: String) in TableBlock.Column(title, .trailing) }
    let columns = [
      [distance("layer"), distance("without its heads")], hasLikelihood ? [distance("Δ log p")] : [],
      [distance("without the layer")], hasLikelihood ? [distance("Δ log p")] : [],
    ]
    try page.table(
      id: "layers",
      caption: hasLikelihood
        ? """
        How far the sentence’s vector moves (1 − cosine) when all heads of a layer are silenced, and when the layer is skipped, with \
        the change of the mean log-probability of the sentence’s own tokens.
        """
        : """
        How far the sentence’s vector moves (1 − cosine) when all heads of a layer are silenced, and when the layer is skipped.
        """,
      columns: columns.flatMap { $0 },
      rows: ablation.layers.indices.map { layer in
        ["\(layer)"] + text(ablation.attention[layer]) + text(ablation.layers[layer])
      })
  }
}
