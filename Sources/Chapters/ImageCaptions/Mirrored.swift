internal import CaptionPairs
internal import Foundation
internal import Images

extension ImageCaptions.Results.Mirrored {
  /// - Parameter vector: The vector of the picture's mirror image.
  init(_ pair: ScoredPair, _ scores: CaptionScores, _ vector: [Float]) {
    let (description, variant) = (pair.pair.description, pair.pair.variant)
    let gap = scores.logit(description, with: vector) - scores.logit(variant, with: vector)
    let probability = 1 / (1 + exp(-gap))
    let distance = zip(scores.picture, vector).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }.squareRoot()
    self.init(
      angle: 2 * asin(min(1, distance / 2)) * 180 / .pi, descriptionProbability: probability,
      highestProbability: max(probability, 1 - probability),
      isFlipped: description.exchangingSides.captionKey == variant.captionKey,
      isSameAnswer: (gap < 0) == pair.prefersVariant)
  }
}

extension Image {
  /// The picture with left and right exchanged.
  func mirrored() -> Image {
    var mirrored = self
    for y in 0..<height {
      for x in 0..<width {
        let (from, to) = ((y * width + x) * 4, (y * width + width - 1 - x) * 4)
        for channel in 0..<4 { mirrored.pixels[to + channel] = pixels[from + channel] }
      }
    }
    return mirrored
  }
}

extension String {
  /// The caption with the words *left* and *right* exchanged.
  fileprivate var exchangingSides: String {
    split(whereSeparator: \.isWhitespace).map { word in
      switch word.lowercased() {
      case "left": "right"
      case "right": "left"
      default: String(word)
      }
    }.joined(separator: " ")
  }
}
