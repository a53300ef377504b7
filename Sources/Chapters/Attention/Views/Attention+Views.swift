internal import Notebook
internal import Transformers

extension Attention {
  /// The views of a sentence's attention: they share one data file, and so what is chosen in them.
  struct Views {
    private let file: String
    private let parameters: [String: FigureView.Parameter]

    /// Writes the data file.
    ///
    /// - Parameter maps: Of queries and keys, by layer · heads + head.
    init(
      _ study: AttentionStudy, _ values: AttentionViewValues, _ tensors: AttentionTensors, divergences: [[Double]],
      maps: [Int: QueryKeyMap], on page: inout Page
    ) throws {
      let data = try AttentionViewFile.data(
        values, tensors, divergences: divergences, maps: maps.mapValues(\.points))
      file = try page.viewData(data, named: "attention")
      let sizes = study.model.configuration
      parameters = [
        "layer": .count(sizes.layers), "head": .count(sizes.heads), "token": .names(study.labels),
      ]
    }

    /// A view of a kind, with what it starts with.
    func callAsFunction(
      _ kind: String, _ options: [String: String] = [:], further: [String: FigureView.Parameter] = [:]
    ) -> FigureView {
      FigureView(
        kind: "attention-\(kind)", data: file, options: options,
        parameters: parameters.merging(further) { own, _ in own })
    }

    /// Every measure of a head, by the name that a link may say.
    private static let measures = [
      "entropy", "next", "previous", "start", "separator", "punctuation", "itself", "ablation",
    ]

    /// All heads, in an order and compared with one (`2.7`) if a link says so.
    func model(layers: Int, heads: Int) -> FigureView {
      callAsFunction("model", further: Self.modelParameters(layers: layers, heads: heads))
    }

    /// What a link may say of a model view beside layer, head and token.
    static func modelParameters(layers: Int, heads: Int) -> [String: FigureView.Parameter] {
      let names = (0..<layers).flatMap { layer in (0..<heads).map { "\(layer).\($0)" } }
      return ["order": .names(measures), "other": .names(names)]
    }

    /// One layer's heads between tokens, as arcs or as a matrix at first.
    func head(_ mode: String, heads: Int, tokens: Int) -> FigureView {
      callAsFunction("head", ["mode": mode], further: Self.headParameters(heads: heads, tokens: tokens))
    }

    /// What a link may say of a head view beside layer, head and token.
    static func headParameters(heads: Int, tokens: Int) -> [String: FigureView.Parameter] {
      let isSaid = FigureView.Parameter.names(["true", "false"])
      return [
        "heads": .counts(heads), "tokens": .counts(tokens), "side": .names(["from", "to"]),
        "mode": .names(["arcs", "matrix"]), "words": isSaid, "special": isSaid, "scaled": isSaid,
        "pair": .names(["all", "aa", "ab", "ba", "bb"]), "threshold": .share,
      ]
    }

    /// The measures of heads, one of them first.
    func measures(_ first: String) -> FigureView {
      callAsFunction(
        "measures", ["measure": first], further: ["measure": .names(Self.measures + ["rollout", "norm"])])
    }
  }

  /// The maps of queries and keys: of every head where that is quickly done, else of the chosen one; none for a single token.
  func queryKeyMaps(
    _ tensors: AttentionTensors, chosen: Results.Head, on page: Page
  ) throws -> [Int: QueryKeyMap] {
    guard QueryKeyMap.isPossible(tokens: tensors.count) else { return [:] }
    let all = tensors.layers.indices.flatMap { layer in
      (0..<tensors.heads).map { Results.Head(layer: layer, head: $0) }
    }
    let heads = QueryKeyMap.areCheap(heads: all.count, tokens: tensors.count) ? all : [chosen]
    let maps = try QueryKeyMap.maps(heads, of: tensors, seed: page.seed, threads: page.threads)
    return Dictionary(
      uniqueKeysWithValues: zip(heads, maps).map { ($0.layer * tensors.heads + $0.head, $1) })
  }
}
