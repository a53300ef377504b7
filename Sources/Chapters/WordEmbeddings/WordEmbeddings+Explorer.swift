internal import DimensionalityReduction
internal import Embeddings
internal import LinearAlgebra
internal import Notebook

/// The embedding explorer as a page carries it.
struct EmbeddingExplorer {
  /// The words on its maps.
  let words: [String]
  fileprivate let projections: [String]
  fileprivate let data: String
  fileprivate let further: String?

  /// A view that begins with a projection.
  func figureView(opening projection: String) -> FigureView {
    FigureView(
      kind: "embedding-map", data: data, further: further, options: ["projection": projection],
      parameters: [
        "word": .names(words), "sum": .text(400), "projection": .names(projections), "zoom": .count(100),
        "x": .count(65_536), "y": .count(65_536),
      ])
  }
}

extension WordEmbeddings {
  /// Writes what the explorer shows: the figures' own maps with more words on them.
  ///
  /// - Parameter further: Trainings under other seeds; the first is shown beside the report's own.
  func explorer(
    _ vectors: KeyedVectors, _ further: (seeds: [Int], vectors: [KeyedVectors]), _ map: EmbeddingMap,
    _ regions: EmbeddingRegions?, _ settings: Settings, _ page: inout Page
  ) throws -> EmbeddingExplorer? {
    guard settings.explorerWords > 0 else { return nil }
    page.report("finding all neighbours")
    let trainings = [vectors] + further.vectors.prefix(1)
    let words = Array(vectors.words.prefix(settings.explorerWords))
    let units = try trainings.map { try $0.restricted(to: words).normalized }
    // The first training lies where the figures have it. Another one is turned until it lies as near to that as may be.
    var planes = [map.components.transform(units[0])]
    if trainings.count > 1 {
      let components = try PCA(fitting: trainings[1].restricted(to: map.words).normalized, components: 2)
      planes.append(components.transform(units[1]).aligned(to: planes[0]))
    }
    var projections: [EmbeddingView.Projection] = []
    if let regions {
      var places = [regions.places.selecting(rows: words.indices)]
      if trainings.count > 1 {
        let perplexity = EmbeddingRegions.perplexity(of: units[1].rows)
        places.append(
          try WordMap(layingOut: units[1], perplexity: perplexity, page).places.aligned(to: places[0]))
      }
      projections.append(.init(id: "tsne", name: "t-SNE", maps: places))
    }
    projections.append(
      .init(
        id: "pca", name: "PCA",
        axes: zip(["first", "second"], map.projection.explainedVariance).map {
          "\($0) component (\($1.percent) of variance)"
        },
        maps: planes))
    let lists = try trainings.map { training in
      let parts = ["vectors": training.sum, "words": "\(words.count)", "processor path": VectorKernels.path]
      return try page.kept(
        "neighbours", from: parts,
        fits: { $0.rows.count == $0.count * words.count && $0.rows.allSatisfy { training.words.indices.contains($0) } }
      ) {
        NeighbourLists(in: training, words: words.count, topN: EmbeddingView.neighbours, threads: page.threads)
      }
    }
    let asked = try vectors.restricted(to: Array(words.prefix(EmbeddingView.asked(of: words.count, in: vectors))))
    let quantized = try page.kept(
      "directions", from: ["vectors": asked.sum, "processor path": VectorKernels.path],
      fits: { $0.elements.count == asked.count * asked.vectorSize && (8...10).contains($0.bits) }
    ) {
      QuantizedVectors(asked, topN: EmbeddingView.neighbours, threads: page.threads)
    }
    let view = try EmbeddingView(
      of: trainings, seeds: [page.seed] + further.seeds, words: words.count, projections: projections,
      regions: regions.map { .init(names: $0.names, assignments: $0.assignments, foundIn: $0.results.words) },
      neighbours: lists, quantized: quantized, threads: page.threads)
    return EmbeddingExplorer(
      words: view.words, projections: projections.map(\.id), data: try page.viewData(view.data, named: "embeddings"),
      further: try view.further.map { try page.viewData($0, named: "embeddings-second") })
  }
}
