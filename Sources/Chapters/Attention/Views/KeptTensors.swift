internal import Basics
internal import Notebook

/// Which tensors a view's file keeps, so that it stays small enough: first vectors lose precision, then layers lose their
/// vectors, then layers are left out. The chosen layer is always kept whole.
package struct KeptTensors: Equatable {
  /// The layers whose attention is kept, in order.
  package var attention: [Int]
  /// Those of them whose queries, keys and values are kept.
  package var vectors: [Int]
  /// Levels of whole numbers to either side of nought; nil for half precision.
  package var levels: Int?

  /// What a data block of the page may take, in characters of base64.
  package static let limit = 8_500_000
  /// How many numbers of vectors may be kept in half precision.
  static let mostHalves = 400_000

  var precision: StoredVectors.Precision { levels.map { .levels($0) } ?? .half }

  /// Everything.
  init(_ tensors: AttentionTensors, levels: Int? = nil) {
    (attention, vectors) = (Array(tensors.layers.indices), Array(tensors.layers.indices))
    self.levels = levels
  }

  /// The most that fits.
  ///
  /// - Parameters:
  ///   - fixed: What else the file holds, in characters of base64.
  ///   - chosen: The layer that is kept in any case.
  package init(_ tensors: AttentionTensors, beside fixed: Int, limit: Int = limit, chosen: Int) throws {
    self.init(tensors)
    let all = Array(tensors.layers.indices)
    let numbers = 3 * all.count * tensors.heads * tensors.count * tensors.size
    let attentionSizes = try tensors.layers.map { layer in
      try Self.size([("weights", AttentionTensors.stored(layer.weights))])
    }
    func vectorSizes() throws -> [Int] {
      try tensors.layers.map { try Self.size($0.stored(size: tensors.size, precision).arrays) }
    }
    let room = limit - fixed - attentionSizes.reduce(0, +)
    let areHalves = tensors.layers.allSatisfy { layer in
      [layer.queries, layer.keys, layer.values].allSatisfy(StoredVectors.areHalves)
    }
    var sizes: [Int] = []
    for precision in (numbers <= Self.mostHalves && areHalves ? [nil] : []) + [127, 63] as [Int?] {
      levels = precision
      // Where attention alone is too large, no precision helps, and the last one is taken.
      if room <= 0, precision != 63 { continue }
      sizes = try vectorSizes()
      if sizes.reduce(0, +) <= room { return }
    }
    // Too large: layers from all over the model, the chosen one first.
    let order = Self.spread(all.count, from: chosen)
    var left = limit - fixed - attentionSizes[chosen] - sizes[chosen]
    (attention, vectors) = ([chosen], [chosen])
    for layer in order.dropFirst() where attentionSizes[layer] <= left {
      left -= attentionSizes[layer]
      attention.append(layer)
    }
    for layer in order.dropFirst() where attention.contains(layer) && sizes[layer] <= left {
      left -= sizes[layer]
      vectors.append(layer)
    }
    attention.sort()
    vectors.sort()
  }

  /// All numbers below `count` so that each is as far from those before it as can be; of equals the lower one.
  static func spread(_ count: Int, from first: Int) -> [Int] {
    var order = [first]
    var distances = (0..<count).map { abs($0 - first) }
    while order.count < count {
      let next = distances.indices.max { (distances[$0], $1) < (distances[$1], $0) }!
      order.append(next)
      for index in distances.indices { distances[index] = min(distances[index], abs(index - next)) }
    }
    return order
  }

  /// What arrays take in the page, in characters of base64.
  static func size(_ arrays: [(name: String, numbers: ViewData.Numbers)]) throws -> Int {
    var data = try ViewData(values: [Int]())
    for array in arrays { data.add(array.name, array.numbers) }
    return (try data.file().count + 2) / 3 * 4
  }

  /// What is left out, as sentences for the reader.
  func omissions(_ tensors: AttentionTensors) -> [String] {
    let count = tensors.layers.count
    func list(_ layers: [Int]) -> String {
      (layers.count == 1 ? "that of layer " : "those of layers ") + layers.map(String.init).enumerated
    }
    var sentences: [String] = []
    if attention.count < count {
      sentences.append(
        "The attention of \(count - attention.count) of \(count) layers is left out, for the file would be too large; kept "
          + "are layers \(attention.map(String.init).enumerated).")
    }
    if vectors.count < attention.count {
      sentences.append(
        "The queries, keys and values of \(count - vectors.count) of \(count) layers are left out, for the file would be "
          + "too large; kept are \(list(vectors)).")
    }
    return sentences
  }
}

extension AttentionTensors {
  /// Weights as whole numbers, 65,535 for 1.
  static func stored(_ weights: [Float]) -> ViewData.Numbers {
    .u16(weights.map { UInt16((min(max($0, 0), 1) * 65_535).rounded()) })
  }

  /// No stored weight is farther from the true one than this.
  static let weightError = 0.5 / 65_535 + 1e-7
}

extension AttentionTensors.Layer {
  /// Queries, keys and values as the file keeps them, and the greatest error of them.
  func stored(
    size: Int, _ precision: StoredVectors.Precision
  ) -> (arrays: [(name: String, numbers: ViewData.Numbers)], error: Double) {
    let kinds = [("queries", "queryScales", queries), ("keys", "keyScales", keys), ("flow", "flowScales", values)]
    var (arrays, error): ([(name: String, numbers: ViewData.Numbers)], Double) = ([], 0)
    for (name, scaleName, vectors) in kinds {
      let stored = StoredVectors(vectors, size: size, precision)
      arrays.append((name, stored.numbers))
      if let scales = stored.scales { arrays.append((scaleName, scales)) }
      error = max(error, stored.error)
    }
    return (arrays, error)
  }
}
