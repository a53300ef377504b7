internal import Notebook
internal import Transformers

extension Attention {
  /// The views of what a decoder attends to: the head view over files of their own.
  struct TargetViews {
    /// Its attention to itself.
    let decoder: FigureView
    /// Its attention to the sentence.
    let cross: FigureView

    /// How many weights a file keeps at most; layers beyond that are left out, and the view says so.
    private static let mostWeights = 3_000_000

    init(_ study: TargetStudy, chosen: Results.Head, name: String, on page: inout Page) throws {
      let own = try Self.data(
        study, study.pass.decoder.layers, sources: nil, chosen: Results.Head(layer: 0, head: 0), name: name)
      let cross = try Self.data(
        study, study.pass.cross, sources: Self.tokens(study.sourceLabels, study.tokens.keys), chosen: chosen, name: name
      )
      decoder = try Self.view(own, "attention-decoder", study, on: &page)
      self.cross = try Self.view(cross, "attention-cross", study, on: &page)
    }

    private static func view(
      _ data: ViewData, _ name: String, _ study: TargetStudy, on page: inout Page
    ) throws -> FigureView {
      let (heads, tokens) = (study.own.heads, max(study.labels.count, study.sourceLabels.count))
      return FigureView(
        kind: "attention-head", data: try page.viewData(data, named: name), options: ["mode": "matrix"],
        parameters: [
          "layer": .count(study.own.layers), "head": .count(heads), "token": .names(study.labels),
        ].merging(Views.headParameters(heads: heads, tokens: tokens)) { own, _ in own })
    }

    /// - Parameter sources: The tokens of the sentence, where they are what is looked at.
    private static func data(
      _ study: TargetStudy, _ records: [LayerRecord], sources: [AttentionViewValues.Token]?, chosen: Results.Head,
      name: String
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
      values.precision = .init(attention: AttentionTensors.weightError)
      if kept.count < records.count {
        values.kept = .init(attention: kept, vectors: [])
        values.omitted = [
          "The attention of \(records.count - kept.count) of \(records.count) layers is left out, for the file would be too large."
        ]
      }
      var data = try ViewData(values: values)
      data.add("attention", AttentionTensors.stored(kept.flatMap { records[$0].probabilities.elements }))
      return data
    }

    private static func tokens(_ labels: [String], _ units: [AttentionMap.Unit]) -> [AttentionViewValues.Token] {
      zip(labels, units).map { AttentionViewValues.Token(text: $0, special: $1.isSpecial, sequence: $1.sequence) }
    }
  }
}
