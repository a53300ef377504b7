internal import LinearAlgebra

/// What hiding each word of a text does to the scores of classes.
public struct ClassOcclusion: Sendable {
  /// The scores of the whole text.
  public let scores: [Float]
  /// `[word]`: the scores with the word's tokens masked; empty for a model without a token for that.
  public let masked: [[Float]]
  /// `[word]`: the scores of the text without the word; nil where nothing would be left of it.
  public let leftOut: [[Float]?]
}

extension LanguageModel {
  /// What hiding each word does to the scores of classes, by a mask in its place and by leaving it out; nil where the checkpoint has no
  /// head for classes. Zeiler and Fergus 2014, of pictures; Li et al. 2016, of words.
  ///
  /// - Parameter words: For each word the positions of its tokens, as `AttentionMap.Unit.positions` gives them.
  public func classOcclusion(of words: [[Int]], in encoding: Encoding) throws -> ClassOcclusion? {
    guard let scores = try classScores(forward(encoding, recording: .output).output, of: encoding) else { return nil }
    let masked = words.compactMap { masking($0, in: encoding) }
    return ClassOcclusion(
      scores: scores, masked: try classScores(masked).compactMap(\.self),
      leftOut: try classScores(words.map { leavingOut($0, of: encoding).encoding }))
  }

  /// The scores of several texts; nil for one without a token that may be attended to.
  private func classScores(_ encodings: [Encoding]) throws -> [[Float]?] {
    var scores: [[Float]?] = []
    // A few at a time keep the buffers within the caches that the weights leave.
    let group = max(1, 512 / max(encodings.map(\.count).max() ?? 1, 1))
    for start in stride(from: 0, to: encodings.count, by: group) {
      let texts = encodings[start..<min(start + group, encodings.count)]
      let readable = texts.filter { $0.mask.contains(true) }
      var outputs = try outputs(Array(readable))[...]
      for text in texts {
        guard text.mask.contains(true), let output = outputs.popFirst() else {
          scores.append(nil)
          continue
        }
        scores.append(try classScores(output, of: text))
      }
    }
    return scores
  }
}
