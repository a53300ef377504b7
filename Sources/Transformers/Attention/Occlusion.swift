internal import LinearAlgebra

/// What hiding each word of a text does.
public struct Occlusion: Sendable {
  /// How far the text's vector moves when a word is hidden: 1 − cosine.
  public let distances: [Float]
  /// `[hidden word][word]`: how far that word's vector moves, 1 − cosine of the means over its tokens; 0 where the word itself is
  /// hidden, since a token that stands in its place has nothing of it.
  public let movements: [[Float]]
  /// How much of the way that the text's vector moves comes from the hidden word's own place; the rest comes from the other tokens,
  /// which have drawn on the word through attention. Shares of a sum of vectors, so that both together are 1. Empty where the text's
  /// vector is no mean, or nothing stands in the word's place.
  ///
  ///     s = 1/n Σ h_i,  share of token i = Δh_i · Δs / (n |Δs|²)
  public let ownShares: [Double]

  /// How far the other words move on average when a word is hidden; 0 where there are none.
  public func movementOfOthers(hiding word: Int) -> Double {
    let others = movements[word].indices.filter { $0 != word }
    return others.isEmpty ? 0 : others.reduce(0) { $0 + Double(movements[word][$1]) } / Double(others.count)
  }
}

extension LanguageModel {
  /// How far a text's vector moves when a word is hidden: 1 − cosine, for each word.
  ///
  /// - Parameters:
  ///   - words: For each word the positions of its tokens, as `AttentionMap.Unit.positions` gives them.
  ///   - pooling: How the vector is made.
  public func occlusion(
    _ encoding: Encoding, words: [[Int]], pooling: SentenceVector.Pooling
  ) throws -> [Float] {
    try hidingEach(of: words, in: encoding, pooling: pooling).distances
  }

  /// How far a text's vector, and that of each other word, moves when a word is hidden. Zeiler and Fergus 2014, of pictures.
  ///
  /// A hidden word's tokens become the mask token; a model without one (GPT-2) reads the text without them.
  ///
  /// - Parameters:
  ///   - words: For each word the positions of its tokens, as `AttentionMap.Unit.positions` gives them.
  ///   - pooling: How the text's vector is made.
  public func hidingEach(
    of words: [[Int]], in encoding: Encoding, pooling: SentenceVector.Pooling
  ) throws -> Occlusion {
    let whole = try forward(encoding, recording: .output).output
    let original = SentenceVector.vector(whole, pooling, mask: encoding.mask)
    let states = words.map { Self.mean(of: $0, in: whole) }
    var distances: [Float] = []
    var movements: [[Float]] = []
    var shares: [Double] = []
    let hasShares = pooling == .mean && tokenizer.maskID != nil
    // A few at a time keep the buffers within the caches that the weights leave.
    let group = max(1, 512 / max(encoding.count, 1))
    for start in stride(from: 0, to: words.count, by: group) {
      let range = start..<min(start + group, words.count)
      let variants = words[range].map { hiding($0, in: encoding) }
      let readable = variants.filter { $0.encoding.mask.contains(true) }
      var outputs = try outputs(readable.map(\.encoding))[...]
      for (word, variant) in zip(range, variants) {
        guard variant.encoding.mask.contains(true), let output = outputs.popFirst() else {
          distances.append(1)
          movements.append(words.indices.map { $0 == word ? 0 : 1 })
          continue
        }
        let vector = SentenceVector.vector(output, pooling, mask: variant.encoding.mask)
        distances.append(1 - SentenceVector.cosine(original, vector))
        if hasShares { shares.append(Self.ownShare(words[word], of: encoding.mask, from: whole, to: output)) }
        movements.append(
          words.indices.map { other in
            let places = words[other].compactMap { variant.places[$0] }
            return other == word || places.isEmpty
              ? 0 : 1 - SentenceVector.cosine(states[other], Self.mean(of: places, in: output))
          })
      }
    }
    return Occlusion(
      distances: distances, movements: movements, ownShares: shares.count == words.count ? shares : [])
  }

  /// The share of some tokens in the movement of the mean of all.
  private static func ownShare(_ positions: [Int], of mask: [Bool], from before: Tensor, to after: Tensor) -> Double {
    let size = before.shape[1]
    var (all, own) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
    before.withUnsafeBufferPointer { before in
      after.withUnsafeBufferPointer { after in
        for token in mask.indices where mask[token] {
          for column in 0..<size {
            let change = Double(after[token * size + column]) - Double(before[token * size + column])
            all[column] += change
            if positions.contains(token) { own[column] += change }
          }
        }
      }
    }
    let length = all.reduce(0) { $0 + $1 * $1 }
    return length > 0 ? zip(own, all).reduce(0) { $0 + $1.0 * $1.1 } / length : 0
  }

  /// The mean of the hidden states at some places.
  static func mean(of positions: [Int], in output: Tensor) -> [Float] {
    let size = output.shape[1]
    var sums = [Float](repeating: 0, count: size)
    output.withUnsafeBufferPointer { states in
      for position in positions {
        for column in 0..<size { sums[column] += states[position * size + column] }
      }
    }
    return sums.map { $0 / Float(max(positions.count, 1)) }
  }

  /// The text without a word, and where its other tokens stand in it: by the mask token where the model has one.
  func hiding(_ positions: [Int], in encoding: Encoding) -> (encoding: Encoding, places: [Int: Int]) {
    guard let masked = masking(positions, in: encoding) else { return leavingOut(positions, of: encoding) }
    return (masked, Dictionary(uniqueKeysWithValues: encoding.ids.indices.map { ($0, $0) }))
  }

  /// The text with the mask token in a word's place; nil for a model without one.
  func masking(_ positions: [Int], in encoding: Encoding) -> Encoding? {
    guard let mask = tokenizer.maskID else { return nil }
    var hidden = encoding
    for position in positions {
      hidden.ids[position] = mask
      hidden.tokens[position] = tokenizer.token(mask) ?? ""
    }
    return hidden
  }

  /// The text without a word's tokens, and where the others stand in it.
  func leavingOut(_ positions: [Int], of encoding: Encoding) -> (encoding: Encoding, places: [Int: Int]) {
    let kept = encoding.ids.indices.filter { !positions.contains($0) }
    return (
      encoding.selecting(kept), Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
    )
  }
}
