internal import CaptionPairs
internal import Foundation
internal import Images

extension ImageCaptions.Results.Mirrored {
  /// - Parameter vector: The vector of the picture's mirror image.
  init(_ pair: ScoredPair, _ scores: CaptionScores, _ vector: [Float]) {
    let (description, variant) = (pair.pair.description, pair.pair.variant)
    let gap = scores.logit(description, with: vector) - scores.logit(variant, with: vector)
    let probability = logistic(gap)
    let distance = zip(scores.picture, vector).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
    self.init(
      angle: 2 * asin(min(1, distance / 2)) * 180 / .pi, descriptionProbability: probability,
      highestProbability: max(probability, 1 - probability),
      isFlipped: variant.saysTheMirrorImage(of: description),
      isSameAnswer: (gap < 0) == pair.prefersVariant)
  }
}

extension String {
  /// Whether the caption says of a picture's mirror image what another says of the picture: the same words but for *left* and
  /// *right*, or the two things of *to the left of* or *to the right of* the other way round.
  fileprivate func saysTheMirrorImage(of other: String) -> Bool {
    let exchanged = other.exchangingSides
    return captionKey == exchanged.captionKey || captionKey == exchanged.turnedRound?.captionKey
  }

  /// The caption with the words *left* and *right* exchanged.
  private var exchangingSides: String {
    split(whereSeparator: \.isWhitespace).map { word in
      switch word.lowercased() {
      case "left": "right"
      case "right": "left"
      default: String(word)
      }
    }.joined(separator: " ")
  }

  /// *A dog to the left of a cat* as *a cat to the right of a dog*, a ground staying where it is; nil for a caption that has no
  /// such words, or more of them.
  private var turnedRound: String? {
    let words = onOneLine.lowercased()
    for (side, opposite) in [("left", "right"), ("right", "left")] {
      let parts = words.components(separatedBy: " to the \(side) of ")
      guard parts.count == 2, !words.contains(" to the \(opposite) of ") else { continue }
      let opening = ["a photo of ", "an image of "].first { parts[0].hasPrefix($0) } ?? ""
      let ground = parts[1].range(of: " on an? [a-z]+ background$", options: .regularExpression)
      let second = parts[1][..<(ground?.lowerBound ?? parts[1].endIndex)]
      return "\(opening)\(second) to the \(opposite) of \(parts[0].dropFirst(opening.count))"
        + (ground.map { String(parts[1][$0]) } ?? "")
    }
    return nil
  }
}
