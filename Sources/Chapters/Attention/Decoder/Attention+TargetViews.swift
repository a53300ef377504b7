internal import Notebook
internal import Transformers

extension Attention {
  /// The views of what a decoder attends to: the head view and the model view, over a file each of its look at its own text and of
  /// that at the sentence.
  struct TargetViews {
    /// One of the two.
    struct Pair {
      /// One layer's heads, large.
      let head: FigureView
      /// All heads of all layers.
      let model: FigureView
    }

    /// Its attention to itself.
    let decoder: Pair
    /// Its attention to the sentence.
    let cross: Pair

    /// How many weights a file keeps at most; layers beyond that are left out, and the view says so.
    private static let mostWeights = 3_000_000

    init(
      _ study: TargetStudy, own: Results.Head, cross chosen: Results.Head, name: String, on page: inout Page
    ) throws {
      let map = study.own
      decoder = try Self.pair(
        Self.data(
          study, study.pass.decoder.layers, sources: nil, chosen: own, name: name,
          heads: map.profiles().map { $0.map { .init($0, kinds: $0.categories) } }, divergences: map.divergences()),
        "attention-decoder", study, on: &page)
      let look = study.tokens
      cross = try Self.pair(
        Self.data(
          study, study.pass.cross, sources: Self.tokens(study.sourceLabels, look.keys), chosen: chosen, name: name,
          heads: look.profiles().map { $0.map { .init($0) } }, divergences: look.divergences()),
        "attention-cross", study, on: &page)
    }

    private static func pair(
      _ data: ViewData, _ name: String, _ study: TargetStudy, on page: inout Page
    ) throws -> Pair {
      let (layers, heads) = (study.own.layers, study.own.heads)
      let tokens = max(study.labels.count, study.sourceLabels.count)
      let file = try page.viewData(data, named: name)
      func view(_ kind: String, _ options: [String: String], _ further: [String: FigureView.Parameter]) -> FigureView {
        FigureView(
          kind: "attention-\(kind)", data: file, options: options,
          parameters: [
            "layer": .count(layers), "head": .count(heads), "token": .names(study.labels),
          ].merging(further) { own, _ in own })
      }
      return Pair(
        head: view("head", ["mode": "matrix"], Views.headParameters(heads: heads, tokens: tokens)),
        model: view("model", [:], Views.modelParameters(layers: layers, heads: heads)))
    }

    /// - Parameters:
    ///   - sources: The tokens of the sentence, where they are what is looked at.
    ///   - heads: What is measured of each head, by layer.
    ///   - divergences: Of every two heads.
    private static func data(
      _ study: TargetStudy, _ records: [LayerRecord], sources: [AttentionViewValues.Token]?, chosen: Results.Head,
      name: String, heads: [[AttentionViewValues.Head]], divergences: [[Double]]
    ) throws -> ViewData {
      let shape = records[chosen.layer].probabilities.shape
      let kept = KeptTensors.spread(records.count, from: chosen.layer)
        .prefix(max(1, mostWeights / (shape[0] * shape[1] * shape[2]))).sorted()
      let tensors = AttentionTensors(heads: shape[0], count: shape[1], size: 0, layers: [])
      var values = AttentionViewValues(
        of: tensors, sentence: study.text, tokens: [], chosen: .init(layer: chosen.layer, head: chosen.head, token: 0))
      values.model = AttentionViewValues.Model(
        name: name, architecture: study.model.configuration.encoder.architecture.rawValue, layers: records.count,
        heads: shape[0], headSize: study.model.configuration.decoder.headSize, isCausal: sources == nil)
      values.tokens = tokens(study.labels, study.own.units)
      values.sources = sources
      values.heads = heads
      values.precision = .init(attention: AttentionTensors.weightError)
      if kept.count < records.count {
        values.kept = .init(attention: kept, vectors: [])
        values.omitted = [
          "The attention of \(records.count - kept.count) of \(records.count) layers is left out, for the file would be too large."
        ]
      }
      var data = try ViewData(values: values)
      data.add("attention", AttentionTensors.stored(kept.flatMap { records[$0].probabilities.elements }))
      let (like, apart) = AttentionViewFile.nearest(divergences)
      data.add("likeHeads", .u16(like))
      data.add("likeDivergences", .f32(apart))
      return data
    }

    private static func tokens(_ labels: [String], _ units: [AttentionMap.Unit]) -> [AttentionViewValues.Token] {
      zip(labels, units).map { AttentionViewValues.Token(text: $0, special: $1.isSpecial, sequence: $1.sequence) }
    }
  }
}
