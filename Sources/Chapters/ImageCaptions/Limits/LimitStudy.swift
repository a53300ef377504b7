internal import Basics
internal import Foundation
internal import LinearAlgebra
internal import Notebook
internal import Transformers

/// Measures what a model keeps of a difference, on scenes that Quire draws: flat shapes on plain ground.
///
/// Of every pair the two pictures are read, of every second pair, the first included, the first picture drawn anew as well,
/// and six captions: its two, and each in two other wordings.
struct LimitStudy {
  /// Words that may stand before a caption and leave its meaning as it is.
  private static let openings = ["an image of", "a picture of"]

  let model: CLIPModel
  /// Pairs of each category, at least one.
  let pairs: Int
  let seed: UInt64
  let page: Page

  /// The limits: as an earlier run kept them, or measured now.
  ///
  /// - Throws: `ImageError` for a model whose files leave no room for such pictures, `CheckpointError`, `TokenizerError`.
  func limits(of input: LocatedInput) throws -> MeasuredLimits {
    var parts = ["pairs": "\(pairs)", "seed": "\(seed)", "processor path": VectorKernels.path]
    for (name, file) in input.files { parts["file \(name)"] = try SHA256.hex(ofFile: file) }
    return try page.kept(
      "limits", from: parts, fits: { $0.categories.map(\.category) == ShapeQuestion.categories }, make: measured)
  }

  /// The limits, measured.
  func measured() throws -> MeasuredLimits {
    let categories = ShapeQuestion.categories
    return MeasuredLimits(
      source: "flat shapes that Quire draws", resamples: BootstrapInterval.resamples,
      categories: try categories.enumerated().map { place, category in
        page.report(
          "measuring limits", fraction: Double(place) / Double(categories.count), detail: category.title)
        return try row(category)
      })
  }

  private func row(_ category: LimitCategory) throws -> MeasuredLimits.Row {
    let questions = ShapeQuestion.questions(category, count: pairs, seed: seed)
    let plain = try model.textVectors(questions.flatMap(\.captions))
    let worded = try Self.openings.map { opening in
      try model.textVectors(questions.flatMap(\.captions).map { "\(opening) \($0)" })
    }
    var (shares, pictureAngles, redrawnAngles, gaps): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for (index, question) in questions.enumerated() {
      try page.checkCancellation()
      let drawing = seed &+ UInt64(index) &* 2
      let pictures = try question.scenes.map { try vector($0.drawnAnew(drawing)) }
      pictureAngles.append(pictures[0].angle(to: pictures[1]))
      if index % 2 == 0 {
        redrawnAngles.append(pictures[0].angle(to: try vector(question.scenes[0].drawnAnew(drawing &+ 1))))
      }
      let captions = Array(plain[2 * index..<2 * index + 2])
      let leads = pictures.map { picture in
        Double(model.logitScale) * (picture.cosine(with: captions[0]) - picture.cosine(with: captions[1]))
      }
      // An answer that is a tie is as good as a guess.
      func credit(_ lead: Double) -> Double { lead > 0 ? 1 : lead < 0 ? 0 : 0.5 }
      shares.append((credit(leads[0]) + credit(-leads[1])) / 2)
      gaps += leads.map { abs($0) }
    }
    let interval = BootstrapInterval(meanOf: shares, seed: seed)
    return MeasuredLimits.Row(
      category: category, title: category.shapeTitle, pairs: questions.count, accuracy: shares.mean,
      low: min(interval.low, shares.mean), high: max(interval.high, shares.mean), chance: 0.5,
      captionAngle: (0..<questions.count).map { plain[2 * $0].angle(to: plain[2 * $0 + 1]) }.mean,
      rewordedAngle: zip(worded[0], worded[1]).map { $0.angle(to: $1) }.mean, pictureAngle: pictureAngles.mean,
      redrawnAngle: redrawnAngles.mean, gap: gaps.mean, example: questions[0].captions)
  }

  private func vector(_ scene: ShapeScene) throws -> [Float] {
    try model.imageVector(model.pixels(of: scene.image()))
  }
}

extension [Float] {
  /// The cosine with another vector, both of length 1.
  func cosine(with other: [Float]) -> Double {
    zip(self, other).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// The angle between two vectors of length 1, in degrees; by their distance, which tells small angles apart.
  func angle(to other: [Float]) -> Double {
    let distance = zip(self, other).reduce(0) { sum, pair in
      let difference = Double(pair.0) - Double(pair.1)
      return sum + difference * difference
    }.squareRoot()
    return 2 * asin(Swift.min(1, distance / 2)) * 180 / .pi
  }
}
