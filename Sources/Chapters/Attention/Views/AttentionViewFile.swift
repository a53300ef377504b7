internal import Foundation
package import Notebook
internal import Transformers

/// The one data file that all views of a sentence's attention share.
package enum AttentionViewFile {
  /// How many of the heads that attend most alike are told for each head.
  package static let likeHeads = 8

  /// Makes the file.
  ///
  /// - Parameters:
  ///   - divergences: Of every two heads, in nats.
  ///   - maps: The maps of queries and keys, by the number of their head, layer · heads + head.
  ///   - limit: What the file may take in the page, in characters of base64.
  package static func data(
    _ values: AttentionViewValues, _ tensors: AttentionTensors, divergences: [[Double]],
    maps: [Int: [(x: Double, y: Double)]], limit: Int = KeptTensors.limit
  ) throws -> ViewData {
    let fixed = try data(values, tensors, KeptTensors(tensors), divergences, maps, withTensors: false).file().count
    var kept = try KeptTensors(
      tensors, beside: (fixed + 2) / 3 * 4 + 1000, limit: limit, chosen: values.chosen.layer)
    while true {
      let data = try data(values, tensors, kept, divergences, maps, withTensors: true)
      if (try data.file().count + 2) / 3 * 4 <= limit { return data }
      // The parts' sizes do not add up exactly.
      if let layer = kept.vectors.last(where: { $0 != values.chosen.layer }) {
        kept.vectors.removeAll { $0 == layer }
      } else if let layer = kept.attention.last(where: { $0 != values.chosen.layer }) {
        kept.attention.removeAll { $0 == layer }
      } else {
        return data
      }
    }
  }

  private static func data(
    _ values: AttentionViewValues, _ tensors: AttentionTensors, _ kept: KeptTensors, _ divergences: [[Double]],
    _ maps: [Int: [(x: Double, y: Double)]], withTensors: Bool
  ) throws -> ViewData {
    var values = values
    let total = tensors.layers.count * tensors.heads
    let mapped = maps.keys.sorted()
    let vectors = withTensors ? self.vectors(tensors, kept) : (arrays: [], error: 0)
    values.precision = AttentionViewValues.Precision(
      attention: AttentionTensors.weightError,
      vectors: .init(type: kept.levels == nil ? "f16" : "i8", error: vectors.error))
    if mapped.count < total { values.mapHeads = mapped.map { [$0 / tensors.heads, $0 % tensors.heads] } }
    if kept != KeptTensors(tensors, levels: kept.levels) {
      values.kept = .init(attention: kept.attention, vectors: kept.vectors)
    }
    values.omitted = kept.omissions(tensors)
    if mapped.count == 1, total > 1 {
      let (layer, head) = (values.chosen.layer, values.chosen.head)
      values.omitted.append(
        "Queries and keys are mapped for layer \(layer), head \(head) alone: the maps of all \(total) heads would take long."
      )
    }
    var data = try ViewData(values: values)
    if withTensors {
      data.add("attention", AttentionTensors.stored(kept.attention.flatMap { tensors.layers[$0].weights }))
      for array in vectors.arrays { data.add(array.name, array.numbers) }
    }
    data.add("lengths", .f32(kept.attention.flatMap { tensors.layers[$0].lengths }))
    data.add("normalizers", .f32(kept.attention.flatMap { tensors.layers[$0].normalizers }))
    if !tensors.biases.isEmpty { data.add("biases", .f32(tensors.biases)) }
    let (like, apart) = nearest(divergences)
    data.add("likeHeads", .u16(like))
    data.add("likeDivergences", .f32(apart))
    let places = mapped.flatMap { maps[$0]!.flatMap { [$0.x, $0.y] } }
    data.add("map", .u16(places.map { UInt16((min(max($0, 0), 1) * 65_535).rounded()) }))
    return data
  }

  private static func vectors(
    _ tensors: AttentionTensors, _ kept: KeptTensors
  ) -> (arrays: [(name: String, numbers: ViewData.Numbers)], error: Double) {
    if kept.vectors.isEmpty { return ([], 0) }
    func all(_ kind: KeyPath<AttentionTensors.Layer, [Float]>) -> [Float] {
      kept.vectors.flatMap { tensors.layers[$0][keyPath: kind] }
    }
    return AttentionTensors.Layer(
      weights: [], queries: all(\.queries), keys: all(\.keys), values: all(\.values), lengths: [], normalizers: []
    ).stored(size: tensors.size, kept.precision)
  }

  /// For each head the ones that attend most alike, the likest first, and how far from it they are.
  private static func nearest(_ divergences: [[Double]]) -> (heads: [UInt16], divergences: [Float]) {
    let count = min(likeHeads, divergences.count - 1)
    var (heads, apart): ([UInt16], [Float]) = ([], [])
    for (head, row) in divergences.enumerated() {
      let order = row.indices.filter { $0 != head }.sorted { (row[$0], $0) < (row[$1], $1) }.prefix(count)
      heads += order.map(UInt16.init)
      apart += order.map { Float(row[$0]) }
    }
    return (heads, apart)
  }
}
