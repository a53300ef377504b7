/// The attention of every layer and head of a pass, over tokens or words: what the measures work on.
///
/// `map[layer, head, query, key]`; a row sums to 1 as long as every token is in it.
public struct AttentionMap: Sendable {
  /// What a row and a column stand for.
  public struct Unit: Sendable, Equatable {
    /// As it is written, without marks of pieces.
    public var label: String
    /// The tokens of the pass that it is made of.
    public var positions: [Int]
    /// Whether it was added around the text.
    public var isSpecial: Bool
    /// Whether it is punctuation alone.
    public var isPunctuation: Bool
    /// Which of two texts it is from; nil for what was added.
    public var sequence: Int?

    package init(
      label: String, positions: [Int], isSpecial: Bool = false, isPunctuation: Bool = false, sequence: Int? = 0
    ) {
      (self.label, self.positions, self.sequence) = (label, positions, sequence)
      (self.isSpecial, self.isPunctuation) = (isSpecial, isPunctuation)
    }
  }

  /// Layers, heads.
  public let layers: Int
  /// Heads in a layer.
  public let heads: Int
  /// What the rows and columns stand for.
  public let units: [Unit]
  /// Whether a query sees only what stands before it.
  public let isCausal: Bool
  /// From how many tokens away on each layer does not see, nil within for everything; empty where no layer has such a window.
  public let windows: [Int?]

  private let weights: [Float]

  /// Rows and columns of one head.
  public var count: Int { units.count }

  /// How much a query attends to a key.
  public subscript(layer: Int, head: Int, query: Int, key: Int) -> Float {
    precondition(layer >= 0 && layer < layers && head >= 0 && head < heads, "outside the model")
    precondition(query >= 0 && query < count && key >= 0 && key < count, "outside the text")
    return weights[((layer * heads + head) * count + query) * count + key]
  }

  /// One head's matrix, row by row.
  public func matrix(_ layer: Int, _ head: Int) -> [[Float]] {
    (0..<count).map { query in Array(row(layer, head, query)) }
  }

  func row(_ layer: Int, _ head: Int, _ query: Int) -> ArraySlice<Float> {
    let start = ((layer * heads + head) * count + query) * count
    return weights[start..<(start + count)]
  }

  package init(
    layers: Int, heads: Int, units: [Unit], isCausal: Bool, windows: [Int?] = [], weights: [Float]
  ) {
    precondition(weights.count == layers * heads * units.count * units.count, "one weight for each pair")
    precondition(windows.isEmpty || windows.count == layers, "one window for each layer")
    (self.layers, self.heads, self.units, self.isCausal, self.weights) = (layers, heads, units, isCausal, weights)
    self.windows = windows
  }

  /// The attention of a recorded pass, a unit for each token that is not hidden by the mask.
  public init(_ pass: ForwardPass, _ model: LanguageModel) {
    precondition(!pass.layers.isEmpty, "the pass was not recorded")
    let encoding = pass.encoding
    let all = AttentionMap(
      layers: pass.layers.count, heads: model.configuration.heads, units: Self.units(encoding, model.tokenizer),
      isCausal: model.configuration.isCausal, windows: model.configuration.stack.windows,
      weights: pass.layers.flatMap(\.probabilities.elements))
    self = all.keeping(encoding.mask.indices.filter { encoding.mask[$0] }, renormalizing: false)
  }

  /// A unit for each token.
  static func units(_ encoding: Encoding, _ tokenizer: Tokenizer) -> [Unit] {
    (0..<encoding.count).map { position in
      let label = tokenizer.text(of: [encoding.ids[position]])
      let isSpecial = encoding.isSpecial[position] || tokenizer.isSpecial(encoding.ids[position])
      return Unit(
        label: label, positions: [position], isSpecial: isSpecial,
        isPunctuation: !isSpecial && !label.isEmpty && label.unicodeScalars.allSatisfy(CharacterClass.isPunctuation),
        sequence: encoding.sequenceIDs[position])
    }
  }

  /// Some rows and the same columns.
  ///
  /// - Parameter renormalizing: Whether each row is brought back to the sum 1; a row that keeps nothing stays zero.
  public func keeping(_ kept: [Int], renormalizing: Bool) -> AttentionMap {
    if kept == Array(units.indices) { return self }
    var result: [Float] = []
    result.reserveCapacity(layers * heads * kept.count * kept.count)
    for layer in 0..<layers {
      for head in 0..<heads {
        for query in kept {
          let row = row(layer, head, query)
          let values = kept.map { row[row.startIndex + $0] }
          let sum = renormalizing ? values.reduce(0, +) : 1
          result += sum > 0 ? values.map { $0 / sum } : values
        }
      }
    }
    return AttentionMap(
      layers: layers, heads: heads, units: kept.map { units[$0] }, isCausal: isCausal, windows: windows,
      weights: result)
  }

  /// Without the tokens that were added, without punctuation, or without both; rows sum to 1 again.
  public func without(special: Bool, punctuation: Bool) -> AttentionMap {
    keeping(
      units.indices.filter { !(special && units[$0].isSpecial) && !(punctuation && units[$0].isPunctuation) },
      renormalizing: true)
  }

  /// Pieces joined to words: attention *to* a word is the sum over its pieces, *from* a word their mean, so that a row still
  /// sums to 1. Clark et al. 2019, §4.1.
  public func joiningWords(_ encoding: Encoding, _ tokenizer: Tokenizer) -> AttentionMap {
    var groups: [[Int]] = []
    for index in units.indices {
      let position = units[index].positions[0]
      if let last = groups.last?.last, let word = encoding.wordIDs[position],
        encoding.wordIDs[units[last].positions[0]] == word, units[last].sequence == units[index].sequence
      {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    if groups.count == units.count { return self }
    let words = groups.map { group -> Unit in
      let positions = group.flatMap { units[$0].positions }
      return Unit(
        label: group.count == 1 ? units[group[0]].label : tokenizer.text(of: positions.map { encoding.ids[$0] }),
        positions: positions, isSpecial: units[group[0]].isSpecial,
        isPunctuation: group.allSatisfy { units[$0].isPunctuation }, sequence: units[group[0]].sequence)
    }
    var result: [Float] = []
    result.reserveCapacity(layers * heads * words.count * words.count)
    for layer in 0..<layers {
      for head in 0..<heads {
        for queries in groups {
          var row = [Float](repeating: 0, count: groups.count)
          for query in queries {
            let weights = self.row(layer, head, query)
            for (word, keys) in groups.enumerated() {
              row[word] += keys.reduce(0) { $0 + weights[weights.startIndex + $1] }
            }
          }
          result += row.map { $0 / Float(queries.count) }
        }
      }
    }
    return AttentionMap(
      layers: layers, heads: heads, units: words, isCausal: isCausal, windows: windows,
      weights: result)
  }

  /// Whether a layer lets a query see a key.
  public func sees(_ layer: Int, _ query: Int, _ key: Int) -> Bool {
    if isCausal, key > query { return false }
    guard !windows.isEmpty, let window = windows[layer] else { return true }
    return units[query].positions.contains { from in
      units[key].positions.contains { abs(from - $0) < window && (!isCausal || $0 <= from) }
    }
  }

  /// The keys that a query can see in a layer.
  public func seen(_ layer: Int, _ query: Int) -> [Int] { units.indices.filter { sees(layer, query, $0) } }

  /// How many keys a query can see in a layer.
  func visible(_ layer: Int, _ query: Int) -> Int {
    if windows.isEmpty || windows[layer] == nil { return isCausal ? query + 1 : count }
    return units.indices.count { sees(layer, query, $0) }
  }
}
