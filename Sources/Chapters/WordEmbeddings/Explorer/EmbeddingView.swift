internal import Basics
package import Embeddings
package import LinearAlgebra
package import Notebook

/// The data of the embedding explorer: the most frequent words with their places on maps, their exact neighbours, and vectors
/// for questions that nobody could answer beforehand.
///
/// What is exact is computed here over the whole vocabulary; what the page computes itself, it does with vectors of a few bits for
/// each element, and their recall stands beside them.
package struct EmbeddingView {
  /// How many neighbours of each word there are.
  package static let neighbours = 10
  /// How many elements the vectors may have in all: the longer they are, the fewer words can be asked about.
  package static let vectorElements = 500_000
  /// From which scale on the names of regions give way to words, in pixels.
  static let endOfRegionNames = 1_500.0

  /// One way to lay the words out.
  package struct Projection {
    /// The name that links use.
    package var id: String
    /// The name that readers see.
    package var name: String
    /// What the axes are; none where they mean nothing.
    package var axes: [String]
    /// The map of each training, `[words, 2]` with the mapped words first.
    package var maps: [Matrix]

    package init(id: String, name: String, axes: [String] = [], maps: [Matrix]) {
      self.id = id
      self.name = name
      self.axes = axes
      self.maps = maps
    }
  }

  /// Regions of words, where there are some.
  package struct Regions {
    /// The most central words of each.
    package var names: [String]
    /// The region of each mapped word.
    package var assignments: [Int]
    /// How many of the most frequent words the regions were found in; further ones are with the nearest.
    package var foundIn: Int

    package init(names: [String], assignments: [Int], foundIn: Int) {
      self.names = names
      self.assignments = assignments
      self.foundIn = foundIn
    }
  }

  /// The words on the maps, the most frequent first.
  package let words: [String]
  /// The ways to lay them out.
  package let projections: [Projection]
  /// Everything that concerns the report's own training.
  package let data: ViewData
  /// What concerns a second training; absent where there is none.
  package let further: ViewData?

  /// Gathers the data.
  ///
  /// - Parameters:
  ///   - trainings: Vectors of one vocabulary, the report's own first; what is after the second is not shown.
  ///   - seeds: The seed of each.
  ///   - count: How many words to show at most.
  ///   - projections: At least one, with a map for each training.
  ///   - lists: The neighbours of the words in each training, and the directions of those that can be asked about, where they are
  ///     known already.
  package init(
    of trainings: [KeyedVectors], seeds: [Int], words count: Int, projections: [Projection], regions: Regions?,
    neighbours lists: [NeighbourLists]? = nil, quantized: QuantizedVectors? = nil, threads: Int
  ) throws {
    let vectors = trainings[0]
    let words = Array(vectors.words.prefix(count))
    let lists =
      lists
      ?? trainings.prefix(2).map {
        NeighbourLists(in: $0, words: words.count, topN: Self.neighbours, threads: threads)
      }
    // A training's neighbours that have no place on the maps are named after those that have one.
    let others = Set(lists.flatMap(\.rows).lazy.filter { $0 >= words.count }).sorted()
    let otherWords = others.map { vectors.words[$0] }

    let asked = Self.asked(of: words.count, in: vectors)
    let quantized =
      try quantized
      ?? QuantizedVectors(
        vectors.restricted(to: Array(words.prefix(asked))), topN: Self.neighbours, threads: threads)
    let sheets = projections.map { projection in
      Sheet(projection, words: words, regions: regions, trainings: min(2, trainings.count))
    }
    let values = Values(
      words: words, others: otherWords, vocabulary: vectors.count, seeds: Array(seeds.prefix(2)),
      neighbours: lists[0].count,
      projections: zip(projections, sheets).map { projection, sheet in
        .init(id: projection.id, name: projection.name, axes: projection.axes, regions: sheet.regionLabels[0])
      },
      regions: regions?.names ?? [], regionsFoundIn: regions?.foundIn ?? 0,
      vectors: .init(
        words: asked, size: vectors.vectorSize, bits: quantized.bits, recall: (quantized.recall * 1e4).rounded() / 1e4),
      labels: .init())

    var data = try ViewData(values: values)
    data.add("counts", .u32(words.indices.map { UInt32(clamping: vectors.vocabulary.counts[$0]) }))
    data.add("others", .u32(zip(others, [0] + others).map { UInt32($0 - $1) }))
    data.add("widths", .u8(words.map { UInt8(LabelSize.width(of: $0)) }))
    if let regions { data.add("regions", .u8(regions.assignments.prefix(words.count).map { UInt8(clamping: $0) })) }
    data.add("vectors", quantized.bits > 8 ? .i16(quantized.elements) : .i8(quantized.elements.map { Int8($0) }))
    Self.add(lists[0], sheets, training: 0, mapped: words.count, others, to: &data)
    self.data = data
    self.words = words
    self.projections = projections

    guard lists.count > 1 else {
      further = nil
      return
    }
    var second = try ViewData(
      values: FurtherValues(
        seed: seeds[1],
        regions: Dictionary(uniqueKeysWithValues: zip(projections, sheets).map { ($0.id, $1.regionLabels[1]) })))
    Self.add(lists[1], sheets, training: 1, mapped: words.count, others, to: &second)
    further = second
  }

  /// Of how many of the words the page can ask free questions: their vectors must not take more room than they may.
  static func asked(of words: Int, in vectors: KeyedVectors) -> Int {
    min(words, vectorElements / max(1, vectors.vectorSize))
  }

  /// Adds the neighbours and the places of one training.
  private static func add(
    _ list: NeighbourLists, _ sheets: [Sheet], training: Int, mapped: Int, _ others: [Int], to data: inout ViewData
  ) {
    let position = Dictionary(uniqueKeysWithValues: others.enumerated().map { ($1, $0 + mapped) })
    let places = list.rows.map { $0 < mapped ? $0 : position[$0]! }
    data.add(
      "neighbours",
      mapped + others.count <= 1 << 16 ? .u16(places.map { UInt16($0) }) : .u32(places.map { UInt32($0) }))
    data.add("similarities", .u16(list.similarities))
    for sheet in sheets {
      data.add("\(sheet.id).x", .u16(sheet.places.maps[training].x))
      data.add("\(sheet.id).y", .u16(sheet.places.maps[training].y))
      data.add("\(sheet.id).levels", .u8(sheet.levels[training]))
    }
  }
}
