internal import Basics
internal import Notebook
internal import Transformers

extension Attention {
  /// The section on the sentence and the model.
  func write(_ study: AttentionStudy, of settings: Settings, _ input: LocatedInput, windows: Int, on page: inout Page) {
    let sizes = study.model.configuration
    let pair: Markdown = settings.pair.isEmpty ? "" : ", read together with “\(settings.pair)”"
    let piece: Markdown = windows == 1 ? "" : ", the first of \(windows) pieces that do not see each other,"
    let tokens = study.labels.map { "\(code: $0)" as Markdown }.joined(separator: " ")
    page.write(
      """
      ## The sentence and the model

      > \(settings.sentence)

      The sentence\(pair)\(piece) becomes \(study.encoding.count) tokens: \(tokens). They go through \(input.provenance), a model of
      \(sizes.layers) layers with \(sizes.heads) heads each. Every head gives every token a distribution over
      \(sizes.isCausal ? "the tokens up to it" : "all tokens"): its attention. {{figure:attention/heads}} shows all
      \(sizes.layers * sizes.heads) of them.
      """)
  }

  /// How far the measures of importance agree.
  func writeAgreement(_ study: AttentionStudy, on page: inout Page) throws {
    let measures = study.importance.measures
    let agreements = study.importance.agreements
    func tau(_ a: String, _ b: String) -> String {
      guard a != b else { return "1" }
      let found = agreements.first {
        ($0.first.name, $0.second.name) == (a, b) || ($0.second.name, $0.first.name) == (a, b)
      }
      return found?.tau.map(\.twoDecimals) ?? "–"
    }
    try page.table(
      id: "agreement",
      caption: "Kendall's τ between the measures' orders of the words: 1 is the same order, 0 none, −1 the opposite.",
      columns: [.init("")] + measures.map { .init($0.name, .trailing) },
      rows: measures.map { row in [row.name] + measures.map { tau(row.name, $0.name) } })
  }

  /// The most important words of each piece of a long sentence; nothing for a sentence in one piece.
  func writeWindows(_ windows: [Encoding], _ model: LanguageModel, id: String, on page: inout Page) throws {
    if windows.count == 1 { return }
    let rows = try windows.enumerated().map { index, encoding in
      try page.checkCancellation()
      let importance = try AttentionStudy(model, encoding).importance
      return [
        "\(index + 1)", "\(encoding.count)", importance.words.prefix(6).map(\.label).joined(separator: " ") + " …",
        importance.order.prefix(3).map { importance.words[$0].label }.joined(separator: ", "),
      ]
    }
    try page.table(
      id: id, caption: "The pieces of the sentence, and the words of each whose hiding moves it most.",
      columns: [
        .init("piece", .trailing), .init("tokens", .trailing), .init("begins"), .init("most important words"),
      ], rows: rows)
  }

  /// The most specialised head of each category.
  func writeSpecialists(_ specialists: [Results.Specialist], on page: inout Page) throws {
    try page.table(
      id: "specialists",
      caption:
        "For each kind of head the one that is most like it, its share of attention, and whether that passes the "
        + "published threshold.",
      columns: [
        .init("kind"), .init("layer", .trailing), .init("head", .trailing), .init("share", .trailing),
        .init("passes", .center),
      ],
      rows: specialists.map {
        [$0.category, "\($0.layer)", "\($0.head)", $0.value.twoDecimals, $0.qualifies ? "yes" : "no"]
      })
  }

  /// What removing whole layers does.
  func writeLayers(_ ablation: HeadAblation, on page: inout Page) throws {
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
      caption:
        "How far the sentence's vector moves (1 − cosine) when all heads of a layer are removed, and when the layer "
        + "is skipped.",
      columns: columns.flatMap { $0 },
      rows: ablation.layers.indices.map { layer in
        ["\(layer)"] + text(ablation.attention[layer]) + text(ablation.layers[layer])
      })
  }
}
