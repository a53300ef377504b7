package import CaptionPairs
internal import Foundation
internal import Notebook
internal import Transformers

/// The cosines of a picture with captions, each encoded once.
package struct CaptionScores {
  /// What cosines are multiplied with.
  package let logitScale: Double
  /// What is then added; nought for a CLIP.
  package let logitBias: Double
  /// How it is told whether a caption fits at all.
  var lone = LoneScore.none
  /// The picture's vector, of length 1.
  package let picture: [Float]
  private let encode: ([String]) throws -> [[Float]]
  private var places: [[UInt8]: Int] = [:]
  private var vectors: [[Float]] = []

  /// The scores of no caption yet.
  ///
  /// - Parameter encode: The vectors of captions, each of length 1.
  package init(
    picture: [Float], logitScale: Double, logitBias: Double = 0, encode: @escaping ([String]) throws -> [[Float]]
  ) {
    (self.picture, self.logitScale, self.logitBias, self.encode) = (picture, logitScale, logitBias, encode)
  }

  /// Encodes all captions at once, by a model, and what tells whether one fits at all.
  init(_ captions: [String], _ picture: [Float], _ model: CLIPModel, _ settings: ImageCaptions.Settings) throws {
    let tooLong = settings.tooLong
    self.init(picture: picture, logitScale: Double(model.logitScale), logitBias: Double(model.logitBias)) { captions in
      do {
        return try model.textVectors(captions, tooLong: tooLong)
      } catch TokenizerError.captionTooLong(let caption, let tokens, let limit) {
        throw NotebookError.chapter(
          slug: ImageCaptions.slug,
          problem:
            "the caption “\(caption.opening(of: 60))” has \(tokens) tokens, and the model reads at most \(limit); "
            + "shorten it, cut it there by captions.truncate: true, or read it in windows by captions.windows: true")
      }
    }
    lone = LoneScore(settings, isSigmoid: model.configuration.family == .siglip)
    try read(captions + lone.captions)
  }

  /// Encodes those captions that were not read before, all at once.
  package mutating func read(_ captions: [String]) throws {
    let new = captions.distinctCaptions.filter { places[$0.captionKey] == nil }
    guard !new.isEmpty else { return }
    let encoded = try encode(new)
    for (caption, vector) in zip(new, encoded) {
      places[caption.captionKey] = vectors.count
      vectors.append(vector)
    }
  }

  /// The vector of a caption, of length 1.
  func vector(of caption: String) -> [Float] { vectors[places[caption.captionKey]!] }

  /// The cosine of the picture, or of another vector in its place, with a caption.
  func cosine(_ caption: String, with other: [Float]? = nil) -> Double {
    zip(other ?? picture, vectors[places[caption.captionKey]!]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The cosine times the logit scale, and a SigLIP's bias.
  func logit(_ caption: String, with other: [Float]? = nil) -> Double {
    cosine(caption, with: other) * logitScale + logitBias
  }

  /// The captions with their probabilities among each other, the most probable first.
  func table(_ captions: [String]) -> [ImageCaptions.Results.Caption] {
    let logits = captions.map { logit($0) }
    let largest = logits.max() ?? 0
    let weights = logits.map { exp($0 - largest) }
    let sum = weights.reduce(0, +)
    return captions.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }.map {
      .init(
        caption: captions[$0], cosine: cosine(captions[$0]), logit: logits[$0], probability: weights[$0] / sum,
        alone: alone(captions[$0]))
    }
  }

  /// Whether two captions are the same tokens to the model: each sequence of tokens is encoded once.
  func areSame(_ a: String, _ b: String) -> Bool {
    vectors[places[a.captionKey]!] == vectors[places[b.captionKey]!]
  }

  /// Refuses captions for the probability table, and pairs given by hand, that the model cannot tell apart.
  func requireDistinct(_ list: CaptionList) throws {
    try requireDistinct(
      list.stated, pairs: list.pairs.filter { $0.category == .given }.map { ($0.description, $0.variant) })
  }

  /// Refuses captions of one table, and the two of a pair, that the model cannot tell apart.
  func requireDistinct(_ table: [String], pairs: [(String, String)] = []) throws {
    let byLogit = table.sorted { logit($0) < logit($1) }
    for (a, b) in zip(byLogit, byLogit.dropFirst()) + pairs where areSame(a, b) {
      throw NotebookError.chapter(
        slug: ImageCaptions.slug,
        problem:
          "the captions “\(a.opening(of: 60))” and “\(b.opening(of: 60))” are the same tokens to the model; keep one of them"
      )
    }
  }

  /// A pair with what the model makes of it.
  package func score(_ pair: CaptionPair) -> ScoredPair {
    ScoredPair(
      pair, cosines: (cosine(pair.description), cosine(pair.variant)),
      captionCosine: cosine(pair.description, with: vectors[places[pair.variant.captionKey]!]), logitScale: logitScale,
      logitBias: logitBias)
  }
}
